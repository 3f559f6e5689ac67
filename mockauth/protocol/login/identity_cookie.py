"""The cookies KEYCLOAK_IDENTITY and KEYCLOAK_SESSION, which keep a browser logged in (AuthenticationManager)."""

import hashlib
import hmac
import json
from dataclasses import replace
from urllib.parse import quote_plus, unquote_plus

from mockauth.protocol import cookies, sessions
from mockauth.protocol.context import Context
from mockauth.protocol.jose import Claims, InvalidJws, verified_claims
from mockauth.realms.keys.jwk import b64url_encode
from mockauth.realms.model import User
from mockauth.state.sessions import UserSession

_TYPE = "Serialized-ID"


def current_session(ctx: Context, *, check_active: bool = True) -> UserSession | None:
    """Return the browser's user session and update its last use (authenticateIdentityCookie).

    An invalid cookie is expired.
    """
    if not cookies.get(ctx, cookies.IDENTITY):
        return None
    session = _session(ctx, check_active)
    if session is None:
        expire(ctx)
        return None

    def touched(found: UserSession) -> tuple[UserSession, int]:
        after = replace(found, used=ctx.now)
        return after, sessions.session_end(ctx.realm, after)

    return ctx.sessions.online.update(session.id, touched)


def state_checker(ctx: Context) -> str:
    """Return the state checker of the cookie, which protects forms against forgery, or nothing."""
    claims = _claims(ctx)
    return str(claims.get("state_checker", "")) if claims else ""


def put(ctx: Context, user: User, session: UserSession) -> None:
    """Set the cookies that log the browser in to a user session (createLoginCookie)."""
    spans = ctx.realm.lifespans
    remembered = spans.remember_me_max if session.remember_me else 0
    longest = remembered or spans.sso_max_as_configured
    claims: Claims = {
        "exp": ctx.now + longest if longest > 0 else None,
        "iat": ctx.now,
        "jti": ctx.state.ids.uuid(),
        "iss": ctx.issuer,
        "sub": user.id,
        "typ": _TYPE,
        "sid": session.id,
        "state_checker": state_checker(ctx) or ctx.state.ids.secret(),
    }
    payload = json.dumps({name: value for name, value in claims.items() if value is not None}, separators=(",", ":"))
    # A cookie without Max-Age ends with the browser.
    age = {"max_age": longest} if session.remember_me else {}
    cookies.put(ctx, cookies.IDENTITY, ctx.keys.secret.sign(payload.encode()), **age)
    cookies.put(ctx, cookies.SESSION, session_hash(session.id), longest)


def session_hash(session_id: str) -> str:
    """Return the value of KEYCLOAK_SESSION, which scripts can read, for a user session."""
    return b64url_encode(hashlib.sha384(session_id.encode()).digest())


def is_in_cookie(ctx: Context, session_id: str) -> bool:
    """Tell whether the browser's KEYCLOAK_SESSION is that of a user session."""
    return hmac.compare_digest(cookies.get(ctx, cookies.SESSION).encode(), session_hash(session_id).encode())


def is_of_session(ctx: Context, session_id: str) -> bool:
    """Tell whether the browser's KEYCLOAK_IDENTITY is that of a user session, even if it has expired."""
    claims = _claims(ctx)
    return claims is not None and claims.get("typ") == _TYPE and claims.get("sid") == session_id


def expire(ctx: Context) -> None:
    """Expire the cookies."""
    cookies.expire(ctx, cookies.IDENTITY, cookies.SESSION)


def remember(ctx: Context, username: str | None) -> None:
    """Set the cookie with the username that the next login page shows, or expire it (remember me)."""
    if username is None:
        cookies.expire(ctx, cookies.REMEMBER_ME)
    else:
        cookies.put(ctx, cookies.REMEMBER_ME, f"username:{quote_plus(username)}")


def remembered(ctx: Context) -> str | None:
    """Return the username of the remember-me cookie if the realm has remember me enabled."""
    kind, _, name = cookies.get(ctx, cookies.REMEMBER_ME).partition(":")
    return unquote_plus(name) if ctx.realm.remember_me and kind == "username" and name else None


def _session(ctx: Context, check_active: bool) -> UserSession | None:
    claims = _claims(ctx)
    if claims is None or claims.get("typ") != _TYPE or claims.get("iss") != ctx.issuer:
        return None
    if check_active and (claims.get("exp", ctx.now + 1) <= ctx.now or claims.get("iat", 0) < ctx.realm.not_before):
        return None
    session = ctx.sessions.online.get(str(claims.get("sid")))
    if session is None or claims.get("iat", 0) < session.started or session.user_id != claims.get("sub"):
        return None
    user = ctx.accounts.by_id(ctx.realm, session.user_id)
    if user is None or not user.enabled or claims.get("iat", 0) < user.not_before:
        return None
    return session


def _claims(ctx: Context) -> Claims | None:
    try:
        return verified_claims(cookies.get(ctx, cookies.IDENTITY), ctx.keys)
    except InvalidJws:
        return None
