"""The request log: what is logged of a request, and the last refusals. Neither ever holds a secret."""

import base64
import time
from collections import deque
from collections.abc import Iterator
from http import HTTPStatus
from typing import NamedTuple
from urllib.parse import unquote_plus

from mockauth.protocol.context import Context

_LONGEST_SCOPE = 200
_MOST_REFUSALS = 50
_LONGEST_TEXT = 1000
# Browsers ask for it on their own.
_FAVICON = "/favicon.ico"


class Entry(NamedTuple):
    """One request of the log; `seconds` is how long the answer took.

    `client` is the client that the request names, if the realm has it, and `scope` the requested scope.
    """

    method: str
    path: str
    status: int
    seconds: float
    error: str = ""
    reason: str = ""
    client: str = ""
    scope: str = ""


class Refused(NamedTuple):
    """A refused request and its time, in seconds since 1970."""

    time: float
    entry: Entry


class RecentRefusals:
    """The last refused requests, for the landing page."""

    def __init__(self) -> None:
        self._refused: deque[Refused] = deque(maxlen=_MOST_REFUSALS)

    def __iter__(self) -> Iterator[Refused]:
        """Iterate over a copy, the latest first."""
        return reversed(self._refused.copy())

    def note(self, entry: Entry) -> None:
        """Keep the request if it was refused, or answered with a page that asks again."""
        if (entry.reason or entry.status >= HTTPStatus.BAD_REQUEST) and entry.path != _FAVICON:
            self._refused.append(Refused(time.time(), entry))


def client_and_scope(ctx: Context) -> tuple[str, str]:
    """Return the client that a request names and the scope that it requests, or empty strings.

    An unknown client ID is left out because it may be a secret in the wrong parameter.
    """
    client_id = ctx.form.get("client_id") or (_basic_username(ctx.authorization) if ctx.authorization else "")
    scope = ctx.form.get("scope") or ""
    return client_id if client_id and client_id in ctx.realm.clients else "", scope[:_LONGEST_SCOPE]


def _basic_username(authorization: str) -> str:
    scheme, _, encoded = authorization.partition(" ")
    if scheme.lower() != "basic":
        return ""
    try:
        credentials = base64.b64decode(f"{encoded.strip()}==").decode("utf-8", "replace")
    except ValueError:
        return ""
    return unquote_plus(credentials.partition(":")[0])


def printable(text: str) -> str:
    """Return text from a request with a limited length, and with control characters escaped."""
    text = text if len(text) <= _LONGEST_TEXT else f"{text[:_LONGEST_TEXT]}…"
    return text if text.isprintable() else "".join(it if it.isprintable() else f"\\x{ord(it):02x}" for it in text)
