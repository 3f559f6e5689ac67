"""Refuse logout tokens of identity providers, because mockauth does not implement identity brokering.

As LogoutEndpoint.backchannelLogout and TokenManager.verifyLogoutToken.
"""

from mockauth.protocol.claim_types import unreadable_claim
from mockauth.protocol.context import Context
from mockauth.protocol.errors import InvalidRequest
from mockauth.protocol.jose import InvalidJws, parse


def refuse(ctx: Context) -> InvalidRequest:
    """Return the refusal of the form's logout token."""
    text = ctx.form.get("logout_token")
    if text is None:
        return InvalidRequest("No logout token", reason="the form has no logout_token")
    try:
        claims = parse(text).claims
        if not isinstance(claims.get("events", {}), dict) or unreadable_claim(claims):
            raise InvalidJws("a claim has the wrong type")
    except InvalidJws as error:
        return InvalidRequest("The decode of the logoutToken failed", reason=f"invalid logout_token: {error}")
    return InvalidRequest(
        "No Identity Provider has been found",
        reason="unknown issuer of the logout_token: identity brokering is not implemented in mockauth",
    )
