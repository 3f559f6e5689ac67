"""The stored client scopes of a realm: find them by id, and change them with all that refers to their names."""

from collections.abc import Iterable
from typing import Any

from mockauth.protocol.errors import NotFound
from mockauth.realms.importing.completion import CLIENT_SCOPE_LISTS
from mockauth.realms.model import ClientScope, Realm
from mockauth.web.admin.call import Call, Rep
from mockauth.web.admin.permissions import QUERY_CLIENTS


def find_scope(call: Call, wanted: str, *_outer: object) -> ClientScope:
    """Return the client scope with an id. Raises NotFound, or Forbidden for callers who may not know."""
    call.require(*QUERY_CLIENTS)
    found = next((it for it in call.realm.scopes.values() if it.id == wanted), None)
    if found is None:
        raise NotFound("Could not find client scope", f'there is no client scope with the id "{wanted:.80}"')
    return found


def stored(realm: Realm, scope: ClientScope) -> Rep:
    """Return the stored representation of a client scope."""
    found: Rep = next(it for it in realm.rep["clientScopes"] if it.get("name") == scope.name)
    return found


def put_scope(call: Call, scope: ClientScope, rep: Rep | None) -> None:
    """Store the realm with a client scope replaced, or deleted for None; references follow its name."""
    realm: Rep = {**call.realm.rep}
    changed = [] if rep is None else [{**rep, "id": scope.id}]
    listed = realm["clientScopes"]
    realm["clientScopes"] = [kept for it in listed for kept in (changed if it.get("name") == scope.name else [it])]
    new = rep["name"] if rep else None
    if new != scope.name:
        realm |= _with_references(realm, scope.name, new)
    call.store(realm)


def _with_references(realm: Rep, name: str, new: str | None) -> Rep:
    """Return the keys of a realm that refer to a client scope, with its new name, or without it for None."""
    kept = [] if new is None else [new]

    def names(listed: Iterable[str]) -> list[str]:
        return [it for own in listed for it in (kept if own == name else [own])]

    def with_lists(rep: Rep, keys: Iterable[str]) -> Rep:
        return {**rep, **{key: names(rep[key]) for key in keys if name in (rep.get(key) or ())}}

    def mappings(listed: Iterable[Rep]) -> list[Rep]:
        return [
            {**it, **({"clientScope": new} if it.get("clientScope") == name else {})}
            for it in listed
            if new is not None or it.get("clientScope") != name
        ]

    of_clients: dict[str, Any] = realm.get("clientScopeMappings") or {}
    clients = [
        with_lists(it, CLIENT_SCOPE_LISTS) if any(name in (it.get(key) or ()) for key in CLIENT_SCOPE_LISTS) else it
        for it in realm["clients"]
    ]
    return {
        **{key: names(realm.get(key) or ()) for key in CLIENT_SCOPE_LISTS.values()},
        "clients": clients,
        "scopeMappings": mappings(realm.get("scopeMappings") or ()),
        "clientScopeMappings": {client: mappings(own) for client, own in of_clients.items()},
    }
