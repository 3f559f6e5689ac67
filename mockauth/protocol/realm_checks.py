"""Whether a realm may be talked to: enabled, and without TLS if need be (Keycloak's `sslRequired`)."""

from functools import lru_cache
from ipaddress import ip_address

from mockauth.protocol import cors
from mockauth.protocol.context import Context
from mockauth.protocol.errors import AccessDenied, ErrorPage, InvalidRequest


def needs_https(ctx: Context) -> bool:
    """Tell whether a plain request is one too many; `external` lets local addresses pass (SslRequired)."""
    needed = ctx.realm.ssl_required
    return not (
        ctx.base_url.startswith("https:")
        or needed == "none"
        or (needed == "external" and _is_local(ctx.remote_address))
    )


def require_https(ctx: Context) -> None:
    """Refuse a plain request where the realm asks for HTTPS."""
    if not needs_https(ctx):
        return
    cors.allow_all(ctx)
    ctx.cors.exposed = cors.EXPOSED
    raise InvalidRequest(
        "HTTPS required",
        status=403,
        reason=f'the realm has sslRequired "{ctx.realm.ssl_required}", and the request came without TLS',
    )


def require_enabled(ctx: Context) -> None:
    """Refuse every request to a realm that is off."""
    if not ctx.realm.enabled:
        cors.allow_all(ctx)
        raise AccessDenied(
            "Realm not enabled", reason=f'the realm "{ctx.realm.name}" is off: "enabled": true in its file opens it'
        )


def require_login_allowed(ctx: Context) -> None:
    """See that people may log in to the realm. Raises ErrorPage."""
    if needs_https(ctx):
        raise ErrorPage("httpsRequiredMessage", reason=f'realm "{ctx.realm.name}" wants HTTPS (sslRequired)')
    if not ctx.realm.enabled:
        raise ErrorPage("realmNotEnabledMessage", reason=f'realm "{ctx.realm.name}" is disabled')


@lru_cache(maxsize=1024)
def _is_local(address: str) -> bool:
    try:
        found = ip_address(address)
    except ValueError:
        return False
    return found.is_private or found.is_loopback or found.is_link_local
