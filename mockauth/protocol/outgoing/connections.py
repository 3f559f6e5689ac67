"""Connections to clients over http or https: no redirect is followed, no proxy asked, and nobody is waited for long."""

from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterator
    from http.client import HTTPConnection
    from socket import socket
    from threading import Event


class NotHttpUrl(ValueError):
    """A URL of another kind."""


@contextmanager
def connect(url: str, seconds: float) -> "Iterator[tuple[HTTPConnection, str]]":
    """Connect to where a URL leads, and give what to ask for there; whatever is not done in time is cut off.

    Raises NotHttp and other ValueErrors, OSError (TimeoutError among them), and HTTPException.
    """
    from http.client import HTTPConnection, HTTPException, HTTPSConnection
    from threading import Event, Timer

    parts = urlsplit(url)
    kind = {"http": HTTPConnection, "https": HTTPSConnection}.get(parts.scheme)
    if kind is None or not parts.hostname:
        raise NotHttpUrl("this is no http or https URL")
    connection = kind(parts.hostname, parts.port, timeout=seconds)
    late = Event()
    try:
        connection.connect()
        # Who sends a byte now and then would outlast the socket's own time limit.
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
    return TimeoutError(f"that takes more than {seconds:g} seconds")


def _cut(connection: "socket", late: "Event") -> None:
    from socket import SHUT_RDWR

    late.set()
    with suppress(OSError):
        connection.shutdown(SHUT_RDWR)
