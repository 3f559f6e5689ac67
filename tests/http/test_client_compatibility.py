"""Details that client libraries depend on: JSON formatting, keys, hosts, and the HTML of the login form."""

import base64
import hashlib
import json
import re

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from demo import ADA, APP, AUTH, FORM, REALM, TOKEN
from flask.testing import FlaskClient

from mockauth.realms.files import load_text
from mockauth.state import State
from mockauth.state.clock import Clock
from mockauth.state.key_ring import KeyRing
from mockauth.web.app import Settings, create_app

OIDC = f"{REALM}/protocol/openid-connect"


@pytest.fixture
def shop(ring: KeyRing, clock: Clock) -> FlaskClient:
    """A realm with a user, served below /auth."""
    state = State(load_text(APP + ADA, "demo.toml", {}).realms, ring, clock)
    return create_app(state, Settings(relative_path="/auth")).test_client()


def claims(token: str) -> dict[str, object]:
    part = token.split(".")[1]
    found: dict[str, object] = json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))
    return found


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", REALM),
        ("GET", f"{REALM}/.well-known/openid-configuration"),
        ("GET", f"{OIDC}/certs"),
        ("GET", "/realms/none"),
        ("GET", f"{REALM}/nothing"),
        ("POST", f"{OIDC}/token"),
        ("POST", f"{OIDC}/token/introspect"),
        ("POST", f"{OIDC}/revoke"),
    ],
)
def test_json_has_neither_spaces_nor_a_trailing_newline(http: FlaskClient, method: str, path: str) -> None:
    # python-keycloak's own tests match these bytes.
    body = http.open(path, method=method, data={} if method == "POST" else None).data
    assert body == json.dumps(json.loads(body), separators=(",", ":"), ensure_ascii=False).encode()


def test_a_token_response_has_neither_spaces_nor_a_trailing_newline(http: FlaskClient) -> None:
    body = http.post(TOKEN, data=FORM).data
    assert body == json.dumps(json.loads(body), separators=(",", ":")).encode()


def test_the_certificates_of_both_keys_match_the_keys(http: FlaskClient) -> None:
    # go-jose refuses a key set if a certificate or thumbprint does not match its key; others read the key from x5c.
    keys = http.get(f"{OIDC}/certs").get_json()["keys"]
    assert sorted((key["use"], key["alg"]) for key in keys) == [("enc", "RSA-OAEP"), ("sig", "RS256")]
    for key in keys:
        certificate = x509.load_der_x509_certificate(base64.b64decode(key["x5c"][0]))
        numbers = certificate.public_key().public_numbers()  # type: ignore[union-attr]
        assert (b64(numbers.n), b64(numbers.e)) == (key["n"], key["e"])  # type: ignore[union-attr]
        der = certificate.public_bytes(Encoding.DER)
        assert urlsafe(hashlib.sha1(der).digest()) == key["x5t"]
        assert urlsafe(hashlib.sha256(der).digest()) == key["x5t#S256"]


def b64(number: int) -> str:
    return urlsafe(number.to_bytes((number.bit_length() + 7) // 8, "big"))


def urlsafe(octets: bytes) -> str:
    return base64.urlsafe_b64encode(octets).decode().rstrip("=")


@pytest.mark.parametrize(
    "host", ["localhost:9191", "127.0.0.1:9191", "[::1]:9191", "shop.localhost:9191", "mockauth:8080"]
)
def test_token_and_discovery_have_the_requested_host(http: FlaskClient, host: str) -> None:
    issuer = f"http://{host}{REALM}"
    document = http.get(f"{REALM}/.well-known/openid-configuration", headers={"Host": host}).get_json()
    token = http.post(TOKEN, data=FORM, headers={"Host": host}).get_json()["access_token"]
    assert (document["issuer"], claims(token)["iss"]) == (issuer, issuer)
    # angular-oauth2-oidc requires that every endpoint begins with the issuer.
    assert [url for name, url in document.items() if name.endswith("_endpoint") and not url.startswith(issuer)] == []


def test_all_urls_have_the_relative_path(shop: FlaskClient) -> None:
    document = shop.get(f"/auth{REALM}/.well-known/openid-configuration").get_json()
    assert document["issuer"] == f"http://localhost/auth{REALM}"
    assert f'action="http://localhost/auth{REALM}/login-actions/authenticate?' in shop.get(f"/auth{AUTH}").text


def test_the_form_action_is_found_by_a_pattern_and_used_without_decoding(shop: FlaskClient) -> None:
    # As python-keycloak's tests do, which do not decode `&amp;`.
    [action] = re.findall(r'action="(.*)" method', shop.get(f"/auth{AUTH}").text)
    assert "&amp;" in action
    answer = shop.post(action, data={"username": "ada", "password": "ada-password"})
    assert answer.location.startswith("http://localhost:3000/cb?")


def test_the_bearer_scheme_may_be_lower_case(shop: FlaskClient) -> None:
    # keycloak-js writes it so.
    form = {"grant_type": "password", "client_id": "app", "username": "ada", "password": "ada-password"}
    token = shop.post(f"/auth{OIDC}/token", data={**form, "scope": "openid"}).get_json()["access_token"]
    answer = shop.post(f"/auth{OIDC}/userinfo", headers={"Authorization": f"bearer {token}"})
    assert answer.get_json()["preferred_username"] == "ada"


def test_a_refresh_token_has_typ_and_exp(shop: FlaskClient) -> None:
    # keycloak-js and keycloak-connect read it.
    form = {"grant_type": "password", "client_id": "app", "username": "ada", "password": "ada-password"}
    found = claims(shop.post(f"/auth{OIDC}/token", data=form).get_json()["refresh_token"])
    assert (found["typ"], type(found["exp"])) == ("Refresh", int)


@pytest.mark.parametrize(
    "more",
    [
        {"code": "", "redirect_uri": ""},
        {"audience": "somebody", "nothing": "known"},
        {"username": "", "password": "", "totp": ""},
    ],
    ids=str,
)
def test_empty_and_unknown_parameters_are_ignored(http: FlaskClient, more: dict[str, str]) -> None:
    assert http.post(TOKEN, data=FORM | more).status_code == 200


def test_credentials_may_be_in_both_header_and_form(http: FlaskClient) -> None:
    # keycloak-connect sends them so.
    assert http.post(TOKEN, data=FORM, auth=(FORM["client_id"], FORM["client_secret"])).status_code == 200
    without = {name: value for name, value in FORM.items() if name != "client_secret"}
    assert http.post(TOKEN, data=without, auth=(FORM["client_id"], FORM["client_secret"])).status_code == 200
