"""The ids of objects that have none in their representation: derived from the names of the realm and of the object.

A renamed object keeps its id, so `with_ids` writes the derived ids into the representation before a realm is renamed.
"""

from collections.abc import Mapping
from typing import Any

from mockauth.realms.built_in import derived_id
from mockauth.realms.model.users import user_id

Rep = dict[str, Any]


def role_id(realm: str, client: str, role: Mapping[str, Any]) -> str:
    """Return the id of a role; `client` is empty for realm roles."""
    return str(role.get("id") or derived_id(realm, "roles", client, str(role.get("name"))))


def group_id(realm: str, path: str, group: Mapping[str, Any]) -> str:
    """Return the id of a group."""
    return str(group.get("id") or derived_id(realm, "groups", path))


def mapper_id(realm: str, kind: str, owner: str, mapper: Mapping[str, Any]) -> str:
    """Return the id of a mapper of a client or client scope; `kind` is `clients` or `clientScopes`."""
    # As `representation._mappers`, whose readers have this place.
    return str(mapper.get("id") or derived_id(realm, f"{realm}.{kind}.{owner}", str(mapper.get("name"))))


def with_ids(rep: Mapping[str, Any]) -> Rep:
    """Return a completed realm representation in which every object has its id."""
    realm = str(rep["realm"])
    roles = rep["roles"]

    def owners(kind: str, name: str) -> list[Rep]:
        found = []
        for it in rep.get(kind) or ():
            own = str(it.get(name) or "")
            mappers = [{**m, "id": mapper_id(realm, kind, own, m)} for m in it.get("protocolMappers") or ()]
            found.append({**it, "id": it.get("id") or derived_id(realm, kind, own), "protocolMappers": mappers})
        return found

    def groups(listed: list[Rep], parent: str) -> list[Rep]:
        found = []
        for it in listed:
            path = f"{parent}/{it.get('name')}"
            below = groups(it.get("subGroups") or [], path)
            found.append({**it, "id": group_id(realm, path, it), "subGroups": below})
        return found

    def own_roles(client: str, listed: list[Rep]) -> list[Rep]:
        return [{**it, "id": role_id(realm, client, it)} for it in listed]

    of_clients = {client: own_roles(client, listed) for client, listed in (roles.get("client") or {}).items()}
    return {
        **rep,
        "id": rep.get("id") or derived_id(realm),
        "clients": owners("clients", "clientId"),
        "clientScopes": owners("clientScopes", "name"),
        "roles": {**roles, "realm": own_roles("", roles["realm"]), "client": of_clients},
        "groups": groups(rep.get("groups") or [], ""),
        "users": [{**it, "id": user_id(realm, it)} for it in rep.get("users") or ()],
    }
