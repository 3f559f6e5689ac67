"""The request log: what is logged of a request, and the last refusals. Neither ever holds a secret."""

import base64
import time
from collections import deque
from collections.abc import Iterator
from http import HTTPStatus
from typing import NamedTuple
from urllib.parse import unquote_plus

from mockauth.printable import printable
from mockauth.protocol.context import Context
from mockauth.protocol.grants import GRANTS

_LONGEST_SCOPE = 200
_MOST_REFUSALS = 50
_OPENID = "openid"
# Browsers ask for it on their own.
_FAVICON = "/favicon.ico"


class Entry(NamedTuple):
    """One request of the log; `seconds` is how long the answer took.

    `client` is the client that the request names, if the realm has it, `user` the user who logs in, and `scope` the
    requested scope. `grant_type` is empty if the grant is unknown.
    """

    method: str
    path: str
    status: int
    seconds: float
    error: str = ""
    reason: str = ""
    client: str = ""
    scope: str = ""
    user: str = ""
    grant_type: str = ""


def request_line(entry: Entry, status: str = "") -> str:
    """Return a request as a line of text: method, path, client, and for a refusal the error and its reason.

    `status` is the status as it is to be shown, for example in colour.
    """
    parts = [status or str(entry.status), printable(entry.method), printable(entry.path)]
    parts += [f"{milliseconds(entry)} ms", *(f'{name}="{printable(value)}"' for name, value in named(entry).items())]
    reason = ": ".join(filter(None, (entry.error, printable(entry.reason))))
    return f"{' '.join(parts)}  {reason}" if entry.reason else " ".join(parts)


def named(entry: Entry) -> dict[str, str]:
    """Return the client, the user and the scope of a request, as far as they are known."""
    return {name: value for name in ("client", "user", "scope") if (value := getattr(entry, name))}


def milliseconds(entry: Entry) -> float:
    """Return how long the answer took."""
    return round(entry.seconds * 1000, 1)


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


def known_names(ctx: Context) -> tuple[str, str, str, str]:
    """Return the client, the scope, the user and the grant type of a request, or empty strings.

    Names that the realm does not know are left out, because they may be secrets in the wrong parameter.
    """
    client_id = ctx.log_fields.get("client") or ctx.form.get("client_id") or ctx.query.get("client_id")
    client_id = client_id or _basic_username(ctx.authorization)
    scope = ctx.form.get("scope") or ctx.query.get("scope") or ""
    grant = ctx.form.get("grant_type") or ""
    return (
        client_id if client_id in ctx.realm.clients else "",
        _known_scope(ctx, scope),
        ctx.log_fields.get("user", ""),
        grant if grant in GRANTS else "",
    )


def _known_scope(ctx: Context, scope: str) -> str:
    """Return the words of a scope parameter that the realm knows; "…" stands for others."""
    scopes, scope = ctx.realm.scopes, scope[: 2 * _LONGEST_SCOPE]
    words = (word if word == _OPENID or word.partition(":")[0] in scopes else "…" for word in scope.split(" ") if word)
    return " ".join(words)[:_LONGEST_SCOPE] if scope else ""


def _basic_username(authorization: str | None) -> str:
    scheme, _, encoded = (authorization or "").partition(" ")
    if scheme.lower() != "basic":
        return ""
    try:
        credentials = base64.b64decode(f"{encoded.strip()}==").decode("utf-8", "replace")
    except ValueError:
        return ""
    return unquote_plus(credentials.partition(":")[0])
