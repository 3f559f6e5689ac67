"""Client scopes: list, create, read, update, delete (ClientScopesResource, ClientScopeResource)."""

import re

from mockauth.realms.model import ClientScope, Realm
from mockauth.realms.representation.ids import mapper_id
from mockauth.web.admin import server_info
from mockauth.web.admin.call import Call, Rep, Route
from mockauth.web.admin.client_scope_reps import put_scope, stored
from mockauth.web.admin.errors import AdminError, Conflict
from mockauth.web.admin.permissions import MANAGE_CLIENTS, QUERY_CLIENTS, VIEW_CLIENTS
from mockauth.web.admin.protocol_mappers import mapper_rep
from mockauth.web.admin.responses import created, no_content, ok
from mockauth.web.responses import Response

_NAME = re.compile(r"[\x21\x23-\x5B\x5D-\x7E]+")
_REP = "ClientScopeRepresentation"


def search(call: Call) -> Response:
    """List the client scopes."""
    scopes = call.realm.scopes.values() if call.may(*VIEW_CLIENTS) else ()
    return ok([scope_rep(call.realm, scope) for scope in scopes])


def create(call: Call) -> Response:
    """Create a client scope."""
    sent: Rep = call.rep
    _check_name(sent.get("name"))
    if sent.get("protocol") not in server_info.protocols():
        raise AdminError("Unexpected protocol", f'"protocol" must be one of {", ".join(server_info.protocols())}')
    _check_parameters(sent)
    if sent["name"] in call.realm.scopes:
        raise Conflict(f"Client Scope {sent['name']} already exists")
    keys = ("name", "description", "protocol")
    mappers = [{**it, "id": it.get("id") or call.ctx.state.ids.uuid()} for it in sent.get("protocolMappers") or ()]
    rep: Rep = {
        "id": sent.get("id") or call.ctx.state.ids.uuid(),
        **{key: sent[key] for key in keys if key in sent},
        "attributes": dict(sent.get("attributes") or {}),
        "protocolMappers": [_with_userinfo(it) for it in mappers],
    }
    call.store({**call.realm.rep, "clientScopes": [*call.realm.rep["clientScopes"], rep]})
    return created(call, "client-scopes", rep["id"]).with_headers({"Cache-Control": "no-cache"})


def read(call: Call, scope: ClientScope) -> Response:
    """Return a client scope."""
    return ok(scope_rep(call.realm, scope))


def update(call: Call, scope: ClientScope) -> Response:
    """Change a client scope; absent keys stay as they are."""
    sent: Rep = call.rep
    _check_name(sent.get("name"))
    _check_parameters(sent)
    if sent["name"] != scope.name and sent["name"] in call.realm.scopes:
        raise Conflict(f"Client Scope {sent['name']} already exists")
    before = stored(call.realm, scope)
    keys = ("name", "description", "protocol")
    attributes = {**(before.get("attributes") or {}), **(sent.get("attributes") or {})}
    put_scope(call, scope, {**before, **{key: sent[key] for key in keys if key in sent}, "attributes": attributes})
    return no_content()


def delete(call: Call, scope: ClientScope) -> Response:
    """Delete a client scope, and remove it from all clients."""
    if len(call.realm.scopes) == 1:
        raise AdminError("You are not allowed to delete all the client scopes.", status=403)
    put_scope(call, scope, None)
    return no_content()


ROUTES = (
    Route("GET", "/client-scopes", search, QUERY_CLIENTS),
    Route("POST", "/client-scopes", create, MANAGE_CLIENTS, body=_REP),
    Route("GET", "/client-scopes/<client_scope>", read, VIEW_CLIENTS),
    Route("PUT", "/client-scopes/<client_scope>", update, MANAGE_CLIENTS, body=_REP),
    Route("DELETE", "/client-scopes/<client_scope>", delete, MANAGE_CLIENTS, no_cache=True),
)


def scope_rep(realm: Realm, scope: ClientScope) -> Rep:
    """Return a client scope as Keycloak does (ModelToRepresentation.toRepresentation)."""
    rep = stored(realm, scope)
    shown: Rep = {"id": scope.id, **{key: rep[key] for key in ("name", "description", "protocol") if key in rep}}
    shown["attributes"] = dict(rep.get("attributes") or {})
    own = realm.name, "clientScopes", scope.name
    mappers = [mapper_rep({**it, "id": mapper_id(*own, it)}) for it in rep.get("protocolMappers") or ()]
    return {**shown, **({"protocolMappers": mappers} if mappers else {})}


def _check_name(name: str | None) -> None:
    if name is None or not _NAME.fullmatch(name):
        raise AdminError(f'Unexpected name "{name or ""}" for ClientScope')


def _check_parameters(sent: Rep) -> None:
    """Check the settings of a parameterized scope (ClientScopeResource.validateParameterizedClientScope)."""
    attributes = sent.get("attributes") or {}
    if (attributes.get("is.parameterized.scope") or "").lower() != "true":
        return
    kind = attributes.get("parameterized.scope.type")
    if not kind:
        raise AdminError("Parameterized scope must have a parameter type")
    if kind not in {it["name"] for it in server_info.facts()["parameterizedScopeTypes"]}:
        raise AdminError(f"Invalid parameter type '{kind}'")
    if kind == "custom" and not attributes.get("parameterized.scope.regexp"):
        raise AdminError("Custom parameterized scope type requires a regex pattern")


def _with_userinfo(mapper: Rep) -> Rep:
    """Return a mapper whose claims are at userinfo if they are in ID tokens (MigrationUtils.updateProtocolMappers)."""
    config = mapper.get("config") or {}
    if "id.token.claim" not in config or "userinfo.token.claim" in config:
        return mapper
    return {**mapper, "config": {**config, "userinfo.token.claim": config["id.token.claim"]}}
