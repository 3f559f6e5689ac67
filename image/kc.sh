#!/bin/sh
# The entry point of the image, which has the place and the command line of Keycloak's kc.sh.
KC_HOME_DIR="${KC_HOME_DIR:-/opt/keycloak}"
export KC_HOME_DIR
# Images before Keycloak 17 started without a command, and with this prefix.
if [ $# -eq 0 ] && [ -n "$KEYCLOAK_USER$KEYCLOAK_IMPORT" ]; then
    set -- start-dev --http-relative-path=/auth
fi
exec /usr/bin/python3 -m mockauth "$@"
