"""Store the session ID and the host that a Keycloak adapter sends with a token request.

As in OAuth2GrantTypeBase.updateClientSession and ClientHostUtils.
"""

import re
from dataclasses import replace
from urllib.parse import urlsplit

from mockauth.protocol import sessions
from mockauth.protocol.context import Context
from mockauth.realms.model import Client
from mockauth.state.sessions import ClientSession, UserSession

_HOST_AND_PORT = re.compile(r"(?:[A-Za-z0-9.-]+|\[[0-9A-Fa-f:.]+\])(?::\d+)?")
_SESSION, _HOST = "client_session_state", "client_session_host"


def save_adapter_session(ctx: Context, client: Client, session: UserSession) -> UserSession:
    """Return the session with the adapter's session ID and host in it; a logout sends them to the client."""
    own = ctx.form.get(_SESSION)
    if own is None:
        return session
    host = _host(ctx, client)

    def change(found: UserSession) -> tuple[UserSession, int]:
        client_session = found.clients.get(client.client_id)
        after = found.with_client(client.client_id, _with(client_session, own, host)) if client_session else found
        return after, sessions.session_end(ctx.realm, after)

    return ctx.sessions.table(session.offline).update(session.id, change) or session


def _with(client_session: ClientSession, own: str, host: str) -> ClientSession:
    return replace(client_session, adapter_session=own, adapter_host=host or client_session.adapter_host)


def _host(ctx: Context, client: Client) -> str:
    """Return the host in the form if it is that of the admin URL, because a logout sends a request to it."""
    host = (ctx.form.get(_HOST) or "").strip()
    if not host or (_HOST_AND_PORT.fullmatch(host) and _hostname(f"https://{host}") == _hostname(client.admin_url)):
        return host
    ctx.remarks.append(
        f'client_session_host was ignored: it is not the host of the admin URL of client "{client.client_id}"'
    )
    return ""


def _hostname(url: str) -> str:
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""
