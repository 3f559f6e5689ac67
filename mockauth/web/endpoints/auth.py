"""The authorization endpoint (RFC 6749 section 3.1; Keycloak's AuthorizationEndpoint), and its two siblings."""

from mockauth.protocol.context import Context
from mockauth.protocol.login import registration, request, reset_password, start
from mockauth.web.login_responses import answer
from mockauth.web.responses import Answer


def serve(ctx: Context) -> Answer:
    """Begin a login, or answer the client at once."""
    return answer(ctx, start.login(ctx, request.read(ctx)))


def register(ctx: Context) -> Answer:
    """Begin with the page for new accounts."""
    registration.check_allowed(ctx)
    return answer(ctx, start.registration(ctx, request.read(ctx)))


def forgot_credentials(ctx: Context) -> Answer:
    """Begin with the page for forgotten passwords."""
    reset_password.check_allowed(ctx)
    return answer(ctx, start.reset_password(ctx, request.read(ctx)))
