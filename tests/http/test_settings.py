"""How the server is seen from outside: `--hostname`, `--http-relative-path`, `--proxy-headers`."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from demo import FORM, NOON, REALM, TOKEN, claims
from flask.testing import FlaskClient

from mockauth.state.clock import Clock
from mockauth.web.app import Entry

Serve = Callable[..., FlaskClient]
DISCOVERY = f"{REALM}/.well-known/openid-configuration"
# What Keycloak answered with --hostname=http://sso.example:8180/base --hostname-backchannel-dynamic=true
# --http-relative-path=/auth, by the host that was asked: the fields that are URLs.
BACKCHANNEL = json.loads(Path(__file__).with_name("backchannel.json").read_text(encoding="utf-8"))
FORWARDED = {
    "X-Forwarded-For": "192.168.7.7",
    "X-Forwarded-Proto": "https",
    "X-Forwarded-Host": "sso.example.org",
    "X-Forwarded-Port": "8443",
}


def issuer(http: FlaskClient, path: str = DISCOVERY, **headers: str) -> str:
    found: str = http.get(path, headers=headers).get_json()["issuer"]
    return found


def test_a_pinned_hostname_is_the_issuer_whatever_the_host(serve: Serve) -> None:
    assert issuer(serve(hostname="https://sso.example.org"), Host="other:1") == "https://sso.example.org/realms/demo"


def test_a_pinned_hostname_is_the_issuer_of_tokens(serve: Serve) -> None:
    token = serve(hostname="https://sso.example.org").post(TOKEN, data=FORM).get_json()["access_token"]
    assert claims(token)["iss"] == "https://sso.example.org/realms/demo"


@pytest.mark.parametrize("host", BACKCHANNEL)
def test_discovery_names_the_back_channel_at_the_host_that_is_asked(serve: Serve, host: str) -> None:
    http = serve(hostname="http://sso.example:8180/base", relative_path="/auth", backchannel_dynamic=True)
    document = http.get(f"/auth{DISCOVERY}", headers={"Host": host}).get_json()
    assert {name: document[name] for name in BACKCHANNEL[host]} == BACKCHANNEL[host]


def test_all_paths_begin_with_the_relative_path(serve: Serve) -> None:
    http = serve(relative_path="/auth")
    assert http.get(f"/auth{REALM}").status_code == 200
    assert http.get(REALM).status_code == 404


def test_the_relative_path_is_in_the_issuer(serve: Serve) -> None:
    assert issuer(serve(relative_path="/auth"), f"/auth{DISCOVERY}", Host="h") == "http://h/auth/realms/demo"


def test_a_path_without_the_relative_path_is_explained(serve: Serve, log: list[Entry]) -> None:
    serve(relative_path="/auth").get(REALM)
    assert log[0].reason == "all paths begin with /auth here (--http-relative-path)"


def test_forwarded_headers_are_not_believed(serve: Serve) -> None:
    assert issuer(serve(), Host="here:1", **FORWARDED) == "http://here:1/realms/demo"


def test_forwarded_headers_are_believed_where_a_proxy_is_told_of(serve: Serve) -> None:
    assert issuer(serve(proxy_headers=True), Host="here:1", **FORWARDED) == "https://sso.example.org:8443/realms/demo"


@pytest.mark.parametrize(("proxy", "address"), [(False, "127.0.0.1"), (True, "192.168.7.7")])
def test_the_callers_address_is_the_proxys_word_only_where_a_proxy_is_told_of(
    serve: Serve, proxy: bool, address: str
) -> None:
    token = serve(proxy_headers=proxy).post(TOKEN, data=FORM, headers=FORWARDED).get_json()["access_token"]
    assert claims(token)["clientAddress"] == address


def test_tokens_are_issued_by_the_servers_clock(http: FlaskClient, clock: Clock) -> None:
    clock.advance(60)
    token = claims(http.post(TOKEN, data=FORM).get_json()["access_token"])
    assert (token["iat"], token["exp"]) == (NOON + 60, NOON + 360)


@pytest.mark.parametrize("scheme", ["javascript", "http://evil.example/?", "-", "h\xff", "x" * 5000])
def test_a_proxy_names_no_other_scheme_than_those_of_http(serve: Serve, scheme: str) -> None:
    answer = serve(proxy_headers=True).get(DISCOVERY, headers={**FORWARDED, "X-Forwarded-Proto": scheme})
    assert answer.status_code == 400
    assert scheme not in answer.text


def test_the_scheme_of_a_proxy_may_be_in_capitals(serve: Serve) -> None:
    forwarded = {**FORWARDED, "X-Forwarded-Proto": "HTTPS"}
    assert issuer(serve(proxy_headers=True), **forwarded) == "https://sso.example.org:8443/realms/demo"
