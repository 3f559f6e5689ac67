"""The server's URL, from the Host header, and the client's address."""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from mockauth.protocol.errors import BadRequest

if TYPE_CHECKING:
    from mockauth.realms.model import Realm
    from mockauth.web.settings import Settings

# Host and port (RFC 3986). Underscores are allowed because container names have them.
_AUTHORITY = re.compile(r"(\[[0-9A-Fa-f:.]+\]|[\w.~!$&'()*+,;=-]*)(?::([0-9]*))?", re.ASCII)
_DEFAULT_PORTS = {"http": 80, "https": 443}
_LAST_PORT = 65535
# Four times the limit of DNS. The result is cached, and a discovery document repeats it forty times.
_LONGEST = 1024
# An IPv6 address that ends in an IPv4 address, with a zone.
_LONGEST_ADDRESS = 64


def server_url(environ: Mapping[str, Any]) -> str:
    """Return the URL of the request up to the port; as in Keycloak, the scheme's default port is left out.

    Raises BadRequest for a malformed or missing Host header, and for a scheme other than http and https.
    """
    scheme, host = str(environ["wsgi.url_scheme"]).lower(), environ.get("HTTP_HOST")
    if scheme not in _DEFAULT_PORTS:
        raise BadRequest("the proxy sent an invalid X-Forwarded-Proto; expected http or https")
    if host is None:
        if environ.get("SERVER_PROTOCOL") == "HTTP/1.1":
            raise BadRequest("the request has no Host header")
        host = f"{environ['SERVER_NAME']}:{environ['SERVER_PORT']}"
    return _url(scheme, host)


@lru_cache(maxsize=1024)
def _url(scheme: str, authority: str) -> str:
    match = _AUTHORITY.fullmatch(authority) if len(authority) <= _LONGEST else None
    port = int(match[2] or 0) if match and len(match[2] or "") <= len(str(_LAST_PORT)) else _LAST_PORT + 1
    if match is None or port > _LAST_PORT:
        raise BadRequest("the Host header is not a valid host and port")
    host, with_port = match[1], match[2] is not None and port != _DEFAULT_PORTS.get(scheme)
    return f"{scheme}://{host}{f':{port}' if with_port else ''}" if host else f"{scheme}:"


def java_address(address: str) -> str:
    """Return an IP address as Java writes it: IPv6 in eight groups without leading zeros, "0:0:0:0:0:0:0:1"."""
    # Longer values are not IP addresses: a proxy can send anything, and the cache should not keep it.
    return _java(address) if ":" in address and len(address) <= _LONGEST_ADDRESS else address


@lru_cache(maxsize=1024)
def _java(address: str) -> str:
    from ipaddress import ip_address

    try:
        found = ip_address(address.partition("%")[0])
    except ValueError:
        return address
    mapped = getattr(found, "ipv4_mapped", None)
    return str(mapped) if mapped else ":".join(f"{int(group, 16):x}" for group in found.exploded.split(":"))


def base_url(environ: Mapping[str, Any], settings: "Settings", realm: "Realm | None") -> str:
    """Return the base URL of a realm: its own, that of the settings, or that of the request. Raises BadRequest."""
    own = server_url(environ) + settings.relative_path
    return (realm.frontend_url if realm else "") or settings.hostname or own


def base_url_of_page(environ: Mapping[str, Any], settings: "Settings", realm: "Realm | None") -> str:
    """Return the base URL for an error page; it is empty if the Host is the error."""
    try:
        return base_url(environ, settings, realm)
    except BadRequest:
        return ""
