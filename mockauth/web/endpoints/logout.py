"""The logout endpoints (OpenID Connect RP-Initiated Logout 1.0; Keycloak's LogoutEndpoint)."""

from mockauth.protocol.context import Context
from mockauth.protocol.logout import backchannel as logout_tokens
from mockauth.protocol.logout import browser, refresh_token
from mockauth.web.login_responses import respond
from mockauth.web.responses import Response

# As Keycloak: JSON errors do not have it.
_NO_CACHE = {"Cache-Control": "no-cache"}


def serve(ctx: Context) -> Response:
    """Log a browser out, or end the session of the refresh token in the form."""
    if "refresh_token" in ctx.form:
        refresh_token.log_out(ctx)
        return Response(204, headers=_NO_CACHE)
    ctx.headers.update(_NO_CACHE)
    return respond(ctx, browser.begin(ctx))


def confirm_page(ctx: Context) -> Response:
    """Show the page that asks the user to confirm the logout."""
    ctx.headers.update(_NO_CACHE)
    return respond(ctx, browser.show_confirmation(ctx))


def confirm(ctx: Context) -> Response:
    """Process the form of the confirmation page."""
    ctx.headers.update(_NO_CACHE)
    return respond(ctx, browser.confirm(ctx))


def backchannel(ctx: Context) -> Response:
    """Refuse the logout token of an identity provider: brokering is not implemented."""
    raise logout_tokens.refuse(ctx)
