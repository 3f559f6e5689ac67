"""Validate redirect URIs (Keycloak's RedirectUtils), and add parameters to them (KeycloakUriBuilder)."""

import re
from collections.abc import Callable, Collection, Iterable
from urllib.parse import quote_plus, unquote_plus

from mockauth.protocol import urls

# The parameters of an authorization response, which a redirect URI must not have.
RESPONSE_PARAMETERS = frozenset(
    [
        "code",
        "id_token",
        "access_token",
        "token_type",
        "expires_in",
        "state",
        "iss",
        "error",
        "error_description",
        "session_state",
        "response",
        "kc_action",
        "kc_action_status",
    ]
)
_LOOPBACK = {"localhost", "127.0.0.1", "[::1]"}
_INSTALLED_APP = "urn:ietf:wg:oauth:2.0:oob"
_URI = re.compile(
    r"(?:(?P<scheme>[A-Za-z][A-Za-z0-9+.-]*):)?(?://(?P<authority>[^/?#]*))?(?P<path>[^?#]*)"
    r"(?:\?(?P<query>[^#]*))?(?:#(?P<fragment>.*))?",
    re.DOTALL,
)
# What java.net.URI accepts: the characters of RFC 3986 and non-ASCII letters.
_LEGAL = re.compile(
    r"(?:[A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=]|%[0-9A-Fa-f]{2}|[^\x00-\xa0\u2000-\u200b\u2028\u2029\u3000])*"
)
_HOST = re.compile(r"(?:[^@]*@)?(?P<host>\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9.-]+)?(?::(?P<port>\d*))?")
_UNSAFE_PATH = re.compile(
    r"(?:/|%2[fF]|%5[cC]|\\)(?:%2[eE]|%252[eE]|\.){2}(?:/|%2[fF]|%5[cC]|\\|;|%3[bB]|%09|%0[aAdD]|%00|$)"
)


def verify(
    redirect_uri: str | None,
    root_url: str,
    valid: Collection[str],
    realm_url: str,
    *,
    required: bool = True,
    forbidden: Collection[str] = RESPONSE_PARAMETERS,
) -> str | None:
    """Return the absolute redirect URI if one of the client's `valid` redirect URIs matches it, else None.

    If it is missing and not `required`, the client's only valid redirect URI is used.
    """
    if redirect_uri is None:
        only = next(iter(valid)) if len(valid) == 1 and not required else None
        found = only.partition("/*")[0] if only else None
    else:
        found = _allowed(redirect_uri, root_url, valid, realm_url, forbidden) if valid else None
    return f"{realm_url}/protocol/openid-connect/oauth/oob" if found == _INSTALLED_APP else found


def resolve(valid: Iterable[str], root_url: str, realm_url: str) -> list[str]:
    """Return absolute valid redirect URIs, the longest first."""
    full = {_absolute(it, root_url, realm_url) if it.startswith("/") else it for it in valid}
    return sorted(full, key=lambda it: (-len(it), it))


def _allowed(uri: str, root_url: str, valid: Collection[str], realm_url: str, forbidden: Collection[str]) -> str | None:
    parts = _URI.fullmatch(uri)
    if parts is None or not is_uri(uri) or uri.startswith(":"):
        return None
    if any(_names(parts[part] or "") & set(forbidden) for part in ("query", "fragment")):
        return None
    patterns = resolve(valid, root_url, realm_url)
    host = _HOST.fullmatch(parts["authority"] or "")
    wildcards = _wildcards_allowed(parts, host)
    match = _matching(patterns, uri, wildcards)
    if match is None and parts["scheme"] == "http" and host and host["host"] in _LOOPBACK:
        # RFC 8252 section 7.3: a native app listens on any free port.
        match = _matching(patterns, uri.replace(parts["authority"], host["host"], 1), wildcards)
    scheme = parts["scheme"]
    if match is None or (scheme and not match.startswith(f"{scheme}:") and scheme.lower() not in {"http", "https"}):
        return None
    return uri if scheme else _absolute(uri if uri.startswith("/") else f"/{uri}", root_url, realm_url)


def is_uri(text: str) -> bool:
    """Return whether java.net.URI accepts all characters of a text."""
    return bool(_LEGAL.fullmatch(text))


def _names(parameters: str) -> set[str]:
    return {unquote_plus(pair.partition("=")[0]).lower() for pair in parameters.split("&") if pair}


def _wildcards_allowed(parts: re.Match[str], host: re.Match[str] | None) -> bool:
    authority = parts["authority"]
    if authority and ("@" in authority or not host or not host["host"]):
        return False
    return not _UNSAFE_PATH.search(parts["path"] or "")


def _matching(patterns: Iterable[str], uri: str, wildcards: bool) -> str | None:
    bare = uri.partition("?")[0] if "?" in uri else uri.partition("#")[0]
    for pattern in patterns:
        if pattern == "*":
            return pattern
        wildcard = _wildcard(pattern) if wildcards else None
        if wildcard is None:
            if pattern == uri:
                return pattern
            continue
        begin = wildcard[:-1]
        if bare.startswith(begin):
            return begin
        begin = begin[:-1] if len(begin) > 1 and begin.endswith("/") else begin
        if begin == bare:
            return begin
    return None


def _wildcard(pattern: str) -> str | None:
    """Return a pattern that ends in a wildcard, else None; a wildcard after a bare host matches paths only."""
    if not pattern.endswith("*") or "?" in pattern or "#" in pattern:
        return None
    parts = _URI.fullmatch(pattern)
    if parts is None or parts["path"] or parts["authority"] is None:
        return pattern
    authority = parts["authority"]
    return pattern if authority == "*" or authority.endswith(":*") else f"{pattern[:-1]}/*"


def _absolute(relative: str, root_url: str, realm_url: str) -> str:
    own = urls.origin(realm_url)
    root = root_url.replace("${authBaseUrl}", realm_url.partition("/realms/")[0])
    root = root.replace("${authAdminUrl}", realm_url.partition("/realms/")[0])
    return f"{root or own}{relative}"


def with_query(uri: str, parameters: Iterable[tuple[str, str]]) -> str:
    """Set parameters in the query of a URI; those with the same names are replaced."""
    return _with(uri, "query", parameters)


def with_fragment(uri: str, parameters: Iterable[tuple[str, str]]) -> str:
    """Set parameters in the fragment of a URI; those with the same names are replaced."""
    return _with(uri, "fragment", parameters)


def without_response_parameters(uri: str) -> str:
    """Remove all parameters of an authorization response from a URI."""
    kept = {part: lambda name: name not in RESPONSE_PARAMETERS for part in ("query", "fragment")}
    return _rebuilt(uri, kept, {})


def _with(uri: str, part: str, parameters: Iterable[tuple[str, str]]) -> str:
    pairs = list(parameters)
    names = {name for name, _ in pairs}
    encoded = "&".join(f"{_encoded(name)}={_encoded(value)}" for name, value in pairs)
    return _rebuilt(uri, {part: lambda name: name not in names}, {part: encoded})


def _rebuilt(uri: str, keep: dict[str, Callable[[str], bool]], added: dict[str, str]) -> str:
    parts = _URI.fullmatch(uri)
    if parts is None:
        return uri
    written = {}
    for part in ("query", "fragment"):
        pairs = [pair for pair in (parts[part] or "").split("&") if pair]
        stays = keep.get(part)
        pairs = [pair for pair in pairs if stays is None or stays(unquote_plus(pair.partition("=")[0]))]
        written[part] = "&".join([*pairs, *filter(None, [added.get(part, "")])])
    begin = uri[: parts.end("path")]
    default = {"http": ":80", "https": ":443"}.get(parts["scheme"] or "", "")
    authority = parts["authority"] or ""
    if default and authority.endswith(default):
        begin = begin.replace(authority, authority.removesuffix(default), 1)
    query = f"?{written['query']}" if written["query"] else ""
    return f"{begin}{query}" + (f"#{written['fragment']}" if written["fragment"] else "")


def _encoded(text: str) -> str:
    return quote_plus(text, safe="-._~?")
