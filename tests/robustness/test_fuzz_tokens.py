"""Fuzz tokens: no response is a server error, and only tokens signed by the realm are valid."""

import base64
import json
from typing import Any

import pytest
from demo import FORM, TOKEN
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from mockauth.realms.files import load_text
from mockauth.state import State
from mockauth.state.key_ring import KeyRing
from mockauth.web.app import create_app

OIDC = TOKEN.removesuffix("/token")
REGISTRY = """
[realms.demo.clients.robot]
secret = "robot-secret"
service_accounts_enabled = true
attributes = { "allow.token.introspection.without.audience.check" = "true" }
"""
ROBOT = {"client_id": "robot", "client_secret": "robot-secret"}
scalars = st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=10))
values = st.recursive(
    scalars, lambda inside: st.lists(inside, max_size=3) | st.dictionaries(st.text(max_size=5), inside)
)
names = st.sampled_from(["alg", "kid", "typ", "iss", "azp", "exp", "iat", "jti", "sid", "scope", "sub", "aud", "nbf"])
objects = st.one_of(values, st.dictionaries(names, values), st.just({"alg": "RS256"}), st.just({"alg": "HS512"}))


@pytest.fixture(scope="module")
def http() -> FlaskClient:
    return create_app(State(load_text(REGISTRY, "demo.toml", {}).realms, KeyRing())).test_client()


def part(value: Any) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()


def statuses(http: FlaskClient, token: str) -> tuple[int, int, int]:
    """Send a token to userinfo, introspection and revocation; return the statuses."""
    shown = http.post(f"{OIDC}/userinfo", data={"access_token": token})
    asked = http.post(f"{OIDC}/token/introspect", data={**ROBOT, "token": token})
    revoked = http.post(f"{OIDC}/revoke", data={**ROBOT, "token": token})
    assert asked.status_code == 400 or asked.get_json() == {"active": False}
    return shown.status_code, asked.status_code, revoked.status_code


@given(token=st.text(st.characters(exclude_categories=["Cs"])))
def test_any_text_is_refused(http: FlaskClient, token: str) -> None:
    assert statuses(http, token) == (401, 200, 200)


@given(header=objects, claims=objects, signature=st.binary(max_size=300))
def test_any_unsigned_token_is_refused(http: FlaskClient, header: Any, claims: Any, signature: bytes) -> None:
    token = f"{part(header)}.{part(claims)}.{base64.urlsafe_b64encode(signature).decode().rstrip('=')}"
    shown, asked, revoked = statuses(http, token)
    assert (shown, revoked) == (401, 200)
    assert asked in (200, 400)


@given(place=st.integers(0, 10_000), letter=st.sampled_from("ABCXYZabcxyz0189-_.=+/ é"))
def test_a_token_with_one_changed_character_is_refused(http: FlaskClient, place: int, letter: str) -> None:
    good = http.post(TOKEN, data={**FORM, **ROBOT, "scope": "openid"}).get_json()["access_token"]
    # The last character of a part has unused bits.
    ends = {index - 1 for index, each in enumerate(good) if each == "."} | {len(good) - 1}
    place %= len(good)
    if good[place] == letter or place in ends:
        return
    assert statuses(http, good[:place] + letter + good[place + 1 :])[0] == 401


@given(value=st.text(st.characters(codec="latin-1", exclude_characters="\r\n\0"), max_size=80))
def test_any_authorization_header_is_refused(http: FlaskClient, value: str) -> None:
    for header in (value, f"Bearer {value}", f"DPoP {value}"):
        assert http.get(f"{OIDC}/userinfo", headers={"Authorization": header}).status_code == 401
