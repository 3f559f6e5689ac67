#!/bin/sh
# Install Python and mockauth into a Debian base, with the layout of Keycloak's image. $1 is the folder of the sources.
set -eu
export DEBIAN_FRONTEND=noninteractive
apt-get update -qq
apt-get install -qq -y --no-install-recommends python3 python3-pip >/dev/null
python3 -m pip install --quiet --disable-pip-version-check --no-cache-dir --root-user-action=ignore \
    --target /opt/mockauth "$1"
apt-get purge -qq -y --auto-remove python3-pip >/dev/null
apt-get clean
rm -rf /var/lib/apt/lists/* /var/cache/debconf/* /var/log/* /opt/mockauth/bin /opt/mockauth/*/tests
find /opt/mockauth /usr/lib/python3* -name __pycache__ -prune -exec rm -rf {} +
# A read-only file system cannot keep compiled modules, so they are compiled now. By hash, because layers change times.
python3 -m compileall -q --invalidation-mode unchecked-hash /opt/mockauth /usr/lib/python3.11
mkdir -p /opt/keycloak/bin /opt/keycloak/conf /opt/keycloak/data/import /opt/keycloak/providers /opt/keycloak/themes
for script in kc kcadm healthcheck; do
    install -m 755 "$1/image/$script.sh" "/opt/keycloak/bin/$script.sh"
done
# For any user: Keycloak's image too runs as user 1000 of group 0, and platforms choose other users of that group.
chown -R 1000:0 /opt/keycloak
chmod -R g=u /opt/keycloak
