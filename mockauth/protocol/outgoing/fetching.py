"""Documents of clients behind URLs that the realm's configuration names: key sets and request objects.

Fetched within limits of size and of time, as a whole; no redirect is followed, and no proxy asked.
"""

from contextlib import suppress
from http import HTTPStatus
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from http.client import HTTPConnection
    from socket import socket
    from threading import Event

_PATIENCE = 5.0
_APACHE = "org.apache.http."
# HttpClientProvider.DEFAULT_MAX_CONSUMED_RESPONSE_SIZE
_LARGEST = 10_000_000


class NotFetched(Exception):
    """A document that cannot be had; the text says why, and `words` are those of Keycloak, which names an exception."""

    def __init__(self, reason: str, words: str) -> None:
        super().__init__(reason)
        self.words = words


def fetched(url: str, patience: float = _PATIENCE) -> str:
    """Give the text behind an http or https URL, had within so many seconds. Raises NotFetched."""
    from http import client

    try:
        parts = urlsplit(url)
        kind = {"http": client.HTTPConnection, "https": client.HTTPSConnection}.get(parts.scheme)
        if kind is None or not parts.hostname:
            raise NotFetched(f'"{url:.200}" is no http URL', f"{_APACHE}client.ClientProtocolException")
        connection = kind(parts.hostname, parts.port, timeout=patience)
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        return _read(connection, path, patience).decode("utf-8", "replace")
    except (OSError, client.HTTPException, ValueError) as error:
        raise NotFetched(
            f'"{url:.200}" cannot be fetched: {error or type(error).__name__}', _words(url, error)
        ) from error


class _Refused(ValueError):
    """Another answer than a document that can be read."""

    def __init__(self, reason: str, words: str) -> None:
        super().__init__(reason)
        self.words = words


def _words(url: str, error: Exception) -> str:
    """Say it as the Java of Keycloak does."""
    if isinstance(error, _Refused):
        return error.words
    if isinstance(error, TimeoutError):
        return "java.net.SocketTimeoutException: Read timed out"
    if isinstance(error, ConnectionRefusedError):
        host = urlsplit(url).netloc.rpartition("@")[2]
        said = f"Connect to {host} [/{host.partition(':')[0]}] failed: Connection refused"
        return f"{_APACHE}conn.HttpHostConnectException: {said}"
    return f"java.io.IOException: {error}"


def _read(connection: "HTTPConnection", path: str, patience: float) -> bytes:
    """Ask, and read what is answered. Raises OSError, HTTPException and ValueError."""
    from http.client import HTTPException
    from threading import Event, Timer

    late = Event()
    try:
        connection.connect()
        # A server that sends a byte now and then would outlast the socket's own time limit.
        limit = Timer(patience, _shut, [connection.sock, late])
        limit.daemon = True
        limit.start()
        try:
            connection.request("GET", path, headers={"Accept": "*/*", "Connection": "close"})
            with connection.getresponse() as answer:
                if answer.status // 100 != HTTPStatus.OK // 100:
                    said = f"status code: {answer.status}, reason phrase: {answer.reason}"
                    raise _Refused(
                        f"the answer is {answer.status} {answer.reason}",
                        f"{_APACHE}client.HttpResponseException: {said}",
                    )
                found = answer.read(_LARGEST + 1)
                left = answer.length
        except (OSError, HTTPException) as error:
            if late.is_set():
                raise _late(patience) from error
            raise
        finally:
            limit.cancel()
    finally:
        connection.close()
    if late.is_set():
        raise _late(patience)
    if len(found) > _LARGEST:
        said = f"Response is at least {len(found)} bytes in size, with max bytes to be consumed being {_LARGEST}"
        raise _Refused(f"there are more than {_LARGEST} bytes", f"java.io.IOException: {said}")
    if left:
        raise ValueError("the answer ends too soon")
    return found


def _late(patience: float) -> Exception:
    return TimeoutError(f"that takes more than {patience} seconds")


def _shut(connection: "socket", late: "Event") -> None:
    from socket import SHUT_RDWR

    late.set()
    with suppress(OSError):
        connection.shutdown(SHUT_RDWR)
