"""The browser that a login is in: its cookie, signed by the realm, and how long its pending logins are kept.

As Keycloak's AuthenticationSessionManager.
"""

import base64
import hashlib
import hmac

from mockauth.protocol import cookies
from mockauth.protocol.context import Context
from mockauth.realms.keys.jwk import b64url_encode
from mockauth.state.pending_logins import Browser


def current(ctx: Context) -> Browser | None:
    """Give what is kept of the browser that asks: its cookie must be ours, and one of its logins still pending."""
    browser_id = id_of(ctx, cookies.get(ctx, cookies.AUTH_SESSION_ID))
    return ctx.sessions.browsers.get(browser_id) if browser_id else None


def set_cookie(ctx: Context, browser_id: str) -> None:
    """Set the cookie of a browser, and the one by which scripts notice that it changed."""
    set_id_cookie(ctx, browser_id)
    digest = hashlib.sha384(browser_id.encode()).digest()
    cookies.put(ctx, cookies.AUTH_SESSION_HASH, base64.b64encode(digest).decode().rstrip("="))


def set_id_cookie(ctx: Context, browser_id: str) -> None:
    """Set the cookie of a browser, signed."""
    signed = f"{browser_id}.{_signature(ctx, browser_id)}"
    cookies.put(ctx, cookies.AUTH_SESSION_ID, b64url_encode(signed.encode()))


def id_of(ctx: Context, cookie: str) -> str | None:
    """Give the id in a browser's cookie; None if it is not signed by this realm."""
    try:
        decoded = base64.urlsafe_b64decode(cookie + "=" * (-len(cookie) % 4)).decode()
    except ValueError:
        return None
    browser_id, dot, signature = decoded.rpartition(".")
    right = dot and hmac.compare_digest(signature.encode(), _signature(ctx, browser_id).encode())
    return browser_id if right else None


def _signature(ctx: Context, browser_id: str) -> str:
    return ctx.keys.secret.sign(browser_id.encode()).rpartition(".")[2]


def until(ctx: Context, browser: Browser) -> tuple[Browser, int]:
    """Give what is kept of a browser with the time until which it is kept."""
    spans = ctx.realm.lifespans
    return browser, browser.touched + max(spans.login, spans.login_action, spans.code)
