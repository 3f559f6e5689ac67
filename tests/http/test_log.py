"""The request log: why requests are refused, and never a secret."""

from dataclasses import replace
from typing import Any

import pytest
from demo import FORM, REALM, SECRET, TOKEN
from flask.testing import FlaskClient

from mockauth.state import State
from mockauth.web.app import Entry


@pytest.mark.parametrize(
    ("form", "reason"),
    [
        ({"client_id": "robto"}, 'unknown client in realm "demo", did you mean "robot"?'),
        ({"client_secret": "wrong"}, 'wrong secret for client "robot"'),
        ({"client_secret": None}, 'client "robot" is confidential, but the request has no secret'),
        ({"client_id": "web"}, 'client "web" is public; only a confidential client has a service account'),
        ({"grant_type": "client_credential"}, "unknown grant_type, did you mean"),
        ({"grant_type": None}, "the form has no grant_type"),
        ({"scope": "nonsense"}, 'client "robot" has no client scope "…"; it may request:'),
        ({"scope": ["email", "phone"]}, 'the form has the parameter "scope" more than once'),
    ],
)
def test_a_refusal_says_why(http: FlaskClient, log: list[Entry], form: dict[str, Any], reason: str) -> None:
    http.post(TOKEN, data={name: value for name, value in {**FORM, **form}.items() if value is not None})
    assert log[0].reason.startswith(reason)


def test_a_json_body_is_explained(http: FlaskClient, log: list[Entry]) -> None:
    http.post(TOKEN, json=FORM)
    assert log[0].reason == (
        'the content type is "application/json", but this endpoint expects application/x-www-form-urlencoded'
    )


@pytest.mark.parametrize(
    ("header", "reason"),
    [
        ("Basic cm9ib3Q=", 'the form has no client_id, and the Basic header is not the base64 of "client_id:secret"'),
        ("Basic !", "the Basic header is not the base64 of"),
        ("Bearer abc", "no client_id in the form and no Basic header (the Authorization header is Bearer)"),
        (SECRET, "the request has no client_id in the form and no Basic header"),
    ],
)
def test_an_authorization_header_without_a_client_is_explained(
    http: FlaskClient, log: list[Entry], header: str, reason: str
) -> None:
    http.post(TOKEN, data={"grant_type": "client_credentials"}, headers={"Authorization": header})
    assert reason in log[0].reason
    assert SECRET not in log[0].reason


def test_a_disabled_realm_is_explained_with_the_key_that_enables_it(
    state: State, http: FlaskClient, log: list[Entry]
) -> None:
    state.realms = {"demo": replace(state.realms["demo"], enabled=False)}
    assert http.post(TOKEN, data=FORM).status_code == 403
    assert log[0].reason == 'realm "demo" is disabled: set enabled = true'


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("/realms/dmeo", 'unknown realm in the path; did you mean "demo"?'),
        ("/realms/", "the path names no realm; use /realms/NAME"),
        ("/nothing", "unknown path; realms are served at /realms/NAME"),
        ("/Realms/demo", "paths are case-sensitive; use /realms/NAME"),
        ("/.well-known/openid-configuration", "each realm has its own discovery document: /realms/NAME/.well-known/"),
        ("/demo/protocol/openid-connect/token", "the path lacks its realm; use /realms/NAME/protocol/openid-connect/…"),
        ("/oauth2/token", "each realm has its own token endpoint: /realms/NAME/protocol/openid-connect/token"),
        ("/jwks.json", "each realm has its own keys: /realms/NAME/protocol/openid-connect/certs"),
        ("/metrics", "metrics are not implemented in mockauth"),
        ("/admin/", "The admin console is not implemented in mockauth."),
        ("/admin/realms/demo", "the request has no bearer token"),
        (
            "/auth/realms/demo",
            "paths start with /auth only before Keycloak 17; start mockauth with",
        ),
        (
            f"{REALM}/protocol/openid-connect/cert",
            'unknown path; did you mean "protocol/openid-connect/certs"?',
        ),
        (f"{REALM}/protocol/oidc/token", "unknown protocol in the path, only openid-connect is implemented"),
    ],
)
def test_an_unknown_path_is_explained(http: FlaskClient, log: list[Entry], path: str, reason: str) -> None:
    http.get(path)
    assert log[0].reason.startswith(reason)


def test_a_request_is_logged_with_method_path_and_status(http: FlaskClient, log: list[Entry]) -> None:
    http.get(REALM)
    assert [(entry.method, entry.path, entry.status, entry.error, entry.reason) for entry in log] == [
        ("GET", REALM, 200, "", "")
    ]


def test_a_refusal_is_logged_with_its_oauth_name(http: FlaskClient, log: list[Entry]) -> None:
    http.post(TOKEN, data={**FORM, "client_secret": "wrong"})
    assert (log[0].status, log[0].error) == (401, "unauthorized_client")


def test_client_and_scope_are_logged(http: FlaskClient, log: list[Entry]) -> None:
    http.post(TOKEN, data={**FORM, "scope": "openid email"})
    assert (log[0].client, log[0].scope) == ("robot", "openid email")


@pytest.mark.parametrize("form", [{"grant_type": "client_credentials"}, {"grant_type": "none"}])
def test_the_client_of_a_basic_header_is_logged(http: FlaskClient, log: list[Entry], form: dict[str, str]) -> None:
    http.post(TOKEN, data=form, auth=("robot", SECRET))
    assert (log[0].client, log[0].scope) == ("robot", "")


@pytest.mark.parametrize("client_id", ["nobody", SECRET, "", "\x00"])
def test_an_unknown_client_is_not_logged_as_client(http: FlaskClient, log: list[Entry], client_id: str) -> None:
    http.post(TOKEN, data={**FORM, "client_id": client_id})
    http.post(TOKEN, data={}, auth=(client_id, SECRET))
    assert [entry.client for entry in log] == ["", ""]


@pytest.mark.parametrize("header", ["Basic", "Basic !", "Basic a", "Bearer x", "", "basic cm9ib3Q=", "Basic \xff"])
def test_an_invalid_authorization_header_is_logged_without_a_client(
    http: FlaskClient, log: list[Entry], header: str
) -> None:
    http.post(TOKEN, data={}, headers={"Authorization": header})
    assert log[0].client in ("", "robot")


def test_the_scope_in_the_log_is_of_bearable_length(http: FlaskClient, log: list[Entry]) -> None:
    http.post(TOKEN, data={**FORM, "scope": "email " * 3000})
    assert len(log[0].scope) == 200


def test_an_unknown_scope_is_not_logged(http: FlaskClient, log: list[Entry]) -> None:
    http.post(TOKEN, data={**FORM, "scope": f"openid {SECRET}"})
    assert log[0].scope == "openid …"


@pytest.mark.parametrize(
    "form",
    [
        {},
        {"client_id": "nobody"},
        {"client_id": "web"},
        {"grant_type": "none"},
        {"scope": "none"},
        {"client_secret": SECRET + "x"},
        {"client_secret": [SECRET, SECRET]},
    ],
    ids=str,
)
def test_no_entry_contains_a_secret(http: FlaskClient, log: list[Entry], form: dict[str, Any]) -> None:
    http.post(TOKEN, data={**FORM, **form})
    http.post(TOKEN, data={"grant_type": "none"}, auth=("robot", SECRET))
    http.post(TOKEN, data=f"grant_type=x&client_secret={SECRET}%", content_type="application/x-www-form-urlencoded")
    http.post(f"{TOKEN}?client_secret={SECRET}", data={})
    assert SECRET not in str(log)


@pytest.mark.parametrize("path", ["/realms/none", REALM, TOKEN])
def test_no_response_contains_the_reason(http: FlaskClient, log: list[Entry], path: str) -> None:
    answer = http.post(path, data={**FORM, "client_secret": "wrong"})
    assert log[0].reason
    assert log[0].reason not in answer.text
