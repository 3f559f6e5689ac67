"""Connect to clients over HTTP or HTTPS, with a time limit, without redirects and without a proxy."""

from collections.abc import Callable
from contextlib import AbstractContextManager, contextmanager, suppress
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterator
    from http.client import HTTPConnection
    from socket import socket
    from threading import Event


# A context around everything that waits for a client, in which the HTTP server lets another thread answer requests.
# Entering it raises BlockingIOError if too many requests are waiting.
Blocking = Callable[[], AbstractContextManager[None]]


class NotHttpUrl(ValueError):
    """A URL that is not an http or https URL."""


@contextmanager
def connect(url: str, seconds: float) -> "Iterator[tuple[HTTPConnection, str]]":
    """Connect to the host of a URL, and yield the connection and the request target; cut it off after `seconds`.

    Raises NotHttpUrl and other ValueErrors, OSError (including TimeoutError), and HTTPException.
    """
    from http.client import HTTPConnection, HTTPException, HTTPSConnection
    from threading import Event, Timer

    parts = urlsplit(url)
    kind = {"http": HTTPConnection, "https": HTTPSConnection}.get(parts.scheme)
    if kind is None or not parts.hostname:
        raise NotHttpUrl("the URL is not an http or https URL")
    connection = kind(parts.hostname, parts.port, timeout=seconds)
    late = Event()
    try:
        connection.connect()
        # The timeout of the socket starts again with every byte, so a slow server needs a limit for the whole.
        limit = Timer(seconds, _cut, [connection.sock, late])
        limit.daemon = True
        limit.start()
        try:
            yield connection, (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        except (OSError, HTTPException, ValueError) as error:
            if late.is_set():
                raise _late(seconds) from error
            raise
        finally:
            limit.cancel()
    finally:
        connection.close()
    if late.is_set():
        raise _late(seconds)


def _late(seconds: float) -> TimeoutError:
    return TimeoutError(f"the response takes longer than {seconds:g} seconds")


def _cut(connection: "socket", late: "Event") -> None:
    from socket import SHUT_RDWR

    late.set()
    with suppress(OSError):
        connection.shutdown(SHUT_RDWR)
