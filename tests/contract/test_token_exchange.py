"""Token exchange (RFC 8693), and grants that are disabled for a client."""

from typing import Any

import pytest

from contract.call import Call, Form

GRANT = "urn:ietf:params:oauth:grant-type:token-exchange"
TYPE = "urn:ietf:params:oauth:token-type:"
ACCESS = f"{TYPE}access_token"


def secret_of(client: str) -> str:
    return f"{client}-secret-that-is-long-enough-to-sign"


def with_scope(scope: str) -> Form:
    return {"scope": scope} if scope else {}


def log_in(call: Call, client: str = "front", user: str = "ada", **form: Any) -> None:
    """Get the tokens to exchange."""
    fields: Form = {"grant_type": "password", "username": user, "password": f"{user}-password", "client_id": client}
    secret: Form = {} if client in {"front", "plain-front", "open"} else {"client_secret": secret_of(client)}
    call.token("exchange", **{**fields, **secret, **form})


def serve(call: Call, client: str = "service", **form: Any) -> None:
    """Get a token of a service account."""
    call.token("exchange", client_id=client, client_secret=secret_of(client), **form)


def exchange(call: Call, client: str = "broker", **form: Any) -> None:
    """Exchange the first token; None removes a parameter."""
    fields: dict[str, Any] = {"grant_type": GRANT, "client_id": client}
    fields |= {} if client == "open" else {"client_secret": secret_of(client)}
    fields |= {"subject_token": "access_token_of_answer_1", "subject_token_type": ACCESS, **form}
    call.token("exchange", **{name: value for name, value in fields.items() if value is not None})


@pytest.mark.parametrize("scope", ["", "openid", "openid phone", "offline_access", "nonsense", "openid offline_access"])
@pytest.mark.parametrize("client", ["broker", "renewer"])
def test_an_exchanged_token(call: Call, client: str, scope: str) -> None:
    log_in(call)
    exchange(call, client, **with_scope(scope))


@pytest.mark.parametrize("kind", ["access_token", "id_token", "refresh_token", "saml2", "jwt", "nonsense", ""])
@pytest.mark.parametrize("client", ["broker", "renewer", "unrefreshing"])
def test_requested_token_types(call: Call, client: str, kind: str) -> None:
    log_in(call)
    exchange(call, client, requested_token_type=f"{TYPE}{kind}" if kind else "", scope="openid")


@pytest.mark.parametrize("scope", ["openid offline_access", "offline_access", "openid", "email"])
def test_a_refresh_token_of_an_exchange(call: Call, scope: str) -> None:
    log_in(call)
    exchange(call, "renewer", requested_token_type=f"{TYPE}refresh_token", scope=scope)
    refresh: Form = {"grant_type": "refresh_token", "refresh_token": "refresh_token_of_answer_2"}
    call.token("exchange", **refresh, client_id="renewer", client_secret=secret_of("renewer"))


@pytest.mark.parametrize(
    "audience",
    [
        "stock",
        "reader",
        ["stock", "reader"],
        ["stock", "stock"],
        "account",
        "broker",
        "front",
        "nobody",
        "closed",
        "bearer",
        "stranger",
        ["stock", "stranger"],
        ["stranger", "lonely"],
        "",
    ],
    ids=str,
)
def test_audiences(call: Call, audience: Any) -> None:
    log_in(call)
    exchange(call, audience=audience)


@pytest.mark.parametrize("kind", ["id_token", "refresh_token"])
def test_audiences_of_other_types(call: Call, kind: str) -> None:
    log_in(call)
    exchange(call, "renewer", audience="stock", scope="openid", requested_token_type=f"{TYPE}{kind}")


@pytest.mark.parametrize(
    "form",
    [
        {"subject_token": None},
        {"subject_token_type": None},
        {"subject_token": ""},
        {"subject_token": "nonsense"},
        {"subject_token": "refresh_token_of_answer_1"},
        {"subject_token": "id_token_of_answer_1"},
        {"subject_token_type": f"{TYPE}id_token"},
        {"subject_token_type": f"{TYPE}refresh_token"},
        {"subject_token_type": f"{TYPE}jwt"},
        {"requested_subject": "bob"},
        {"requested_issuer": "google"},
        {"subject_issuer": "google"},
        {"subject_token": None, "requested_issuer": "google", "requested_subject": "bob"},
        {"actor_token": "access_token_of_answer_1", "actor_token_type": ACCESS},
        {"resource": "https://a.example.org"},
        {"resource": ["https://a.example.org", "https://b.example.org"]},
        {"scope": ["openid", "email"]},
        {"subject_token": ["access_token_of_answer_1", "access_token_of_answer_1"]},
        {"client_secret": "wrong"},
    ],
    ids=str,
)
def test_invalid_requests(call: Call, form: dict[str, Any]) -> None:
    log_in(call, scope="openid")
    exchange(call, **form)


@pytest.mark.parametrize("client", ["stranger", "lonely", "asker", "open", "bearer", "broker", "closed"])
@pytest.mark.parametrize("source", ["front", "plain-front"])
def test_clients_that_may_exchange_a_token(call: Call, source: str, client: str) -> None:
    log_in(call, source)
    exchange(call, client)


@pytest.mark.parametrize("client", ["open", "broker", "renewer"])
def test_a_client_exchanges_its_own_token(call: Call, client: str) -> None:
    log_in(call, client)
    exchange(call, client)


@pytest.mark.parametrize("kind", ["access_token", "refresh_token", "id_token"])
@pytest.mark.parametrize("client", ["broker", "renewer"])
def test_a_token_of_a_service_account(call: Call, client: str, kind: str) -> None:
    serve(call)
    exchange(call, client, requested_token_type=f"{TYPE}{kind}")


@pytest.mark.parametrize("kind", ["access_token", "refresh_token"])
def test_a_token_of_an_offline_session(call: Call, kind: str) -> None:
    log_in(call, scope="openid offline_access")
    exchange(call, "renewer", requested_token_type=f"{TYPE}{kind}")


def test_an_exchanged_token_is_exchanged_again(call: Call) -> None:
    log_in(call)
    exchange(call, "renewer")
    exchange(call, "renewer", subject_token="access_token_of_answer_2")
    exchange(call, "broker", subject_token="access_token_of_answer_2")


def test_an_exchanged_token_in_use(call: Call) -> None:
    log_in(call, scope="openid")
    exchange(call, "broker", scope="openid")
    path = "/realms/exchange/protocol/openid-connect/userinfo"
    call.get(path, authorization="Bearer access_token_of_answer_2")


def test_without_a_session(call: Call) -> None:
    log_in(call)
    exchange(call, client="renewer")
    body = "client_id=front&token=refresh_token_of_answer_1"
    call.browse("/realms/exchange/protocol/openid-connect/revoke", "", "POST", body)
    exchange(call, client="renewer")


@pytest.mark.parametrize("origin", ["http://localhost:3000", "https://evil.example.org"])
def test_from_another_origin(call: Call, origin: str) -> None:
    log_in(call)
    exchange(call, header={"origin": origin})
    exchange(call, header={"origin": origin}, audience="nobody")


@pytest.mark.parametrize("scope", ["", "openid", "offline_access"])
def test_a_service_account_with_a_refresh_token(call: Call, scope: str) -> None:
    serve(call, "refreshing-service", **with_scope(scope))
    refresh: Form = {"grant_type": "refresh_token", "refresh_token": "refresh_token_of_answer_1"}
    call.token("exchange", **refresh, client_id="refreshing-service", client_secret=secret_of("refreshing-service"))


@pytest.mark.parametrize("client", ["stranger", "open", "ciba-client"])
@pytest.mark.parametrize("grant", ["urn:openid:params:grant-type:ciba", "urn:ietf:params:oauth:grant-type:jwt-bearer"])
@pytest.mark.parametrize("form", [{}, {"assertion": "nonsense", "auth_req_id": "nonsense"}], ids=["bare", "given"])
def test_disabled_grants(call: Call, grant: str, client: str, form: Form) -> None:
    secret: Form = {} if client == "open" else {"client_secret": secret_of(client)}
    call.token("exchange", grant_type=grant, client_id=client, **secret, **form)


@pytest.mark.parametrize("form", [{}, {"audience": "stock"}, {"audience": "nobody"}, {"ticket": "nonsense"}], ids=str)
@pytest.mark.parametrize("client", ["stranger", "open"])
def test_permissions_without_a_service_account(call: Call, client: str, form: Form) -> None:
    secret: Form = {} if client == "open" else {"client_secret": secret_of(client)}
    grant = "urn:ietf:params:oauth:grant-type:uma-ticket"
    call.token("exchange", grant_type=grant, client_id=client, **secret, **form)
