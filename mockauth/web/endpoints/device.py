"""The device authorization endpoint (RFC 8628), and the pages where people let a device in (DeviceEndpoint)."""

from mockauth.protocol import client_auth, cors, devices
from mockauth.protocol.context import Context
from mockauth.protocol.errors import InvalidRequest
from mockauth.protocol.login import device
from mockauth.protocol.realm_checks import require_open
from mockauth.web.accept import most_wanted
from mockauth.web.login_responses import answer
from mockauth.web.responses import JSON, Answer, as_json


def post(ctx: Context) -> Answer:
    """Serve a device or a person. As Keycloak, at either path: by what the caller would rather have."""
    return _begin(ctx) if _wants_json(ctx.accept) else enter(ctx)


def enter(ctx: Context) -> Answer:
    """Show the page where a code is typed, or go on with the code."""
    typed = ctx.form.get("device_user_code") if ctx.method == "POST" else ctx.query.get("user_code")
    return answer(ctx, device.verify_user_code(ctx, typed))


def status(ctx: Context) -> Answer:
    """Show how it ended."""
    return answer(ctx, device.result_page(ctx, ctx.query.get("error")))


def _begin(ctx: Context) -> Answer:
    """Give an authenticated client the codes of a device."""
    if ctx.form.absence and not ctx.has_form:
        raise InvalidRequest("A form is needed", reason=ctx.form.absence)
    require_open(ctx)
    ctx.cors.exposed = cors.EXPOSED
    client = client_auth.authenticate(ctx, bearer_only=True)
    # What is wrong with the request is for no page of another origin.
    allowed, ctx.cors.origins = ctx.cors.origins, frozenset()
    codes = devices.begin(ctx, client, device.authorization_request(ctx, client))
    ctx.cors.origins = allowed
    return as_json(codes)


def _wants_json(accept: str) -> bool:
    """Whether JSON is as welcome to the caller as anything else (MediaTypeMapper of RESTEasy)."""
    best = most_wanted(accept)
    return not best or best[0] == "*/*" or not {JSON, "application/*"}.isdisjoint(best)
