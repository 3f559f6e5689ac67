"""Fuzz devices, accounts, iframes and client certificates: no response is a server error, and none is slow."""

import base64
import json
from collections.abc import Callable
from time import thread_time
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding
from demo import ADA
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import example, given
from hypothesis import strategies as st

from mockauth.realms.files import load_text
from mockauth.state import State
from mockauth.state.key_ring import KeyRing
from mockauth.web.app import Settings, create_app
from mockauth.web.certificates import lookup
from robustness.browser import MARK, Browser, encoded
from robustness.test_fuzz_logins import EVIL, cookie_text, texts

REGISTRY = """
[realms.demo.clients.app]
public_client = true
direct_access_grants_enabled = true
attributes = { "oauth2.device.authorization.grant.enabled" = "true" }
web_origins = ["http://localhost:3000"]

[realms.demo.clients.gate]
service_accounts_enabled = true
client_authenticator_type = "client-x509"
attributes = { "x509.subjectdn" = "(.*)CN=gate(.*)" }
"""
AT = "/realms/demo/protocol/openid-connect"
ACCEPTED = ["", "*/*", "application/json", "text/html", "text/html;q=x,*/*;q=0.1", "," * 50, "a/b;q=" + "9" * 400]
FRAMES = ["3p-cookies/step1.html", "3p-cookies/step2.html", "login-status-iframe.html", "login-status-iframe.html/init"]
NAMES = ["username", "email", "firstName", "lastName", "attributes", "id", "emailVerified", "userProfileMetadata"]
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | texts | st.just("\ud800"),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)
profiles = st.dictionaries(st.sampled_from(NAMES) | st.text(max_size=5), json_values, max_size=5) | json_values


@pytest.fixture(scope="module")
def app(ring: KeyRing) -> Flask:
    settings = Settings(certificates=lookup("rfc9440"))
    return create_app(State(load_text(REGISTRY + ADA, "demo.toml", {}).realms, ring), settings)


@pytest.fixture(scope="module")
def token(app: Flask) -> str:
    form = {"grant_type": "password", "client_id": "app", "username": "ada", "password": "ada-password"}
    answer: Any = app.test_client().post(f"{AT}/token", data=form).json
    return str(answer["access_token"])


def answer_quickly(send: Callable[[], Any]) -> Any:
    """Send a request, and check that it takes less than a second of CPU time: quadratic time would take more.

    It is sent again if it was slow, for a garbage collection may fall into the first try.
    """
    for _ in range(3):
        began = thread_time()
        answer = send()
        if thread_time() - began < 1:
            return answer
    raise AssertionError("three times, the answer took more than a second")


device_requests = st.fixed_dictionaries(
    {},
    optional={
        "client_id": st.sampled_from(["app", "gate", "nobody"]) | texts,
        **dict.fromkeys(["scope", "nonce", "code_challenge", "code_challenge_method", "client_secret"], texts),
    },
)
entered = st.fixed_dictionaries({}, optional=dict.fromkeys(["user_code", "device_user_code", "error", "x"], texts))


@given(
    path=st.sampled_from(["device", "protocol/openid-connect/auth/device"]),
    form=device_requests | entered,
    query=entered,
    accept=st.sampled_from(ACCEPTED),
    jar=st.dictionaries(st.just("AUTH_SESSION_ID"), cookie_text),
)
@example("device", {}, {"user_code": "-" * 5000}, "text/html", {})
@example("device", {"device_user_code": EVIL[0]}, {}, "text/html", {})
def test_any_request_of_a_device(
    app: Flask, path: str, form: dict[str, str], query: dict[str, str], accept: str, jar: dict[str, str]
) -> None:
    for url in (f"/realms/demo/{path}", f"/realms/demo/{path}/status"):
        Browser(app, jar).open(f"{url}?{encoded(query)}", ACCEPT=accept)
        Browser(app, jar).open(f"{url}?{encoded(query)}", form, ACCEPT=accept)


@given(path=st.sampled_from(FRAMES), query=st.dictionaries(st.sampled_from(["client_id", "origin", "version"]), texts))
def test_any_request_for_an_iframe(app: Flask, path: str, query: dict[str, str]) -> None:
    browser = Browser(app)
    browser.open(f"{AT}/{path}?{encoded(query)}")
    assert MARK not in browser.page


@given(said=profiles)
@example({"firstName": "\ud800", "username": "ada", "email": "ada@example.org", "lastName": "E"})
@example("9" * 5000)
def test_any_profile(app: Flask, token: str, said: Any) -> None:
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
    http = app.test_client()
    answer = http.post("/realms/demo/account", data=json.dumps(said), headers=headers)
    assert answer.status_code in (204, 400, 409)
    shown = http.get("/realms/demo/account", headers={**headers, "Accept": "application/json"})
    assert shown.status_code == 200
    json.loads(shown.data)


def test_a_lone_surrogate_in_a_name_is_replaced_in_tokens(app: Flask, token: str) -> None:
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
    said = {"username": "ada", "email": "ada@example.org", "firstName": "A\ud800", "lastName": "Example"}
    http = app.test_client()
    assert http.post("/realms/demo/account", data=json.dumps(said), headers=headers).status_code == 204
    form = {"grant_type": "password", "client_id": "app", "username": "ada", "password": "ada-password"}
    answer: Any = http.post(f"{AT}/token", data=form).json
    payload = answer["access_token"].split(".")[1]
    claims = json.loads(base64.urlsafe_b64decode(payload + "==").decode("utf-8"))
    assert claims["given_name"] == "A\ufffd"


@pytest.mark.parametrize("body", [b'{"' + b"x" * 10**6 + b'":1}', b'{"' + b"(a+)+" * 10**5 + b'":1}', b"[" * 10**6])
def test_a_large_profile_is_answered_quickly(app: Flask, token: str, body: bytes) -> None:
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
    answer = answer_quickly(lambda: app.test_client().post("/realms/demo/account", data=body, headers=headers))
    assert answer.status_code == 400


@pytest.mark.parametrize(
    "header", ["a/b," * 16000, "," * 60000, "a;q=1," * 10000, ";" * 60000, "a/b;q=0.5,*/*," * 4000]
)
@pytest.mark.parametrize("path", [f"{AT}/auth/device", "/realms/demo/account", f"{AT}/token", "/realms/demo/device"])
def test_a_long_accept_header_is_answered_quickly(http_of: FlaskClient, path: str, header: str) -> None:
    answer = answer_quickly(lambda: http_of.post(path, data={"client_id": "app"}, headers={"Accept": header}))
    assert answer.status_code < 500 or answer.status_code == 501


@pytest.fixture
def http_of(app: Flask) -> FlaskClient:
    return app.test_client()


def certificate(*subject: tuple[x509.ObjectIdentifier, str]) -> bytes:
    from datetime import UTC, datetime

    name = x509.Name([x509.NameAttribute(oid, value) for oid, value in subject])
    key = ec.generate_private_key(ec.SECP256R1())
    begins, ends = datetime(2026, 1, 1, tzinfo=UTC), datetime(2036, 1, 1, tzinfo=UTC)
    builder = x509.CertificateBuilder(name, name, key.public_key(), 1)
    return builder.not_valid_before(begins).not_valid_after(ends).sign(key, hashes.SHA256()).public_bytes(Encoding.DER)


GOOD = certificate((x509.NameOID.TITLE, "Dr"), (x509.NameOID.COMMON_NAME, "gate"))


def status_with_certificate(http: FlaskClient, der: bytes | str) -> int:
    header = der if isinstance(der, str) else f":{base64.b64encode(der).decode()}:"
    form = {"grant_type": "client_credentials", "client_id": "gate"}
    return http.post(f"{AT}/token", data=form, headers={"Client-Cert": header}).status_code


def test_a_valid_certificate_is_accepted(http_of: FlaskClient) -> None:
    assert status_with_certificate(http_of, GOOD) == 200


@given(places=st.lists(st.tuples(st.integers(0, len(GOOD) - 1), st.integers(0, 255)), min_size=1, max_size=4))
@example([(GOOD.index(bytes.fromhex("a003020102")) + 4, 7)])
@example([(GOOD.index(bytes.fromhex("0603550403")) + 5, 3)])
@pytest.mark.filterwarnings("ignore")
def test_any_bytes_of_a_certificate(app: Flask, places: list[tuple[int, int]]) -> None:
    changed = bytearray(GOOD)
    for place, byte in places:
        changed[place] = byte
    assert status_with_certificate(app.test_client(), bytes(changed)) in (200, 401)


@given(
    header=st.text(st.characters(codec="latin-1", exclude_characters="\r\n\0"), max_size=60)
    | st.text(":Aa=", max_size=9)
)
def test_any_certificate_header(app: Flask, header: str) -> None:
    assert status_with_certificate(app.test_client(), header) == 401


def test_a_subject_with_many_spaces_is_compared_quickly(http_of: FlaskClient) -> None:
    spaced = certificate((x509.NameOID.TITLE, "a" + " " * 40000 + "x"), (x509.NameOID.COMMON_NAME, "other"))
    assert answer_quickly(lambda: status_with_certificate(http_of, spaced)) == 401
