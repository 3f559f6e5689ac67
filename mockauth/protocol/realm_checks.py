"""Check that a realm is enabled, and that requests use HTTPS if the realm requires it (`sslRequired`)."""

from functools import lru_cache
from ipaddress import ip_address, ip_network

from mockauth.protocol import cors
from mockauth.protocol.context import Context
from mockauth.protocol.errors import AccessDenied, ErrorPage, InvalidRequest
from mockauth.realms.problems.setting import setting

# Loopback, private and link-local addresses. Unlike Python's is_private, Java's class knows no other special ones.
_LOCAL = [
    ip_network(it)
    for it in (
        *("127.0.0.0/8", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "169.254.0.0/16"),
        *("::1", "fe80::/10", "fec0::/10", "fc00::/7"),
    )
]


def needs_https(ctx: Context) -> bool:
    """Return whether a request must use HTTPS but does not; `external` exempts local addresses (SslRequired)."""
    needed = ctx.realm.ssl_required
    return not (
        ctx.base_url.startswith("https:")
        or needed == "none"
        or (needed == "external" and _is_local(ctx.remote_address))
    )


def require_https(ctx: Context) -> None:
    """Refuse a request without HTTPS if the realm requires HTTPS. Raises InvalidRequest."""
    if not needs_https(ctx):
        return
    cors.allow_all(ctx)
    ctx.cors.exposed = cors.EXPOSED
    raise InvalidRequest(
        "HTTPS required",
        status=403,
        reason=_explain_https(ctx),
    )


def require_enabled(ctx: Context) -> None:
    """Refuse a request to a disabled realm. Raises AccessDenied."""
    if not ctx.realm.enabled:
        cors.allow_all(ctx)
        raise AccessDenied("Realm not enabled", reason=_explain_disabled(ctx))


def require_login_allowed(ctx: Context) -> None:
    """Refuse a login that needs HTTPS, or to a disabled realm. Raises ErrorPage."""
    if needs_https(ctx):
        raise ErrorPage("httpsRequiredMessage", reason=_explain_https(ctx))
    if not ctx.realm.enabled:
        raise ErrorPage("realmNotEnabledMessage", reason=_explain_disabled(ctx))


def _explain_https(ctx: Context) -> str:
    fix = setting(ctx.realm, "sslRequired", "none")
    callers = "" if ctx.realm.ssl_required == "all" else " from other than private addresses"
    return f'realm "{ctx.realm.name}" requires HTTPS for requests{callers}: use HTTPS, or set {fix} for the realm'


def _explain_disabled(ctx: Context) -> str:
    return f'realm "{ctx.realm.name}" is disabled: set {setting(ctx.realm, "enabled", True)}'


@lru_cache(maxsize=1024)
def _is_local(address: str) -> bool:
    """Tell whether Keycloak counts an address as local; one with a zone or in brackets is not."""
    try:
        found = ip_address(address)
    except ValueError:
        return False
    found = getattr(found, "ipv4_mapped", None) or found
    return "%" not in address and any(found in network for network in _LOCAL)
