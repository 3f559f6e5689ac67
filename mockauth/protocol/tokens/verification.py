"""Verify tokens that clients present, and find their sessions (TokenVerifier, TokenManager, UserSessionUtil)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple
from urllib.parse import unquote

from mockauth.protocol import sessions, urls
from mockauth.protocol.context import Context
from mockauth.protocol.jose import Claims, InvalidJws, parse, verified_claims
from mockauth.realms.model import Client, User
from mockauth.state.sessions import ClientSession, UserSession

_REFRESH_KINDS = {"Refresh": "on", "Offline": "of"}
_NOT_FOUND = "user_session_not_found"
# Whether the session of a token is an offline session, by the first two letters of its `jti`.
_OFFLINE: Mapping[str, Sequence[bool]] = {
    "on": (False,),
    "of": (True,),
    "": (False, True),
    # Tokens of a session in which the client has no client session (AccessTokenContext.SessionType).
    "nt": (False,),
    "ft": (True,),
}
_TRANSIENT = ("nt", "ft")
_TYPES = {
    "bearer": "an access token",
    "id": "an ID token",
    "refresh": "a refresh token",
    "offline": "an offline token",
    "logout": "a logout token",
}
SESSION_ENDED = (
    "the session of the token has ended: it was idle for too long, reached its maximum lifespan, or the user logged out"
)


class InactiveToken(Exception):
    """A token that is not active; the text is the reason, for the log."""


class NoSession(NamedTuple):
    """The lack of a session for a token: Keycloak's error, and the reason for the log."""

    error: str
    reason: str


@dataclass(frozen=True, slots=True)
class SessionToken:
    """The claims of a token, with its client, its user and its session."""

    claims: Claims
    client: Client
    user: User
    session: UserSession
    client_session: ClientSession


def verify(ctx: Context, text: str) -> Claims:
    """Return the claims of any token that the realm has issued under this base URL. Raises InvalidJws."""
    try:
        claims = verified_claims(text, ctx.keys)
    except InvalidJws as error:
        raise type(error)(explain_invalid(ctx, text, error)) from error
    if claims.get("iss") != ctx.issuer:
        raise InvalidJws(explain_issuer(ctx, claims.get("iss")))
    return claims


def client_of_access_token(ctx: Context, text: str) -> Client:
    """Return the client that an active access token was issued to. Raises InactiveToken for any other text."""
    if not text:
        raise InactiveToken("the request has no bearer token")
    try:
        claims = verify(ctx, text)
    except InvalidJws as error:
        raise InactiveToken(str(error)) from error
    client = ctx.realm.clients.get(str(claims.get("azp")))
    if client is None:
        raise InactiveToken(unknown_client(claims))
    if str(claims.get("typ")).lower() != "bearer":
        raise InactiveToken(f"this is {describe_type(claims)}, not an access token")
    if reason := why_expired(ctx, claims) or why_revoked(ctx, client, claims):
        raise InactiveToken(reason)
    found = find_session(ctx, client, claims)
    if isinstance(found, NoSession):
        raise InactiveToken(found.reason)
    return client


def why_expired(ctx: Context, claims: Claims) -> str:
    """Explain that a token has expired, or return an empty string (JsonWebToken.isActive)."""
    return explain_expiry(ctx, claims, "token") if claims.get("exp") and claims["exp"] < ctx.now else ""


def why_revoked(ctx: Context, client: Client, claims: Claims) -> str:
    """Explain that a token was revoked or is older than a not-before time, or return an empty string."""
    if reason := why_too_old(ctx, client, claims):
        return reason
    return "the token was revoked" if ctx.sessions.revoked_tokens.get(str(claims.get("jti"))) else ""


def why_user_inactive(user: User, claims: Claims) -> str:
    """Explain that a token is invalid because of its user, or return an empty string."""
    if not user.enabled:
        return f'user "{user.username}" is disabled'
    if claims.get("iat", 0) < user.not_before:
        return f'the token was issued before the not-before time of user "{user.username}"'
    return ""


def unknown_client(claims: Claims) -> str:
    """Explain that the realm no longer has the client of a token."""
    return f'the token was issued to client "{claims.get("azp")!s:.80}", which does not exist (any more)'


def describe_type(claims: Claims) -> str:
    """Name the type of a token, such as "an ID token"."""
    return _TYPES.get(str(claims.get("typ")).lower(), "a token of another type")


def explain_invalid(ctx: Context, text: str, error: InvalidJws) -> str:
    """Explain why a text is not a token of the realm; name the realm that issued it, if that is one of this server."""
    try:
        issuer = str(parse(text).claims.get("iss"))
    except InvalidJws:
        return str(error)
    name = unquote(issuer.rpartition("/realms/")[2])
    if name == ctx.realm.name or name not in ctx.state.realms:
        return str(error)
    return f'the token was issued by realm "{name}", not by realm "{ctx.realm.name}"'


def is_lightweight(claims: Claims) -> bool:
    """Return whether an access token is lightweight, as its `jti` says."""
    return _session_type(claims)[2:4] == "lt"


def is_transient(claims: Claims) -> bool:
    """Return whether an access token has a session that is not stored, or is not stored for its client."""
    return "sid" not in claims or _session_type(claims)[:2] in _TRANSIENT


def find_session(ctx: Context, client: Client, claims: Claims, refreshing: bool = False) -> SessionToken | NoSession:
    """Return a token with its session and user, or the reason why it has no session.

    As UserSessionUtil.findValidSession: the `jti` of an access token says whether its session is an offline session.
    The `jti` of ID tokens and refresh tokens does not, so they may belong to either; with `refreshing`, the type of a
    refresh token decides.
    """
    kind = _REFRESH_KINDS.get(str(claims.get("typ")), "none") if refreshing else _session_type(claims)[:2]
    if kind == "none":
        return NoSession(_NOT_FOUND, f"this is {describe_type(claims)}, not a refresh token")
    if "sid" not in claims:
        if kind in ("tr", ""):
            return _without_session(ctx, client, claims)
        return NoSession(_NOT_FOUND, "the token has no session ID (sid)")
    reason = SESSION_ENDED
    for offline in _OFFLINE.get(kind, ()):
        session = ctx.sessions.table(offline).get(str(claims["sid"]))
        if session is None:
            continue
        if kind in _TRANSIENT:
            session = _transient(ctx, client, session)
        client_session = session.clients.get(client.client_id)
        # Keycloak deletes the sessions of a user together with the user.
        user = ctx.accounts.by_id(ctx.realm, session.user_id)
        if user is None:
            reason = "the user of the token does not exist any more"
        elif client_session is None:
            reason = f'the session of client "{client.client_id}" has ended: the client logged out or revoked its token'
        elif not sessions.is_alive(ctx.realm, client, session, client_session, ctx.now):
            reason = f'the session of client "{client.client_id}" has expired'
        # A tolerance of one second: the times of tokens and of sessions are taken one after the other.
        elif claims.get("iat", 0) + 1 < max(client_session.started, session.started):
            return NoSession("invalid_token", "the token is older than its session")
        else:
            return SessionToken(claims, client, user, session, client_session)
    return NoSession(_NOT_FOUND, reason)


def why_too_old(ctx: Context, client: Client, claims: Claims) -> str:
    """Explain that a token is older than a not-before time, or return an empty string."""
    issued = claims.get("iat", 0)
    if issued < ctx.realm.not_before:
        return f'the token was issued before the not-before time of realm "{ctx.realm.name}"'
    if issued < client.not_before:
        return f'the token was issued before the not-before time of client "{client.client_id}"'
    return ""


def explain_expiry(ctx: Context, claims: Claims, what: str) -> str:
    """Explain when a token expired."""
    return f"the {what} expired {ctx.now - claims['exp']} seconds ago"


def explain_issuer(ctx: Context, issuer: object) -> str:
    """Explain that a token has another issuer, and how to keep the issuer the same."""
    own = urls.realm("", ctx.realm.name)
    same_realm = str(issuer).endswith(own)
    fix = ": use the same host name in all URLs, or pin it with --hostname" if same_realm else ""
    return f"the token was issued by {issuer!s:.200}, not by {ctx.issuer}{fix}"


def _session_type(claims: Claims) -> str:
    kind, separator, _ = str(claims.get("jti", "")).partition(":")
    return kind if separator else ""


def _transient(ctx: Context, client: Client, session: UserSession) -> UserSession:
    """Return the transient session that takes the place of a session without this client."""
    client_session = ClientSession(session.started, session.used, sessions.request_notes(ctx, None))
    return replace(session, clients={client.client_id: client_session})


def _without_session(ctx: Context, client: Client, claims: Claims) -> SessionToken | NoSession:
    """Create a transient session, as the token's own session was (createTransientSessionForClient)."""
    user = ctx.accounts.by_id(ctx.realm, str(claims.get("sub")))
    if user is None and "preferred_username" in claims:
        user = ctx.accounts.find_by_login(ctx.realm, str(claims["preferred_username"]))
    if user is None:
        return NoSession("user_not_found", "the user of the token does not exist any more")
    if not user.enabled:
        return NoSession("user_disabled", f'user "{user.username}" is disabled')
    client_session = ClientSession(ctx.now, ctx.now, sessions.request_notes(ctx, None))
    session = UserSession(ctx.state.ids.uuid(), user.id, ctx.now, ctx.now, clients={client.client_id: client_session})
    return SessionToken(claims, client, user, session, client_session)
