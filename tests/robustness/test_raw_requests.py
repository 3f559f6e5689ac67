"""Requests byte by byte, over a real socket: as Keycloak 26.7.3 answers them, or refused with 400."""

import re
import socket
import subprocess
import sys
from collections.abc import Callable
from contextlib import ExitStack

import pytest
from clients.server import Server

from mockauth.web.server.connections import Connection
from robustness.test_sockets import FORM, TOKEN, body, everything

HOST = "Host: localhost\r\n"
CLOSE = "Connection: close\r\n\r\n"
# Keycloak was asked these, except the long length, and answered 400 or closed the connection.
REFUSED = {
    "no Host": f"GET /realms/demo HTTP/1.1\r\n{CLOSE}",
    "Host with a port that is not a number": f"GET /realms/demo HTTP/1.1\r\nHost: x:abc\r\n{CLOSE}",
    "Host with a port that is too high": f"GET /realms/demo HTTP/1.1\r\nHost: x:99999\r\n{CLOSE}",
    "Host with a slash": f"GET /realms/demo HTTP/1.1\r\nHost: a/b\r\n{CLOSE}",
    "Host with a space": f"GET /realms/demo HTTP/1.1\r\nHost: a b\r\n{CLOSE}",
    "Host with a user": f"GET /realms/demo HTTP/1.1\r\nHost: user@host\r\n{CLOSE}",
    "IPv6 address without brackets": f"GET /realms/demo HTTP/1.1\r\nHost: ::1\r\n{CLOSE}",
    "Content-Length and Transfer-Encoding": (
        f"POST {TOKEN} HTTP/1.1\r\n{HOST}{FORM}\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n{CLOSE}0\r\n\r\n"
    ),
    "Transfer-Encoding with HTTP/1.0": f"POST {TOKEN} HTTP/1.0\r\n{HOST}{FORM}\r\nTransfer-Encoding: chunked\r\n\r\n",
    "two lengths": f"POST {TOKEN} HTTP/1.1\r\n{HOST}{FORM}\r\nContent-Length: 5\r\nContent-Length: 6\r\n{CLOSE}abcdef",
    "lines without CR": "GET /realms/demo HTTP/1.1\nHost: localhost\nConnection: close\n\n",
    "a space before the colon": f"GET /realms/demo HTTP/1.1\r\n{HOST}X-A : b\r\n{CLOSE}",
    "HTTP/0.9": "GET /realms/demo\r\n\r\n",
    "a length of 5,000 digits": f"POST {TOKEN} HTTP/1.1\r\n{HOST}{FORM}\r\nContent-Length: {'1' * 5000}\r\n{CLOSE}",
    **{
        f"target {target}": f"GET {target} HTTP/1.1\r\n{HOST}{CLOSE}"
        for target in ("http://[", "http://[::1", "?x", "/%", "/realms/%zz", "/realms/\x80", "/realms\\demo")
    },
    **{
        f"path with {character}": f"GET /realms/demo{character} HTTP/1.1\r\n{HOST}{CLOSE}" for character in '"<>[]^`{|}'
    },
    **{
        f"query with {character}": f"GET /realms/demo?a={character} HTTP/1.1\r\n{HOST}{CLOSE}"
        for character in '"<>\\^`{|}'
    },
}
SERVED = {
    "no Host with HTTP/1.0": "GET /realms/demo HTTP/1.0\r\n\r\n",
    "Host with an empty port": f"GET /realms/demo HTTP/1.1\r\nHost: x:\r\n{CLOSE}",
    "Host with an IPv6 address": f"GET /realms/demo HTTP/1.1\r\nHost: [::1]:80\r\n{CLOSE}",
    "Host with an underscore": f"GET /realms/demo HTTP/1.1\r\nHost: a_b\r\n{CLOSE}",
    "a URL as the target": f"GET http://localhost/realms/demo HTTP/1.1\r\n{HOST}{CLOSE}",
    "a folded header": f"GET /realms/demo HTTP/1.1\r\n{HOST}X-A: b\r\n  c\r\n{CLOSE}",
}


@pytest.fixture
def connect(server: Server) -> Callable[[], socket.socket]:
    return lambda: socket.create_connection(("127.0.0.1", server.port), timeout=10)


@pytest.mark.parametrize("case", REFUSED)
def test_a_malformed_request_is_refused(connect: Callable[[], socket.socket], case: str) -> None:
    with connect() as sock:
        sock.sendall(REFUSED[case].encode("latin-1"))
        assert re.findall(rb"HTTP/1\.[01] (\d+)", everything(sock)) == [b"400"]


@pytest.mark.parametrize("case", SERVED)
def test_an_unusual_request_is_served(connect: Callable[[], socket.socket], case: str) -> None:
    with connect() as sock:
        sock.sendall(SERVED[case].encode("latin-1"))
        assert re.findall(rb"HTTP/1\.[01] (\d+)", everything(sock)) == [b"200"]


def test_a_truncated_body_is_not_served(connect: Callable[[], socket.socket]) -> None:
    with connect() as sock:
        head = f"POST {TOKEN} HTTP/1.1\r\n{HOST}{FORM}\r\nContent-Length: 1000\r\n{CLOSE}"
        sock.sendall(head.encode() + body("robot-0"))
        sock.shutdown(socket.SHUT_WR)
        assert b"200" not in everything(sock)


def test_tls_on_the_http_port_is_answered_at_once(connect: Callable[[], socket.socket]) -> None:
    with connect() as sock:
        sock.sendall(b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"\0" * 100)
        assert b"This port speaks HTTP, not HTTPS" in everything(sock)


def test_a_body_of_endless_chunks_is_refused(connect: Callable[[], socket.socket]) -> None:
    with connect() as sock:
        head = f"POST {TOKEN} HTTP/1.1\r\n{HOST}{FORM}\r\nTransfer-Encoding: chunked\r\n{CLOSE}"
        sock.sendall(head.encode())
        with pytest.raises(OSError, match=r"."):
            send_chunks(sock, 2_000_000)


def send_chunks(sock: socket.socket, count: int) -> None:
    for _ in range(count // 1000):
        sock.sendall(b"1\r\na\r\n" * 1000)


SERVER_FOR_FIVE = """
import socket
from mockauth.web.server import Server
def app(environ, start_response):
    start_response("200 OK", [("Content-Length", "0")])
    return []
opened = [socket.create_server(("127.0.0.1", 0)) for _ in range(2)]
print(*(each.getsockname()[1] for each in opened), flush=True)
Server(app, opened, max_connections=5).run()
"""


def test_an_idle_connection_makes_room_for_a_new_client() -> None:
    command = [sys.executable, "-c", SERVER_FOR_FIVE]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process, ExitStack() as opened:
        try:
            assert process.stdout
            first, second = (("127.0.0.1", int(port)) for port in process.stdout.readline().split())
            idle = [opened.enter_context(socket.create_connection(first, timeout=10)) for _ in range(5)]
            new = opened.enter_context(socket.create_connection(second, timeout=10))
            new.sendall(f"GET / HTTP/1.1\r\n{HOST}\r\n".encode())
            assert new.recv(100).startswith(b"HTTP/1.1 200 ")
            assert idle[0].recv(100) == b""
        finally:
            process.kill()


@pytest.mark.parametrize(
    ("began", "last_activity", "closed"),
    [(0.0, 1000.0, False), (0.0, 879.0, True), (990.0, 1000.0, False), (969.0, 1000.0, True)],
    ids=["in use", "idle for two minutes", "a request that arrives", "a request that arrives too slowly"],
)
def test_idle_and_slow_connections_are_closed(began: float, last_activity: float, closed: bool) -> None:
    connection = Connection.__new__(Connection)
    connection.request_began, connection.last_activity, connection.unsent = began, last_activity, bytearray()
    assert connection.has_timed_out(1000.0) is closed
