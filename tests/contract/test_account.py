"""The account resource, where keycloak-js reads and changes the profile of the current user."""

import json
from typing import Any

import pytest

from contract.call import Call, Form
from contract.exchange import Request

PATH = "/realms/{}/account"
JSON = ("Accept", "application/json")


def log_in(call: Call, user: str = "ada", realm: str = "accounts", **form: str) -> None:
    """Get the token for the test."""
    whole: Form = {"client_id": "app", "grant_type": "password", "username": user, "password": f"{user}-password"}
    call.token(realm, **{**whole, **form})


def account(call: Call, realm: str = "accounts", query: str = "", token: str = "access_token", **more: Any) -> None:
    """Request the account with the token of the first answer."""
    headers = more.pop("headers", (JSON,))
    shown = (("Authorization", f"Bearer {token}_of_answer_1"), *headers)
    call.send(Request(more.pop("method", "GET"), PATH.format(realm) + query, shown, **more))


def send_account(call: Call, said: Any, realm: str = "accounts", **more: Any) -> None:
    """Send a changed account, and request the account again."""
    body = said if isinstance(said, str) else json.dumps(said)
    account(call, realm, method="POST", body=body, headers=(("Content-Type", "application/json"),), **more)
    account(call, realm)


@pytest.mark.parametrize("user", ["ada", "viewer", "manager", "other", "stranger", "bare"])
def test_users_with_and_without_the_role_to_view_the_account(call: Call, user: str) -> None:
    log_in(call, user)
    account(call)


@pytest.mark.parametrize("client", ["app", "narrow", "light", "bare"])
@pytest.mark.parametrize("scope", ["openid", "profile"])
def test_tokens_of_clients(call: Call, client: str, scope: str) -> None:
    log_in(call, client_id=client, **({} if client == "bare" and scope == "profile" else {"scope": scope}))
    account(call)


def test_the_account_of_a_service_account(call: Call) -> None:
    call.token("accounts", client_id="robot", client_secret="robot-secret")
    account(call)


@pytest.mark.parametrize(
    "query", ["?userProfileMetadata=true", "?userProfileMetadata=false", "?userProfileMetadata=x", "?more=1"]
)
def test_queries(call: Call, query: str) -> None:
    log_in(call)
    account(call, query=query)


@pytest.mark.parametrize("path", ["/", "/v1", "/v1/", "/v2", "/v1alpha1", "/supportedLocales", "/more"])
def test_paths(call: Call, path: str) -> None:
    log_in(call)
    account(call, query=path)


def test_a_profile_of_the_realms_own(call: Call) -> None:
    log_in(call, realm="accounts-profile")
    account(call, "accounts-profile")
    account(call, "accounts-profile", query="?userProfileMetadata=false")


@pytest.mark.parametrize("token", ["refresh_token", "id_token", "nonsense", "expires_in"])
def test_other_tokens(call: Call, token: str) -> None:
    log_in(call, scope="openid")
    account(call, token=token)


def test_an_expired_token(call: Call) -> None:
    log_in(call, client_id="brief")
    account(call, later=3)


def test_a_revoked_token(call: Call) -> None:
    log_in(call)
    body = "client_id=app&token=access_token_of_answer_1"
    form = (("Content-Type", "application/x-www-form-urlencoded"),)
    call.send(Request("POST", "/realms/accounts/protocol/openid-connect/revoke", form, body))
    account(call)


def test_the_token_of_another_realm(call: Call) -> None:
    log_in(call)
    account(call, "accounts-profile")
    account(call, "nowhere")


@pytest.mark.parametrize("authorization", [None, "", "Bearer", "Basic abc", "bearer access_token_of_answer_1"])
def test_forms_of_the_authorization_header(call: Call, authorization: str | None) -> None:
    log_in(call)
    shown = () if authorization is None else (("Authorization", authorization),)
    call.send(Request("GET", PATH.format("accounts"), (*shown, JSON)))


@pytest.mark.parametrize(
    "accept", ["application/json, text/plain, */*", "application/*", "*/*", "text/html", "text/html, application/json"]
)
def test_types_that_are_accepted(call: Call, accept: str) -> None:
    log_in(call)
    account(call, headers=(("Accept", accept),))


@pytest.mark.parametrize("origin", ["http://localhost:3000", "https://evil.example.org", "null"])
@pytest.mark.parametrize("user", ["ada", "stranger", "other"])
def test_pages_of_other_origins(call: Call, user: str, origin: str) -> None:
    log_in(call, user)
    account(call, headers=(JSON, ("Origin", origin)))


@pytest.mark.parametrize("origin", ["http://localhost:3000", None])
def test_a_preflight(call: Call, origin: str | None) -> None:
    named = (("Origin", origin),) if origin else ()
    for path in ("", "/", "/v1"):
        call.send(Request("OPTIONS", f"/realms/accounts/account{path}", named))


@pytest.mark.parametrize("method", ["HEAD", "PUT", "DELETE", "PATCH"])
def test_other_methods(call: Call, method: str) -> None:
    log_in(call)
    account(call, method=method)


@pytest.mark.parametrize("realm", ["closed", "https-only"])
def test_realms_that_are_disabled_or_require_https(call: Call, realm: str) -> None:
    call.send(Request("GET", PATH.format(realm), (("Authorization", "Bearer x"), JSON)))


KNOWN = {"username": "editor", "firstName": "Editor", "lastName": "Example", "email": "editor@example.org"}


@pytest.mark.parametrize(
    "said",
    [
        KNOWN,
        {**KNOWN, "firstName": "Edith"},
        {**KNOWN, "email": "EDITH@example.org"},
        {**KNOWN, "email": "ada@example.org"},
        {**KNOWN, "email": "nonsense"},
        {**KNOWN, "email": ""},
        {**KNOWN, "firstName": ""},
        {**KNOWN, "lastName": None},
        {**KNOWN, "username": "edith"},
        {**KNOWN, "username": "ada"},
        {**KNOWN, "attributes": {"phone": ["1"]}},
        {**KNOWN, "id": "x", "emailVerified": True},
        {**KNOWN, "nonsense": 1},
        {"firstName": "Only"},
        {},
        [],
        "nonsense",
        "",
    ],
    ids=str,
)
def test_changes_of_a_profile(call: Call, said: Any) -> None:
    log_in(call, "editor")
    send_account(call, said)
    send_account(call, KNOWN)


@pytest.mark.parametrize("user", ["viewer", "stranger"])
def test_users_without_the_role_to_change_the_account(call: Call, user: str) -> None:
    log_in(call, user)
    send_account(call, KNOWN)


def test_changes_of_a_profile_of_the_realms_own(call: Call) -> None:
    known: dict[str, Any] = {"username": "ada", "firstName": "Ada", "lastName": "Example", "email": "ada@example.org"}
    own = {"department": ["Sales"], "badge": ["7"], "phones": ["1", "2"], "locale": ["de"]}
    log_in(call, realm="accounts-profile")
    for more in (own, {**own, "badge": ["8"]}, {**own, "department": ["Nowhere"]}, {**own, "phones": ["3"]}, {}, own):
        send_account(call, {**known, "attributes": more}, "accounts-profile")
