"""Verify refresh and offline tokens, and detect their reuse (Keycloak's TokenManager)."""

from mockauth.protocol.context import Context
from mockauth.protocol.errors import InvalidGrant, UnauthorizedClient
from mockauth.protocol.jose import Claims, InvalidJws, verified_claims
from mockauth.protocol.tokens import verification
from mockauth.protocol.tokens.binding import binding_error, explain_binding_error
from mockauth.realms.model import Client
from mockauth.state.sessions import ClientSession

REFRESH_TYPES = ("Refresh", "Offline")


def verify_refresh_token(ctx: Context, client: Client, text: str, check_expiry: bool = True) -> Claims:
    """Return the claims of a refresh or offline token of this client.

    Raises InvalidGrant, and UnauthorizedClient if the token is bound to another certificate.
    """
    try:
        claims = verified_claims(text, ctx.keys)
    except InvalidJws as error:
        raise InvalidGrant("Invalid refresh token", reason=verification.explain_invalid(ctx, text, error)) from error
    if claims.get("typ") not in REFRESH_TYPES:
        raise InvalidGrant(
            "Invalid refresh token", reason=f"this is {verification.describe_type(claims)}, not a refresh token"
        )
    if claims.get("iss") != ctx.issuer:
        raise InvalidGrant(
            f"Invalid token issuer. Expected '{ctx.issuer}'", reason=verification.explain_issuer(ctx, claims.get("iss"))
        )
    if check_expiry:
        if reason := verification.why_too_old(ctx, client, claims):
            raise InvalidGrant("Stale token", reason=reason)
        if claims.get("exp") and claims["exp"] <= ctx.now:
            raise InvalidGrant("Token is not active", reason=verification.explain_expiry(ctx, claims, "refresh token"))
    if claims.get("azp") != client.client_id:
        raise InvalidGrant(
            "Invalid refresh token. Token client and authorized client don't match",
            reason=f'the refresh token was issued to client "{claims.get("azp")}", not to "{client.client_id}"',
        )
    if description := binding_error(ctx, client, claims):
        raise UnauthorizedClient(description, status=401, reason=explain_binding_error(ctx, client))
    return claims


def reuse_error(ctx: Context, client_session: ClientSession, old: Claims) -> str:
    """Return Keycloak's error for a rotated refresh token that is used again, or "" (validateTokenReuse)."""
    if not ctx.realm.revoke_refresh_token:
        return ""
    key = str(old.get("reuse_id", ""))
    newest = client_session.newest.get(key)
    if newest is not None and newest != old["jti"] and old["iat"] < client_session.last_refresh.get(key, 0):
        return "Stale token"
    if newest == old["jti"] and client_session.uses.get(key, 0) > ctx.realm.refresh_token_max_reuse:
        return "Maximum allowed refresh token reuse exceeded"
    return ""
