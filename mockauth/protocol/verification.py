"""Whether a token that comes back is one of ours and still good (TokenVerifier, TokenManager, UserSessionUtil)."""

from dataclasses import dataclass

from mockauth.protocol import sessions
from mockauth.protocol.context import Context
from mockauth.protocol.errors import InvalidGrant
from mockauth.protocol.jose import Claims, NotAToken, claims_of
from mockauth.realms.model import Client, User
from mockauth.state.sessions import ClientSession, UserSession

REFRESH_TYPES = ("Refresh", "Offline")


@dataclass(frozen=True, slots=True)
class Bearer:
    """An access token that is good: its claims, and whose it is."""

    claims: Claims
    client: Client
    user: User
    session: UserSession
    part: ClientSession


def refresh_token(ctx: Context, client: Client, text: str, check_expiry: bool = True) -> Claims:
    """Give the claims of a refresh or offline token of this client. Raises InvalidGrant."""
    try:
        claims = claims_of(text, ctx.keys)
    except NotAToken as error:
        raise InvalidGrant(
            "Invalid refresh token", reason=f"this is not a refresh token of the realm: {error}"
        ) from error
    if claims.get("typ") not in REFRESH_TYPES:
        raise InvalidGrant(
            "Invalid refresh token", reason=f"this token is of type {claims.get('typ')}, not a refresh token"
        )
    if claims.get("iss") != ctx.issuer:
        raise InvalidGrant(
            f"Invalid token issuer. Expected '{ctx.issuer}'",
            reason=f"the token's issuer is {claims.get('iss')}: was it asked for under another host name?",
        )
    if check_expiry:
        if claims.get("iat", 0) < max(ctx.realm.not_before, client.not_before):
            raise InvalidGrant("Stale token", reason="it was issued before the not-before time of realm or client")
        if claims.get("exp") and claims["exp"] <= ctx.now:
            raise InvalidGrant("Token is not active", reason=f"it expired {ctx.now - claims['exp']} seconds ago")
    if claims.get("azp") != client.client_id:
        raise InvalidGrant(
            "Invalid refresh token. Token client and authorized client don't match",
            reason=f'it was issued to client "{claims.get("azp")}", and "{client.client_id}" shows it',
        )
    return claims


def session_of(ctx: Context, client: Client, claims: Claims) -> tuple[UserSession, ClientSession] | str:
    """Give the session that an access token belongs to, or in Keycloak's words why there is none.

    As UserSessionUtil.findValidSession; the token's `jti` says of which kind its session is.
    """
    offline = str(claims.get("jti", "")).startswith("of")
    session = ctx.sessions.of(offline).get(str(claims.get("sid")))
    if session is None:
        return "user_session_not_found"
    part = session.clients.get(client.client_id)
    if part is None or not sessions.is_alive(ctx.realm, client, session, part, ctx.now):
        return "session_expired"
    if claims.get("iat", 0) < session.started:
        return "invalid_token"
    return session, part
