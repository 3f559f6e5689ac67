"""Pushed authorization requests (RFC 9126): taken from an authenticated client, kept for a while, and used once.

As Keycloak's ParEndpoint and AuthzEndpointParParser.
"""

from mockauth.protocol import java
from mockauth.protocol.context import Context
from mockauth.protocol.errors import ErrorPage
from mockauth.protocol.login import request_objects
from mockauth.protocol.login.parameters import Asked, Unreadable
from mockauth.protocol.login.pending_login import Pending
from mockauth.realms.model import Client, Realm

_PREFIX = "urn:ietf:params:oauth:request_uri:"
# The note of a login that its request was a pushed one.
NOTE = "authorization_request_uri"
_LIFESPAN = "parRequestUriLifespan"
_USUAL = 60


def is_pushed(uri: str) -> bool:
    """Whether a `request_uri` is that of a pushed request, rather than a URL."""
    return uri.lower().startswith(_PREFIX)


def lifespan(realm: Realm) -> int:
    """Give how many seconds a pushed request is kept (ParConfig)."""
    own = java.integer(realm.attributes.get(_LIFESPAN, ""))
    return own if own is not None and own >= 0 else _USUAL


def keep(ctx: Context) -> str:
    """Keep the form of this request, and give the `request_uri` that stands for it."""
    # As Keycloak: of a parameter that was sent twice, the first counts.
    form = {name: values[0] for name, values in ctx.form.items()}
    key = ctx.state.ids.uuid()
    ctx.state.pushed.put(key, form, ctx.now + lifespan(ctx.realm))
    return f"{_PREFIX}{key}"


def overlaid(ctx: Context, client: Client, asked: Asked, uri: str) -> Asked:
    """Give what is asked for with what was pushed before. Raises Unreadable."""
    form = ctx.state.pushed.get(_key(uri))
    if form is None:
        raise Unreadable("there is no such pushed request: it was never made, has been used, or is too old")
    if "request" in form:
        return asked.replaced(request_objects.parameters(ctx, client, form["request"]))
    return asked.overlaid(form)


def use_up(it: Pending) -> None:
    """Let the pushed request that this login began with be used no more. Raises ErrorPage where it was."""
    uri = it.login.notes.get(NOTE)
    if uri and is_pushed(uri) and it.ctx.state.pushed.take(_key(uri)) is None:
        why = "the pushed request that this login began with has been used by another one, or is too old"
        # As Keycloak, whose flow fails here, and says of every failure that it does not know what the person did.
        raise ErrorPage("invalidUserMessage", reason=why, client=it.client)


def _key(uri: str) -> str:
    return uri[len(_PREFIX) :]
