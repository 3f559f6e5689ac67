"""The logout endpoint (OpenID Connect RP-Initiated Logout 1.0; Keycloak's LogoutEndpoint), and what is below it."""

from mockauth.protocol.context import Context
from mockauth.protocol.logout import backchannel as tokens_of_provider
from mockauth.protocol.logout import browser, refresh_token
from mockauth.web.login_responses import answer
from mockauth.web.responses import Answer

# As Keycloak: refusals in JSON go without.
NOT_CACHED = {"Cache-Control": "no-cache"}


def serve(ctx: Context) -> Answer:
    """Log a browser out; or, where the form has a refresh token, end the session that this is of."""
    if "refresh_token" in ctx.form:
        refresh_token.log_out(ctx)
        return Answer(204, headers=NOT_CACHED)
    ctx.headers.update(NOT_CACHED)
    return answer(ctx, browser.begin(ctx))


def question(ctx: Context) -> Answer:
    """Show the page that asks once more."""
    ctx.headers.update(NOT_CACHED)
    return answer(ctx, browser.show_confirmation(ctx))


def confirm(ctx: Context) -> Answer:
    """Take the form of the page that asks."""
    ctx.headers.update(NOT_CACHED)
    return answer(ctx, browser.confirm(ctx))


def of_provider(ctx: Context) -> Answer:
    """Refuse the logout token of another provider."""
    raise tokens_of_provider.refuse(ctx)
