"""Documents are fetched from URLs with limits of size and time."""

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress

import pytest

from mockauth.protocol.outgoing.fetching import FetchError, fetch


@contextmanager
def serving(answer: Callable[[socket.socket], None]) -> Iterator[str]:
    """Handle every connection with a function, and yield the URL."""
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve() -> None:
            with suppress(OSError):
                while True:
                    connection, _ = server.accept()
                    with connection, suppress(OSError):
                        connection.recv(65536)
                        answer(connection)

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.getsockname()[1]}/x"
        server.shutdown(socket.SHUT_RDWR)
        thread.join(5)


def _refused(why: str) -> AbstractContextManager[object]:
    return pytest.raises(FetchError, match=why)


def saying(text: str) -> Callable[[socket.socket], None]:
    return lambda connection: connection.sendall(text.encode())


def dripping(text: bytes) -> Callable[[socket.socket], None]:
    """Send single bytes forever, each before the timeout."""
    stop = threading.Event()

    def drip(connection: socket.socket) -> None:
        connection.sendall(text)
        while not stop.wait(0.05):
            connection.sendall(b"x")

    return drip


def test_a_document_is_fetched() -> None:
    with serving(saying("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi")) as url:
        assert fetch(url) == "hi"


def test_any_successful_status_is_accepted() -> None:
    with serving(saying("HTTP/1.1 203 OK\r\n\r\nhi")) as url:
        assert fetch(url) == "hi"


@pytest.mark.parametrize("status", ["301 Moved", "302 Found", "307 Temporary Redirect", "404 Not Found", "500 Oops"])
def test_an_unsuccessful_status_is_refused(status: str) -> None:
    with (
        serving(saying(f"HTTP/1.1 {status}\r\nLocation: http://127.0.0.1/\r\nContent-Length: 2\r\n\r\nhi")) as url,
        _refused(f"the response is {status}"),
    ):
        fetch(url)


def test_a_document_that_is_too_large_is_refused() -> None:
    with serving(saying("HTTP/1.1 200 OK\r\n\r\n" + "x" * 12_000_000)) as url, _refused("more than 10000000 bytes"):
        fetch(url)


@pytest.mark.parametrize("begin", [b"", b"HTTP/1.1 200 OK\r\nX: ", b"HTTP/1.1 200 OK\r\nContent-Length: 9999\r\n\r\n"])
def test_a_slow_server_is_cut_off(begin: bytes) -> None:
    with serving(dripping(begin)) as url, _refused("cannot be fetched"):
        fetch(url, timeout=0.3)


@pytest.mark.parametrize("text", ["", "nonsense\r\n\r\n", "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhi"])
def test_a_response_that_is_not_http_is_refused(text: str) -> None:
    with serving(saying(text)) as url, _refused("cannot be fetched"):
        fetch(url)


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd",
        "ftp://127.0.0.1/x",
        "http:///x",
        "nonsense",
        "",
        "http://127.0.0.1:99999/",
        "http://[::1/",
        "http://127.0.0.1:1/a b",
        "http://127.0.0.1:1/a\r\nX: y",
        "http://127.0.0.1:1/ä",
        "http://127.0.0.1:9/nobody-listens",
    ],
)
def test_invalid_and_unreachable_urls(url: str) -> None:
    with pytest.raises(FetchError):
        fetch(url)
