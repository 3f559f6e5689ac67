"""Migration steps that add client scopes, assign them to clients, or change them."""

from collections.abc import Callable
from typing import Any

Rep = dict[str, Any]

_OFFLINE = "offline_access"
_DEFAULT, _OPTIONAL = "defaultClientScopes", "optionalClientScopes"
_OF_REALM = {_DEFAULT: "defaultDefaultClientScopes", _OPTIONAL: "defaultOptionalClientScopes"}
# Names of attributes before and since 26.7.
_RENAMED = {
    "is.dynamic.scope": "is.parameterized.scope",
    "dynamic.scope.regexp": "parameterized.scope.regexp",
}
_TYPE, _REGEXP = "parameterized.scope.type", "parameterized.scope.regexp"


def default_scope(name: str) -> Callable[[Rep, Rep], list[str]]:
    """Return a step that adds a default client scope (MigrateTo18_0_0, MigrateTo25_0_0, MigrateTo26_7_0)."""
    return lambda rep, new: _add_scope(rep, new, name, _DEFAULT)


def add_roles_and_web_origins(rep: Rep, new: Rep) -> list[str]:
    """Assign `roles` and `web-origins` to every client: before 4.6, every token had their content (MigrateTo4_6_0)."""
    additions = []
    for name in ("roles", "web-origins"):
        additions += _add_scope(rep, new, name, _DEFAULT)
        for client in openid_clients(rep):
            client[_DEFAULT] = list(dict.fromkeys([*client[_DEFAULT], name]))
    return additions


def add_microprofile_jwt(rep: Rep, new: Rep) -> list[str]:
    """Add `microprofile-jwt` as an optional scope of every client (MigrateTo6_0_0)."""
    additions = _add_scope(rep, new, "microprofile-jwt", _OPTIONAL)
    for client in openid_clients(rep):
        _assign_optional(client, "microprofile-jwt")
    return additions


def add_service_account(rep: Rep, new: Rep) -> list[str]:
    """Add `service_account`, which is not assigned to clients (MigrateTo26_1_0)."""
    return _add_scope(rep, new, "service_account")


def assign_offline_access(rep: Rep, _new: Rep) -> None:
    """Make `offline_access` an optional scope of clients that may have the role (MigrateTo4_0_0)."""
    for client in openid_clients(rep):
        mappings: list[Rep] = rep.get("scopeMappings") or []
        mapping = next((it for it in mappings if it.get("client") == client.get("clientId")), {})
        is_mapped = _OFFLINE in mapping.get("roles", ())
        if (client["fullScopeAllowed"] or is_mapped) and _OFFLINE not in client[_OPTIONAL]:
            _assign_optional(client, _OFFLINE)
            if not client["fullScopeAllowed"]:
                mapping["roles"] = [name for name in mapping["roles"] if name != _OFFLINE]


def rename_dynamic_scope_attributes(rep: Rep, _new: Rep) -> None:
    """Rename the attributes of parameterized scopes, and set their type (MigrateTo26_7_0)."""
    for scope in rep["clientScopes"]:
        attributes = scope.get("attributes") or {}
        for old in [old for old in _RENAMED if old in attributes]:
            attributes[_RENAMED[old]] = attributes.pop(old)
        if attributes.get("is.parameterized.scope", "").lower() == "true" and _TYPE not in attributes:
            _set_type(scope["name"], attributes)


def openid_clients(rep: Rep) -> list[Rep]:
    """Return the OpenID Connect clients that are not bearer-only (isOIDCNonBearerOnlyClient)."""
    return [client for client in rep["clients"] if client["protocol"] == "openid-connect" and not client["bearerOnly"]]


def _set_type(name: str, attributes: Rep) -> None:
    regexp, prefix = attributes.get(_REGEXP), f"{name}:"
    if regexp is None:
        attributes[_TYPE] = "string"
    elif regexp == f"{prefix}*":
        attributes[_TYPE] = "string"
        del attributes[_REGEXP]
    elif regexp.startswith(prefix):
        attributes[_TYPE] = "custom"
        attributes[_REGEXP] = regexp.removeprefix(prefix)


def _assign_optional(client: Rep, name: str) -> None:
    if name not in (*client[_DEFAULT], *client[_OPTIONAL]):
        client[_OPTIONAL] = [*client[_OPTIONAL], name]


def _add_scope(rep: Rep, new: Rep, name: str, key: str = "") -> list[str]:
    """Add a missing built-in client scope, assign it to the clients of its protocol, and make it a realm default."""
    if any(scope.get("name") == name for scope in rep["clientScopes"]):
        return []
    scope = next(scope for scope in new["clientScopes"] if scope["name"] == name)
    rep["clientScopes"].append(scope)
    for client in rep["clients"]:
        # A client may have named the scope before it existed, which had no effect.
        for own in (_DEFAULT, _OPTIONAL):
            client[own] = [it for it in client[own] if it != name]
    if not key:
        return [f'client scope "{name}" (not assigned to any client)']
    rep[_OF_REALM[key]] = [*rep[_OF_REALM[key]], name]
    for client in rep["clients"]:
        if client["protocol"] == scope["protocol"] and not client["bearerOnly"]:
            client[key] = [*client[key], name]
    return [f'client scope "{name}" (assigned to every {scope["protocol"]} client)']
