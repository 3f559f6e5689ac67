"""The cookie AUTH_SESSION_ID: which root authentication session a browser has, and how long that is kept.

As Keycloak's AuthenticationSessionManager.
"""

import base64
import hashlib
import hmac

from mockauth.protocol import cookies
from mockauth.protocol.context import Context
from mockauth.realms.keys.jwk import b64url_encode
from mockauth.realms.model import Realm
from mockauth.state.pending_logins import RootAuthenticationSession


def current(ctx: Context) -> RootAuthenticationSession | None:
    """Return the browser's root authentication session, or None if its cookie is invalid or has expired."""
    root_id = id_of(ctx, cookies.get(ctx, cookies.AUTH_SESSION_ID))
    return ctx.sessions.root_auth_sessions.get(root_id) if root_id else None


def set_cookie(ctx: Context, root_id: str) -> None:
    """Set the cookie, and the readable one by which scripts notice that it changed."""
    set_id_cookie(ctx, root_id)
    cookies.put(ctx, cookies.AUTH_SESSION_HASH, hash_of(root_id))


def hash_of(root_id: str) -> str:
    """Return the value of the readable cookie."""
    return base64.b64encode(hashlib.sha384(root_id.encode()).digest()).decode().rstrip("=")


def set_id_cookie(ctx: Context, root_id: str) -> None:
    """Set the signed cookie."""
    signed = f"{root_id}.{_signature(ctx, root_id)}"
    cookies.put(ctx, cookies.AUTH_SESSION_ID, b64url_encode(signed.encode()))


def id_of(ctx: Context, cookie: str) -> str | None:
    """Return the id in a cookie's value, or None if it is not signed by this realm."""
    try:
        decoded = base64.urlsafe_b64decode(cookie + "=" * (-len(cookie) % 4)).decode()
    except ValueError:
        return None
    root_id, dot, signature = decoded.rpartition(".")
    valid = dot and hmac.compare_digest(signature.encode(), _signature(ctx, root_id).encode())
    return root_id if valid else None


def _signature(ctx: Context, root_id: str) -> str:
    return ctx.keys.secret.sign(root_id.encode()).rpartition(".")[2]


def until(ctx: Context, root: RootAuthenticationSession) -> tuple[RootAuthenticationSession, int]:
    """Return a root authentication session with the time at which it expires, in seconds since 1970."""
    return root, root.touched + lifespan(ctx.realm)


def lifespan(realm: Realm) -> int:
    """Return how long a root authentication session is kept, in seconds."""
    spans = realm.lifespans
    return max(spans.login, spans.login_action, spans.code)
