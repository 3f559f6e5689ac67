"""Fuzz pushed requests and request objects: no response is a server error."""

import base64
import json
from typing import Any

import pytest
from flask.testing import FlaskClient
from hypothesis import example, given
from hypothesis import strategies as st

from mockauth.realms.files import load_text
from mockauth.state import State
from mockauth.state.key_ring import KeyRing
from mockauth.web.app import create_app

_REGISTRY = """
[realms.demo.clients.spa]
redirect_uris = ["http://localhost:3000/*"]
standard_flow_enabled = true
implicit_flow_enabled = true
"""
_AT = "/realms/demo/protocol/openid-connect"
_NAMES = ["client_id", "redirect_uri", "response_type", "scope", "state", "max_age", "claims", "prompt", "request_uri"]
_HEADERS: list[dict[str, Any]] = [
    {"alg": "none"},
    {"alg": "RS256"},
    {"alg": "HS256"},
    {"alg": "RSA-OAEP", "enc": "A256GCM"},
    {"alg": "ECDH-ES", "enc": "A128GCM", "epk": {"kty": "EC", "crv": "P-256", "x": "AA", "y": "AA"}},
    {"alg": "RSA-OAEP", "enc": 1},
    {"alg": ["none"]},
    {},
]
values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=10),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)
headers = st.sampled_from(_HEADERS) | st.dictionaries(st.sampled_from(["alg", "enc", "kid", "zip"]), values, max_size=3)
claims = st.dictionaries(st.sampled_from(_NAMES) | st.text(max_size=5), values, max_size=5) | values


def part(value: Any) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")


objects = st.one_of(
    st.builds(lambda header, said: f"{part(header)}.{part(said)}.", headers, claims),
    st.builds(lambda header, said: f"{part(header)}.{said}.AA.AA.AA", headers, st.text("Aa-_9.", max_size=20)),
    st.text(max_size=30),
)
GOOD = {
    "client_id": "spa",
    "redirect_uri": "http://localhost:3000/cb",
    "response_type": "code",
    "scope": "openid",
}


@pytest.fixture(scope="module")
def spa() -> FlaskClient:
    return create_app(State(load_text(_REGISTRY, "demo.toml", {}).realms, KeyRing())).test_client()


@example("[" * 4000)
@example(f"{part({'alg': 'none'})}.{base64.urlsafe_b64encode(b'[' * 9000).decode()}.")
@example(f"{part({'alg': 'none'})}.{part({'state': chr(0xD800), 'max_age': 10**400})}.")
@example(f"{part({'alg': 'none'})}.{part({**GOOD, 'state': chr(0xD800), chr(0xD800): chr(0xD800)})}.")
@example(f"{part({'alg': 'none'})}.{part({**GOOD, 'state': chr(0xD800), 'prompt': 'none'})}.")
@example(f"{part({'alg': 'none'})}.{part({**GOOD, 'redirect_uri': 'http://localhost:3000/' + chr(0xD800)})}.")
@given(objects)
def test_any_request_object(spa: FlaskClient, text: str) -> None:
    answer = spa.get(f"{_AT}/auth", query_string={**GOOD, "request": text.encode("utf-8", "replace")})
    assert answer.status_code in (200, 302, 400)
    pushed = spa.post(f"{_AT}/ext/par/request", data={**GOOD, "request": text.encode("utf-8", "replace")})
    assert pushed.status_code in (201, 400)
    if pushed.status_code == 201:
        body: Any = pushed.json
        asked = {"client_id": "spa", "request_uri": body["request_uri"]}
        assert spa.get(f"{_AT}/auth", query_string=asked).status_code in (302, 400)


@given(st.text(max_size=40) | st.builds("urn:ietf:params:oauth:request_uri:{}".format, st.text(max_size=40)))
def test_any_request_uri(spa: FlaskClient, uri: str) -> None:
    asked = {**GOOD, "request_uri": uri.encode("utf-8", "replace")}
    assert spa.get(f"{_AT}/auth", query_string=asked).status_code in (302, 400)
