"""The realm whose users, clients and settings change during a test; each change has its own user or client."""

from collections.abc import Mapping
from typing import Any

Fields = dict[str, Any] | None
REALM = "changing"
_FUTURE = 2000000000
USERS: Mapping[str, Fields] = {
    "disabled": {"enabled": False},
    "gone": None,
    "with-action": {"requiredActions": ["UPDATE_PASSWORD"]},
    "without-email": {"email": "", "emailVerified": False},
    "renamed": {"firstName": "Augusta"},
}
CLIENTS: Mapping[str, Fields] = {
    "disabled": {"enabled": False},
    "gone": None,
    "public": {"publicClient": True},
    "bearer-only": {"bearerOnly": True},
    "stale": {"notBefore": _FUTURE},
    "without-password": {"directAccessGrantsEnabled": False, "serviceAccountsEnabled": False},
    "without-refresh": {"attributes": {"use.refresh.tokens": "false"}},
    "of-another-secret": {"secret": "another"},
    "light": {"attributes": {"client.use.lightweight.access.token.enabled": "true"}},
    "by-jwt": {"clientAuthenticatorType": "client-jwt"},
    "with-consent": {"consentRequired": True},
    "with-certificate": {"attributes": {"tls.client.certificate.bound.access.tokens": "true"}},
}
# Each change, with the change that undoes it.
REALMS: Mapping[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "disabled": ({"enabled": False}, {"enabled": True}),
    "stale": ({"notBefore": _FUTURE}, {"notBefore": 0}),
    "revoking": ({"revokeRefreshToken": True}, {"revokeRefreshToken": False}),
    "https": ({"sslRequired": "all"}, {"sslRequired": "external"}),
    "ES256": ({"defaultSignatureAlgorithm": "ES256"}, {"defaultSignatureAlgorithm": "RS256"}),
    "brief": ({"accessTokenLifespan": 10}, {"accessTokenLifespan": 300}),
}
# By kind of token: the scope of the request, and the index of the answer with the token.
KINDS = {
    "access": ("openid", "access_token"),
    "refresh": ("openid", "refresh_token"),
    "offline": ("openid offline_access", "refresh_token"),
    "service": ("openid", "access_token"),
}

# The ways to get tokens through a browser.
FLOWS = ("code", "device")


def user_of(change: str, kind: str) -> str:
    """Return the user's name for a test."""
    return f"user-{change}-{kind}"


def client_of(change: str, kind: str) -> str:
    """Return the client ID for a test."""
    return f"client-{change}-{kind}"


def realm() -> dict[str, Any]:
    """Return the realm."""
    users = ["ada", *(user_of(change, kind) for change in USERS for kind in (*KINDS, *FLOWS) if kind != "service")]
    clients = ["app", *(client_of(change, kind) for change in CLIENTS for kind in (*KINDS, *FLOWS))]
    asking = {"allow.token.introspection.without.audience.check": "true", "standard.token.exchange.enabled": "true"}
    return {
        "realm": REALM,
        "enabled": True,
        "clients": [*map(_client, clients), {"clientId": "judge", "secret": "secret", "attributes": asking}],
        "users": [
            {
                "username": name,
                "enabled": True,
                "email": f"{name}@example.org",
                "firstName": "Ada",
                "lastName": "Example",
                "realmRoles": ["offline_access"],
                "credentials": [{"type": "password", "value": "password"}],
            }
            for name in users
        ],
    }


def _client(name: str) -> dict[str, Any]:
    audience = {
        "name": "audience judge",
        "protocol": "openid-connect",
        "protocolMapper": "oidc-audience-mapper",
        "config": {"included.client.audience": "judge", "access.token.claim": "true"},
    }
    return {
        "clientId": name,
        "secret": "secret",
        "directAccessGrantsEnabled": True,
        "serviceAccountsEnabled": True,
        "attributes": {"oauth2.device.authorization.grant.enabled": "true", "oauth2.device.polling.interval": "1"},
        "redirectUris": ["http://localhost:3000/*"],
        "protocolMappers": [audience],
    }
