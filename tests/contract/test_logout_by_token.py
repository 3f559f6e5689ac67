"""Logging out with a refresh token, as applications do without a browser, and logout tokens of identity providers."""

import base64
import json
from typing import Any

import pytest

from contract.call import Call, as_headers, encoded
from contract.exchange import FORM, Answer, Request

PATH = "/realms/{}/protocol/openid-connect/logout"
SECRETS = {"web": "web-secret"}


def log_out(
    call: Call,
    realm: str = "leaving",
    *,
    basic: str = "",
    header: dict[str, Any] | None = None,
    query: str = "",
    jar: str = "",
    later: int = 0,
    **form: Any,
) -> Answer:
    """Post a form to the logout endpoint."""
    authorization = {"authorization": f"Basic base64({basic})"} if basic else {}
    headers = as_headers({"content_type": FORM, **authorization, **(header or {})})
    return call.send(Request("POST", PATH.format(realm) + query, headers, encoded(form), jar=jar, later=later))


def grant(call: Call, client: str = "app", realm: str = "leaving", **more: Any) -> str:
    """Get tokens with ada's password; return the name of the refresh token."""
    secret: dict[str, Any] = {"client_secret": SECRETS[client]} if client in SECRETS else {}
    asked = {"username": "ada", "password": "ada-password", "scope": "openid", **more}
    call.token(realm, grant_type="password", client_id=client, **secret, **asked)
    return f"refresh_token_of_answer_{call.count}"


def use_tokens(call: Call, number: int, client: str = "app", realm: str = "leaving") -> None:
    """Use the tokens of an answer."""
    call.get(
        f"/realms/{realm}/protocol/openid-connect/userinfo", authorization=f"Bearer access_token_of_answer_{number}"
    )
    secret: dict[str, Any] = {"client_secret": SECRETS[client]} if client in SECRETS else {}
    call.token(
        realm, client_id=client, grant_type="refresh_token", refresh_token=f"refresh_token_of_answer_{number}", **secret
    )


def test_a_public_client(call: Call) -> None:
    log_out(call, client_id="app", refresh_token=grant(call))
    use_tokens(call, 1)


@pytest.mark.parametrize("how", ["form", "header", "both"])
def test_a_confidential_client(call: Call, how: str) -> None:
    token = grant(call, "web")
    form: dict[str, Any] = {} if how == "header" else {"client_id": "web", "client_secret": "web-secret"}
    log_out(call, basic="" if how == "form" else "web:web-secret", refresh_token=token, **form)
    use_tokens(call, 1, "web")


def test_logging_out_twice(call: Call) -> None:
    token = grant(call)
    log_out(call, client_id="app", refresh_token=token)
    log_out(call, client_id="app", refresh_token=token)


@pytest.mark.parametrize(
    "form",
    [
        {},
        {"client_id": "web"},
        {"client_id": "web", "client_secret": "wrong"},
        {"client_id": "nobody"},
        {"client_id": ""},
        {"client_id": "off"},
        {"client_id": "app"},
        {"client_id": "plus"},
        {"client_id": "bearer", "client_secret": "bearer-secret"},
        {"client_id": "app", "client_secret": "something"},
    ],
    ids=str,
)
def test_clients(call: Call, form: dict[str, Any]) -> None:
    log_out(call, refresh_token=grant(call), **form)


@pytest.mark.parametrize(
    "token",
    [
        "",
        "nonsense",
        "a.b.c",
        "access_token_of_answer_1",
        "id_token_of_answer_1",
        "eyJhbGciOiJub25lIn0.eyJ0eXAiOiJSZWZyZXNoIiwiYXpwIjoiYXBwIn0.",
        ["nonsense", "refresh_token_of_answer_1"],
        ["refresh_token_of_answer_1", "nonsense"],
    ],
    ids=str,
)
def test_tokens(call: Call, token: Any) -> None:
    grant(call)
    log_out(call, client_id="app", refresh_token=token)


def test_a_token_of_another_client(call: Call) -> None:
    grant(call)
    log_out(call, basic="web:web-secret", refresh_token="refresh_token_of_answer_1")
    use_tokens(call, 1)


def test_a_token_of_another_realm(call: Call) -> None:
    grant(call, realm="leaving-brief")
    log_out(call, client_id="app", refresh_token="refresh_token_of_answer_1")


def test_a_token_asked_for_under_another_host_name(call: Call) -> None:
    grant(call)
    log_out(call, client_id="app", header={"host": "127.0.0.1:8080"}, refresh_token="refresh_token_of_answer_1")


def test_a_token_that_has_expired(call: Call) -> None:
    grant(call, realm="leaving-brief")
    log_out(call, "leaving-brief", client_id="app", refresh_token="refresh_token_of_answer_1", later=12)


def test_a_token_that_was_rotated(call: Call) -> None:
    token = grant(call)
    call.token("leaving", client_id="app", grant_type="refresh_token", refresh_token=token)
    log_out(call, client_id="app", refresh_token=token)
    use_tokens(call, 2)


def test_an_offline_token(call: Call) -> None:
    log_out(call, client_id="offline", refresh_token=grant(call, "offline", scope="openid offline_access"))
    use_tokens(call, 1, "offline")


def test_an_offline_token_ends_the_session_that_it_came_from(call: Call) -> None:
    call.log_in("leaving", client_id="offline", scope="openid offline_access")
    code: dict[str, Any] = {"grant_type": "authorization_code", "redirect_uri": "http://localhost:3000/cb"}
    call.token("leaving", client_id="offline", code="code_of_answer_2", **code)
    call.auth("leaving", client_id="app")
    call.token("leaving", client_id="app", code="code_of_answer_4", **code)
    log_out(call, client_id="offline", refresh_token="refresh_token_of_answer_3")
    use_tokens(call, 3, "offline")
    use_tokens(call, 5)
    call.auth("leaving", client_id="app", prompt="none")


@pytest.mark.parametrize("jar", ["browser", "other browser", ""])
def test_a_session_that_a_browser_is_logged_in_to(call: Call, jar: str) -> None:
    call.log_in("leaving")
    code: dict[str, Any] = {"grant_type": "authorization_code", "redirect_uri": "http://localhost:3000/cb"}
    call.token("leaving", client_id="app", code="code_of_answer_2", **code)
    if jar == "other browser":
        call.log_in("leaving", jar=jar, user="bob")
    log_out(call, client_id="app", refresh_token="refresh_token_of_answer_3", jar=jar)
    call.auth("leaving", prompt="none")
    call.auth("leaving", prompt="none", jar="other browser")


def test_a_login_that_is_pending_in_the_same_browser(call: Call) -> None:
    call.log_in("leaving")
    code: dict[str, Any] = {"grant_type": "authorization_code", "redirect_uri": "http://localhost:3000/cb"}
    call.token("leaving", client_id="app", code="code_of_answer_2", **code)
    call.auth("leaving", prompt="login")
    log_out(call, client_id="app", refresh_token="refresh_token_of_answer_3")
    call.submit(4, password="ada-password")


@pytest.mark.parametrize("origin", ["http://a.example.org", "http://b.example.org", "null"])
@pytest.mark.parametrize("token", ["refresh_token_of_answer_1", "nonsense"])
def test_origins(call: Call, origin: str, token: str) -> None:
    grant(call)
    log_out(call, client_id="app", refresh_token=token, header={"origin": origin})


@pytest.mark.parametrize("origin", ["http://a.example.org", "http://b.example.org"])
def test_preflight(call: Call, origin: str) -> None:
    call.send(Request("OPTIONS", PATH.format("leaving"), as_headers({"origin": origin})))


def test_a_wrong_secret_from_another_origin(call: Call) -> None:
    header = {"origin": "http://b.example.org"}
    log_out(call, client_id="web", client_secret="wrong", refresh_token="x", header=header)


@pytest.mark.parametrize("realm", ["leaving-closed", "leaving-https"])
def test_realms_with_unusual_settings(call: Call, realm: str) -> None:
    log_out(call, realm, client_id="app", refresh_token="x")


def test_a_token_in_the_query(call: Call) -> None:
    grant(call)
    log_out(call, client_id="app", query="?refresh_token=refresh_token_of_answer_1")


def test_a_refresh_token_with_a_hint(call: Call) -> None:
    grant(call)
    log_out(call, client_id="app", refresh_token="nonsense", id_token_hint="id_token_of_answer_1")


# Keycloak as a client of an identity provider that does not exist.

ISSUER = "http://provider.example.org"
EVENT = "http://schemas.openid.net/event/backchannel-logout"


def unsigned(**claims: Any) -> str:
    """Return a token with an invalid signature."""
    said = ({"alg": "RS256", "kid": "x"}, {"iss": ISSUER, "aud": "app", "events": {EVENT: {}}, **claims})
    parts = [base64.urlsafe_b64encode(json.dumps(it).encode()).decode().rstrip("=") for it in said]
    return ".".join([*parts, "c2lnbmF0dXJl"])


@pytest.mark.parametrize(
    "form",
    [
        {},
        {"logout_token": ""},
        {"logout_token": "nonsense"},
        {"logout_token": "a.b.c"},
        {"logout_token": "e30.e30.e30"},
        {"logout_token": "e30.W10.e30"},
        {"logout_token": unsigned(sid="x", sub="y")},
        {"logout_token": unsigned(sid=["x"])},
        {"logout_token": unsigned(iss=7)},
        {"logout_token": unsigned(events="x")},
        {"logout_token": unsigned(exp="never")},
        {"logout_token": f"{unsigned()}.x.y"},
        {"logout_token": unsigned().rpartition(".")[0]},
        {"refresh_token": "x"},
    ],
    ids=lambda form: str(form)[:40],
)
def test_logout_tokens_of_identity_providers(call: Call, form: dict[str, Any]) -> None:
    call.send(
        Request(
            "POST", PATH.format("leaving") + "/backchannel-logout", as_headers({"content_type": FORM}), encoded(form)
        )
    )


def test_a_logout_token_from_another_origin(call: Call) -> None:
    headers = as_headers({"content_type": FORM, "origin": "http://b.example.org"})
    call.send(Request("POST", PATH.format("leaving") + "/backchannel-logout", headers, "logout_token=x"))


@pytest.mark.parametrize("realm", ["leaving-closed", "leaving-https", "no-such-realm"])
def test_logout_tokens_for_realms_with_unusual_settings(call: Call, realm: str) -> None:
    headers = as_headers({"content_type": FORM})
    call.send(Request("POST", PATH.format(realm) + "/backchannel-logout", headers, "logout_token=x"))
