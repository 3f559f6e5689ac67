"""What the log says of requests: why they were refused, and never a secret."""

from typing import Any

import pytest
from demo import FORM, REALM, SECRET, TOKEN
from flask.testing import FlaskClient

from mockauth.web.app import Entry


@pytest.mark.parametrize(
    ("form", "reason"),
    [
        ({"client_id": "robto"}, 'there is no client "robto" in realm "demo", did you mean "robot"?'),
        ({"client_secret": "wrong"}, 'this is not the secret of client "robot"'),
        ({"client_secret": None}, 'client "robot" is confidential, and the request shows no secret'),
        ({"client_id": "web"}, 'client "web" is public; only a confidential client has a service account'),
        ({"grant_type": "client_credential"}, 'there is no grant_type "client_credential", did you mean'),
        ({"grant_type": None}, "Missing form parameter: grant_type"),
        ({"scope": "nonsense"}, "client \"robot\" has no client scope 'nonsense'; it may ask for:"),
        ({"scope": ["email", "phone"]}, 'the form has "scope" more than once'),
    ],
)
def test_a_refusal_says_why(http: FlaskClient, log: list[Entry], form: dict[str, Any], reason: str) -> None:
    http.post(TOKEN, data={name: value for name, value in {**FORM, **form}.items() if value is not None})
    assert log[0].reason.startswith(reason)


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("/realms/dmeo", 'there is no realm "dmeo"; did you mean "demo"?'),
        ("/realms/", "the path names no realm: /realms/NAME"),
        ("/", "nothing is served outside /realms/"),
        (
            "/auth/realms/demo",
            "the path begins with /auth, as it did before Keycloak 17: start with",
        ),
        (
            f"{REALM}/protocol/openid-connect/cert",
            'there is nothing here; did you mean "protocol/openid-connect/certs"?',
        ),
        (f"{REALM}/protocol/oidc/token", 'there is no protocol "oidc", only openid-connect'),
    ],
)
def test_a_path_that_leads_nowhere_says_where_to_go(
    http: FlaskClient, log: list[Entry], path: str, reason: str
) -> None:
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
def test_no_entry_holds_a_secret(http: FlaskClient, log: list[Entry], form: dict[str, Any]) -> None:
    http.post(TOKEN, data={**FORM, **form})
    http.post(TOKEN, data={"grant_type": "none"}, auth=("robot", SECRET))
    http.post(TOKEN, data=f"grant_type=x&client_secret={SECRET}%", content_type="application/x-www-form-urlencoded")
    http.post(f"{TOKEN}?client_secret={SECRET}", data={})
    assert SECRET not in str(log)


@pytest.mark.parametrize("path", ["/realms/none", REALM, TOKEN])
def test_no_answer_holds_the_reason_that_is_for_the_log(http: FlaskClient, log: list[Entry], path: str) -> None:
    answer = http.post(path, data={**FORM, "client_secret": "wrong"})
    assert log[0].reason
    assert log[0].reason not in answer.text
