"""Clients: list, create, read, update, delete, and their secrets (ClientsResource, ClientResource, ClientManager)."""

from collections.abc import Iterable
from itertools import islice

from mockauth.protocol.errors import NotFound
from mockauth.realms.built_in import BUILT_IN_CLIENTS
from mockauth.realms.importing.completion import complete_client
from mockauth.realms.master import MASTER, admin_client
from mockauth.realms.model import Client
from mockauth.realms.representation.ids import mapper_id
from mockauth.web.admin import client_validation, user_search
from mockauth.web.admin.call import REALM_MANAGEMENT, Call, Rep, Route
from mockauth.web.admin.client_changes import (
    add_service_account,
    put_client,
    remove_service_account,
    update_service_account,
    with_new_secret,
    with_oidc_defaults,
    with_service_scope,
)
from mockauth.web.admin.client_permissions import may_manage
from mockauth.web.admin.errors import Conflict, InvalidInput
from mockauth.web.admin.permissions import LIST_CLIENTS, MANAGE_CLIENTS, QUERY_CLIENTS, VIEW_CLIENTS
from mockauth.web.admin.responses import created, no_content, ok
from mockauth.web.admin.users import representation as user_representation
from mockauth.web.responses import Response

_SERVICE_SCOPE = "service_account"
# The defaults of a client, beside those of a realm file.
_DEFAULTS: Rep = {
    "surrogateAuthRequired": False,
    "alwaysDisplayInConsole": False,
    "notBefore": 0,
    "frontchannelLogout": False,
    "authenticationFlowBindingOverrides": {},
    "nodeReRegistrationTimeout": -1,
}
# Keys of a representation that are not stored, or have operations of their own.
_NOT_STORED = frozenset(("access", "origin", "defaultClientScopes", "optionalClientScopes", "registrationAccessToken"))


def find(call: Call, client_uuid: str) -> Client:
    """Return the client with an id. Raises NotFound, or Forbidden for callers who may not know."""
    client = next((it for it in call.realm.clients.values() if it.id == client_uuid), None)
    if client is None:
        call.require(*LIST_CLIENTS)
        raise NotFound(
            "Could not find client", f'realm "{call.realm.name}" has no client with the id "{client_uuid:.80}"'
        )
    return client


def search(call: Call) -> Response:
    """List the clients, or those whose client ID or attributes match the query."""
    first, most = user_search.number(call, "first"), user_search.number(call, "max")
    if not call.may(*VIEW_CLIENTS):
        return ok([])
    found = _matching(call)
    start = max(first or 0, 0)
    page = islice(found, start, None if most is None or most < 0 else start + most)
    return ok([{**representation(call, client), "access": _access(call, client)} for client in page])


def create(call: Call) -> Response:
    """Create a client."""
    rep: Rep = {key: value for key, value in call.rep.items() if key not in ("access", "origin")}
    rep["id"] = rep.get("id") or call.ctx.state.ids.uuid()
    # As RealmAdapter.addClient: the id is the client ID of a client that has none.
    rep.setdefault("clientId", rep["id"])
    if rep["clientId"] in call.realm.clients:
        raise Conflict(f"Client {rep['clientId']} already exists")
    protocol = rep.get("protocol")
    has_secret = rep.get("secret") is not None
    if not rep["clientId"].strip():
        raise InvalidInput("Client ID cannot be blank")
    if protocol == "openid-connect":
        rep = with_oidc_defaults(rep)
    complete_client(dict(call.realm.rep), rep)
    rep = {**_DEFAULTS, **rep}
    for mapper in rep.get("protocolMappers") or ():
        mapper.setdefault("id", call.ctx.state.ids.uuid())
    is_confidential = not (rep["publicClient"] or rep["bearerOnly"])
    if not has_secret:
        # As Keycloak, which generates the secret before it knows that the client is public.
        rep = with_new_secret(call, rep)
    if not is_confidential:
        rep.pop("secret", None)
    if rep["serviceAccountsEnabled"]:
        rep = with_service_scope(call, rep)
    client_validation.check(call, rep)
    call.store({**call.realm.rep, "clients": [*call.realm.rep["clients"], rep]})
    if rep["serviceAccountsEnabled"]:
        add_service_account(call, rep["clientId"])
    return created(call, "clients", rep["id"])


def read(call: Call, client: Client) -> Response:
    """Return a client."""
    return ok({**representation(call, client), "access": _access(call, client)})


def update(call: Call, client: Client) -> Response:
    """Change a client; absent keys stay as they are."""
    before, sent = stored(call, client), {key: it for key, it in call.rep.items() if key not in _NOT_STORED}
    name = sent.get("clientId", client.client_id)
    if name != client.client_id and name in call.realm.clients:
        error = {"error": "conflict", "error_description": "Duplicate resource error"}
        conflict = Conflict("", f'client "{name}" exists')
        conflict.body = error
        raise conflict
    attributes = {**(before.get("attributes") or {}), **(sent.get("attributes") or {})}
    rep: Rep = {
        **before,
        **sent,
        "id": client.id,
        "attributes": {key: it for key, it in attributes.items() if it != ""},
    }
    if rep.get("publicClient"):
        rep.pop("secret", None)
    elif not rep.get("secret") and not rep.get("bearerOnly"):
        rep = with_new_secret(call, rep)
    if sent.get("serviceAccountsEnabled"):
        rep = with_service_scope(call, rep)
    elif not rep.get("serviceAccountsEnabled"):
        rep["defaultClientScopes"] = [it for it in rep.get("defaultClientScopes") or () if it != _SERVICE_SCOPE]
    client_validation.check(call, rep)
    put_client(call, client, rep)
    update_service_account(call, client, rep)
    return no_content()


def delete(call: Call, client: Client) -> Response:
    """Delete a client with its roles and its service account, and end its sessions."""
    if _is_internal(call, client):
        raise InvalidInput("Could not delete client", f'"{client.client_id}" is a built-in client', "invalid_request")
    put_client(call, client, None)
    remove_service_account(call, client)
    call.ctx.sessions.remove_client(client.client_id)
    return no_content()


def read_secret(call: Call, client: Client) -> Response:
    """Return the secret of a client."""
    secret = stored(call, client).get("secret")
    return ok({"type": "secret", **({"value": secret} if secret else {})})


def regenerate_secret(call: Call, client: Client) -> Response:
    """Generate a new secret for a client."""
    rep = with_new_secret(call, stored(call, client))
    put_client(call, client, rep)
    return ok({"type": "secret", "value": rep["secret"]})


def read_service_account(call: Call, client: Client) -> Response:
    """Return the service account of a client."""
    user = call.ctx.accounts.service_account(call.realm, client.client_id)
    if user is None:
        error = f"Service account not enabled for the client '{client.client_id}'"
        raise InvalidInput(error, error="unknown_error")
    return ok(user_representation(call, dict(user.rep)))


ROUTES = (
    Route("GET", "/clients", search, LIST_CLIENTS),
    Route("POST", "/clients", create, MANAGE_CLIENTS, body="ClientRepresentation"),
    Route("GET", "/clients/<client>", read, VIEW_CLIENTS),
    Route("PUT", "/clients/<client>", update, MANAGE_CLIENTS, body="ClientRepresentation"),
    Route("DELETE", "/clients/<client>", delete, MANAGE_CLIENTS, no_cache=True),
    Route("GET", "/clients/<client>/client-secret", read_secret, VIEW_CLIENTS),
    Route("POST", "/clients/<client>/client-secret", regenerate_secret, MANAGE_CLIENTS),
    Route("GET", "/clients/<client>/service-account-user", read_service_account, VIEW_CLIENTS),
)


def stored(call: Call, client: Client) -> Rep:
    """Return the stored representation of a client."""
    found: Rep = next(it for it in call.realm.rep["clients"] if it.get("clientId") == client.client_id)
    return found


def representation(call: Call, client: Client) -> Rep:
    """Return a client as Keycloak does (ModelToRepresentation.toRepresentation)."""
    rep = stored(call, client)
    attributes = {**(rep.get("attributes") or {}), "realm_client": str(_is_of_realm(call, client)).lower()}
    shown: Rep = {**_DEFAULTS, **rep, "id": client.id, "attributes": attributes}
    if mappers := rep.get("protocolMappers"):
        own = call.realm.name, "clients", client.client_id
        shown["protocolMappers"] = [{**it, "id": mapper_id(*own, it)} for it in mappers]
    if not call.may(*VIEW_CLIENTS, *QUERY_CLIENTS):
        shown |= {"defaultClientScopes": [], "optionalClientScopes": []}
    return {key: value for key, value in shown.items() if value is not None and key != "authorizationSettings"}


def _matching(call: Call) -> Iterable[Client]:
    clients = sorted(call.realm.clients.values(), key=lambda client: client.client_id)
    name, query = call.query("clientId"), call.query("q")
    if query is not None:
        wanted = user_search.fields(query)
        return (it for it in clients if all((it.attributes.get(key) or "") == value for key, value in wanted.items()))
    if not name or not name.strip():
        return clients
    if call.query("search") == "true":
        return (it for it in clients if name.lower() in it.client_id.lower())
    return [call.realm.clients[name]] if name in call.realm.clients else []


def _access(call: Call, client: Client) -> dict[str, bool]:
    manage = may_manage(call, client.client_id)
    return {"view": call.may(*VIEW_CLIENTS), "configure": manage, "manage": manage}


def _is_of_realm(call: Call, client: Client) -> bool:
    """Return whether a client belongs to the realm itself (isRealmClient)."""
    if client.client_id == "broker":
        return True
    if call.realm.name == MASTER:
        return any(client.client_id == admin_client(realm) for realm in call.ctx.state.realms)
    return client.client_id == REALM_MANAGEMENT


def _is_internal(call: Call, client: Client) -> bool:
    """Return whether a client cannot be deleted (Constants.defaultClients)."""
    is_of_master = call.realm.name == MASTER and _is_of_realm(call, client)
    return client.client_id in BUILT_IN_CLIENTS or is_of_master
