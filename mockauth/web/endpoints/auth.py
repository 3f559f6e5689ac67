"""The authorization endpoint (RFC 6749 section 3.1; Keycloak's AuthorizationEndpoint) and its two variants."""

from mockauth.protocol.context import Context
from mockauth.protocol.login import registration, request, reset_password, start
from mockauth.web.login_responses import respond
from mockauth.web.responses import Response


def serve(ctx: Context) -> Response:
    """Start a login, or redirect back to the client at once."""
    return respond(ctx, start.login(ctx, request.read(ctx)))


def register(ctx: Context) -> Response:
    """Start a login at the registration page."""
    registration.check_allowed(ctx)
    return respond(ctx, start.registration(ctx, request.read(ctx)))


def forgot_credentials(ctx: Context) -> Response:
    """Start a login at the page for forgotten passwords."""
    reset_password.check_allowed(ctx)
    return respond(ctx, start.reset_password(ctx, request.read(ctx)))
