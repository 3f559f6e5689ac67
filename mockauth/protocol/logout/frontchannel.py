"""Notify clients of a logout by frames in its last page (OpenID Connect Front-Channel Logout 1.0).

As FrontChannelLogoutHandler.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from mockauth.protocol import redirect_uris
from mockauth.protocol.context import Context
from mockauth.protocol.java import hash_order
from mockauth.protocol.login.pending_login import PendingLogin
from mockauth.protocol.pages import Page
from mockauth.state.sessions import UserSession

_URL = "frontchannel.logout.url"
_WITH_SESSION = "frontchannel.logout.session.required"


@dataclass(frozen=True, slots=True)
class Frame:
    """The display name of a client, and its front-channel logout URL."""

    name: str
    url: str


def frames(ctx: Context, session: UserSession) -> Sequence[Frame]:
    """Return the frames for the clients of a user session."""
    clients = {client.id: client for name in session.clients if (client := ctx.realm.clients.get(name))}
    found, issuer = [], ""
    for client in map(clients.__getitem__, hash_order(list(clients))):
        url = client.attributes.get(_URL, "").strip() if client.frontchannel_logout else ""
        if not url:
            continue
        # As Keycloak: all frames get the issuer of the first client.
        issuer = issuer or session.clients[client.client_id].issuer
        if client.attributes.get(_WITH_SESSION, "true").lower() == "true":
            url = redirect_uris.with_query(url, [("sid", session.id), ("iss", issuer)])
        found.append(Frame(client.name or client.client_id, url))
    return found


def page(logout: PendingLogin, shown: Sequence[Frame], redirect_url: str) -> Page:
    """Return the page with the frames, which continues to `redirect_url` if there is one."""
    values = {
        "clients": [{"name": frame.name, "url": frame.url} for frame in shown],
        "redirect_uri": redirect_url,
        # As Keycloak: a URL without a host becomes "null", and each entry ends with a space.
        "frame_sources": "".join(f"{urlsplit(frame.url).netloc or 'null'} " for frame in shown),
    }
    return logout.page("frontchannel-logout", values=values)
