"""Keys of realm files from the times of Keycloak 1 to 3, which 26.7.3 still takes: written as what they became.

As the methods convertDeprecated… of DefaultExportImportManager. What has another shape than theirs is left alone.
"""

from collections.abc import Iterator
from typing import Any

Rep = dict[str, Any]

_OF_TEMPLATE = {"id", "name", "protocol", "description", "attributes", "protocolMappers"}


def convert(rep: Any) -> None:
    """Write applications as clients, and their roles as client roles, in place."""
    if not isinstance(rep, dict):
        return
    _applications(rep)
    _under_newer_key(rep, "applicationScopeMappings", "clientScopeMappings")
    roles = rep.get("roles")
    if isinstance(roles, dict):
        _under_newer_key(roles, "application", "client")
        own = roles.get("client")
        for listed in (roles.get("realm"), *(own.values() if isinstance(own, dict) else ())):
            for role in _objects(listed):
                if isinstance(composites := role.get("composites"), dict):
                    _under_newer_key(composites, "application", "client")
    for user in _objects(rep.get("users")):
        _under_newer_key(user, "applicationRoles", "clientRoles")
    for client in _objects(rep.get("clients")):
        if (direct := client.pop("directGrantsOnly", None)) is not None:
            only = str(direct).lower() == "true"
            client["standardFlowEnabled"], client["directAccessGrantsEnabled"] = not only, only


def templates(rep: Rep) -> list[Rep]:
    """Give the client templates as client scopes."""
    found = _objects(rep.get("clientTemplates"))
    return [{key: value for key, value in it.items() if key in _OF_TEMPLATE} for it in found if it.get("name")]


def scope_of_template(client: Rep) -> str:
    """Give the name of the scope that a client's template became, or nothing."""
    return str(client.get("clientTemplate") or "").replace(" ", "_")


def _applications(rep: Rep) -> None:
    third_party = [*_objects(rep.pop("oauthClients", None))]
    for app in third_party:
        app.update(consentRequired=True, fullScopeAllowed=False)
    for app in (*_objects(rep.pop("applications", None)), *third_party):
        app["clientId"] = app.pop("name", None)
        rep["clients"] = [*_objects(rep.get("clients")), app]


def _under_newer_key(rep: Rep, old: str, new: str) -> None:
    if rep.get(old) is not None and rep.get(new) is None:
        rep[new] = rep[old]


def _objects(value: object) -> Iterator[Rep]:
    yield from (it for it in value if isinstance(it, dict)) if isinstance(value, list) else ()
