"""A login with an unknown username hashes a password, so that the time does not tell which users exist."""

import base64
import hashlib
import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any

import pytest
from contract.html import parse
from demo import AUTH, TOKEN
from flask.testing import FlaskClient

from mockauth.state import State
from mockauth.state.clock import Clock
from mockauth.state.key_ring import KeyRing
from mockauth.web.app import create_app

SALT = b"salt of sixteen."
DIGEST = hashlib.pbkdf2_hmac("sha256", b"right", SALT, 10, 32)
CREDENTIAL = {
    "type": "password",
    "secretData": json.dumps({"value": base64.b64encode(DIGEST).decode(), "salt": base64.b64encode(SALT).decode()}),
    "credentialData": json.dumps({"algorithm": "pbkdf2-sha256", "hashIterations": 10}),
}
REALM = {
    "realm": "demo",
    "enabled": True,
    "bruteForceProtected": True,
    "clients": [
        {
            "clientId": "app",
            "publicClient": True,
            "directAccessGrantsEnabled": True,
            "redirectUris": ["http://localhost:3000/*"],
        },
        {"clientId": "robot", "secret": "s", "serviceAccountsEnabled": True},
    ],
    "users": [
        {"username": name, "enabled": name != "gone", "credentials": [CREDENTIAL]} for name in ("ada", "gone", "locked")
    ],
}
NAMES = ("ada", "gone", "locked", "nobody", "service-account-robot")


@pytest.fixture
def http(read: Callable[..., Any], ring: KeyRing, clock: Clock) -> FlaskClient:
    state = State(read(json.dumps(REALM)).realms, ring, clock)
    client = create_app(state).test_client()
    for _ in range(2):
        # Two wrong passwords within a second lock a user.
        by_grant(client, "locked")
    return client


def by_grant(http: FlaskClient, name: str) -> str:
    form = {"grant_type": "password", "client_id": "app", "username": name, "password": "wrong"}
    return http.post(TOKEN, data=form).text


def on_the_page(http: FlaskClient, name: str) -> str:
    [action] = [it.attributes["action"] for it in parse(http.get(AUTH).text).all() if it.name == "form"]
    return http.post(action, data={"username": name, "password": "wrong"}).text


@contextmanager
def counted_hashes() -> Iterator[list[str]]:
    """Count the calls of the function that hashes a password."""
    found: list[str] = []

    def note(_frame: FrameType, event: str, called: Any) -> None:
        if event == "c_call" and called.__name__ == "pbkdf2_hmac":
            found.append(called.__name__)

    sys.setprofile(note)
    try:
        yield found
    finally:
        sys.setprofile(None)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("log_in", [by_grant, on_the_page])
def test_every_wrong_login_hashes_one_password(
    http: FlaskClient, log_in: Callable[[FlaskClient, str], str], name: str
) -> None:
    with counted_hashes() as found:
        assert "Invalid user" in log_in(http, name)
    assert len(found) == 1
