"""Keycloak's cookies, their flags, and how they are written (CookieType, DefaultCookieProvider)."""

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from mockauth.protocol.context import Context

_SESSION = -1
# A value with one of these characters is quoted (RESTEasy's ServerCookie).
_SPECIAL = re.compile(r'[()<>@,;:\\"/\[\]?={} \t]')
# Other browsers have "Safari" in their user agent too, but with their own name before it.
# The limits keep the search linear: a user agent of 60 KB would otherwise hold up all threads for seconds.
_SAFARI = re.compile(r"Version/\S{1,64} (?:Mobile/\S{1,64} )?Safari/")


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of cookie: its name, HttpOnly, Max-Age in seconds (-1 for a session cookie), and SameSite=Strict."""

    name: str
    http_only: bool = True
    max_age: int = _SESSION
    strict: bool = False


AUTH_SESSION_ID = Kind("AUTH_SESSION_ID")
AUTH_SESSION_HASH = Kind("KC_AUTH_SESSION_HASH", http_only=False, max_age=60)
RESTART = Kind("KC_RESTART")
IDENTITY = Kind("KEYCLOAK_IDENTITY")
SESSION = Kind("KEYCLOAK_SESSION", http_only=False)
DETACHED = Kind("KC_STATE_CHECKER", strict=True)
LOCALE = Kind("KEYCLOAK_LOCALE")
REMEMBER_ME = Kind("KEYCLOAK_REMEMBER_ME", max_age=31536000)


def get(ctx: Context, kind: Kind) -> str:
    """Return the value that the browser sent, or ""."""
    return ctx.cookies.sent.get(kind.name, "")


def put(ctx: Context, kind: Kind, value: str, max_age: int | None = None) -> None:
    """Set a cookie; a later call with the same name replaces it.

    A value that is not printable ASCII is ignored, because a line break could set another cookie or header.
    """
    if not (value.isascii() and value.isprintable()):
        return
    age = kind.max_age if max_age is None else max_age
    quoted = f'"{value}"' if _SPECIAL.search(value) else value
    parts = [f"{kind.name}={quoted}", "Version=1", f"Path={_path(ctx)}"]
    parts += [f"Max-Age={age}"] if age != _SESSION else []
    secure = _is_secure(ctx)
    parts += ["Secure"] if secure else []
    parts += ["HttpOnly"] if kind.http_only else []
    parts.append("SameSite=Strict" if kind.strict else "SameSite=None" if secure else "SameSite=Lax")
    ctx.cookies.lines[kind.name] = ";".join(parts)


def expire(ctx: Context, *kinds: Kind) -> None:
    """Expire cookies that the browser sent."""
    for kind in kinds:
        if kind.name in ctx.cookies.sent:
            ctx.cookies.lines[kind.name] = f"{kind.name}=;Version=1;Path={_path(ctx)};Max-Age=0"


def _path(ctx: Context) -> str:
    return f"{urlsplit(ctx.issuer).path}/"


def _is_secure(ctx: Context) -> bool:
    """Return whether browsers consider the server's origin a secure context (SecureContextResolver)."""
    parts = urlsplit(ctx.own_origin)
    host = (parts.hostname or "").removesuffix(".")
    if parts.scheme == "https":
        return True
    # Safari does not accept Secure cookies from localhost over HTTP.
    return not _SAFARI.search(ctx.user_agent) and (f".{host}".endswith(".localhost") or _is_loopback(host))


def _is_loopback(host: str) -> bool:
    from ipaddress import ip_address

    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
