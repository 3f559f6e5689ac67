"""Sessions of users, clients and the realm: list, count, end (UserResource, ClientResource, RealmAdminResource)."""

from collections import Counter

from mockauth.protocol.errors import NotFound
from mockauth.protocol.login import end_session
from mockauth.realms.model import Client, User
from mockauth.state.sessions import UserSession
from mockauth.web.admin.call import Call, Rep, Route
from mockauth.web.admin.paging import DEFAULT_MOST, flag, page
from mockauth.web.admin.permissions import MANAGE_REALM, MANAGE_USERS, VIEW_CLIENTS, VIEW_REALM, VIEW_USERS
from mockauth.web.admin.responses import no_content, ok
from mockauth.web.responses import Response


def of_user(call: Call, user: User) -> Response:
    """List the online sessions of a user."""
    return ok([session_rep(call, it) for it in call.ctx.sessions.online.all() if it.user_id == user.id])


def offline_of_user(call: Call, user: User, client_uuid: str) -> Response:
    """List the offline sessions of a user with a client."""
    client = next((it for it in call.realm.clients.values() if it.id == client_uuid), None)
    if client is None:
        raise NotFound("Client not found", f'there is no client with the id "{client_uuid:.80}"')
    own = (it for it in call.ctx.sessions.offline.all() if it.user_id == user.id and client.client_id in it.clients)
    return ok(
        [{**session_rep(call, it), "lastAccess": it.clients[client.client_id].used * 1000} for it in own],
    )


def log_out(call: Call, user: User) -> Response:
    """End all sessions of a user; tokens from before are no longer valid."""
    rep = {**user.rep, "id": user.id, "username": user.username, "notBefore": call.ctx.now}
    call.ctx.accounts.save_rep(rep, user)
    for session in call.ctx.sessions.online.all():
        if session.user_id == user.id:
            end_session.end(call.ctx, session)
    return no_content()


def of_client(call: Call, client: Client) -> Response:
    """List the online sessions of a client."""
    return ok([session_rep(call, it) for it in page(call, _with(call, client, False), DEFAULT_MOST)])


def offline_of_client(call: Call, client: Client) -> Response:
    """List the offline sessions of a client."""
    found = page(call, _with(call, client, True), DEFAULT_MOST)
    return ok([{**session_rep(call, it), "lastAccess": it.clients[client.client_id].used * 1000} for it in found])


def count_of_client(call: Call, client: Client) -> Response:
    """Count the online sessions of a client."""
    return ok({"count": len(_with(call, client, False))})


def offline_count_of_client(call: Call, client: Client) -> Response:
    """Count the offline sessions of a client."""
    return ok({"count": len(_with(call, client, True))})


def statistics(call: Call) -> Response:
    """Count the sessions of each client that has some."""
    online, offline = (
        Counter(client for session in call.ctx.sessions.table(is_offline).all() for client in session.clients)
        for is_offline in (False, True)
    )
    names = dict.fromkeys([*online, *offline])
    clients = (call.realm.clients[name] for name in names if name in call.realm.clients)
    return ok(
        [
            {
                "id": it.id,
                "clientId": it.client_id,
                "active": str(online[it.client_id]),
                "offline": str(offline[it.client_id]),
            }
            for it in clients
        ]
    )


def delete(call: Call, session_id: str) -> Response:
    """End a session."""
    session = call.ctx.sessions.table(flag(call, "isOffline")).get(session_id)
    if session is None:
        # Keycloak's spelling.
        raise NotFound("Sesssion not found", "there is no session with this id")
    end_session.end(call.ctx, session)
    return no_content()


def log_out_all(call: Call) -> Response:
    """End all sessions of the realm; tokens from before are no longer valid."""
    call.store({**call.realm.rep, "notBefore": call.ctx.now})
    for session in call.ctx.sessions.online.all():
        end_session.end(call.ctx, session)
    return ok({})


def push_revocation(call: Call) -> Response:
    """Send the revocation policy to the admin URLs of clients, which only old adapters of Keycloak have."""
    return ok({})


ROUTES = (
    Route("GET", "/users/<user>/sessions", of_user, VIEW_USERS),
    Route("GET", "/users/<user>/offline-sessions/<client_of_session>", offline_of_user, VIEW_USERS),
    Route("POST", "/users/<user>/logout", log_out, MANAGE_USERS),
    Route("GET", "/clients/<client>/user-sessions", of_client, VIEW_CLIENTS),
    Route("GET", "/clients/<client>/session-count", count_of_client, VIEW_CLIENTS),
    Route("GET", "/clients/<client>/offline-sessions", offline_of_client, VIEW_CLIENTS),
    Route("GET", "/clients/<client>/offline-session-count", offline_count_of_client, VIEW_CLIENTS),
    Route("GET", "/client-session-stats", statistics, VIEW_REALM),
    Route("DELETE", "/sessions/<session>", delete, MANAGE_USERS),
    Route("POST", "/logout-all", log_out_all, MANAGE_USERS),
    Route("POST", "/push-revocation", push_revocation, MANAGE_REALM),
)


def session_rep(call: Call, session: UserSession) -> Rep:
    """Return a session as Keycloak does (ModelToRepresentation.toRepresentation)."""
    user = call.ctx.accounts.by_id(call.realm, session.user_id)
    known = (call.realm.clients[name] for name in session.clients if name in call.realm.clients)
    return {
        "id": session.id,
        **({"username": user.username} if user else {}),
        "userId": session.user_id,
        "ipAddress": session.address,
        "start": session.started * 1000,
        "lastAccess": session.used * 1000,
        "rememberMe": session.remember_me,
        "clients": {client.id: client.client_id for client in known},
        "transientUser": False,
    }


def _with(call: Call, client: Client, offline: bool) -> list[UserSession]:
    return [it for it in call.ctx.sessions.table(offline).all() if client.client_id in it.clients]
