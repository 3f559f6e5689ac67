"""Fetch key sets and request objects of clients from URLs in the realm's configuration.

The size of a document and the time for it are limited.
"""

from http import HTTPStatus
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from mockauth.protocol.outgoing.connections import NotHttpUrl, connect

if TYPE_CHECKING:
    from http.client import HTTPConnection

_TIMEOUT = 5.0
_APACHE = "org.apache.http."
# HttpClientProvider.DEFAULT_MAX_CONSUMED_RESPONSE_SIZE
_LARGEST = 10_000_000


class FetchError(Exception):
    """A document that cannot be fetched; the text says why, and `keycloak_message` is Keycloak's exception."""

    def __init__(self, reason: str, keycloak_message: str) -> None:
        super().__init__(reason)
        self.keycloak_message = keycloak_message


def fetch(url: str, timeout: float = _TIMEOUT) -> str:
    """Return the text at an http or https URL, within so many seconds. Raises FetchError."""
    from http.client import HTTPException

    try:
        with connect(url, timeout) as (connection, target):
            found = _read(connection, target)
    except (OSError, HTTPException, ValueError) as error:
        raise FetchError(
            f'"{url:.200}" cannot be fetched: {error or type(error).__name__}', _keycloak_message(url, error)
        ) from error
    return found.decode("utf-8", "replace")


class _UnexpectedResponse(ValueError):
    """A response that is not a document, or that is too large."""

    def __init__(self, reason: str, keycloak_message: str) -> None:
        super().__init__(reason)
        self.keycloak_message = keycloak_message


def _keycloak_message(url: str, error: Exception) -> str:
    """Return the exception that Keycloak names in its answer for an error."""
    if isinstance(error, _UnexpectedResponse):
        return error.keycloak_message
    if isinstance(error, NotHttpUrl):
        return f"{_APACHE}client.ClientProtocolException"
    if isinstance(error, TimeoutError):
        return "java.net.SocketTimeoutException: Read timed out"
    if isinstance(error, ConnectionRefusedError):
        host = urlsplit(url).netloc.rpartition("@")[2]
        message = f"Connect to {host} [/{host.partition(':')[0]}] failed: Connection refused"
        return f"{_APACHE}conn.HttpHostConnectException: {message}"
    return f"java.io.IOException: {error}"


def _read(connection: "HTTPConnection", target: str) -> bytes:
    """Send a GET request and read the response. Raises OSError, HTTPException and ValueError."""
    connection.request("GET", target, headers={"Accept": "*/*", "Connection": "close"})
    with connection.getresponse() as response:
        if response.status // 100 != HTTPStatus.OK // 100:
            message = f"status code: {response.status}, reason phrase: {response.reason}"
            raise _UnexpectedResponse(
                f"the response is {response.status} {response.reason}",
                f"{_APACHE}client.HttpResponseException: {message}",
            )
        found = response.read(_LARGEST + 1)
        missing = response.length
    if len(found) > _LARGEST:
        message = f"Response is at least {len(found)} bytes in size, with max bytes to be consumed being {_LARGEST}"
        raise _UnexpectedResponse(f"the response has more than {_LARGEST} bytes", f"java.io.IOException: {message}")
    if missing:
        raise ValueError("the response is incomplete")
    return found
