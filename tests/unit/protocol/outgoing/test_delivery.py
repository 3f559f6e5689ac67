"""Messages to clients: a client that fails delays a logout only briefly, and the log says why."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import Event, Thread
from time import monotonic

import pytest

from mockauth.protocol.outgoing.delivery import Message, deliver


@contextmanager
def server(answer: bytes = b"", *, drip: bool = False) -> Iterator[str]:
    """Respond to every request with these bytes, with `drip` one by one, and then send nothing more."""
    done = Event()
    listening = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        with suppress(OSError):
            while not done.is_set():
                connection, _ = listening.accept()
                Thread(target=talk, args=[connection], daemon=True).start()

    def talk(connection: socket.socket) -> None:
        with connection, suppress(OSError):
            connection.recv(65536)
            for byte in answer if drip else [*answer][:0]:
                connection.sendall(bytes([byte]))
                done.wait(0.02)
            if not drip:
                connection.sendall(answer)
            if not answer or drip:
                done.wait(10)

    thread = Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}/told"
    finally:
        done.set()
        # A thread that waits in accept() does not notice that its socket is closed.
        with suppress(OSError):
            socket.create_connection(listening.getsockname(), 1).close()
        listening.close()
        thread.join(5)


def message(url: str) -> Message:
    return Message("app", url, "logout_token=x")


@pytest.mark.parametrize("status", ["200 OK", "204 No Content"])
def test_a_client_that_accepts_a_message(status: str) -> None:
    with server(f"HTTP/1.1 {status}\r\nContent-Length: 0\r\n\r\n".encode()) as url:
        assert deliver([message(url)]) == []


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        (b"HTTP/1.1 500 No\r\n\r\n", "the client responded with status 500"),
        (b"HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\n\r\n", "the client responded with status 302"),
        (b"SSH-2.0-OpenSSH_9.2\r\n", "the response is not HTTP (BadStatusLine)"),
        (b"HTTP/1.1 200 OK\r\nX: " + b"x" * 70000, "the response is not HTTP (LineTooLong)"),
    ],
    ids=["500", "302", "not http", "too long"],
)
def test_a_client_that_does_not_accept_a_message(answer: bytes, why: str) -> None:
    with server(answer) as url:
        [failure] = deliver([message(url)])
    assert failure == f'client "app" was not notified of the logout at {url}: {why}'


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1:1/",
        "http://127.0.0.1:70000/",
        "http://[::1/",
        "ftp://127.0.0.1/",
        "file:///etc/passwd",
        "javascript:alert(1)",
        "http:///",
        "http://a b/",
        "http://127.0.0.1:1/\r\nX: y",
        "",
    ],
)
def test_an_invalid_or_unreachable_url(url: str) -> None:
    [failure] = deliver([message(url)])
    assert failure.startswith('client "app" was not notified of the logout at ')


def test_clients_that_never_respond_are_waited_for_together() -> None:
    with server() as url:
        begin = monotonic()
        failures = deliver([message(url)] * 5, wait=0.2)
        assert monotonic() - begin < 2
    assert len(failures) == 5
    assert "no response within 0.2 seconds" in failures[0]


def test_a_client_that_responds_byte_by_byte_is_cut_off() -> None:
    with server(b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 80, drip=True) as url:
        begin = monotonic()
        [failure] = deliver([message(url)], wait=8, timeout=0.2)
        assert monotonic() - begin < 6
    assert "was not notified" in failure
