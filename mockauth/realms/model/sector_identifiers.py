"""Sector identifiers of clients with pairwise subjects (OpenID Connect Core section 8.1)."""

import re
from collections.abc import Iterable, Sequence

# A URI with a host, as java.net.URI parses it; a URI whose authority is not a valid host has none.
_URI = re.compile(
    r"[A-Za-z][A-Za-z0-9+.-]*://(?:[^/?#@]*@)?(\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9.-]+)(?::\d*)?(?:[/?#].*)?", re.S
)
# What makes java.net.URI reject a text.
_INVALID_URI = re.compile(r'[\x00-\x20"<>\\^`{|}\x7f]|%(?![0-9A-Fa-f]{2})')
MAPPER = "oidc-sha256-pairwise-sub-mapper"


def sector(uri: str, root_url: str, redirect_uris: Sequence[str]) -> str | None:
    """Return the host of the sector identifier URI, or else the only host of the redirect URIs, or None."""
    hosts = {_host(uri)} if uri else _hosts(root_url, redirect_uris)
    return hosts.pop() if len(hosts) == 1 else None


def sector_error(uri: str, root_url: str, redirect_uris: Sequence[str]) -> str:
    """Return why Keycloak rejects a client with a pairwise mapper, or an empty string (PairwiseSubMapperValidator).

    Keycloak also fetches the sector identifier URI and checks that it lists the redirect URIs; mockauth does not.
    """
    if uri:
        return "" if _host(uri) else "its sectorIdentifierUri is not a URI with a host"
    if any(_INVALID_URI.search(it) for it in _absolute(root_url, redirect_uris)):
        return "one of its redirect URIs is not a URI"
    hosts = _hosts(root_url, redirect_uris)
    if not hosts:
        return "without a sectorIdentifierUri, its redirect URIs must have a host"
    return "without a sectorIdentifierUri, all its redirect URIs must have the same host" if len(hosts) > 1 else ""


def _absolute(root_url: str, redirect_uris: Iterable[str]) -> list[str]:
    """Return the absolute redirect URIs; relative ones are resolved by the root URL, or left out if it is empty."""
    absolute = [root_url + uri if uri.startswith("/") else uri for uri in redirect_uris if root_url or uri[:1] != "/"]
    return [uri for uri in absolute if uri.strip()]


def _hosts(root_url: str, redirect_uris: Iterable[str]) -> set[str | None]:
    return {_host(uri) for uri in _absolute(root_url, redirect_uris) if not _INVALID_URI.search(uri)}


def _host(uri: str) -> str | None:
    found = None if _INVALID_URI.search(uri) else _URI.fullmatch(uri)
    return found[1] if found else None
