"""The device authorization endpoint (RFC 8628), and the pages where users enter the code (DeviceEndpoint)."""

from mockauth.protocol import client_auth, cors, devices
from mockauth.protocol.context import Context
from mockauth.protocol.errors import InvalidRequest
from mockauth.protocol.login import device
from mockauth.protocol.realm_checks import require_login_allowed
from mockauth.web.accept import preferred_types
from mockauth.web.login_responses import respond
from mockauth.web.responses import JSON, Response, json_response


def post(ctx: Context) -> Response:
    """Answer a device with codes, or a user with a page. As in Keycloak, the Accept header decides, not the path."""
    return _issue_codes(ctx) if _wants_json(ctx.accept) else enter(ctx)


def enter(ctx: Context) -> Response:
    """Show the page for the user code, or continue with the code of the request."""
    user_code = ctx.form.get("device_user_code") if ctx.method == "POST" else ctx.query.get("user_code")
    return respond(ctx, device.verify_user_code(ctx, user_code))


def status(ctx: Context) -> Response:
    """Show the page at the end of a device login."""
    return respond(ctx, device.result_page(ctx, ctx.query.get("error")))


def _issue_codes(ctx: Context) -> Response:
    """Return the device code and the user code to an authenticated client."""
    if ctx.form.why_empty and not ctx.has_form:
        raise InvalidRequest("A form is needed", reason=ctx.form.why_empty)
    require_login_allowed(ctx)
    ctx.cors.exposed = cors.EXPOSED
    client = client_auth.authenticate(ctx, bearer_only=True)
    # As Keycloak: errors of the request itself have no CORS headers.
    allowed, ctx.cors.origins = ctx.cors.origins, frozenset()
    codes = devices.issue_codes(ctx, client, device.authorization_request(ctx, client))
    ctx.cors.origins = allowed
    return json_response(codes)


def _wants_json(accept: str) -> bool:
    """Tell whether no other type is preferred to JSON (RESTEasy's MediaTypeMapper)."""
    preferred = preferred_types(accept)
    return not preferred or preferred[0] == "*/*" or not {JSON, "application/*"}.isdisjoint(preferred)
