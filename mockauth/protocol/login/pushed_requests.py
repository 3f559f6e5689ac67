"""Store pushed authorization requests (RFC 9126) until they are used or expire.

As Keycloak's ParEndpoint and AuthzEndpointParParser.
"""

from mockauth.protocol import java
from mockauth.protocol.context import Context
from mockauth.protocol.login import request_objects
from mockauth.protocol.login.parameters import InvalidParameters, RequestParameters
from mockauth.protocol.login.pending_login import PendingLogin
from mockauth.realms.model import Client, Realm

_PREFIX = "urn:ietf:params:oauth:request_uri:"
# Auth note with the request_uri of a login that began with a pushed request.
NOTE = "authorization_request_uri"
_LIFESPAN = "parRequestUriLifespan"
_DEFAULT_LIFESPAN = 60


def is_pushed(uri: str) -> bool:
    """Tell whether a `request_uri` is that of a pushed request, and not a URL."""
    return uri.lower().startswith(_PREFIX)


def lifespan(realm: Realm) -> int:
    """Return the lifespan of a pushed request in seconds (ParConfig)."""
    own = java.integer(realm.attributes.get(_LIFESPAN, ""))
    return own if own is not None and own >= 0 else _DEFAULT_LIFESPAN


def store(ctx: Context) -> str:
    """Store the form of this request, and return its `request_uri`."""
    # As Keycloak: if a parameter was sent twice, the first value is used.
    form = {name: values[0] for name, values in ctx.form.items()}
    key = ctx.state.ids.uuid()
    ctx.state.pushed.put(key, form, ctx.now + lifespan(ctx.realm))
    return f"{_PREFIX}{key}"


def overlay(ctx: Context, client: Client, parsed: RequestParameters, uri: str) -> RequestParameters:
    """Return the parameters merged with those of the pushed request. Raises InvalidParameters."""
    form = ctx.state.pushed.get(_key(uri))
    if form is None:
        reason = (
            f"unknown request_uri: the pushed request was used already, or is older than {lifespan(ctx.realm)} seconds"
        )
        raise InvalidParameters(reason)
    if "request" in form:
        return parsed.replaced(request_objects.parameters(ctx, client, form["request"]))
    return parsed.overlaid(form)


def use_up(login: PendingLogin) -> None:
    """Remove the pushed request that this login began with. Raises ErrorPage if it was used already."""
    uri = login.notes.get(NOTE)
    if uri and is_pushed(uri) and login.ctx.state.pushed.take(_key(uri)) is None:
        reason = "the pushed request of this login has been used by another login, or has expired"
        # As Keycloak: the flow fails here, and every failure of a flow has this message.
        raise login.error_page("invalidUserMessage", reason=reason)


def _key(uri: str) -> str:
    return uri[len(_PREFIX) :]
