"""Tell which texts java.net.URI accepts as a URI, and java.net.URL as a URL."""

import re

_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):(.*)", re.DOTALL)
_ESCAPED = r"%[0-9A-Fa-f]{2}"
# Non-ASCII characters are allowed, except spaces and control characters.
_OTHER = r"[^\x00-\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]"
_UNRESERVED = r"A-Za-z0-9_.!~*'()\-"
_PATH = re.compile(rf"(?:[{_UNRESERVED}:@&=+$,;/]|{_ESCAPED}|{_OTHER})*")
# The characters of a query, a fragment, and an opaque part (after a scheme without a slash).
_ANY = re.compile(rf"(?:[{_UNRESERVED};/?:@&=+$,\[\]]|{_ESCAPED}|{_OTHER})*")
_REGISTRY = re.compile(rf"(?:[{_UNRESERVED}$,;:@&=+]|{_ESCAPED}|{_OTHER})+")
_USER = rf"(?:(?:[{_UNRESERVED};:&=+$,]|{_ESCAPED}|{_OTHER})*@)?"
_LITERAL = re.compile(rf"{_USER}\[[0-9A-Fa-f:.]+(?:%[A-Za-z0-9_.-]+)?\](?::\d*)?")
_PORT = re.compile(r"(?:.*@)?(?:\[[^\]]*\]|[^:]*)(?::(.*))?", re.DOTALL)
# The protocols for which Java has handlers.
_PROTOCOLS = ("http", "https", "file", "ftp", "jar", "mailto", "jrt", "jmod")


def is_uri(text: str) -> bool:
    """Return whether java.net.URI accepts a text."""
    text, mark, fragment = text.partition("#")
    found = _SCHEME.fullmatch(text)
    if not found:
        # Without a scheme, the first path segment must not contain a colon.
        head = re.split(r"[/?]", text, maxsplit=1)[0]
        return ":" not in head and bool(_ANY.fullmatch(fragment)) and _is_hierarchical(text, bool(mark))
    rest = found[2]
    if not rest:
        return False
    inside = _is_hierarchical(rest, bool(mark)) if rest.startswith("/") else bool(_ANY.fullmatch(rest))
    return inside and bool(_ANY.fullmatch(fragment))


def is_url(text: str) -> bool:
    """Return whether java.net.URI.toURL accepts a text."""
    found = _SCHEME.fullmatch(text)
    if not (is_uri(text) and found and found[1].lower() in _PROTOCOLS):
        return False
    authority = re.match(r"//([^/?#]*)", found[2])
    port = _PORT.fullmatch(authority[1]) if authority else None
    if found[1].lower() == "jar" and "!/" not in found[2]:
        return False
    return not (port and port[1]) or bool(re.fullmatch(r"[+]?\d{1,9}|-1", port[1]))


def scheme(text: str) -> str:
    """Return the scheme in lower case, or an empty string."""
    found = _SCHEME.fullmatch(text)
    return found[1].lower() if found else ""


def _is_hierarchical(text: str, has_fragment: bool) -> bool:
    text, mark, query = text.partition("?")
    if mark and not _ANY.fullmatch(query):
        return False
    if text.startswith("//"):
        authority, slash, path = text[2:].partition("/")
        if not authority:
            # The authority may be empty only if something follows it.
            return bool(slash or mark or has_fragment) and bool(_PATH.fullmatch(path))
        if not (_REGISTRY.fullmatch(authority) or _LITERAL.fullmatch(authority)):
            return False
        text = slash + path
    return bool(_PATH.fullmatch(text))
