"""The server's URL, from the Host header, and the client's address."""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit, urlunsplit

from mockauth.protocol.errors import BadRequest
from mockauth.web import proxy

if TYPE_CHECKING:
    from mockauth.realms.model import Realm
    from mockauth.web.settings import Settings

# Host and port (RFC 3986). Underscores are allowed because container names have them.
_AUTHORITY = re.compile(r"(\[[0-9A-Fa-f:.]+\]|[\w.~!$&'()*+,;=-]*)(?::([0-9]*))?", re.ASCII)
_PREFIX = re.compile(r"[\w.~!$&'()*+,;=:@%/-]*", re.ASCII)
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


def client_address(environ: Mapping[str, Any]) -> str:
    """Return the address of the client: what the proxy says, or else in Java's form. Raises BadRequest."""
    said = environ.get(proxy.CLIENT_ADDRESS)
    if said == "":
        raise BadRequest("the proxy sent an X-Forwarded-For header without an address")
    return java_address(environ.get("REMOTE_ADDR", "")) if said is None else str(said)


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
    own = own_url(environ, settings)
    return (realm.frontend_url if realm else "") or fixed_url(own, settings.hostname)


def own_url(environ: Mapping[str, Any], settings: "Settings") -> str:
    """Return the base URL of the request. Raises BadRequest."""
    prefix = environ.get(proxy.PREFIX, "")
    if not _PREFIX.fullmatch(prefix):
        raise BadRequest("the proxy sent an X-Forwarded-Prefix that is not the path of a URL")
    return f"{server_url(environ)}{prefix}{settings.relative_path}"


def fixed_url(own: str, hostname: str) -> str:
    """Return the hostname if it is a URL; otherwise the server's own URL, with this host unless it is empty."""
    if "://" in hostname or not hostname:
        return hostname or own
    parts = urlsplit(own)
    return urlunsplit(parts._replace(netloc=f"{hostname}:{parts.port}" if parts.port is not None else hostname))


def base_url_of_page(environ: Mapping[str, Any], settings: "Settings", realm: "Realm | None") -> str:
    """Return the base URL for an error page; it is empty if the Host is the error."""
    try:
        return base_url(environ, settings, realm)
    except BadRequest:
        return ""
