"""Taking back tokens (RFC 7009; Keycloak's TokenRevocationEndpoint)."""

from mockauth.protocol import sessions
from mockauth.protocol.context import Context
from mockauth.protocol.errors import InvalidRequest, InvalidToken, UnsupportedTokenType
from mockauth.protocol.jose import Claims, InvalidJws, verified_claims
from mockauth.protocol.tokens import verification
from mockauth.protocol.tokens.verification import REFRESH_TYPES
from mockauth.realms.model import Client
from mockauth.state.sessions import UserSession

_SHORTEST_MEMORY = 10


def revoke(ctx: Context, client: Client) -> None:
    """Take back the token of the form: an access token alone, with a refresh token the client session.

    A token that is none of the realm's, or whose session has ended, is refused with a status of 200.
    """
    text = ctx.form.get("token")
    if text is None:
        raise InvalidRequest("Token not provided")
    try:
        claims = verified_claims(text, ctx.keys)
    except InvalidJws as error:
        raise _invalid(f"this is not a token of the realm: {error}") from error
    if claims.get("typ") not in (*REFRESH_TYPES, "Bearer"):
        reason = f"this token is of type {claims.get('typ')!s:.80}, neither an access token nor a refresh token"
        raise UnsupportedTokenType("Unsupported token type", reason=reason)
    if claims.get("azp") != client.client_id:
        raise InvalidRequest(
            "Unmatching clients",
            reason=f'it was issued to client "{claims.get("azp")!s:.80}", and "{client.client_id}" shows it',
        )
    bearer = verification.find_session(ctx, client, claims)
    if isinstance(bearer, str):
        raise _invalid(f"the session of this token has ended ({bearer})")
    if claims["typ"] in REFRESH_TYPES:
        _end_client_session(ctx, client, claims)
    else:
        until = ctx.now + max(claims.get("exp", 0) - ctx.now + 1, _SHORTEST_MEMORY)
        ctx.sessions.revoked_tokens.put(str(claims["jti"]), True, until)


def _end_client_session(ctx: Context, client: Client, claims: Claims) -> None:
    """End a client session, in the offline one and in the other of the same id; the last one ends the session."""

    def without(session: UserSession) -> tuple[UserSession, int] | None:
        after = session.with_client(client.client_id, None)
        return (after, sessions.session_end(ctx.realm, after)) if after.clients else None

    for offline in (True, False) if claims["typ"] == "Offline" else (False,):
        ctx.sessions.of(offline).update(str(claims["sid"]), without)


def _invalid(reason: str) -> InvalidToken:
    return InvalidToken("Invalid token", status=200, reason=reason)
