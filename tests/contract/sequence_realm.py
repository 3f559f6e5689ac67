"""The realm `sequences`, for sequences of requests: clients and users of several kinds."""

from collections.abc import Mapping
from typing import Any

from contract.users import complete_user

REALM = "sequences"
# The same for tests that do not import it again.
WRITTEN = "written-sequences"
# The same with refresh token rotation.
ROTATING = "sequences-with-rotation"
# The same with configured required actions.
ACTIONS = "sequences-with-actions"
REDIRECT = "http://localhost:3000/cb"
_POLICY = "hashAlgorithm(pbkdf2-sha512) and hashIterations(1)"
_DEVICES = {"oauth2.device.authorization.grant.enabled": "true", "oauth2.device.polling.interval": "5"}
_EXCHANGE = {
    "standard.token.exchange.enabled": "true",
    "standard.token.exchange.enableRefreshRequestedTokenType": "SAME_SESSION",
}
# Public clients have no secret; the secret of a confidential client is its ID followed by `-secret`.
CLIENTS: Mapping[str, dict[str, Any]] = {
    "app": {"publicClient": True, "implicitFlowEnabled": True, "attributes": _DEVICES},
    "web": {"serviceAccountsEnabled": True, "attributes": {**_DEVICES, **_EXCHANGE}},
    "asker": {"publicClient": True, "consentRequired": True, "attributes": _DEVICES},
    "spa": {"publicClient": True, "attributes": {"pkce.code.challenge.method": "S256"}},
    "api": {
        "serviceAccountsEnabled": True,
        "fullScopeAllowed": False,
        "frontchannelLogout": False,
        "defaultClientScopes": ["basic", "acr", "profile"],
        "attributes": {"client_credentials.use_refresh_token": "true", **_EXCHANGE},
    },
}
USERS: Mapping[str, dict[str, Any]] = {
    "ada": {"realmRoles": ["default-roles-{realm}", "offline_access"]},
    "bob": {},
    "busy": {"requiredActions": ["UPDATE_PASSWORD"]},
    "new": {"requiredActions": ["UPDATE_PROFILE"]},
    "gone": {"enabled": False},
    "checked": {"emailVerified": True, "requiredActions": ["VERIFY_EMAIL"]},
}


def realm(name: str = REALM, **more: Any) -> dict[str, Any]:
    """Return the realm. Passwords are hashed once, because Keycloak imports the realm again for each sequence."""
    return {
        "realm": name,
        "enabled": True,
        "registrationAllowed": True,
        "resetPasswordAllowed": True,
        "rememberMe": True,
        "bruteForceProtected": True,
        "failureFactor": 3,
        "quickLoginCheckMilliSeconds": 0,
        "passwordPolicy": _POLICY,
        "clients": [_client(name, more) for name, more in CLIENTS.items()],
        "users": [_user(user, name, **its) for user, its in USERS.items()],
        **more,
    }


def rotating_realm() -> dict[str, Any]:
    """Return the realm with refresh token rotation."""
    return realm(ROTATING, revokeRefreshToken=True, refreshTokenMaxReuse=0)


def realm_with_actions() -> dict[str, Any]:
    """Return the realm with required actions that need a new login sooner or later, and a disabled one."""
    ages = {"UPDATE_PASSWORD": "0", "UPDATE_PROFILE": "3", "VERIFY_EMAIL": "-1", "delete_account": "100"}
    actions = [_action(name, number, {"max_auth_age": age}) for number, (name, age) in enumerate(ages.items())]
    actions += [
        _action("CONFIGURE_TOTP", 10, enabled=False),
        _action("VERIFY_PROFILE", 20),
        _action("TERMS_AND_CONDITIONS", 30),
    ]
    policy = f"{_POLICY} and maxAuthAge(3)"
    return realm(ACTIONS, requiredActions=actions, passwordPolicy=policy)


def _action(name: str, priority: int, config: Mapping[str, str] = {}, *, enabled: bool = True) -> dict[str, Any]:
    own = {"alias": name, "name": name, "providerId": name, "priority": priority, "config": dict(config)}
    return {**own, "enabled": enabled, "defaultAction": False}


def _user(user: str, realm_name: str, **more: Any) -> dict[str, Any]:
    roles = [role.format(realm=realm_name) for role in more.get("realmRoles", ())]
    return complete_user(user, **{**more, "realmRoles": roles} if roles else more)


def _client(name: str, more: dict[str, Any]) -> dict[str, Any]:
    audience = {
        "name": "audience",
        "protocol": "openid-connect",
        "protocolMapper": "oidc-audience-mapper",
        "config": {"included.client.audience": "web", "access.token.claim": "true"},
    }
    return {
        "clientId": name,
        "name": name.title(),
        "secret": f"{name}-secret",
        "directAccessGrantsEnabled": True,
        "redirectUris": ["http://localhost:3000/*"],
        "webOrigins": ["http://localhost:3000"],
        "protocolMappers": [audience],
        **more,
    }
