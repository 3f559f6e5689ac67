"""Tell requests from this machine from all others."""

from collections.abc import Mapping
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

from mockauth.protocol.errors import BadRequest
from mockauth.web.host import server_url

_FORWARDED = ("HTTP_FORWARDED", "HTTP_X_FORWARDED_", "HTTP_X_REAL_IP")


def is_loopback(environ: Mapping[str, Any]) -> bool:
    """Tell whether a request comes from this machine and is addressed to it.

    The Host header counts too: a website could point its own host name at 127.0.0.1 and read the response (DNS
    rebinding). A request that a proxy forwarded does not count, even if the proxy runs on this machine.
    """
    try:
        host = urlsplit(server_url(environ)).hostname or ""
    except (BadRequest, ValueError):
        return False
    return (
        _is_loopback_address(str(environ.get("REMOTE_ADDR", "")))
        and (host == "localhost" or host.endswith(".localhost") or _is_loopback_address(host))
        and not any(name.startswith(_FORWARDED) for name in environ)
    )


def _is_loopback_address(address: str) -> bool:
    try:
        found = ip_address(address.partition("%")[0])
    except ValueError:
        return False
    mapped = getattr(found, "ipv4_mapped", None)
    return bool((mapped or found).is_loopback)
