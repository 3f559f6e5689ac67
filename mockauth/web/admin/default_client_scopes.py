"""The default and optional client scopes of a realm and of a client (RealmAdminResource, ClientResource)."""

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import Any

from mockauth.protocol.errors import NotFound
from mockauth.realms.model import Client, ClientScope
from mockauth.web.admin.call import Call, Rep, Route
from mockauth.web.admin.client_changes import put_client
from mockauth.web.admin.client_scope_reps import stored
from mockauth.web.admin.clients import stored as stored_client
from mockauth.web.admin.errors import AdminError, InvalidInput
from mockauth.web.admin.permissions import MANAGE_CLIENTS, VIEW_CLIENTS
from mockauth.web.admin.responses import no_content, ok
from mockauth.web.responses import Response

_OF_REALM = {"default": "defaultDefaultClientScopes", "optional": "defaultOptionalClientScopes"}
_OF_CLIENT = {"default": "defaultClientScopes", "optional": "optionalClientScopes"}
_OTHER = {"default": "optional", "optional": "default"}


def of_realm(kind: str, call: Call) -> Response:
    """List the client scopes that new clients get."""
    return ok([*_shown(call, call.realm.rep.get(_OF_REALM[kind]) or (), ("protocol",))])


def add_to_realm(kind: str, call: Call, scope_id: str) -> Response:
    """Let new clients get a client scope."""
    scope = _find(call, scope_id)
    if kind == "default" and _is_parameterized(call, scope):
        raise AdminError("Can't assign a Parameterized Scope as a Default Scope")
    if any(scope.name in (call.realm.rep.get(key) or ()) for key in _OF_REALM.values()):
        raise InvalidInput("Duplicate resource error", f'"{scope.name}" is assigned already', "conflict", 409)
    call.store(_with(call.realm.rep, _OF_REALM, kind, scope.name))
    return no_content()


def remove_from_realm(_kind: str, call: Call, scope_id: str) -> Response:
    """Let new clients no longer get a client scope."""
    scope = _find(call, scope_id)
    call.store(_without(call.realm.rep, _OF_REALM, scope.name))
    return no_content()


def of_client(kind: str, call: Call, client: Client) -> Response:
    """List the default or optional client scopes of a client."""
    return ok([*_shown(call, stored_client(call, client).get(_OF_CLIENT[kind]) or (), ())])


def add_to_client(kind: str, call: Call, client: Client, scope_id: str) -> Response:
    """Assign a client scope to a client."""
    scope = _find(call, scope_id)
    if kind == "default" and _is_parameterized(call, scope):
        text = "Can't assign a Parameterized Scope to a Client as a Default Scope"
        raise InvalidInput(text, error="invalid_request")
    rep = stored_client(call, client)
    if all(scope.name not in (rep.get(key) or ()) for key in _OF_CLIENT.values()):
        put_client(call, client, _with(rep, _OF_CLIENT, kind, scope.name))
    return no_content()


def remove_from_client(_kind: str, call: Call, client: Client, scope_id: str) -> Response:
    """Remove a client scope from a client."""
    scope = _find(call, scope_id)
    put_client(call, client, _without(stored_client(call, client), _OF_CLIENT, scope.name))
    return no_content()


def _routes() -> Iterable[Route]:
    for place, view, add, remove, names in (
        ("/default-{}-client-scopes", of_realm, add_to_realm, remove_from_realm, ("default", "optional")),
        ("/clients/<client>/{}-client-scopes", of_client, add_to_client, remove_from_client, ("default", "optional")),
    ):
        for kind in names:
            path = place.format(kind)

            def handler(function: Callable[..., Response], kind: str = kind) -> Callable[..., Response]:
                return partial(function, kind)

            yield Route("GET", path, handler(view), VIEW_CLIENTS)
            yield Route("PUT", f"{path}/<assigned_scope>", handler(add), MANAGE_CLIENTS, no_cache=True)
            yield Route("DELETE", f"{path}/<assigned_scope>", handler(remove), MANAGE_CLIENTS, no_cache=True)


ROUTES = tuple(_routes())


def _find(call: Call, scope_id: str) -> ClientScope:
    found = next((it for it in call.realm.scopes.values() if it.id == scope_id), None)
    if found is None:
        raise NotFound("Client scope not found", f'there is no client scope with the id "{scope_id:.80}"')
    return found


def _is_parameterized(call: Call, scope: ClientScope) -> bool:
    attributes = stored(call.realm, scope).get("attributes") or {}
    return str(attributes.get("is.parameterized.scope", "")).lower() == "true"


def _shown(call: Call, names: Iterable[str], more: Iterable[str]) -> Iterable[Rep]:
    for name in names:
        if scope := call.realm.scopes.get(name):
            rep = stored(call.realm, scope)
            yield {"id": scope.id, "name": name, **{key: rep[key] for key in more if key in rep}}


def _with(rep: Mapping[str, Any], keys: dict[str, str], kind: str, name: str) -> Rep:
    """Return a representation with a name in the list of a kind, and not in that of the other."""
    changed = _without(rep, keys, name)
    return {**changed, keys[kind]: [*changed[keys[kind]], name]}


def _without(rep: Mapping[str, Any], keys: dict[str, str], name: str) -> Rep:
    kept: Rep = {**rep}
    for key in keys.values():
        kept[key] = [it for it in kept.get(key) or () if it != name]
    return kept
