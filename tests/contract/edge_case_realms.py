"""Realms for edge cases: client secrets that expire, lifespans that are not set, and malformed requests."""

import json
from collections.abc import Mapping
from typing import Any

from contract.assertions import SHARED
from contract.users import complete_user

REALM, UNSET, FRONTED = "odds", "odds-unset", "odds-fronted"
_EXPIRES = "client.secret.expiration.time"
_PAST, _FUTURE = "1700000000", "4102444800"
# By client: the attributes of clients whose secret is `secret`.
SECRETS: Mapping[str, Mapping[str, str]] = {
    "expired": {_EXPIRES: _PAST},
    "good": {_EXPIRES: _FUTURE, "client.secret.creation.time": _PAST},
    "zero": {_EXPIRES: "0"},
    "negative": {_EXPIRES: "-1"},
    "blank": {_EXPIRES: " "},
    "empty": {_EXPIRES: ""},
    "padded": {_EXPIRES: f" {_FUTURE}"},
    "text": {_EXPIRES: "never"},
    "beyond": {_EXPIRES: "9" * 30},
    "fraction": {_EXPIRES: f"{_FUTURE}.5"},
    "rotated": {
        "client.secret.rotated": "old-secret",
        "client.secret.rotated.creation.time": _PAST,
        "client.secret.rotated.expiration.time": _FUTURE,
    },
    "expired-and-rotated": {
        _EXPIRES: _PAST,
        "client.secret.rotated": "old-secret",
        "client.secret.rotated.creation.time": _PAST,
        "client.secret.rotated.expiration.time": _FUTURE,
    },
    "created-never": {"client.secret.creation.time": "never"},
}
_BOUND = {"tls.client.certificate.bound.access.tokens": "true"}
_DEVICE = {"oauth2.device.authorization.grant.enabled": "true"}
_ORIGIN = {"webOrigins": ["http://localhost:3000"]}
_OTHERS: Mapping[str, Mapping[str, Any]] = {
    "plain": {**_ORIGIN},
    "public": {"publicClient": True, **_ORIGIN, "serviceAccountsEnabled": False},
    "bound": {"attributes": _BOUND},
    "device": {"publicClient": True, "serviceAccountsEnabled": False, **_ORIGIN, "attributes": _DEVICE},
    "device-pkce": {
        "publicClient": True,
        "serviceAccountsEnabled": False,
        **_ORIGIN,
        "attributes": {**_DEVICE, "pkce.code.challenge.method": "S256"},
    },
    "no-secret": {"secret": None},
    "empty-secret": {"secret": ""},
    "blank-secret": {"secret": " "},
    "no-secret-jwt": {"secret": None, "clientAuthenticatorType": "client-secret-jwt"},
    "offline-longest": {"attributes": {"client.offline.session.max.lifespan": "900"}},
    "offline-brief": {"attributes": {"client.offline.session.idle.timeout": "900", "access.token.lifespan": "-1"}},
    "stale": {"notBefore": 2000000000},
    "padded-idle": {"attributes": {"client.session.idle.timeout": " 10", "client.session.max.lifespan": " 20"}},
}


def realms() -> list[dict[str, Any]]:
    """Return the realms."""
    clients = [_client(f"secret-{name}", {"attributes": dict(it)}) for name, it in SECRETS.items()]
    by_jwt = {"clientAuthenticatorType": "client-secret-jwt", "secret": SHARED}
    clients += [_client(f"jwt-{name}", {**by_jwt, "attributes": dict(it)}) for name, it in SECRETS.items()]
    clients += [_client(name, it) for name, it in _OTHERS.items()]
    unset = {
        "ssoSessionIdleTimeout": 0,
        "ssoSessionMaxLifespan": 0,
        "offlineSessionIdleTimeout": 0,
        "offlineSessionMaxLifespanEnabled": True,
        "offlineSessionMaxLifespan": 0,
        "clientSessionIdleTimeout": -1,
        "clientSessionMaxLifespan": -1,
        "clientOfflineSessionIdleTimeout": -1,
        "clientOfflineSessionMaxLifespan": -1,
    }
    public = [_client("public", _OTHERS["public"])]
    fronted = {"attributes": {"frontendUrl": "http://front.example.org"}}
    return [_realm(REALM, clients, {}), _realm(UNSET, public, unset), _realm(FRONTED, public, fronted)]


def _realm(name: str, clients: list[dict[str, Any]], more: Mapping[str, Any]) -> dict[str, Any]:
    user = complete_user("ada", realmRoles=["offline_access"])
    return {"realm": name, "enabled": True, "clients": json.loads(json.dumps(clients)), "users": [user], **more}


def _client(name: str, more: Mapping[str, Any]) -> dict[str, Any]:
    common = {
        "clientId": name,
        "secret": "secret",
        "serviceAccountsEnabled": True,
        "directAccessGrantsEnabled": True,
        "redirectUris": ["http://localhost:3000/*"],
    }
    found = {**common, **more}
    return {key: value for key, value in found.items() if value is not None}
