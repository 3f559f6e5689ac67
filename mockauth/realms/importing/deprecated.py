"""Convert deprecated keys of Keycloak 1 to 3, which 26.7.3 still accepts, to their replacements.

Follows the methods convertDeprecated… of DefaultExportImportManager. Values of unexpected types are not changed.
"""

from collections.abc import Iterator
from typing import Any

Rep = dict[str, Any]

_TEMPLATE_KEYS = {"id", "name", "protocol", "description", "attributes", "protocolMappers"}


def convert_deprecated(rep: Any) -> None:
    """Convert applications to clients, and their roles to client roles, in place."""
    if not isinstance(rep, dict):
        return
    _applications(rep)
    _rename_key(rep, "applicationScopeMappings", "clientScopeMappings")
    roles = rep.get("roles")
    if isinstance(roles, dict):
        _rename_key(roles, "application", "client")
        own = roles.get("client")
        for listed in (roles.get("realm"), *(own.values() if isinstance(own, dict) else ())):
            for role in _objects(listed):
                if isinstance(composites := role.get("composites"), dict):
                    _rename_key(composites, "application", "client")
    for user in _objects(rep.get("users")):
        _rename_key(user, "applicationRoles", "clientRoles")
    for client in _objects(rep.get("clients")):
        if (direct := client.pop("directGrantsOnly", None)) is not None:
            only = str(direct).lower() == "true"
            client["standardFlowEnabled"], client["directAccessGrantsEnabled"] = not only, only


def templates(rep: Rep) -> list[Rep]:
    """Return the client templates, converted to client scopes."""
    found = _objects(rep.get("clientTemplates"))
    return [{key: value for key, value in rep.items() if key in _TEMPLATE_KEYS} for rep in found if rep.get("name")]


def template_scope(client: Rep) -> str:
    """Return the name of the client scope that replaces the template of a client, or an empty string."""
    return str(client.get("clientTemplate") or "").replace(" ", "_")


def _applications(rep: Rep) -> None:
    third_party = [*_objects(rep.pop("oauthClients", None))]
    for app in third_party:
        app.update(consentRequired=True, fullScopeAllowed=False)
    for app in (*_objects(rep.pop("applications", None)), *third_party):
        app["clientId"] = app.pop("name", None)
        rep["clients"] = [*_objects(rep.get("clients")), app]


def _rename_key(rep: Rep, old: str, new: str) -> None:
    if rep.get(old) is not None and rep.get(new) is None:
        rep[new] = rep[old]


def _objects(value: object) -> Iterator[Rep]:
    yield from (it for it in value if isinstance(it, dict)) if isinstance(value, list) else ()
