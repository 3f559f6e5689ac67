"""The public URL of the server: `--hostname`, `--http-relative-path`, `--proxy-headers`."""

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
# Recorded from Keycloak with --hostname=http://sso.example:8180/base --hostname-backchannel-dynamic=true
# --http-relative-path=/auth: the URLs of the discovery document by the Host header.
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


def test_a_fixed_hostname_is_the_issuer_for_every_host_header(serve: Serve) -> None:
    assert issuer(serve(hostname="https://sso.example.org"), Host="other:1") == "https://sso.example.org/realms/demo"


def test_a_fixed_hostname_is_the_issuer_of_tokens(serve: Serve) -> None:
    token = serve(hostname="https://sso.example.org").post(TOKEN, data=FORM).get_json()["access_token"]
    assert claims(token)["iss"] == "https://sso.example.org/realms/demo"


@pytest.mark.parametrize("host", BACKCHANNEL)
def test_discovery_names_backchannel_endpoints_at_the_requested_host(serve: Serve, host: str) -> None:
    http = serve(hostname="http://sso.example:8180/base", relative_path="/auth", backchannel_dynamic=True)
    document = http.get(f"/auth{DISCOVERY}", headers={"Host": host}).get_json()
    assert {name: document[name] for name in BACKCHANNEL[host]} == BACKCHANNEL[host]


def test_all_paths_start_with_the_relative_path(serve: Serve) -> None:
    http = serve(relative_path="/auth")
    assert http.get(f"/auth{REALM}").status_code == 200
    assert http.get(REALM).status_code == 404


def test_the_relative_path_is_in_the_issuer(serve: Serve) -> None:
    assert issuer(serve(relative_path="/auth"), f"/auth{DISCOVERY}", Host="h") == "http://h/auth/realms/demo"


def test_a_path_without_the_relative_path_is_explained(serve: Serve, log: list[Entry]) -> None:
    serve(relative_path="/auth").get(REALM)
    assert log[0].reason == "all paths start with /auth (--http-relative-path)"


def test_forwarded_headers_are_ignored_by_default(serve: Serve) -> None:
    assert issuer(serve(), Host="here:1", **FORWARDED) == "http://here:1/realms/demo"


def test_forwarded_headers_are_trusted_with_proxy_headers(serve: Serve) -> None:
    assert (
        issuer(serve(proxy_headers="xforwarded"), Host="here:1", **FORWARDED)
        == "https://sso.example.org:8443/realms/demo"
    )


@pytest.mark.parametrize(("proxy", "address"), [("", "127.0.0.1"), ("xforwarded", "192.168.7.7")])
def test_the_client_address_is_the_forwarded_one_only_with_proxy_headers(
    serve: Serve, proxy: str, address: str
) -> None:
    token = serve(proxy_headers=proxy).post(TOKEN, data=FORM, headers=FORWARDED).get_json()["access_token"]
    assert claims(token)["clientAddress"] == address


def test_tokens_are_issued_at_the_time_of_the_servers_clock(http: FlaskClient, clock: Clock) -> None:
    clock.advance(60)
    token = claims(http.post(TOKEN, data=FORM).get_json()["access_token"])
    assert (token["iat"], token["exp"]) == (NOON + 60, NOON + 360)


@pytest.mark.parametrize("scheme", ["javascript", "http://evil.example/?", "-", "h\xff", "x" * 5000])
def test_a_proxy_may_forward_only_http_and_https(serve: Serve, scheme: str) -> None:
    answer = serve(proxy_headers="xforwarded").get(DISCOVERY, headers={**FORWARDED, "X-Forwarded-Proto": scheme})
    assert answer.status_code == 400
    assert scheme not in answer.text


@pytest.mark.parametrize("prefix", ["/a b", "/a?b", "/a#b", "/\xff", '/"'])
def test_a_proxy_may_forward_only_the_path_of_a_url_as_a_prefix(serve: Serve, prefix: str) -> None:
    answer = serve(proxy_headers="xforwarded").get(DISCOVERY, headers={"X-Forwarded-Prefix": prefix})
    assert answer.status_code == 400


def test_a_prefix_of_a_proxy_comes_before_the_relative_path(serve: Serve) -> None:
    http = serve(proxy_headers="xforwarded", relative_path="/auth")
    assert issuer(http, f"/auth{DISCOVERY}", **{"X-Forwarded-Prefix": "/sso"}).endswith("/sso/auth/realms/demo")


def test_the_forwarded_scheme_is_case_insensitive(serve: Serve) -> None:
    forwarded = {**FORWARDED, "X-Forwarded-Proto": "HTTPS"}
    assert issuer(serve(proxy_headers="xforwarded"), **forwarded) == "https://sso.example.org:8443/realms/demo"
