#!/bin/bash
# Succeeds if the server answers: on the management port if health is enabled by its variable, else on the main port.
port=${KC_HTTP_PORT:-8080} path=${KC_HTTP_RELATIVE_PATH%/}/
if [ "$KC_HEALTH_ENABLED" = true ] && [ "${KC_HTTP_MANAGEMENT_HEALTH_ENABLED:-true}" = true ]; then
    port=${KC_HTTP_MANAGEMENT_PORT:-9000}
    path=${KC_HTTP_MANAGEMENT_RELATIVE_PATH:-$KC_HTTP_RELATIVE_PATH}
    path=${path%/}/health/ready
fi
exec 3<>"/dev/tcp/127.0.0.1/$port" || exit 1
printf 'GET %s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n' "$path" >&3
read -r -t 3 _ status _ <&3
[ "$status" = 200 ]
