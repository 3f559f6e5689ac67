"""Revoke tokens (RFC 7009; Keycloak's TokenRevocationEndpoint)."""

from mockauth.protocol import sessions
from mockauth.protocol.context import Context
from mockauth.protocol.errors import InvalidRequest, InvalidToken, UnsupportedTokenType
from mockauth.protocol.jose import Claims, InvalidJws, verified_claims
from mockauth.protocol.tokens import verification
from mockauth.protocol.tokens.refresh_tokens import REFRESH_TYPES
from mockauth.protocol.tokens.verification import NoSession
from mockauth.realms.model import Client
from mockauth.state.sessions import UserSession

_SHORTEST_MEMORY = 10


def revoke(ctx: Context, client: Client) -> None:
    """Revoke the token of the form: an access token alone; with a refresh token, the whole client session.

    Raises InvalidRequest and UnsupportedTokenType, and InvalidToken with status 200 for an invalid token.
    """
    text = ctx.form.get("token")
    if text is None:
        raise InvalidRequest("Token not provided", reason="the form has no token")
    try:
        claims = verified_claims(text, ctx.keys)
    except InvalidJws as error:
        raise _invalid(verification.explain_invalid(ctx, text, error)) from error
    if claims.get("typ") not in (*REFRESH_TYPES, "Bearer"):
        reason = f"this is {verification.describe_type(claims)}, neither an access token nor a refresh token"
        raise UnsupportedTokenType("Unsupported token type", reason=reason)
    if claims.get("azp") != client.client_id:
        raise InvalidRequest(
            "Unmatching clients",
            reason=f'the token was issued to client "{claims.get("azp")!s:.80}", not to "{client.client_id}"',
        )
    found = verification.find_session(ctx, client, claims)
    if isinstance(found, NoSession):
        raise _invalid(found.reason)
    if claims["typ"] in REFRESH_TYPES:
        _end_client_session(ctx, client, claims)
    else:
        until = ctx.now + max(claims.get("exp", 0) - ctx.now + 1, _SHORTEST_MEMORY)
        ctx.sessions.revoked_tokens.put(str(claims["jti"]), True, until)


def _end_client_session(ctx: Context, client: Client, claims: Claims) -> None:
    """End a client session, for an offline token also the online one; the last client session ends the session."""

    def without(session: UserSession) -> tuple[UserSession, int] | None:
        after = session.with_client(client.client_id, None)
        return (after, sessions.session_end(ctx.realm, after)) if after.clients else None

    for offline in (True, False) if claims["typ"] == "Offline" else (False,):
        ctx.sessions.table(offline).update(str(claims["sid"]), without)


def _invalid(reason: str) -> InvalidToken:
    return InvalidToken("Invalid token", status=200, reason=reason)
