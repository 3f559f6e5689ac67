"""Whether a token that comes back is one of ours and still good (TokenVerifier, TokenManager, UserSessionUtil)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from mockauth.protocol import sessions
from mockauth.protocol.context import Context
from mockauth.protocol.errors import InvalidGrant, UnauthorizedClient
from mockauth.protocol.jose import Claims, InvalidJws, verified_claims
from mockauth.protocol.tokens.binding import binding_error
from mockauth.realms.model import Client, User
from mockauth.state.sessions import ClientSession, UserSession

REFRESH_TYPES = ("Refresh", "Offline")
_REFRESH_KINDS = {"Refresh": "on", "Offline": "of"}
_NOT_FOUND = "user_session_not_found"
# Where the session of a token is looked for, by the first two letters of its `jti`.
_OFFLINE: Mapping[str, Sequence[bool]] = {
    "on": (False,),
    "of": (True,),
    "": (False, True),
    # Tokens of a session in which the client has no client_session of its own (AccessTokenContext.SessionType).
    "nt": (False,),
    "ft": (True,),
}


@dataclass(frozen=True, slots=True)
class SessionToken:
    """A token that belongs to a session: its claims, and whose it is."""

    claims: Claims
    client: Client
    user: User
    session: UserSession
    client_session: ClientSession


def verify_refresh_token(ctx: Context, client: Client, text: str, check_expiry: bool = True) -> Claims:
    """Give the claims of a refresh or offline token of this client. Raises InvalidGrant."""
    try:
        claims = verified_claims(text, ctx.keys)
    except InvalidJws as error:
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
    if reason := binding_error(ctx, client, claims):
        raise UnauthorizedClient(reason, status=401)
    return claims


def verify(ctx: Context, text: str) -> Claims:
    """Give the claims of any token that the realm has issued under this base URL. Raises NotAToken."""
    claims = verified_claims(text, ctx.keys)
    if claims.get("iss") != ctx.issuer:
        raise InvalidJws(f"its issuer is {claims.get('iss')!s:.200}: was it asked for under another host name?")
    return claims


def client_id_of(ctx: Context, text: str) -> str:
    """Give the client id of whom an access token that is good was issued to; nothing for any other text."""
    try:
        claims = verify(ctx, text)
    except InvalidJws:
        return ""
    client = ctx.realm.clients.get(str(claims.get("azp")))
    if client is None or str(claims.get("typ")).lower() != "bearer" or why_not_active(ctx, claims):
        return ""
    return (
        ""
        if why_revoked(ctx, client, claims) or isinstance(find_session(ctx, client, claims), str)
        else client.client_id
    )


def why_not_active(ctx: Context, claims: Claims) -> str:
    """Say why a token is not active, by its own times alone, or nothing (JsonWebToken.isActive)."""
    if claims.get("exp") and claims["exp"] < ctx.now:
        return f"it expired {ctx.now - claims['exp']} seconds ago"
    return ""


def why_revoked(ctx: Context, client: Client, claims: Claims) -> str:
    """Say why a token that is active is not good any more, or nothing."""
    if claims.get("iat", 0) < max(ctx.realm.not_before, client.not_before):
        return "it was issued before the not-before time of realm or client"
    if ctx.sessions.revoked_tokens.get(str(claims.get("jti"))):
        return "it was revoked"
    return ""


def is_lightweight(claims: Claims) -> bool:
    """Whether an access token is one that says little of its user; its `jti` tells."""
    return _kind(claims)[2:4] == "lt"


def reuse_error(ctx: Context, client_session: ClientSession, old: Claims) -> str:
    """Say in Keycloak's words why a refresh token may not be used again, or nothing (validateTokenReuse)."""
    if not ctx.realm.revoke_refresh_token:
        return ""
    key = str(old.get("reuse_id", ""))
    newest = client_session.newest.get(key)
    if newest is not None and newest != old["jti"] and old["iat"] < client_session.last_refresh.get(key, 0):
        return "Stale token"
    if newest == old["jti"] and client_session.uses.get(key, 0) > ctx.realm.refresh_token_max_reuse:
        return "Maximum allowed refresh token reuse exceeded"
    return ""


def find_session(ctx: Context, client: Client, claims: Claims, refreshing: bool = False) -> SessionToken | str:
    """Give whose token this is, with its session, or in Keycloak's words why there is no session.

    As UserSessionUtil.findValidSession: the token's `jti` says of which kind its session is. ID tokens and refresh
    tokens do not say it there, and may belong to any; a refresh token that is taken as one (`refreshing`) says it by
    its type.
    """
    kind = _REFRESH_KINDS.get(str(claims.get("typ")), "none") if refreshing else _kind(claims)[:2]
    if "sid" not in claims:
        return _without_session(ctx, client, claims) if kind in ("tr", "") else _NOT_FOUND
    for offline in _OFFLINE.get(kind, ()):
        session = ctx.sessions.of(offline).get(str(claims["sid"]))
        client_session = session.clients.get(client.client_id) if session else None
        if session and client_session is None and kind in ("nt", "ft"):
            client_session = ClientSession(started=session.started, used=session.used, scope=None)
        # Keycloak forgets the sessions of a user together with the user.
        user = ctx.accounts.by_id(ctx.realm, session.user_id) if session else None
        if session is None or client_session is None or user is None:
            continue
        if not sessions.is_alive(ctx.realm, client, session, client_session, ctx.now):
            continue
        # A second is allowed for: tokens and sessions take their times one after the other.
        if claims.get("iat", 0) + 1 < max(client_session.started, session.started):
            return "invalid_token"
        return SessionToken(claims, client, user, session, client_session)
    return _NOT_FOUND


def _kind(claims: Claims) -> str:
    kind, mark, _ = str(claims.get("jti", "")).partition(":")
    return kind if mark else ""


def _without_session(ctx: Context, client: Client, claims: Claims) -> SessionToken | str:
    """Begin a session that nobody keeps, as the token's own was (createTransientSessionForClient)."""
    user = ctx.accounts.by_id(ctx.realm, str(claims.get("sub")))
    if user is None and "preferred_username" in claims:
        user = ctx.accounts.who_logs_in_as(ctx.realm, str(claims["preferred_username"]))
    if user is None:
        return "user_not_found"
    if not user.enabled:
        return "user_disabled"
    client_session = ClientSession(started=ctx.now, used=ctx.now, scope=None)
    session = UserSession(ctx.state.ids.uuid(), user.id, ctx.now, ctx.now, clients={client.client_id: client_session})
    return SessionToken(claims, client, user, session, client_session)
