"""Key sets of clients at a URL: fetched when needed, cached, and fetched again if a key is missing."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, EllipticCurvePrivateKey, generate_private_key
from flask.testing import FlaskClient
from jwt.algorithms import ECAlgorithm

from mockauth.realms.files import load_text
from mockauth.state import State
from mockauth.state.clock import Clock
from mockauth.state.key_ring import KeyRing
from mockauth.web.app import Entry, Settings, create_app

_REGISTRY = """
[realms.demo.clients.robot]
client_authenticator_type = "client-jwt"
service_accounts_enabled = true
attributes = {{ "use.jwks.url" = "true", "jwks.url" = "{url}" }}
"""
_LOADING_FAILED = "Error when loading public keys: "
_BEARER = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"


class KeyServer(ThreadingHTTPServer):
    """Serve a key set, and count the requests for it."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.keys: dict[str, EllipticCurvePrivateKey] = {}
        self.requests = 0
        self.body: bytes | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/keys"

    def answer(self) -> bytes:
        self.requests += 1
        if self.body is not None:
            return self.body
        public = [
            {**json.loads(ECAlgorithm.to_jwk(key.public_key())), "kid": kid, "use": "sig"}
            for kid, key in self.keys.items()
        ]
        return json.dumps({"keys": public}).encode()

    def add(self, kid: str) -> None:
        self.keys[kid] = generate_private_key(SECP256R1())


class _Handler(BaseHTTPRequestHandler):
    server: KeyServer

    def do_GET(self) -> None:
        body = self.server.answer()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        pass


@pytest.fixture
def keys() -> Iterator[KeyServer]:
    with KeyServer() as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        server.add("first")
        yield server
        server.shutdown()
        thread.join()


@pytest.fixture
def robot(keys: KeyServer, ring: KeyRing, clock: Clock) -> FlaskClient:
    realms = load_text(_REGISTRY.format(url=keys.url), "demo.toml", {}).realms
    return create_app(State(realms, ring, clock)).test_client()


def _request_token(
    robot: FlaskClient, keys: KeyServer, clock: Clock, kid: str, key: EllipticCurvePrivateKey | None = None
) -> Any:
    now = clock.now()
    claims = {"iss": "robot", "sub": "robot", "aud": "http://localhost/realms/demo", "iat": now, "exp": now + 60}
    token = jwt.encode({**claims, "jti": f"{now} {kid} {keys.requests}"}, key or keys.keys[kid], "ES256", {"kid": kid})
    form = {"grant_type": "client_credentials", "client_assertion_type": _BEARER, "client_assertion": token}
    return robot.post("/realms/demo/protocol/openid-connect/token", data=form).json


def test_a_key_set_is_fetched_once(robot: FlaskClient, keys: KeyServer, clock: Clock) -> None:
    assert "access_token" in _request_token(robot, keys, clock, "first")
    clock.advance(60)
    assert "access_token" in _request_token(robot, keys, clock, "first")
    assert keys.requests == 1


def test_a_new_key_is_found_after_ten_seconds(robot: FlaskClient, keys: KeyServer, clock: Clock) -> None:
    _request_token(robot, keys, clock, "first")
    keys.add("second")
    clock.advance(11)
    assert "access_token" in _request_token(robot, keys, clock, "second")


def test_a_missing_key_does_not_cause_repeated_requests(robot: FlaskClient, keys: KeyServer, clock: Clock) -> None:
    _request_token(robot, keys, clock, "first")
    for _ in range(3):
        refused = _request_token(robot, keys, clock, "nobody", generate_private_key(SECP256R1()))
        assert refused["error_description"] == "Unable to load public key"
    assert keys.requests == 1


@pytest.mark.parametrize(
    "body", [b"", b"nonsense", b"{}", b'{"keys": 1}', b'{"keys": [1, {}, {"kty": "EC"}]}', b"x" * 11_000_000]
)
def test_an_invalid_key_set(robot: FlaskClient, keys: KeyServer, clock: Clock, body: bytes) -> None:
    keys.body = body
    assert _LOADING_FAILED in _request_token(robot, keys, clock, "first")["error_description"]


def test_a_key_set_that_cannot_be_fetched(robot: FlaskClient, keys: KeyServer, clock: Clock) -> None:
    keys.shutdown()
    keys.server_close()
    assert _LOADING_FAILED in _request_token(robot, keys, clock, "first")["error_description"]


def test_a_failed_request_is_repeated(robot: FlaskClient, keys: KeyServer, clock: Clock) -> None:
    keys.body = b"nonsense"
    _request_token(robot, keys, clock, "first")
    keys.body = None
    assert "access_token" in _request_token(robot, keys, clock, "first")


def test_the_log_says_why_keys_cannot_be_loaded(keys: KeyServer, ring: KeyRing, clock: Clock) -> None:
    entries: list[Entry] = []
    realms = load_text(_REGISTRY.format(url=f"{keys.url}"), "demo.toml", {}).realms
    robot = create_app(State(realms, ring, clock), Settings(log=entries.append)).test_client()
    keys.body = b"nonsense"
    _request_token(robot, keys, clock, "first")
    assert entries[-1].reason == "the key set is not JSON"
    keys.shutdown()
    keys.server_close()
    _request_token(robot, keys, clock, "first")
    assert entries[-1].reason.startswith(f'the key set "{keys.url}" cannot be fetched: ')


def test_an_empty_secret_cannot_sign(ring: KeyRing, clock: Clock) -> None:
    registry = """
[realms.demo.clients.robot]
secret = ""
client_authenticator_type = "client-secret-jwt"
service_accounts_enabled = true
standard_flow_enabled = true
redirect_uris = ["http://localhost:3000/cb"]
"""
    http = create_app(State(load_text(registry, "demo.toml", {}).realms, ring, clock)).test_client()
    at, now = "/realms/demo/protocol/openid-connect", clock.now()
    claims = {
        "iss": "robot",
        "sub": "robot",
        "aud": "http://localhost/realms/demo",
        "jti": "1",
        "exp": now + 30,
        "iat": now,
    }
    form = {
        "grant_type": "client_credentials",
        "client_assertion_type": _BEARER,
        "client_assertion": signed_with_empty_key(claims),
    }
    answer: Any = http.post(f"{at}/token", data=form).json
    assert answer["error"] == "unauthorized_client"
    parameters = {
        "client_id": "robot",
        "redirect_uri": "http://localhost:3000/cb",
        "response_type": "code",
        "scope": "openid",
    }
    assert (
        http.get(f"{at}/auth", query_string={**parameters, "request": signed_with_empty_key(parameters)}).status_code
        == 400
    )


def signed_with_empty_key(claims: dict[str, Any]) -> str:
    """Sign claims with an empty key."""
    import base64
    import hmac

    parts = [json.dumps(it).encode() for it in ({"alg": "HS256"}, claims)]
    signed = ".".join(base64.urlsafe_b64encode(it).decode().rstrip("=") for it in parts)
    signature = hmac.digest(b"", signed.encode(), "sha256")
    return f"{signed}.{base64.urlsafe_b64encode(signature).decode().rstrip('=')}"
