"""Text from requests and files, made safe to show in a log line or on a page."""

import re
from collections.abc import Container

_LONGEST = 1000
_LONGEST_URL = 200
# Scheme, host, port and path of an absolute URL, without the user, the query and the fragment.
_URL = re.compile(
    r"([a-z][a-z0-9+.-]*://)(?:[^/?#]*@)?([^\s/?#@]+(?:/[^\s?#]*)?)(?:[?#].*)?", re.IGNORECASE | re.DOTALL
)


def printable(text: str) -> str:
    """Return text as one line of limited length, with control characters escaped."""
    return escaped(text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…")


def known(text: str, names: Container[str]) -> str:
    """Return a name from a request if it is one of `names`, else "…".

    Any other text may be a password or a token in the wrong parameter, which a log must not hold.
    """
    return text if text in names else "…"


def url_without_secrets(text: str) -> str:
    """Return a URL from a request without the parts that may hold a secret: user, query and fragment.

    Text that is not an absolute URL may be a secret itself, and becomes "…".
    """
    found = _URL.fullmatch(text[: 2 * _LONGEST_URL])
    return "".join(found.groups())[:_LONGEST_URL] if found else "…"


def escaped(text: str) -> str:
    """Return text with control characters escaped, because they could steer a terminal."""
    return text if text.isprintable() else "".join(it if it.isprintable() else f"\\x{ord(it):02x}" for it in text)
