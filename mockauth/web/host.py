"""Who talks to whom: the server's own URL, as the request's Host header names it, and the caller's address."""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from mockauth.protocol.errors import BadRequest

# A host and port of RFC 3986: host names with an underscore, as containers have, are among them.
_AUTHORITY = re.compile(r"(\[[0-9A-Fa-f:.]+\]|[\w.~!$&'()*+,;=-]*)(?::([0-9]*))?", re.ASCII)
_DEFAULT_PORTS = {"http": 80, "https": 443}
_LAST_PORT = 65535
# Four times as long as DNS allows. What is made of it is remembered, and in a discovery document forty times over.
_LONGEST = 1024
# An IPv6 address, with an IPv4 one at its end and a zone.
_LONGEST_ADDRESS = 64


def own_url(environ: Mapping[str, Any]) -> str:
    """Give scheme, host and port as the request names them; the scheme's own port is left out, as by Keycloak.

    Raises BadRequest for a Host header that names no host, for HTTP/1.1 without one, and for another scheme than those
    of HTTP.
    """
    scheme, said = str(environ["wsgi.url_scheme"]).lower(), environ.get("HTTP_HOST")
    if scheme not in _DEFAULT_PORTS:
        raise BadRequest(f'the proxy in front says that the request came by "{scheme:.80}", not by http or https')
    if said is None:
        if environ.get("SERVER_PROTOCOL") == "HTTP/1.1":
            raise BadRequest("the request has no Host header")
        said = f"{environ['SERVER_NAME']}:{environ['SERVER_PORT']}"
    return _url(scheme, said)


@lru_cache(maxsize=1024)
def _url(scheme: str, said: str) -> str:
    match = _AUTHORITY.fullmatch(said) if len(said) <= _LONGEST else None
    port = int(match[2] or 0) if match and len(match[2] or "") <= len(str(_LAST_PORT)) else _LAST_PORT + 1
    if match is None or port > _LAST_PORT:
        raise BadRequest(f'the Host header "{said:.80}" names no host and port')
    host, shown = match[1], match[2] is not None and port != _DEFAULT_PORTS.get(scheme)
    return f"{scheme}://{host}{f':{port}' if shown else ''}" if host else f"{scheme}:"


def caller(address: str) -> str:
    """Give an address as Java writes it: IPv6 in eight groups without leading zeros, "0:0:0:0:0:0:0:1"."""
    # What is longer is a proxy's invention, and not worth remembering.
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
