"""The sector of a client, to which pairwise subjects belong: a host of its own (OpenID Connect Core section 8.1)."""

import re
from collections.abc import Iterable, Sequence

# A URI with a host, as java.net.URI reads it; where the authority is no host, it has none.
_URI = re.compile(
    r"[A-Za-z][A-Za-z0-9+.-]*://(?:[^/?#@]*@)?(\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9.-]+)(?::\d*)?(?:[/?#].*)?", re.S
)
# What java.net.URI refuses.
_NO_URI = re.compile(r'[\x00-\x20"<>\\^`{|}\x7f]|%(?![0-9A-Fa-f]{2})')
MAPPER = "oidc-sha256-pairwise-sub-mapper"


def sector(uri: str, root_url: str, redirect_uris: Sequence[str]) -> str | None:
    """Give the host of the sector identifier URI, or else the one of the redirect URIs, if there is one."""
    hosts = {_host(uri)} if uri else _hosts(root_url, redirect_uris)
    return hosts.pop() if len(hosts) == 1 else None


def why_no_sector(uri: str, root_url: str, redirect_uris: Sequence[str]) -> str:
    """Say why Keycloak refuses a client with a pairwise mapper, or nothing (PairwiseSubMapperValidator).

    It also fetches the sector identifier URI, and compares the redirect URIs with what it finds; mockauth fetches
    nothing.
    """
    if uri:
        return "" if _host(uri) else "its sectorIdentifierUri is no URI with a host"
    if any(_NO_URI.search(it) for it in _absolute(root_url, redirect_uris)):
        return "one of its redirect URIs is no URI"
    hosts = _hosts(root_url, redirect_uris)
    if not hosts:
        return "without a sectorIdentifierUri, its redirect URIs must name a host"
    return "without a sectorIdentifierUri, its redirect URIs must be of one host" if len(hosts) > 1 else ""


def _absolute(root_url: str, redirect_uris: Iterable[str]) -> list[str]:
    """Give the redirect URIs, relative ones behind the root URL, or not at all where there is none."""
    absolute = [root_url + uri if uri.startswith("/") else uri for uri in redirect_uris if root_url or uri[:1] != "/"]
    return [uri for uri in absolute if uri.strip()]


def _hosts(root_url: str, redirect_uris: Iterable[str]) -> set[str | None]:
    return {_host(uri) for uri in _absolute(root_url, redirect_uris) if not _NO_URI.search(uri)}


def _host(uri: str) -> str | None:
    found = None if _NO_URI.search(uri) else _URI.fullmatch(uri)
    return found[1] if found else None
