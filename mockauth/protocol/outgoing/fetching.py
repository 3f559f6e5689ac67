"""Documents of clients behind URLs that the realm's configuration names: key sets and request objects.

Fetched within limits of size and of time, as a whole.
"""

from http import HTTPStatus
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from mockauth.protocol.outgoing.connections import NotHttpUrl, connect

if TYPE_CHECKING:
    from http.client import HTTPConnection

_PATIENCE = 5.0
_APACHE = "org.apache.http."
# HttpClientProvider.DEFAULT_MAX_CONSUMED_RESPONSE_SIZE
_LARGEST = 10_000_000


class FetchError(Exception):
    """A document that cannot be had; the text says why, and `words` are those of Keycloak, which names an exception."""

    def __init__(self, reason: str, words: str) -> None:
        super().__init__(reason)
        self.words = words


def fetch(url: str, patience: float = _PATIENCE) -> str:
    """Give the text behind an http or https URL, had within so many seconds. Raises NotFetched."""
    from http.client import HTTPException

    try:
        with connect(url, patience) as (connection, target):
            found = _read(connection, target)
    except (OSError, HTTPException, ValueError) as error:
        raise FetchError(
            f'"{url:.200}" cannot be fetched: {error or type(error).__name__}', _words(url, error)
        ) from error
    return found.decode("utf-8", "replace")


class _Refused(ValueError):
    """Another answer than a document that can be read."""

    def __init__(self, reason: str, words: str) -> None:
        super().__init__(reason)
        self.words = words


def _words(url: str, error: Exception) -> str:
    """Say it as the Java of Keycloak does."""
    if isinstance(error, _Refused):
        return error.words
    if isinstance(error, NotHttpUrl):
        return f"{_APACHE}client.ClientProtocolException"
    if isinstance(error, TimeoutError):
        return "java.net.SocketTimeoutException: Read timed out"
    if isinstance(error, ConnectionRefusedError):
        host = urlsplit(url).netloc.rpartition("@")[2]
        said = f"Connect to {host} [/{host.partition(':')[0]}] failed: Connection refused"
        return f"{_APACHE}conn.HttpHostConnectException: {said}"
    return f"java.io.IOException: {error}"


def _read(connection: "HTTPConnection", target: str) -> bytes:
    """Ask, and read what is answered. Raises OSError, HTTPException and ValueError."""
    connection.request("GET", target, headers={"Accept": "*/*", "Connection": "close"})
    with connection.getresponse() as answer:
        if answer.status // 100 != HTTPStatus.OK // 100:
            said = f"status code: {answer.status}, reason phrase: {answer.reason}"
            raise _Refused(
                f"the answer is {answer.status} {answer.reason}", f"{_APACHE}client.HttpResponseException: {said}"
            )
        found = answer.read(_LARGEST + 1)
        left = answer.length
    if len(found) > _LARGEST:
        said = f"Response is at least {len(found)} bytes in size, with max bytes to be consumed being {_LARGEST}"
        raise _Refused(f"there are more than {_LARGEST} bytes", f"java.io.IOException: {said}")
    if left:
        raise ValueError("the answer ends too soon")
    return found
