"""A client's server that accepts connections and never responds keeps only those waiting who need it."""

import base64
import json
import select
import socket
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from threading import Thread
from urllib.parse import quote

import httpx
import pytest
from clients.server import Server, serving

from robustness.test_sockets import FORM, TOKEN, answer
from robustness.test_sockets import request as request_of_another_client

REQUESTS = 40
REGISTRY = """
[realms.demo.clients.robot-0]
secret = "secret-of-robot-0"
service_accounts_enabled = true

[realms.demo.clients.signing]
client_authenticator_type = "client-jwt"
service_accounts_enabled = true
attributes = {{ "use.jwks.url" = "true", "jwks.url" = "{url}/keys" }}

[realms.demo.clients.by-reference]
public_client = true
standard_flow_enabled = true
redirect_uris = ["http://localhost:3000/*"]
attributes = {{ "request.uris" = "{url}/request" }}

[realms.demo.clients.notified]
public_client = true
direct_access_grants_enabled = true
attributes = {{ "backchannel.logout.url" = "{url}/logout" }}

[realms.demo.users.ada]
password = "ada"
email = "ada@example.org"
first_name = "Ada"
last_name = "Lovelace"
"""


@contextmanager
def hanging() -> Iterator[str]:
    """Yield the URL of a server that never responds."""
    kept: list[socket.socket] = []
    with socket.create_server(("127.0.0.1", 0), backlog=512) as listening:

        def accept() -> None:
            with suppress(OSError):
                while True:
                    kept.append(listening.accept()[0])

        thread = Thread(target=accept, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        listening.shutdown(socket.SHUT_RDWR)
        thread.join(5)
    for each in kept:
        each.close()


@dataclass(frozen=True)
class Scene:
    """A server, and the URL of the receiver that hangs."""

    server: Server
    receiver: str


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    registry = tmp_path_factory.mktemp("hanging") / "mockauth.toml"
    with hanging() as receiver:
        registry.write_text(REGISTRY.format(url=receiver), encoding="utf-8")
        with serving("--config", str(registry)) as server:
            yield Scene(server, receiver)


def post(path: str, form: str) -> bytes:
    return f"POST {path} HTTP/1.1\r\nHost: localhost\r\n{FORM}\r\nContent-Length: {len(form)}\r\n\r\n{form}".encode()


def encoded(part: dict[str, object]) -> str:
    return base64.urlsafe_b64encode(json.dumps(part).encode()).decode().rstrip("=")


def by_key_at_url(scene: Scene) -> Sequence[bytes]:
    """Return token requests with assertions whose signature the server checks with a key behind a URL."""
    claims = {
        "iss": "signing",
        "sub": "signing",
        "aud": f"{scene.server.url}/realms/demo",
        "jti": "1",
        "exp": 4_000_000_000,
    }
    assertion = f"{encoded({'alg': 'RS256', 'kid': 'key'})}.{encoded(claims)}.c2lnbmF0dXJl"
    kind = "urn%3Aietf%3Aparams%3Aoauth%3Aclient-assertion-type%3Ajwt-bearer"
    form = f"grant_type=client_credentials&client_assertion_type={kind}&client_assertion={assertion}"
    return [post(TOKEN, form)] * REQUESTS


def by_reference(scene: Scene) -> Sequence[bytes]:
    """Return authorization requests whose parameters are behind a URL."""
    url = quote(f"{scene.receiver}/request", safe="")
    query = f"client_id=by-reference&response_type=code&scope=openid&request_uri={url}"
    path = TOKEN.replace("/token", "/auth")
    return [f"GET {path}?{query} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode()] * REQUESTS


def logouts(scene: Scene) -> Sequence[bytes]:
    """Return logouts of sessions whose client is notified."""
    form = {"grant_type": "password", "client_id": "notified", "username": "ada", "password": "ada"}
    url, host = scene.server.url + TOKEN, {"Host": "localhost"}
    tokens = [httpx.post(url, data=form, headers=host).json()["refresh_token"] for _ in range(REQUESTS)]
    logout = TOKEN.replace("/token", "/logout")
    return [post(logout, f"client_id=notified&refresh_token={token}") for token in tokens]


@pytest.mark.parametrize("requests", [by_key_at_url, by_reference, logouts])
def test_other_clients_are_answered_while_requests_wait_for_a_hanging_server(
    scene: Scene, requests: Callable[[Scene], Sequence[bytes]]
) -> None:
    with ExitStack() as opened:

        def send(content: bytes) -> socket.socket:
            sock = opened.enter_context(socket.create_connection(("127.0.0.1", scene.server.port), timeout=30))
            sock.sendall(content)
            return sock

        waiting = [send(content) for content in requests(scene)]
        status, _, _ = answer(send(request_of_another_client()))
        assert status == 200
        assert not select.select(waiting, [], [], 0)[0]
        assert [answer(sock)[0] // 100 for sock in waiting] == [4 if requests is not logouts else 2] * REQUESTS
