"""Clients that are told of a logout by a frame of its last page (OpenID Connect Front-Channel Logout 1.0).

As FrontChannelLogoutHandler.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from mockauth.protocol import redirect_uris
from mockauth.protocol.context import Context
from mockauth.protocol.java import hash_order
from mockauth.protocol.login.pending_login import Pending
from mockauth.protocol.pages import Page
from mockauth.state.sessions import UserSession

_URL = "frontchannel.logout.url"
_WITH_SESSION = "frontchannel.logout.session.required"


@dataclass(frozen=True, slots=True)
class Frame:
    """A client's name for people, and the URL of its logout."""

    name: str
    url: str


def of(ctx: Context, session: UserSession) -> Sequence[Frame]:
    """Give the frames of a session's clients."""
    here = {client.id: client for name in session.clients if (client := ctx.realm.clients.get(name))}
    found, issuer = [], ""
    for client in map(here.__getitem__, hash_order(list(here))):
        url = client.attributes.get(_URL, "").strip() if client.frontchannel_logout else ""
        if not url:
            continue
        # As Keycloak: the issuer is that of the first client.
        issuer = issuer or session.clients[client.client_id].notes.get("iss", ctx.issuer)
        if client.attributes.get(_WITH_SESSION, "true").lower() == "true":
            url = redirect_uris.with_query(url, [("sid", session.id), ("iss", issuer)])
        found.append(Frame(client.name or client.client_id, url))
    return found


def page(it: Pending, frames: Sequence[Frame], end: str) -> Page:
    """Give the page with the frames, which goes on by itself if there is an `end` to go to."""
    values = {
        "clients": [{"name": frame.name, "url": frame.url} for frame in frames],
        "redirect_uri": end,
        # As Keycloak: what stands for a host that is not there is a word, and each is followed by a space.
        "frame_sources": "".join(f"{urlsplit(frame.url).netloc or 'null'} " for frame in frames),
    }
    return it.page("frontchannel-logout", values=values)
