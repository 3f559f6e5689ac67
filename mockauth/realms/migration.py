"""What Keycloak 26.7.3 changes in a realm file that an older version wrote, after it has imported it.

As the classes in org.keycloak.migration.migrators: a file without `keycloakVersion` stays as it is.
"""

import re
from collections.abc import Callable
from typing import Any

from mockauth.realms.completion import new_realm

Rep = dict[str, Any]
Version = tuple[int, int, int]


def migrate(rep: Rep) -> list[str]:
    """Migrate a completed realm representation in place; give a sentence for each thing that was added."""
    version = version_of(rep.get("keycloakVersion"))
    if version is None:
        return []
    new = new_realm(rep["realm"])
    return [sentence for before, step in STEPS if version < before for sentence in step(rep, new)]


def version_of(text: object) -> Version | None:
    """Give a version such as "22.0.3" or "4.8.3.Final" as numbers, or None where there is none."""
    match = re.match(r"(\d+)\.(\d+)(?:\.(\d+))?", text) if isinstance(text, str) else None
    return (int(match[1]), int(match[2]), int(match[3] or 0)) if match else None


def _roles_and_web_origins(rep: Rep, new: Rep) -> list[str]:
    """Give every client these two scopes, which before 4.6 were no scopes but what every token had."""
    sentences = []
    for name in ("roles", "web-origins"):
        sentences += _add_scope(rep, new, name, "defaultClientScopes", "defaultDefaultClientScopes")
        for client in rep["clients"]:
            if client["protocol"] == "openid-connect" and not client["bearerOnly"]:
                client["defaultClientScopes"] = list(dict.fromkeys([*client["defaultClientScopes"], name]))
    return sentences


def _microprofile_jwt(rep: Rep, new: Rep) -> list[str]:
    return _add_scope(rep, new, "microprofile-jwt", "optionalClientScopes", "defaultOptionalClientScopes")


def _acr(rep: Rep, new: Rep) -> list[str]:
    return _add_scope(rep, new, "acr", "defaultClientScopes", "defaultDefaultClientScopes")


def _basic(rep: Rep, new: Rep) -> list[str]:
    return _add_scope(rep, new, "basic", "defaultClientScopes", "defaultDefaultClientScopes")


def _service_account(rep: Rep, new: Rep) -> list[str]:
    return _add_scope(rep, new, "service_account")


def _saml_authn_context(rep: Rep, new: Rep) -> list[str]:
    return _add_scope(rep, new, "AuthnContextClassRef", "defaultClientScopes", "defaultDefaultClientScopes")


def _lightweight_admin_clients(rep: Rep, new: Rep) -> list[str]:
    for client in rep["clients"]:
        if client.get("clientId") in ("admin-cli", "security-admin-console"):
            client["fullScopeAllowed"] = True
            client["attributes"] = {
                **(client.get("attributes") or {}),
                "client.use.lightweight.access.token.enabled": "true",
            }
    return []


STEPS: list[tuple[Version, Callable[[Rep, Rep], list[str]]]] = [
    ((4, 6, 0), _roles_and_web_origins),
    ((6, 0, 0), _microprofile_jwt),
    ((18, 0, 0), _acr),
    ((25, 0, 0), _basic),
    ((26, 0, 0), _lightweight_admin_clients),
    ((26, 1, 0), _service_account),
    ((26, 7, 0), _saml_authn_context),
]


def _add_scope(rep: Rep, new: Rep, name: str, of_clients: str = "", of_realm: str = "") -> list[str]:
    """Add a built-in client scope that the file lacks, to the clients of its protocol and to the realm's list."""
    if any(scope.get("name") == name for scope in rep["clientScopes"]):
        return []
    scope = next(scope for scope in new["clientScopes"] if scope["name"] == name)
    rep["clientScopes"].append(scope)
    if not of_clients:
        return [f'client scope "{name}" (not assigned to any client)']
    rep[of_realm] = [*rep[of_realm], name]
    for client in rep["clients"]:
        if client["protocol"] == scope["protocol"]:
            client[of_clients] = [*client[of_clients], name]
    return [f'client scope "{name}" (assigned to every {scope["protocol"]} client)']
