"""The cookies by which a browser stays logged in (AuthenticationManager, authenticateIdentityCookie)."""

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


def of_cookie(ctx: Context, *, check_active: bool = True) -> UserSession | None:
    """Give the session that the browser is logged in to, and count its use; a cookie that is no good is taken away."""
    if not cookies.get(ctx, cookies.IDENTITY):
        return None
    session = _session(ctx, check_active)
    if session is None:
        expire(ctx)
        return None

    def used(found: UserSession) -> tuple[UserSession, int]:
        after = replace(found, used=ctx.now)
        return after, sessions.session_end(ctx.realm, after)

    return ctx.sessions.online.update(session.id, used)


def state_checker(ctx: Context) -> str:
    """Give what the browser's cookie has to guard its forms, or nothing."""
    claims = _claims(ctx)
    return str(claims.get("state_checker", "")) if claims else ""


def put(ctx: Context, user: User, session: UserSession) -> None:
    """Log the browser in to a session."""
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
    # A cookie without an age ends with the browser.
    age = {"max_age": longest} if session.remember_me else {}
    cookies.put(ctx, cookies.IDENTITY, ctx.keys.secret.sign(payload.encode()), **age)
    cookies.put(ctx, cookies.SESSION, session_hash(session.id), longest)


def session_hash(session_id: str) -> str:
    """Give what the cookie that scripts can read says of a session."""
    return b64url_encode(hashlib.sha384(session_id.encode()).digest())


def is_in_cookie(ctx: Context, session_id: str) -> bool:
    """Whether the browser's readable cookie is that of a session."""
    return hmac.compare_digest(cookies.get(ctx, cookies.SESSION).encode(), session_hash(session_id).encode())


def names(ctx: Context, session_id: str) -> bool:
    """Whether the browser's cookie is that of a session, be it as old as it may."""
    claims = _claims(ctx)
    return claims is not None and claims.get("typ") == _TYPE and claims.get("sid") == session_id


def expire(ctx: Context) -> None:
    """Make the browser forget that it is logged in."""
    cookies.expire(ctx, cookies.IDENTITY, cookies.SESSION)


def remember(ctx: Context, username: str | None) -> None:
    """Let the browser offer a name at the next login, or forget the one that it offered."""
    if username is None:
        cookies.expire(ctx, cookies.REMEMBER_ME)
    else:
        cookies.put(ctx, cookies.REMEMBER_ME, f"username:{quote_plus(username)}")


def remembered(ctx: Context) -> str | None:
    """Give the name that the browser offers, where the realm remembers people."""
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
