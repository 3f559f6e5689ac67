"""Log out with a refresh token, without a browser (LogoutEndpoint.logoutToken)."""

from mockauth.protocol import client_auth, cors
from mockauth.protocol.context import Context
from mockauth.protocol.errors import InvalidGrant
from mockauth.protocol.login import end_session
from mockauth.protocol.realm_checks import require_https
from mockauth.protocol.tokens.refresh_tokens import verify_refresh_token


def log_out(ctx: Context) -> None:
    """End the user session of the form's refresh token, if it has not ended yet."""
    ctx.cors.exposed = cors.EXPOSED
    require_https(ctx)
    client = client_auth.authenticate(ctx)
    claims = verify_refresh_token(ctx, client, ctx.form.get("refresh_token") or "", check_expiry=False)
    session = ctx.sessions.table(claims["typ"] == "Offline").get(str(claims.get("sid")))
    if session is None:
        ctx.remarks.append("the session of the refresh token has ended already")
        return
    if claims.get("iat", 0) + 1 < session.started:
        raise InvalidGrant(
            "Toked issued before the user session started",
            reason="the refresh token was issued before the session with its sid started",
        )
    end_session.end(ctx, session)
