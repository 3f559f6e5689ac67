"""Over real sockets: parallel, slow, broken and vanishing clients never block the others."""

import json
import re
import socket
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, suppress
from pathlib import Path

import httpx
import jwt
import pytest
from clients.server import Server, serving

from robustness.conftest import CLIENTS

TOKEN = "/realms/demo/protocol/openid-connect/token"
FORM = "Content-Type: application/x-www-form-urlencoded"
LIMIT = 1024 * 1024


def body(client_id: str) -> bytes:
    form = f"grant_type=client_credentials&client_id={client_id}&client_secret={CLIENTS[client_id]}"
    return form.encode()


def request(client_id: str = "robot-0", *headers: str, version: str = "1.1") -> bytes:
    content = body(client_id)
    lines = [f"POST {TOKEN} HTTP/{version}", "Host: localhost", FORM, f"Content-Length: {len(content)}", *headers]
    return "\r\n".join([*lines, "", ""]).encode() + content


@pytest.fixture
def connect(server: Server) -> Iterator[Callable[[], socket.socket]]:
    """Return a function that opens connections; they are closed when the test ends."""
    with ExitStack() as opened:
        yield lambda: opened.enter_context(socket.create_connection(("127.0.0.1", server.port), timeout=30))


def everything(sock: socket.socket) -> bytes:
    """Read until the server closes the connection."""
    return b"".join(iter(lambda: received(sock), b""))


def received(sock: socket.socket) -> bytes:
    try:
        return sock.recv(65536)
    except ConnectionResetError:
        return b""


def answer(sock: socket.socket, kept: bytes = b"") -> tuple[int, bytes, bytes]:
    """Read one response of a persistent connection; return its status, its body and the bytes after it."""
    while b"\r\n\r\n" not in kept:
        more = received(sock)
        assert more, f"the connection was closed after {kept!r}"
        kept += more
    head, _, rest = kept.partition(b"\r\n\r\n")
    length = re.search(rb"(?i)\r\ncontent-length: (\d+)", head)
    size = int(length[1]) if length else 0
    while len(rest) < size:
        rest += received(sock)
    return int(head.split()[1]), rest[:size], rest[size:]


def azp(content: bytes) -> str:
    claims = jwt.decode(json.loads(content)["access_token"], options={"verify_signature": False})
    found: str = claims["azp"]
    return found


def assert_served(server: Server) -> None:
    """Assert that a normal request still works."""
    found = httpx.post(
        server.url + TOKEN,
        content=body("robot-1"),
        headers={"Content-Type": "application/x-www-form-urlencoded"},
        timeout=20,
    )
    assert found.status_code == 200
    assert azp(found.content) == "robot-1"


def test_64_parallel_clients_get_their_own_tokens(server: Server, connect: Callable[[], socket.socket]) -> None:
    wanted = [f"robot-{number % 8}" for number in range(64)]
    sockets = [connect() for _ in wanted]

    def ask(sock: socket.socket, client_id: str) -> list[str]:
        found = []
        for _ in range(3):
            sock.sendall(request(client_id))
            status, content, _ = answer(sock)
            assert status == 200
            found.append(azp(content))
        return found

    with ThreadPoolExecutor(64) as pool:
        answers = list(pool.map(ask, sockets, wanted))
    assert answers == [[client_id] * 3 for client_id in wanted]


PIECES = {
    "nothing": b"",
    "one byte": b"P",
    "half a header": request()[:60],
    "headers without an end": request().partition(b"\r\n\r\n")[0],
    "half a body": request()[:-20],
    "half a chunk": b"POST /realms HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nff\r\nabc",
}


@pytest.mark.parametrize("piece", PIECES)
def test_50_half_open_connections_starve_nobody(
    server: Server, connect: Callable[[], socket.socket], piece: str
) -> None:
    for _ in range(50):
        connect().sendall(PIECES[piece])
    for _ in range(5):
        assert_served(server)


def test_50_callers_who_do_not_read_their_answers_starve_nobody(
    server: Server, connect: Callable[[], socket.socket]
) -> None:
    for _ in range(50):
        connect().sendall(request())
    assert_served(server)


def test_50_callers_who_go_away_in_mid_answer_harm_nobody(server: Server, connect: Callable[[], socket.socket]) -> None:
    for _ in range(50):
        sock = connect()
        # Reset the connection instead of closing it.
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
        sock.sendall(request())
        sock.close()
    assert_served(server)


@pytest.mark.parametrize("size", [LIMIT + 1, 3 * LIMIT])
def test_a_body_over_the_limit_is_refused_with_413(
    server: Server, connect: Callable[[], socket.socket], size: int
) -> None:
    sock = connect()
    head = f"POST {TOKEN} HTTP/1.1\r\nHost: a\r\n{FORM}\r\nConnection: close\r\nContent-Length: {size}\r\n\r\n"
    send_as_much_as_is_taken(sock, head.encode() + b"a" * size)
    assert everything(sock).startswith(b"HTTP/1.1 413 ")
    assert_served(server)


def test_a_chunked_body_over_the_limit_is_refused_with_413(
    server: Server, connect: Callable[[], socket.socket]
) -> None:
    sock = connect()
    head = f"POST {TOKEN} HTTP/1.1\r\nHost: a\r\n{FORM}\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n"
    chunk = b"10000\r\n" + b"a" * 0x10000 + b"\r\n"
    send_as_much_as_is_taken(sock, head.encode() + chunk * 20 + b"0\r\n\r\n")
    assert everything(sock).startswith(b"HTTP/1.1 413 ")
    assert_served(server)


@pytest.mark.parametrize("size", [10**8, 10**13])
def test_a_huge_body_is_refused_by_its_content_length(
    server: Server, connect: Callable[[], socket.socket], size: int
) -> None:
    sock = connect()
    sock.sendall(f"POST {TOKEN} HTTP/1.1\r\nHost: a\r\n{FORM}\r\nContent-Length: {size}\r\n\r\nabc".encode())
    assert b" 413 " in sock.recv(65536)
    assert_served(server)


def send_as_much_as_is_taken(sock: socket.socket, data: bytes) -> None:
    with suppress(BrokenPipeError, ConnectionResetError):
        sock.sendall(data)


def test_a_chunked_form_is_accepted(connect: Callable[[], socket.socket]) -> None:
    sock = connect()
    content = body("robot-2")
    chunks = b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in (content[:7], content[7:])) + b"0\r\n\r\n"
    head = f"POST {TOKEN} HTTP/1.1\r\nHost: localhost\r\n{FORM}\r\nTransfer-Encoding: chunked\r\n\r\n"
    sock.sendall(head.encode() + chunks)
    status, found, _ = answer(sock)
    assert (status, azp(found)) == (200, "robot-2")


@pytest.mark.parametrize("length", ["-1", "abc", "1e3", "+5", "5, 6", "", "0x10"])
def test_an_invalid_content_length_is_refused(
    server: Server, connect: Callable[[], socket.socket], length: str
) -> None:
    sock = connect()
    head = f"POST {TOKEN} HTTP/1.1\r\nHost: a\r\n{FORM}\r\nConnection: close\r\nContent-Length: {length}\r\n\r\nabc"
    sock.sendall(head.encode())
    assert everything(sock).split()[1] == b"400"
    assert_served(server)


def test_conflicting_lengths_do_not_smuggle_a_request(connect: Callable[[], socket.socket]) -> None:
    sock = connect()
    hidden = b"GET /realms/smuggled HTTP/1.1\r\nHost: a\r\n\r\n"
    lengths = f"Content-Length: {len(hidden) + 5}\r\nTransfer-Encoding: chunked"
    head = f"POST {TOKEN} HTTP/1.1\r\nHost: a\r\n{FORM}\r\nConnection: close\r\n{lengths}\r\n\r\n"
    sock.sendall(head.encode() + b"0\r\n\r\n" + hidden)
    assert everything(sock).count(b"HTTP/1.1 ") == 1


def test_pipelined_requests_are_answered_in_order(connect: Callable[[], socket.socket]) -> None:
    sock = connect()
    names = [f"robot-{number % 8}" for number in range(20)]
    sock.sendall(b"".join(request(name) for name in names))
    found, rest = [], b""
    for _ in names:
        _, content, rest = answer(sock, rest)
        found.append(azp(content))
    assert found == names


def test_expect_100_continue_is_supported(connect: Callable[[], socket.socket]) -> None:
    sock = connect()
    head, _, content = request("robot-3", "Expect: 100-continue").partition(b"\r\n\r\n")
    sock.sendall(head + b"\r\n\r\n")
    first = sock.recv(65536)
    assert first.startswith(b"HTTP/1.1 100 ")
    sock.sendall(content)
    status, found, _ = answer(sock, first.partition(b"\r\n\r\n")[2])
    assert (status, azp(found)) == (200, "robot-3")


def test_http_1_0_is_supported_and_the_connection_closed(connect: Callable[[], socket.socket]) -> None:
    sock = connect()
    sock.sendall(request(version="1.0"))
    head, _, content = everything(sock).partition(b"\r\n\r\n")
    assert head.split()[1] == b"200"
    assert azp(content) == "robot-0"


@pytest.mark.parametrize("name", ["X-Long", "Host", "Cookie", "Authorization", "Origin"])
def test_a_very_long_header_is_refused(server: Server, connect: Callable[[], socket.socket], name: str) -> None:
    sock = connect()
    send_as_much_as_is_taken(sock, request("robot-0", f"{name}: {'a' * 1_000_000}", "Connection: close"))
    assert everything(sock).split()[1] in (b"400", b"413", b"431")
    assert_served(server)


def test_a_request_with_very_many_headers_does_no_harm(server: Server, connect: Callable[[], socket.socket]) -> None:
    sock = connect()
    headers = [f"X-{number}: 1" for number in range(50_000)]
    send_as_much_as_is_taken(sock, request("robot-0", *headers, "Connection: close"))
    everything(sock)
    assert_served(server)


@pytest.mark.parametrize(
    "line",
    [
        b"GARBAGE",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
        b"GET / HTTP/9.9",
        b"GET  /realms/demo HTTP/1.1",
        b"GET /realms/demo",
        b"PRI * HTTP/2.0",
        b"GET /" + b"a" * 300_000 + b" HTTP/1.1",
        b"\0" * 100,
        b"GET /realms/demo\0 HTTP/1.1",
    ],
    ids=lambda line: repr(line[:25]),
)
def test_malformed_http_does_no_harm(server: Server, connect: Callable[[], socket.socket], line: bytes) -> None:
    sock = connect()
    send_as_much_as_is_taken(sock, line + b"\r\nHost: a\r\nConnection: close\r\n\r\n")
    with suppress(OSError):
        sock.shutdown(socket.SHUT_WR)
    assert b"Traceback" not in everything(sock)
    assert_served(server)


@pytest.mark.parametrize("character", [b"\r", b"\0", b"\n", b"\x0b"])
@pytest.mark.parametrize("name", [b"Origin", b"Host", b"Authorization"])
def test_a_request_header_cannot_inject_a_response_header(
    connect: Callable[[], socket.socket], name: bytes, character: bytes
) -> None:
    sock = connect()
    header = name + b": http://localhost" + character + b"Set-Cookie: a=b"
    sock.sendall(b"OPTIONS " + TOKEN.encode() + b" HTTP/1.1\r\n" + header + b"\r\nConnection: close\r\n\r\n")
    head = everything(sock).partition(b"\r\n\r\n")[0]
    assert not re.search(rb"(?im)[\r\n]set-cookie:", head)


def test_the_log_contains_no_secrets_and_no_control_characters(registry: Path) -> None:
    with serving("--config", str(registry)) as server:
        at_the_start = len(server.output)
        for path in (
            "/realms/%1b[2J",
            "/realms/%0aforged",
            "/realms/%c2%9b",
            "/realms/%e2%80%ae",
            "/realms/demo/%0d%0a",
        ):
            httpx.get(server.url + path)
        for field in ("grant_type", "scope", "client_id"):
            httpx.post(server.url + TOKEN, data={"client_id": "robot-0", "grant_type": "x", field: "\x1b[2J\nforged"})
        httpx.post(server.url + TOKEN, content=body("robot-0"), headers={b"Origin": b"\x1b[31m"})
        httpx.post(server.url + TOKEN, content=body("robot-0") + b"%zz")
        assert_served(server)
    said = "\n".join(server.output[at_the_start:])
    assert len(said.splitlines()) >= 10
    assert not [it for it in said if not it.isprintable() and it != "\n"]
    assert not [secret for secret in CLIENTS.values() if secret in said]
