"""The protocol mappers of clients and client scopes (ProtocolMappersResource)."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from mockauth.protocol.errors import NotFound, Refusal
from mockauth.realms.model import Client, ClientScope
from mockauth.realms.representation.ids import mapper_id
from mockauth.web.admin import client_permissions, client_scope_reps, client_validation, server_info
from mockauth.web.admin.call import Call, Rep, Route
from mockauth.web.admin.client_changes import put_client
from mockauth.web.admin.errors import Conflict, Duplicate
from mockauth.web.admin.permissions import MANAGE_CLIENTS, VIEW_CLIENTS
from mockauth.web.admin.responses import no_content, ok
from mockauth.web.responses import Response

# Mappers that put their claims in access tokens unless they are told not to.
_IN_ACCESS_TOKENS = ("oidc-allowed-origins-mapper", "oidc-audience-resolve-mapper")


@dataclass(frozen=True)
class Owner:
    """A client or client scope with protocol mappers: its path, its mappers with their ids, and how to change them."""

    path: tuple[str, ...]
    mappers: Sequence[Rep]
    store: Callable[[Sequence[Rep]], None]


def of_client(call: Call, client: Client) -> Owner:
    """Return a client as the owner of its mappers."""
    rep = next(it for it in call.realm.rep["clients"] if it.get("clientId") == client.client_id)

    def store(mappers: Sequence[Rep]) -> None:
        changed = {**rep, "protocolMappers": mappers}
        client_validation.check(call, changed)
        put_client(call, client, changed)

    return Owner(("clients", client.id), _with_ids(call, "clients", client.client_id, rep), store)


def of_scope(call: Call, scope: ClientScope) -> Owner:
    """Return a client scope as the owner of its mappers."""
    rep = client_scope_reps.stored(call.realm, scope)

    def store(mappers: Sequence[Rep]) -> None:
        client_scope_reps.put_scope(call, scope, {**rep, "protocolMappers": mappers})

    return Owner(("client-scopes", scope.id), _with_ids(call, "clientScopes", scope.name, rep), store)


def mapper_rep(mapper: Rep) -> Rep:
    """Return a mapper as Keycloak does (ModelToRepresentation.toRepresentation)."""
    keys = ("id", "name", "protocol", "protocolMapper")
    config = {key: value for key, value in (mapper.get("config") or {}).items() if value is not None}
    return {**{key: mapper[key] for key in keys if key in mapper}, "consentRequired": False, "config": config}


def list_all(call: Call, owner: Owner) -> Response:
    """List the mappers."""
    return ok([_known(it) for it in owner.mappers])


def list_by_protocol(call: Call, owner: Owner, protocol: str) -> Response:
    """List the mappers of a protocol."""
    return ok([_known(it) for it in owner.mappers if it.get("protocol") == protocol])


def read(call: Call, owner: Owner, wanted: str) -> Response:
    """Return a mapper."""
    return ok(_known(_found(owner, wanted)))


def create(call: Call, owner: Owner) -> Response:
    """Create a mapper."""
    mapper = _new(call, call.rep)
    if any(_is_same(it, mapper) for it in owner.mappers):
        raise Conflict("Protocol mapper exists with same name")
    owner.store([*owner.mappers, mapper])
    location = call.url(*owner.path, "protocol-mappers", "models", mapper["id"])
    return Response(201, headers={"Location": location, "Cache-Control": "no-cache"})


def create_many(call: Call, owner: Owner) -> Response:
    """Create several mappers, or none of them if one is invalid."""
    mappers = [*owner.mappers]
    for sent in call.rep:
        mapper = _new(call, sent)
        if any(_is_same(it, mapper) for it in mappers):
            text = "Protocol mapper name must be unique per protocol"
            raise Refusal({"error": "conflict", "error_description": text}, f'mapper "{mapper["name"]}" exists', 409)
        mappers.append(mapper)
    owner.store(mappers)
    return no_content()


def update(call: Call, owner: Owner, wanted: str) -> Response:
    """Change the type and the configuration of a mapper; its name and its protocol stay."""
    before, sent = _found(owner, wanted), call.rep
    _require_provider(sent)
    changed = {**before, "protocolMapper": sent["protocolMapper"], "config": dict(sent.get("config") or {})}
    owner.store([changed if it is before else it for it in owner.mappers])
    return no_content()


def delete(call: Call, owner: Owner, wanted: str) -> Response:
    """Delete a mapper."""
    mapper = _found(owner, wanted)
    owner.store([it for it in owner.mappers if it is not mapper])
    return no_content()


def _with_ids(call: Call, kind: str, name: str, rep: Rep) -> list[Rep]:
    return [{**it, "id": mapper_id(call.realm.name, kind, name, it)} for it in rep.get("protocolMappers") or ()]


def _known(mapper: Rep) -> Rep:
    if mapper.get("protocolMapper") not in server_info.mapper_types():
        raise NotFound("Protocol mapper provider not found", f'mapper "{mapper.get("name")}" has an unknown provider')
    return mapper_rep({**mapper, "config": _effective(mapper)})


def _effective(mapper: Rep) -> Rep:
    """Return the configuration with the defaults of absent keys (AbstractOIDCProtocolMapper.getEffectiveModel)."""
    config = dict(mapper.get("config") or {})
    if mapper.get("protocol") == "openid-connect":
        defaults = {"id.token.claim": "userinfo.token.claim", "access.token.claim": "introspection.token.claim"}
        if mapper.get("protocolMapper") in _IN_ACCESS_TOKENS:
            config.setdefault("access.token.claim", "true")
        for key, other in defaults.items():
            if key in config:
                config[other] = str(config.get(other, config[key]) == "true").lower()
    return config


def _found(owner: Owner, wanted: str) -> Rep:
    found = next((it for it in owner.mappers if it["id"] == wanted), None)
    if found is None:
        raise NotFound("Model not found", f'there is no protocol mapper with the id "{wanted:.80}"')
    return found


def _require_provider(sent: Rep) -> None:
    if sent.get("protocolMapper") not in server_info.mapper_types():
        known = ", ".join(sorted(server_info.mapper_types()))
        raise NotFound("ProtocolMapper provider not found", f'"protocolMapper" must be one of {known}')


def _new(call: Call, sent: Rep) -> Rep:
    _require_provider(sent)
    if sent.get("name") is None or sent.get("protocol") is None:
        raise Duplicate('a protocol mapper needs a "name" and a "protocol"')
    keys = ("name", "protocol", "protocolMapper")
    own_id: Any = sent.get("id") or call.ctx.state.ids.uuid()
    return {"id": own_id, **{key: sent[key] for key in keys}, "config": dict(sent.get("config") or {})}


def _is_same(mapper: Rep, new: Rep) -> bool:
    return (mapper.get("name"), mapper.get("protocol")) == (new["name"], new["protocol"])


Serve = Callable[..., Response]


def _routes(prefix: str, owner: Callable[..., Owner], manages_client: bool) -> Iterator[Route]:
    def of(serve: Serve, changes: bool = False) -> Serve:
        def with_owner(call: Call, owned: Any, *path: str) -> Response:
            if changes and manages_client:
                client_permissions.require_manage(call, owned.client_id)
            return serve(call, owner(call, owned), *path)

        return with_owner

    models, rep = f"{prefix}/protocol-mappers/models", "ProtocolMapperRepresentation"
    one, many, by_protocol = f"{models}/<mapper_id>", f"{prefix}/protocol-mappers/add-models", "protocol/<protocol>"
    yield Route("GET", models, of(list_all), VIEW_CLIENTS)
    yield Route("POST", models, of(create, True), MANAGE_CLIENTS, body=rep)
    yield Route("GET", one, of(read), VIEW_CLIENTS)
    yield Route("PUT", one, of(update, True), MANAGE_CLIENTS, body=rep, no_cache=True)
    yield Route("DELETE", one, of(delete, True), MANAGE_CLIENTS, no_cache=True)
    yield Route("POST", many, of(create_many, True), MANAGE_CLIENTS, body=f"list of {rep}", no_cache=True)
    yield Route("GET", f"{prefix}/protocol-mappers/{by_protocol}", of(list_by_protocol), VIEW_CLIENTS)


ROUTES = (*_routes("/clients/<client>", of_client, True), *_routes("/client-scopes/<client_scope>", of_scope, False))
