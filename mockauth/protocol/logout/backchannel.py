"""Logout tokens of other providers, whose client the realm might be; without brokering it is nobody's.

As LogoutEndpoint.backchannelLogout and TokenManager.verifyLogoutToken.
"""

from mockauth.protocol.claim_types import unreadable_claim
from mockauth.protocol.context import Context
from mockauth.protocol.errors import InvalidRequest
from mockauth.protocol.jose import InvalidJws, parse


def refuse(ctx: Context) -> InvalidRequest:
    """Give the refusal of the form's logout token."""
    text = ctx.form.get("logout_token")
    if text is None:
        return InvalidRequest("No logout token")
    try:
        claims = parse(text).claims
        if not isinstance(claims.get("events", {}), dict) or unreadable_claim(claims):
            raise InvalidJws("its claims are not of the right types")
    except InvalidJws as error:
        return InvalidRequest("The decode of the logoutToken failed", reason=f"this is not a token: {error}")
    return InvalidRequest(
        "No Identity Provider has been found",
        reason=f'the realm has no identity provider of issuer "{claims.get("iss")!s:.200}": mockauth does no brokering',
    )
