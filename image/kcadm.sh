#!/bin/sh
# Keycloak's admin command. mockauth has no Admin API; testcontainers for Python only needs this one to succeed.
case "$*" in
    "update realms/master -s sslRequired=none"*) exit 0 ;;
esac
echo "kcadm.sh: the Admin API is not implemented in mockauth: put the realm into data/import and start with --import-realm" >&2
exit 1
