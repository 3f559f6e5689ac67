"""The HTTP server with a small application: threads that wait outside, and the end of the server."""

import socket
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from selectors import BaseSelector, DefaultSelector, SelectSelector
from threading import Barrier, Event, Thread
from typing import Any

import pytest

from mockauth.web.server import Server, TooManyBlocked
from mockauth.web.server.sockets import listen

REQUEST = b"GET %s HTTP/1.1\r\nHost: localhost\r\n\r\n"
OK = b"HTTP/1.1 200 OK\r\n"
THREADS = 4
Connect = Callable[[], socket.socket]


class Application:
    """`/wait` and `/blocked` wait for `going_on`, and `/blocked` lets others go ahead. Other paths answer at once."""

    def __init__(self) -> None:
        self.waiting = Event()
        self.going_on = Event()
        self.blocked: list[Any] = []

    def __call__(self, environ: dict[str, Any], start_response: Any) -> list[bytes]:
        path = environ["PATH_INFO"]
        if path == "/wait":
            self._wait()
        if path == "/blocked":
            with environ["mockauth.blocking"]():
                self._wait()
        if path == "/nested":
            self._block_all(environ["mockauth.blocking"])
        start_response("200 OK", [("Content-Length", "2")])
        return [b"ok"]

    def _wait(self) -> None:
        self.waiting.set()
        assert self.going_on.wait(20)

    def _block_all(self, blocking: Any) -> None:
        def block() -> None:
            with blocking():
                all_block.wait(20)
                self.going_on.wait(20)

        all_block = Barrier(257)
        threads = [Thread(target=block) for _ in range(256)]
        for thread in threads:
            thread.start()
        all_block.wait(20)
        with pytest.raises(TooManyBlocked, match="256 other requests"), blocking():
            pass
        self.going_on.set()
        for thread in threads:
            thread.join()


@contextmanager
def served(
    app: Application, selector: BaseSelector | None = None
) -> Iterator[tuple[Server, Callable[[], socket.socket]]]:
    sockets = listen("127.0.0.1", 0)
    server = Server(app, sockets, selector=selector)
    running = Thread(target=server.run)
    running.start()
    with ExitStack() as opened:
        yield server, lambda: opened.enter_context(socket.create_connection(sockets[0].getsockname(), timeout=20))
        app.going_on.set()
        server.stop()
        running.join()


@pytest.mark.parametrize("kind", [DefaultSelector, SelectSelector])
def test_a_connection_serves_one_request_after_the_other(kind: Callable[[], BaseSelector]) -> None:
    with served(Application(), kind()) as (_, connect):
        sock = connect()
        for _ in range(3):
            sock.sendall(REQUEST % b"/")
            assert sock.recv(1000).startswith(OK)


def test_requests_that_are_sent_together_are_answered_in_order() -> None:
    with served(Application()) as (_, connect):
        sock = connect()
        sock.sendall(REQUEST % b"/" * 50)
        received = b""
        while received.count(b"\r\n\r\nok") < 50:
            received += sock.recv(65536)
        assert received.count(OK) == 50


def test_the_client_is_told_to_send_a_body_after_the_answer_to_the_request_before() -> None:
    with served(Application()) as (_, connect):
        sock = connect()
        expecting = b"POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 1\r\n\r\n"
        sock.sendall(REQUEST % b"/" + expecting)
        received = b""
        while b"100 Continue" not in received:
            received += sock.recv(1000)
        assert received.startswith(OK)
        sock.sendall(b"a")
        assert sock.recv(1000).startswith(OK)


def test_requests_that_wait_outside_do_not_keep_others_waiting() -> None:
    app = Application()
    with served(app) as (_, connect):
        outside = [connect() for _ in range(2 * THREADS)]
        for sock in outside:
            sock.sendall(REQUEST % b"/blocked")
        assert app.waiting.wait(20)
        sock = connect()
        sock.sendall(REQUEST % b"/")
        assert sock.recv(1000).startswith(OK)
        app.going_on.set()
        assert all(sock.recv(1000).startswith(OK) for sock in outside)


def test_the_number_of_threads_that_wait_outside_is_limited() -> None:
    with served(Application()) as (_, connect):
        sock = connect()
        sock.sendall(REQUEST % b"/nested")
        assert sock.recv(1000).startswith(OK)


def test_a_request_that_is_being_answered_when_the_server_stops_is_answered_in_full() -> None:
    app = Application()
    with served(app) as (server, connect):
        sock = connect()
        sock.sendall(REQUEST % b"/wait")
        assert app.waiting.wait(20)
        server.stop()
        app.going_on.set()
        assert sock.recv(1000).endswith(b"ok")
        assert sock.recv(1000) == b""


def test_idle_connections_do_not_delay_the_end() -> None:
    with served(Application()) as (server, connect):
        sock = connect()
        sock.sendall(REQUEST % b"/")
        assert sock.recv(1000).startswith(OK)
        server.stop()
        assert sock.recv(1000) == b""
