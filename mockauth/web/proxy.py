"""The headers of reverse proxies: `X-Forwarded-*`, and `Forwarded` (RFC 7239), as Keycloak's HTTP server reads them.

Of several proxies the first one counts, the one that the client reached (Quarkus' ForwardedParser).
"""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from ipaddress import IPv4Network, IPv6Network

Environ = dict[str, Any]
# What a proxy says, in the WSGI environment: the prefix that it removes from paths, and the address of the client.
PREFIX, CLIENT_ADDRESS = "mockauth.prefix", "mockauth.client_address"
_SCHEME, _HOST = "wsgi.url_scheme", "HTTP_HOST"
_LAST_PORT = 65535


class _Origin(NamedTuple):
    """Where a client sent its request to: scheme, host, and port, which is None for the default."""

    scheme: str
    host: str
    port: int | None

    def with_host(self, text: str) -> "_Origin":
        """Return the origin with a host and its port."""
        host, port = _host_and_port(text)
        return self._replace(host=host, port=_port(port))

    def with_scheme(self, text: str) -> "_Origin":
        """Return the origin with a scheme and its default port."""
        return self._replace(scheme=text, port=None)


def reader(kind: str, trusted: "Sequence[IPv4Network | IPv6Network]" = ()) -> Callable[[Environ], None]:
    """Return a function that changes a request (PEP 3333) to the one that the client sent to the proxy.

    `kind` is a key of `_READERS`, or empty for a server without a proxy. If `trusted` names networks, headers from
    other addresses are ignored.
    """
    read = _READERS.get(kind)
    if read is None:
        return lambda environ: None

    def change(environ: Environ) -> None:
        origin = _Origin(environ[_SCHEME], "", None).with_host(environ.get(_HOST, ""))
        if not trusted or _is_from(environ, trusted):
            origin = read(environ, origin)
        environ[_SCHEME] = origin.scheme
        if _HOST in environ:
            environ[_HOST] = origin.host if origin.port is None else f"{origin.host}:{origin.port}"

    return change


def _x_forwarded(environ: Environ, origin: _Origin) -> _Origin:
    """Read the headers `X-Forwarded-*`."""
    if scheme := _first(environ, "HTTP_X_FORWARDED_PROTO"):
        origin = origin.with_scheme(scheme)
    if _first(environ, "HTTP_X_FORWARDED_SSL").lower() == "on":
        origin = origin.with_scheme("https")
    if "HTTP_X_FORWARDED_HOST" in environ:
        origin = origin.with_host(_first(environ, "HTTP_X_FORWARDED_HOST"))
    port = _port(_first(environ, "HTTP_X_FORWARDED_PORT"))
    if prefix := _first(environ, "HTTP_X_FORWARDED_PREFIX").strip("/"):
        environ[PREFIX] = f"/{prefix}"
    if "HTTP_X_FORWARDED_FOR" in environ:
        environ[CLIENT_ADDRESS] = _host_and_port(_first(environ, "HTTP_X_FORWARDED_FOR"))[0]
    return origin if port is None else origin._replace(port=port)


def _forwarded(environ: Environ, origin: _Origin) -> _Origin:
    """Read the header `Forwarded`."""
    text = str(environ.get("HTTP_FORWARDED", ""))
    if scheme := _parameter("proto", text):
        origin = origin.with_scheme(scheme)
    if host := _parameter("host", text):
        origin = origin.with_host(host)
    if address := _parameter("for", text):
        environ[CLIENT_ADDRESS] = _host_and_port(address)[0]
    return origin


_READERS: Mapping[str, Callable[[Environ, _Origin], _Origin]] = {"xforwarded": _x_forwarded, "forwarded": _forwarded}


def _is_from(environ: Environ, networks: "Sequence[IPv4Network | IPv6Network]") -> bool:
    from ipaddress import ip_address

    try:
        address = ip_address(environ.get("REMOTE_ADDR", ""))
    except ValueError:
        return False
    return any(address in network for network in networks)


def _host_and_port(text: str) -> tuple[str, str]:
    """Split a host and a port; an IPv6 address without brackets has no port."""
    host, _, port = text.rpartition(":")
    return (host, port) if host and (":" not in host or host.endswith("]")) else (text, "")


def _port(text: str) -> int | None:
    """Return a port as Java reads a number, or None."""
    port = int(text) if re.fullmatch(r"\+?[0-9]{1,9}", text) else None
    return port if port is not None and port <= _LAST_PORT else None


def _first(environ: Environ, header: str) -> str:
    """Return the first element of a list; HTTP servers join repeated headers with commas."""
    return str(environ.get(header, "")).partition(",")[0].strip()


def _parameter(name: str, text: str) -> str:
    """Return the first value of a parameter of `Forwarded`, or nothing."""
    found = re.search(rf'{name}="?([^;,"]+)"?', text, re.IGNORECASE)
    return found[1].strip() if found else ""
