"""Realm files whose import is recorded as a whole: what Keycloak adds, and what it changes in files of old versions.

A recording holds the changes from one import to the next one, by the path of each value: from a new realm to the file
without `keycloakVersion`, and from there to the same file with older and older versions.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from contract.keycloak import VERSION

RECORDED = Path(__file__).parent / "imports" / f"{VERSION}.json"
REALM = "probe"
Rep = dict[str, Any]
# By path, the value before and after; None for a value that does not exist.
Changes = dict[str, list[Any]]

# The versions before which Keycloak changes a realm (the migrators of DefaultMigrationManager), the latest first.
_STEPS = (
    *("26.7.0", "26.6.2", "26.6.1", "26.4.3", "26.4.0", "26.3.0", "26.2.0", "26.1.0", "26.0.0", "25.0.0", "24.0.3"),
    *("24.0.0", "23.0.0", "22.0.0", "21.0.0", "20.0.0", "18.0.0", "14.0.0", "12.0.0", "9.0.4", "9.0.0", "8.0.2"),
    *("8.0.0", "6.0.0", "4.6.0", "4.2.0", "4.0.0", "3.4.2", "3.4.1", "3.4.0", "3.2.0", "3.1.0", "3.0.0", "2.5.0"),
    *("2.3.0", "2.2.0", "2.1.0", "2.0.0", "1.9.2", "1.9.0", "1.8.0", "1.7.0", "1.6.0", "1.5.0", "1.4.0", "1.3.0"),
    *("1.2.0", "1.0.0"),
)
# Versions of all shapes: releases of Red Hat, qualifiers, and texts that are not versions.
SHAPES = (
    *("999.0.0-SNAPSHOT", "+26.7.0", "26.7.0-rc1", "26.7.0.rc1", "26.7.0.Final", "26.7.99999999999", "26.-1", "26.x"),
    *("26", "6", "7.6.1.GA", "7.4.0.GA", "7.3.8.GA", "7.2.0.GA", "7.1.0.GA", "7.0.0.GA", "4.6.0.redhat-1"),
    *("4.6.0.Final", "nightly", " 26.0.0"),
)

_MAPPER = {
    "name": "m",
    "protocol": "openid-connect",
    "protocolMapper": "oidc-usermodel-attribute-mapper",
    "config": {"id.token.claim": "true", "claim.name": "x", "user.attribute": "x"},
}
_HANDWRITTEN: Rep = {
    "clients": [
        {"clientId": "web", "publicClient": True},
        {"clientId": "bearer", "bearerOnly": True},
        {"clientId": "legacy", "protocol": "saml", "attributes": {"saml.encrypt": "true"}},
    ]
}


def _parameterized(name: str, regexp: str | None) -> Rep:
    attributes = {"is.dynamic.scope": "true", **({"dynamic.scope.regexp": regexp} if regexp is not None else {})}
    return {"name": name, "protocol": "openid-connect", "attributes": attributes}


def _action(alias: str, name: str, priority: int) -> Rep:
    return {"alias": alias, "name": name, "providerId": alias, "enabled": True, "priority": priority}


_EXPORT: Rep = {
    "clientScopes": [
        {"name": "offline_access", "protocol": "openid-connect"},
        {**_parameterized("own scope", "own:*"), "protocolMappers": [_MAPPER]},
        _parameterized("starred", "starred:*"),
        _parameterized("custom", "custom:a*"),
        _parameterized("free", None),
    ],
    "defaultDefaultClientScopes": ["starred"],
    "defaultOptionalClientScopes": ["offline_access", "own scope", "custom"],
    "clients": [
        {
            "clientId": "account",
            "baseUrl": "/auth/realms/probe/account",
            "redirectUris": ["/auth/realms/probe/account/*"],
            "secret": "s",
        },
        {
            "clientId": "security-admin-console",
            "baseUrl": "/auth/admin/probe/console/index.html",
            "redirectUris": ["/auth/admin/probe/console/*"],
            "webOrigins": [],
            "publicClient": True,
        },
        {"clientId": "admin-cli", "publicClient": True, "directAccessGrantsEnabled": True},
        {"clientId": "broker", "bearerOnly": True},
        {"clientId": "realm-management", "bearerOnly": True},
        {
            "clientId": "web",
            "publicClient": True,
            "clientAuthenticatorType": "client-jwt",
            "redirectUris": ["http://localhost/*"],
            "optionalClientScopes": ["own scope", "own_scope"],
        },
        {
            "clientId": "consenting",
            "publicClient": True,
            "consentRequired": True,
            "name": "The Client",
            "defaultClientScopes": [],
        },
        {"clientId": "nameless", "publicClient": True, "consentRequired": True, "defaultClientScopes": ["starred"]},
        {"clientId": "legacy", "protocol": "saml", "attributes": {"login_theme": "rh-sso"}},
        {"clientId": "mapped", "secret": "x", "protocolMappers": [_MAPPER], "fullScopeAllowed": False},
    ],
    "roles": {
        "realm": [{"name": "user"}, {"name": "offline_access"}],
        "client": {
            "account": [{"name": "manage-account"}, {"name": "view-profile"}],
            "realm-management": [
                {"name": "realm-admin", "composites": {"client": {"realm-management": ["view-users"]}}},
                {"name": "view-users"},
                {"name": "view-clients"},
            ],
            "broker": [{"name": "read-token"}],
        },
    },
    "defaultRoles": ["user", "offline_access"],
    "scopeMappings": [
        {"client": "consenting", "roles": ["offline_access", "user"]},
        {"client": "admin-cli", "roles": ["user"]},
    ],
    "requiredActions": [
        _action("CONFIGURE_TOTP", "Configure Totp", 10),
        _action("UPDATE_PASSWORD", "Update Password", 30),
        _action("VERIFY_EMAIL", "Verify Email", 50),
        {**_action("terms_and_conditions", "Terms", 0), "enabled": False},
    ],
    "browserSecurityHeaders": {
        "xFrameOptions": "SAMEORIGIN",
        "contentSecurityPolicy": "frame-src 'self'",
        "xXSSProtection": "0",
        "xRobotsTag": "all",
        "xContentTypeOptions": "none",
        "strictTransportSecurity": "max-age=1",
    },
    "loginTheme": "rh-sso",
    "accountTheme": "rh-sso",
    "emailTheme": "rh-sso",
    "adminTheme": "rh-sso",
    "passwordPolicy": "hashIterations(20000) and length(3)",
    "otpPolicyDigits": 8,
    "otpPolicyPeriod": 60,
    "accessTokenLifespanForImplicitFlow": 99,
    "offlineSessionIdleTimeout": 77777,
}


def _without(*clients: str) -> Rep:
    roles = {name: own for name, own in _EXPORT["roles"]["client"].items() if name not in clients}
    kept = [client for client in _EXPORT["clients"] if client["clientId"] not in clients]
    return {**_EXPORT, "clients": kept, "roles": {**_EXPORT["roles"], "client": roles}}


_ACCOUNT_ROLES = [*_EXPORT["roles"]["client"]["account"], {"name": "view-applications"}]
_CLIENT_ROLES = {**_EXPORT["roles"]["client"], "account": _ACCOUNT_ROLES}
_BUILT_IN = ("account", "account-console", "admin-cli", "broker", "realm-management", "security-admin-console")
_OLD_HASH = {"passwordPolicy": "hashIterations(20000) and hashAlgorithm(pbkdf2-sha512)"}
# By name: a file, and its versions.
FILES: Mapping[str, tuple[Rep, Sequence[str]]] = {
    "a handwritten file": (_HANDWRITTEN, _STEPS),
    "built-in clients by name alone": ({"clients": [{"clientId": name} for name in _BUILT_IN]}, []),
    "an old export": (_EXPORT, _STEPS),
    "an export without account": (_without("account"), ["9.0.0", "8.0.0", "6.0.0", "3.0.0", "2.5.0", "1.0.0"]),
    "an export without console": (
        _without("security-admin-console", "realm-management", "admin-cli"),
        ["9.0.0", "8.0.0", "6.0.0", "3.4.2", "3.4.1"],
    ),
    "an export with newer roles": (
        {**_EXPORT, **_OLD_HASH, "roles": {**_EXPORT["roles"], "client": _CLIENT_ROLES}},
        ["9.0.0", "8.0.2", "3.2.0", "3.1.0"],
    ),
}

# Values that differ from one import to the next, that are secret, or that mockauth does not use.
_LEFT_OUT = re.compile(
    r"(.*\.)?(id|containerId|secret|nodeReRegistrationTimeout|surrogateAuthRequired|client\.secret\.creation\.time"
    r"|realm_client|post\.logout\.redirect\.uris|saml\.artifact\.binding\.identifier|saml\.encryption\.\w+"
    r"|clientRole|composite|keycloakVersion|consentRequired|realmReusableOtpCode|alwaysDisplayInConsole)"
    # If a mapper does not say it, a claim is in the answer of userinfo if it is in ID tokens.
    r"|.*\.userinfo\.token\.claim"
    r"|users\..*|authenticationFlows\..*|authenticatorConfig\..*|defaultRoles(\..*)?|.*Flow"
    r"|.*\.aes-generated\..*|components\.(?!org\.keycloak\.keys).*|components\..*\.config\..*|webAuthn.*"
    r"|attributes\.(ciba|oauth2Device|par).*"
)
_SCOPES_OF_REALM = ("defaultDefaultClientScopes", "defaultOptionalClientScopes")
_SCOPES_OF_CLIENT = ("defaultClientScopes", "optionalClientScopes")
_NAMES = ("clientId", "alias", "name", "clientScope", "client", "providerId")


def values(rep: Rep) -> dict[str, Any]:
    """Return the values of a realm representation by their paths, without empty ones; lists of strings are sorted.

    Keycloak forgets references to client scopes that do not exist, of which mockauth reminds its users.
    """
    scopes = {scope["name"] for scope in rep["clientScopes"]}
    for owner, keys in ((rep, _SCOPES_OF_REALM), *((client, _SCOPES_OF_CLIENT) for client in rep["clients"])):
        owner.update({key: [name for name in owner.get(key, ()) if name in scopes] for key in keys})
    return {path: value for path, value in _flat(rep, "") if value and not _LEFT_OUT.fullmatch(path)}


def changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> Changes:
    """Return the values that differ."""
    paths = sorted(before.keys() | after.keys())
    return {path: pair for path in paths if (pair := [before.get(path), after.get(path)]) and pair[0] != pair[1]}


def of_shape(version: str) -> Rep:
    """Return a file whose scopes and required actions show which version Keycloak takes this one for."""
    return {"clients": [], "clientScopes": [], "keycloakVersion": version}


def traces(rep: Rep) -> list[str]:
    """Return the client scopes of a realm, and its required actions in their order."""
    actions = sorted(rep["requiredActions"], key=lambda action: action["priority"])
    return [*sorted(scope["name"] for scope in rep["clientScopes"]), *(action["alias"] for action in actions)]


def steps(name: str) -> Iterator[tuple[str, Rep]]:
    """Yield the realm representations of a file, with the name of each step, beginning with a new realm."""
    file, versions = FILES[name]
    yield "a new realm", {}
    yield "no version", file
    yield from ((version, {**file, "keycloakVersion": version}) for version in versions)


@cache
def recorded() -> dict[str, dict[str, Any]]:
    """Return the recorded changes by the name of the file, and by the step; under `SHAPES` the traces by version."""
    found: dict[str, dict[str, Any]] = json.loads(RECORDED.read_text(encoding="utf-8")) if RECORDED.exists() else {}
    return found


def write(found: Mapping[str, Mapping[str, Any]]) -> None:
    """Write the changes, one per line."""
    text = json.dumps(found, indent=1, ensure_ascii=False)
    RECORDED.parent.mkdir(exist_ok=True)
    RECORDED.write_text(_LISTS.sub(lambda found: " ".join(found[0].split()), text) + "\n", encoding="utf-8")


# A list of a value before and after.
_LISTS = re.compile(r"\[\n(?:[^\[\]{}]|\[[^\[\]]*\])*\]")


def _flat(value: Any, path: str) -> Iterator[tuple[str, Any]]:
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        yield path, sorted(value)
    elif isinstance(value, (dict, list)):
        items = value.items() if isinstance(value, dict) else ((_name(item, n), item) for n, item in enumerate(value))
        for name, item in items:
            yield from _flat(item, f"{path}.{name}" if path else name)
    else:
        yield path, value


def _name(item: Rep, number: int) -> str:
    return next((str(item[key]) for key in _NAMES if item.get(key)), str(number))
