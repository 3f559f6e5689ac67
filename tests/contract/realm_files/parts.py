"""The parts of small realm files."""

from typing import Any

ROBOT = {"clientId": "robot", "secret": "s", "serviceAccountsEnabled": True}
WEB = {"clientId": "web", "publicClient": True}
ADA = {"username": "ada", "enabled": True}
MAPPER = {"name": "m", "protocol": "openid-connect", "protocolMapper": "oidc-sub-mapper"}
FLOW = {"alias": "own", "providerId": "basic-flow", "topLevel": True, "builtIn": False}
EXECUTION = {"requirement": "REQUIRED", "priority": 10}
IDP = {"alias": "idp", "providerId": "oidc", "enabled": True}
LEGACY_HASH = {"type": "password", "hashedSaltedValue": "aGFzaA==", "salt": "c2FsdA==", "hashIterations": 1}
HASH_DATA = '{"algorithm": "pbkdf2-sha256", "hashIterations": 1}'
HASH_SECRET = '{"value": "aGFzaA==", "salt": "c2FsdA=="}'
KEY_PROVIDER = "org.keycloak.keys.KeyProvider"
REGISTRATION_POLICY = "org.keycloak.services.clientregistration.policy.ClientRegistrationPolicy"
SCOPE = {"name": "s", "protocol": "openid-connect"}
IDP_MAPPER = {"name": "m", "identityProviderAlias": "idp", "identityProviderMapper": "oidc-username-idp-mapper"}
PROFILE_PROVIDER = "org.keycloak.userprofile.UserProfileProvider"


def client(**keys: Any) -> dict[str, Any]:
    """Return a realm with one client."""
    return {"clients": [{**ROBOT, **keys}]}


def user(**keys: Any) -> dict[str, Any]:
    """Return a realm with one user, a client `robot`, a role `r` and a group `g`."""
    return {
        "clients": [ROBOT],
        "roles": {"realm": [{"name": "r"}], "client": {"robot": [{"name": "reads"}]}},
        "groups": [{"name": "g", "subGroups": [{"name": "inner"}]}],
        "users": [{**ADA, **keys}],
    }


def permissions(**keys: Any) -> dict[str, Any]:
    """Return a realm with a client that has permissions."""
    return client(authorizationServicesEnabled=True, authorizationSettings=keys)


def policy(**keys: Any) -> dict[str, Any]:
    """Return a realm with a client that has one policy."""
    return permissions(policies=[{"name": "p", "logic": "POSITIVE", "decisionStrategy": "UNANIMOUS", **keys}])


def key(provider: str, **config: str) -> dict[str, Any]:
    """Return a realm with one key provider."""
    component = {"name": "k", "providerId": provider, "config": {name: [it] for name, it in config.items()}}
    return {"components": {KEY_PROVIDER: [component]}}


def flow(*steps: dict[str, Any], **keys: Any) -> dict[str, Any]:
    """Return a realm with one custom flow."""
    return {
        "authenticationFlows": [{**FLOW, **keys, "authenticationExecutions": [{**EXECUTION, **it} for it in steps]}]
    }


def idp(**keys: Any) -> dict[str, Any]:
    """Return a realm with one identity provider."""
    return {"identityProviders": [{**IDP, "config": {}, **keys}]}


def idp_mappers(*mappers: dict[str, Any]) -> dict[str, Any]:
    """Return a realm with an identity provider and these mappers."""
    return {**idp(), "identityProviderMappers": list(mappers)}
