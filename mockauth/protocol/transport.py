"""Whether a realm may be talked to without TLS (Keycloak's `sslRequired`)."""

from functools import lru_cache
from ipaddress import ip_address

from mockauth.protocol import cors
from mockauth.protocol.context import Context
from mockauth.protocol.errors import InvalidRequest


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


@lru_cache(maxsize=1024)
def _is_local(address: str) -> bool:
    try:
        found = ip_address(address)
    except ValueError:
        return False
    return found.is_private or found.is_loopback or found.is_link_local
