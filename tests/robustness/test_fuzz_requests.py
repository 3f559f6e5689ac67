"""Fuzz requests: every response is JSON or empty, and none is a server error."""

import base64
import json
from typing import Any

import pytest
from flask import Flask
from hypothesis import example, given
from hypothesis import strategies as st
from werkzeug.test import EnvironBuilder, run_wsgi_app
from werkzeug.wrappers import Response

from mockauth.realms.files import load_text
from mockauth.state import State
from mockauth.state.key_ring import KeyRing
from mockauth.web.app import Entry, Settings, create_app

TOKEN = "/realms/demo/protocol/openid-connect/token"
FORM = "application/x-www-form-urlencoded"
REGISTRY = """
[realms.demo.clients.robot]
secret = "robot-secret"
service_accounts_enabled = true
root_url = "http://localhost:8282"

[realms.demo.clients.web]
root_url = "http://localhost:3000"
"""

LENGTHS = ("content-length", "transfer-encoding")
# Values of a header that a server has parsed: Latin-1 without line breaks.
header_text = st.text(st.characters(codec="latin-1", exclude_characters="\r\n\0"), max_size=80)
names = st.sampled_from(["grant_type", "client_id", "client_secret", "scope", "client_assertion", "audience", ""])
values = st.one_of(
    st.sampled_from(["client_credentials", "robot", "robot-secret", "web", "openid", "openid profile", "%", "%f0%9f"]),
    st.text(max_size=20),
)
headers = st.dictionaries(
    st.one_of(
        st.sampled_from(
            ["Accept", "Authorization", "Content-Type", "DPoP", "Host", "Origin", "Upgrade", "X-Forwarded-Host"]
        ),
        st.from_regex(r"[A-Za-z][A-Za-z-]{0,15}", fullmatch=True),
    ),
    header_text,
    max_size=5,
).map(lambda found: {name: value for name, value in found.items() if name.lower() not in LENGTHS})


def form(pairs: list[tuple[str, str]]) -> bytes:
    return "&".join(f"{name}={value}" for name, value in pairs).encode("utf-8", "surrogatepass")


bodies = st.one_of(st.binary(max_size=200), st.lists(st.tuples(names, values), max_size=6).map(form))
methods = st.one_of(
    st.sampled_from(["GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE", "CONNECT"]),
    st.from_regex(r"[A-Z!#$%&'*+.^_`|~-]{1,10}", fullmatch=True),
)
PARTS = ["realms", "demo", "protocol", "openid-connect", "token", "certs", ".well-known", "openid-configuration", ""]
PARTS += [".", "..", "%2e%2e", "%00", "%0a", ";", "auth", "%", "%zz", "ü", "🔑"]
paths = st.one_of(
    st.binary(max_size=60).map(lambda raw: "/" + raw.decode("latin-1")),
    st.lists(
        st.sampled_from(PARTS),
        max_size=8,
    ).map(lambda parts: "/" + "/".join(parts)),
)


@pytest.fixture(scope="module")
def log() -> list[Entry]:
    return []


@pytest.fixture(scope="module")
def http(log: list[Entry]) -> Flask:
    state = State(load_text(REGISTRY, "demo.toml", {}).realms, KeyRing())
    return create_app(state, Settings(log=log.append))


def answered(http: Flask, environ: dict[str, Any]) -> Response:
    """Return the response without a test client, which would normalise the request."""
    body, status, header = run_wsgi_app(http, environ | {"REMOTE_ADDR": "127.0.0.1"}, buffered=True)
    return Response(body, status, header)


def ask(http: Flask, method: str, path: str, body: bytes, header: dict[str, str]) -> int:
    """Send a request as from a socket, check the response, and return its status."""
    environ = EnvironBuilder(TOKEN, method=method, data=body).get_environ()
    raw_path, _, query = path.partition("?")
    environ |= {
        "PATH_INFO": raw_path.encode().decode("latin-1"),
        "REQUEST_URI": path.encode().decode("latin-1"),
        "RAW_URI": path.encode().decode("latin-1"),
        "QUERY_STRING": query.encode().decode("latin-1"),
        "SERVER_PROTOCOL": "HTTP/1.1",
    }
    for name, value in header.items():
        key = name.upper().replace("-", "_")
        environ["CONTENT_TYPE" if key == "CONTENT_TYPE" else f"HTTP_{key}"] = value
    answer = answered(http, environ)
    assert answer.status_code < 500 or answer.status_code == 501
    assert "Traceback" not in answer.get_data(as_text=True)
    if answer.data:
        assert answer.mimetype == "application/json"
        json.loads(answer.data)
    for name, value in answer.headers.items():
        assert not {"\r", "\n"} & {*name, *value}
        value.encode("latin-1")
    return answer.status_code


@given(body=bodies)
def test_any_form_is_answered(http: Flask, body: bytes) -> None:
    ask(http, "POST", TOKEN, body, {"Content-Type": FORM})


@given(secret=st.one_of(st.text(), st.binary()), name=st.sampled_from(["robot", "web", "", "%", "röbot"]))
def test_any_basic_header_is_answered(http: Flask, name: str, secret: str | bytes) -> None:
    raw = secret if isinstance(secret, bytes) else secret.encode("utf-8", "surrogatepass")
    basic = base64.b64encode(name.encode() + b":" + raw).decode()
    status = ask(
        http,
        "POST",
        TOKEN,
        b"grant_type=client_credentials",
        {"Content-Type": FORM, "Authorization": f"Basic {basic}"},
    )
    assert status in (200, 400, 401)


@given(scope=st.text(st.characters(exclude_categories=["Cs"])))
def test_any_scope_is_answered(http: Flask, scope: str) -> None:
    from urllib.parse import quote

    body = f"grant_type=client_credentials&client_id=robot&client_secret=robot-secret&scope={quote(scope)}"
    assert ask(http, "POST", TOKEN, body.encode(), {"Content-Type": FORM}) in (200, 400)


@given(method=methods, path=paths, body=bodies, header=headers)
@example("GET", "/realms/demo", b"", {"Host": "xn--"})
@example("GET", "/realms/demo", b"", {"Host": "a..b"})
@example("GET", "/realms/demo", b"", {"Host": "x" * 300})
@example("GET", "/realms/demo", b"", {"Connection": "Upgrade", "Upgrade": "websocket"})
@example("GET", "/realms/demo/\n", b"", {})
@example("GET", "//", b"", {})
@example("GET", "/" + "/realms" * 5000, b"", {})
def test_any_request_is_answered(http: Flask, method: str, path: str, body: bytes, header: dict[str, str]) -> None:
    ask(http, method, path, body, header)


@given(header=headers, body=bodies)
def test_any_header_of_a_token_request_is_answered(http: Flask, body: bytes, header: dict[str, str]) -> None:
    ask(http, "POST", TOKEN, body, {"Content-Type": FORM, **header})


@given(origin=header_text)
def test_any_origin_may_send_a_preflight_request(http: Flask, origin: str) -> None:
    assert ask(http, "OPTIONS", TOKEN, b"", {"Origin": origin}) == 200


@given(host=header_text)
def test_the_issuer_is_a_url_of_the_requested_host(http: Flask, host: str) -> None:
    from urllib.parse import urlsplit

    environ = EnvironBuilder("/realms/demo/.well-known/openid-configuration").get_environ()
    answer = answered(http, environ | {"HTTP_HOST": host})
    if answer.status_code == 200 and host.strip(":"):
        issuer = urlsplit(json.loads(answer.data)["issuer"])
        assert (issuer.scheme, issuer.path) == ("http", "/realms/demo")
        name, _, port = host.rpartition(":")
        assert issuer.netloc in (host, name, f"{name}:{int(port or 0)}" if not port.strip("0123456789") else host)
    else:
        assert answer.status_code in (200, 400)


def test_the_log_of_an_invalid_request_has_no_secret(http: Flask, log: list[Entry]) -> None:
    basic = base64.b64encode(b"robot:hidden-word%zz").decode()
    log.clear()
    for body, header in [
        ("client_id=robot&client_secret=hidden-word%zz", {}),
        ("client_id=robot&client_secret=hidden-word", {}),
        ("client_id=web&client_secret=hidden-word&scope=x", {}),
        ("client_id=robot&client_secret=hidden-word&client_secret=hidden-word", {}),
        ("client_id=robot&client_secret=robot-secret&password=hidden-word&password=x", {}),
        ("client_id=robot&client_secret=hidden-word&client_assertion=hidden-word", {}),
        ("a=b", {"Authorization": f"Basic {basic}"}),
        ("client_id=robot", {"Authorization": f"Basic {basic}"}),
        ("a=b", {"Authorization": "Bearer hidden-word"}),
        ("a=b", {"Authorization": "hidden-word"}),
    ]:
        ask(http, "POST", TOKEN, f"grant_type=client_credentials&{body}".encode(), {"Content-Type": FORM, **header})
    ask(http, "GET", f"{TOKEN}?client_secret=hidden-word", b"", {})
    assert len(log) == 11
    assert "hidden-word" not in repr(log)


@pytest.mark.parametrize(
    "body",
    [
        b"&" * 1_000_000,
        b"a&" * 500_000,
        b"a=" + b"%41" * 300_000,
        b"a=" + b"%" * 1_000_000,
        b"a=" + b"+" * 1_000_000,
        b"=" * 1_000_000,
        b"&".join(b"a%d=" % number for number in range(100_000)),
        b"grant_type=" + b"client_credential" * 5_000,
        b"grant_type=client_credentials&client_id=" + b"robo" * 30_000,
        b"&".join(b"a%d=" % number + b"%41" * 40_000 for number in range(8)),
    ],
    ids=lambda body: f"{body[:30].decode()}...",
)
def test_the_largest_allowed_body_is_answered(http: Flask, body: bytes) -> None:
    assert ask(http, "POST", TOKEN, body, {"Content-Type": FORM}) in (400, 401, 413)
