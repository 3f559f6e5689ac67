"""The consents of a user: list, revoke (UserResource, UserConsentManager)."""

from mockauth.protocol.errors import NotFound
from mockauth.realms.model import Client, User
from mockauth.web.admin.call import Call, Rep, Route
from mockauth.web.admin.permissions import MANAGE_USERS, VIEW_USERS
from mockauth.web.admin.responses import no_content, ok
from mockauth.web.responses import Response


def search(call: Call, user: User) -> Response:
    """List the consents and the offline tokens of a user, by client."""
    granted = call.ctx.accounts.consents(user.id)
    offline = _clients_with_offline_tokens(call, user)
    clients = [it for it in call.realm.clients.values() if it.id in granted or it.client_id in offline]
    shown: list[Rep] = []
    for client in sorted(clients, key=lambda it: it.id not in granted):
        consent = granted.get(client.id)
        names = [it.name for it in call.realm.scopes.values() if consent and it.id in consent.scopes]
        token = [{"client": client.id, "key": "Offline Token"}] if client.client_id in offline else []
        times = {
            "createdDate": consent.created if consent else None,
            "lastUpdatedDate": consent.updated if consent else None,
        }
        shown.append({"clientId": client.client_id, "grantedClientScopes": names, **times, "additionalGrants": token})
    return ok(shown)


def revoke(call: Call, user: User, client_id: str) -> Response:
    """Revoke the consent of a user to a client, and end its offline sessions."""
    client = call.realm.clients.get(client_id)
    if client is None:
        raise NotFound("Client not found", f'there is no client "{client_id:.80}"')
    had_consent = call.ctx.accounts.revoke_consent(user.id, client.id)
    if not _end_sessions(call, user, client) and not had_consent:
        raise NotFound("Consent nor offline token not found", f'user "{user.username}" has granted nothing')
    return no_content()


ROUTES = (
    Route("GET", "/users/<user>/consents", search, VIEW_USERS),
    Route("DELETE", "/users/<user>/consents/<consent_client>", revoke, MANAGE_USERS, no_cache=True),
)


def _clients_with_offline_tokens(call: Call, user: User) -> list[str]:
    own = (it for it in call.ctx.sessions.offline.all() if it.user_id == user.id)
    return [*dict.fromkeys(name for session in own for name in session.clients)]


def _end_sessions(call: Call, user: User, client: Client) -> bool:
    """End the client sessions of a user; return whether there were offline sessions."""
    had_offline = client.client_id in _clients_with_offline_tokens(call, user)
    for table in (call.ctx.sessions.online, call.ctx.sessions.offline):
        for session in table.all():
            if session.user_id == user.id and client.client_id in session.clients:
                table.change(session.id, lambda it: it.with_client(client.client_id, None))
    return had_offline
