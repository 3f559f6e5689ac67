"""Logouts beyond the recordings: log lines, concurrent logouts, and forged requests."""

import base64
import hashlib
import hmac
import json
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from contract import html
from contract.listener import Listener, listening
from demo import ADA, APP, claims
from flask.testing import FlaskClient

from mockauth.realms.files import load_text
from mockauth.state import State
from mockauth.state.clock import Clock
from mockauth.state.key_ring import KeyRing
from mockauth.web.app import Entry, Settings, create_app

_OIDC = "/realms/demo/protocol/openid-connect"
_CB = "http://localhost:3000/cb"
Serve = Callable[[str], FlaskClient]


@pytest.fixture
def listener() -> Iterator[Listener]:
    with listening() as found:
        yield found


@pytest.fixture
def serve(ring: KeyRing, clock: Clock, log: list[Entry]) -> Serve:
    def made(more: str) -> FlaskClient:
        state = State(load_text(APP + more + ADA, "demo.toml", {}).realms, ring, clock)
        return create_app(state, Settings(log=log.append)).test_client()

    return made


def log_in(http: FlaskClient) -> dict[str, Any]:
    """Log in on the page, and redeem the code."""
    page = http.get(f"{_OIDC}/auth?client_id=app&response_type=code&scope=openid&redirect_uri={_CB}")
    answer = http.post(html.action(page.text), data={"username": "ada", "password": "ada-password"})
    [code] = parse_qs(urlsplit(answer.location).query)["code"]
    form = {"grant_type": "authorization_code", "client_id": "app", "redirect_uri": _CB, "code": code}
    tokens: dict[str, Any] = json.loads(http.post(f"{_OIDC}/token", data=form).text)
    return tokens


def log_out(http: FlaskClient, tokens: dict[str, Any]) -> int:
    form = {"client_id": "app", "refresh_token": tokens["refresh_token"]}
    return http.post(f"{_OIDC}/logout", data=form).status_code


def test_a_failed_backchannel_logout_is_logged(serve: Serve, log: list[Entry]) -> None:
    http = serve('backchannel_logout_url = "http://127.0.0.1:1/told"')
    assert log_out(http, log_in(http)) == 204
    assert log[-1].reason.startswith('client "app" was not notified of the logout at http://127.0.0.1:1/told: ')


def test_a_successful_backchannel_logout_is_not_logged(serve: Serve, log: list[Entry], listener: Listener) -> None:
    http = serve(f'backchannel_logout_url = "http://{listener.address}/told"')
    log_out(http, log_in(http))
    assert log[-1].reason == ""


def test_the_log_holds_no_token(serve: Serve, log: list[Entry]) -> None:
    http = serve("")
    tokens = log_in(http)
    http.get(f"{_OIDC}/logout?client_id=app&post_logout_redirect_uri=http://evil.example/&id_token_hint=x.y.z")
    http.get(f"{_OIDC}/logout?id_token_hint={tokens['access_token']}")
    assert not [entry for entry in log if tokens["access_token"][-20:] in repr(entry)]


def test_concurrent_logouts_notify_the_client_once(serve: Serve, listener: Listener) -> None:
    http = serve(f'backchannel_logout_url = "http://{listener.address}/told"')
    tokens = log_in(http)
    with ThreadPoolExecutor(16) as pool:
        assert set(pool.map(lambda _: log_out(http, tokens), range(32))) == {204}
    assert len(listener.take()) == 1


def test_a_logout_token_names_the_session_and_the_user(serve: Serve, listener: Listener) -> None:
    http = serve(f'backchannel_logout_url = "http://{listener.address}/told"')
    tokens = log_in(http)
    log_out(http, tokens)
    [told] = listener.take()
    said, access = claims(parse_qs(told.body)["logout_token"][0]), claims(tokens["access_token"])
    assert (said["sid"], said["sub"], said["aud"]) == (access["sid"], access["sub"], "app")


def test_an_id_token_hint_signed_with_the_public_key_as_hmac_secret_is_refused(serve: Serve) -> None:
    http = serve("")
    tokens = log_in(http)
    [key] = [it for it in json.loads(http.get(f"{_OIDC}/certs").text)["keys"] if it["use"] == "sig"]
    secret = base64.b64decode(key["x5c"][0])
    head = base64.urlsafe_b64encode(json.dumps({"alg": "HS256", "kid": key["kid"]}).encode()).decode().rstrip("=")
    signed = f"{head}.{tokens['id_token'].split('.')[1]}"
    mac = base64.urlsafe_b64encode(hmac.digest(secret, signed.encode(), hashlib.sha256)).decode().rstrip("=")
    answer = http.get(f"{_OIDC}/logout?id_token_hint={signed}.{mac}")
    assert (answer.status_code, "Invalid parameter: id_token_hint" in answer.text) == (400, True)


def test_another_site_cannot_confirm_a_logout(serve: Serve) -> None:
    http = serve("")
    log_in(http)
    page = http.get(f"{_OIDC}/logout?client_id=app")
    assert http.post(html.action(page.text), data={"confirmLogout": "Logout"}).status_code == 400
    silent = http.get(f"{_OIDC}/auth?client_id=app&response_type=code&redirect_uri={_CB}&prompt=none")
    assert "code=" in silent.location


def test_markup_in_a_client_name_is_escaped(serve: Serve) -> None:
    http = serve('name = "<script>gotcha()</script>"\nfrontchannel_logout_url = "http://localhost:3000/left?x=\'1\'"')
    answer = http.get(f"{_OIDC}/logout?id_token_hint={log_in(http)['id_token']}")
    assert "<script>gotcha" not in answer.text
    assert html.comparable(answer.text)["frames"][0]["text"] == "<script>gotcha()</script>"


def test_a_refresh_token_is_invalid_after_the_logout(serve: Serve) -> None:
    http = serve("")
    tokens = log_in(http)
    log_out(http, tokens)
    asked = {"client_id": "app", "grant_type": "refresh_token", "refresh_token": tokens["refresh_token"]}
    assert json.loads(http.post(f"{_OIDC}/token", data=asked).text)["error_description"] == "Session not active"
