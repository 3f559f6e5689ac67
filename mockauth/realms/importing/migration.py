"""Migrate realm files of older versions as Keycloak 26.7.3 does after the import.

Follows the classes in org.keycloak.migration.migrators. A file without `keycloakVersion` is not migrated.
"""

from collections.abc import Callable
from typing import Any

from mockauth.realms.built_in import new_realm
from mockauth.realms.importing.required_actions import add_required_action, reorder_required_actions
from mockauth.realms.importing.versions import Version, version_of

Rep = dict[str, Any]


def migrate(rep: Rep) -> list[str]:
    """Migrate a completed realm representation in place; return a description of each added client scope."""
    version = version_of(rep.get("keycloakVersion"))
    if version is None:
        return []
    new = new_realm(rep["realm"])
    return [addition for before, step in STEPS if version < before for addition in step(rep, new)]


def _roles_and_web_origins(rep: Rep, new: Rep) -> list[str]:
    """Assign `roles` and `web-origins` to every client: before 4.6, every token had their content."""
    additions = []
    for name in ("roles", "web-origins"):
        additions += _add_scope(rep, new, name, "defaultClientScopes", "defaultDefaultClientScopes")
        for client in rep["clients"]:
            if client["protocol"] == "openid-connect" and not client["bearerOnly"]:
                client["defaultClientScopes"] = list(dict.fromkeys([*client["defaultClientScopes"], name]))
    return additions


def _microprofile_jwt(rep: Rep, new: Rep) -> list[str]:
    name = "microprofile-jwt"
    additions = _add_scope(rep, new, name, "optionalClientScopes", "defaultOptionalClientScopes")
    for client in rep["clients"]:
        has = [*client["defaultClientScopes"], *client["optionalClientScopes"]]
        if client["protocol"] == "openid-connect" and not client["bearerOnly"] and name not in has:
            client["optionalClientScopes"] = [*client["optionalClientScopes"], name]
    return additions


def _alphabetical_actions(rep: Rep, new: Rep) -> list[str]:
    for number, action in enumerate(sorted(rep["requiredActions"], key=lambda it: str(it.get("name"))), 1):
        action["priority"] = 10 * number
    return []


def _pkce_and_locale(rep: Rep, new: Rep) -> list[str]:
    for client in rep["clients"]:
        if client.get("clientId") in ("account-console", "security-admin-console"):
            client["attributes"] = {**(client.get("attributes") or {}), "pkce.code.challenge.method": "S256"}
    add_required_action(rep, new, "update_user_locale")
    return []


def _view_groups(rep: Rep, new: Rep) -> list[str]:
    """Allow users to see their groups in the account console."""
    roles = rep["roles"]["client"]["account"]
    if not any(role.get("name") == "view-groups" for role in roles):
        roles += [role for role in new["roles"]["client"]["account"] if role["name"] == "view-groups"]
        mappings = rep.setdefault("clientScopeMappings", {}).setdefault("account", [])
        mappings.append({"client": "account-console", "roles": ["view-groups"]})
    return []


def _join_user_profile(rep: Rep, new: Rep) -> list[str]:
    if str((rep.get("attributes") or {}).get("userProfileEnabled")).lower() != "true":
        return []
    components = rep.get("components") or {}
    for component in components.get("org.keycloak.userprofile.UserProfileProvider") or ():
        config = component.get("config") or {}
        count = int((config.get("config-pieces-count") or ["0"])[0])
        pieces = [piece for number in range(count) for piece in config.get(f"config-piece-{number}") or ()]
        component["config"] = {"kc.user.profile.config": ["".join(pieces)]} if pieces else {}
    return []


def _delete_credential(rep: Rep, new: Rep) -> list[str]:
    add_required_action(rep, new, "delete_credential")
    return []


def _idp_link(rep: Rep, new: Rep) -> list[str]:
    add_required_action(rep, new, "idp_link")
    return []


def _order_of_actions(rep: Rep, new: Rep) -> list[str]:
    reorder_required_actions(rep["requiredActions"])
    return []


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
    ((4, 2, 0), _alphabetical_actions),
    ((4, 6, 0), _roles_and_web_origins),
    ((6, 0, 0), _microprofile_jwt),
    ((9, 0, 0), _pkce_and_locale),
    ((18, 0, 0), _acr),
    ((20, 0, 0), _view_groups),
    ((23, 0, 0), _join_user_profile),
    ((24, 0, 3), _delete_credential),
    ((25, 0, 0), _basic),
    ((26, 0, 0), _lightweight_admin_clients),
    ((26, 1, 0), _service_account),
    ((26, 3, 0), _idp_link),
    ((26, 7, 0), _order_of_actions),
    ((26, 7, 0), _saml_authn_context),
]


def _add_scope(rep: Rep, new: Rep, name: str, client_key: str = "", realm_key: str = "") -> list[str]:
    """Add a missing built-in client scope, assign it to the clients of its protocol, and make it a realm default."""
    if any(scope.get("name") == name for scope in rep["clientScopes"]):
        return []
    scope = next(scope for scope in new["clientScopes"] if scope["name"] == name)
    rep["clientScopes"].append(scope)
    for client in rep["clients"]:
        # A client may have named the scope before it existed, which had no effect.
        for key in ("defaultClientScopes", "optionalClientScopes"):
            client[key] = [it for it in client[key] if it != name]
    if not client_key:
        return [f'client scope "{name}" (not assigned to any client)']
    rep[realm_key] = [*rep[realm_key], name]
    for client in rep["clients"]:
        if client["protocol"] == scope["protocol"] and not client["bearerOnly"]:
            client[client_key] = [*client[client_key], name]
    return [f'client scope "{name}" (assigned to every {scope["protocol"]} client)']
