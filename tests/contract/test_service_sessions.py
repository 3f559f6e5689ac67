"""Service accounts with refresh tokens (client_credentials.use_refresh_token).

Without that attribute, a service account has no session.
"""

from typing import Any

import pytest

from contract.call import Call, encoded
from contract.exchange import FORM, Request

REALM = "requests"
SECRET: dict[str, Any] = {"client_secret": "app-secret"}
SERVICES = ["service", "service-without", "service-unsaid", "service-against", "service-offline", "service-brief"]


def start(call: Call, client: str = "service", **form: Any) -> None:
    call.token(REALM, client_id=client, **SECRET, **form)


def refresh(call: Call, number: int, client: str = "service", later: int = 0, **form: Any) -> None:
    token = {"refresh_token": f"refresh_token_of_answer_{number}", **form}
    call.token(REALM, grant_type="refresh_token", client_id=client, **SECRET, later=later, **token)


def post(call: Call, path: str, client: str = "service", **form: str) -> None:
    body = encoded({"client_id": client, **SECRET, **form})
    whole = f"/realms/{REALM}/protocol/openid-connect/{path}"
    call.send(Request("POST", whole, (("Content-Type", FORM),), body))


@pytest.mark.parametrize("scope", [None, "openid", "offline_access", "openid offline_access", "address", "nonsense"])
@pytest.mark.parametrize("client", SERVICES)
def test_the_tokens_of_a_service_account(call: Call, client: str, scope: str | None) -> None:
    start(call, client, **({"scope": scope} if scope else {}))


@pytest.mark.parametrize("scope", ["", "email", "openid", "openid email", "address", "nonsense", "offline_access"])
def test_scopes_of_a_refresh(call: Call, scope: str) -> None:
    start(call, scope="openid")
    refresh(call, 1, scope=scope)
    refresh(call, 1)


def test_a_refresh_of_a_refresh(call: Call) -> None:
    start(call)
    refresh(call, 1)
    refresh(call, 2)
    refresh(call, 1)


@pytest.mark.parametrize("client", ["service-without", "service-unsaid", "app", "service-offline"])
def test_the_refresh_token_of_another_service(call: Call, client: str) -> None:
    start(call)
    refresh(call, 1, client)


def test_two_sessions_of_a_service(call: Call) -> None:
    start(call)
    start(call)
    post(call, "logout", refresh_token="refresh_token_of_answer_1")
    refresh(call, 1)
    refresh(call, 2)


@pytest.mark.parametrize("token", ["access_token", "refresh_token"])
def test_a_token_of_a_service_that_is_revoked(call: Call, token: str) -> None:
    start(call, scope="openid")
    post(call, "revoke", token=f"{token}_of_answer_1")
    refresh(call, 1)
    post(call, "token/introspect", token="access_token_of_answer_1")
    bearer = (("Authorization", "Bearer access_token_of_answer_1"),)
    call.send(Request("GET", f"/realms/{REALM}/protocol/openid-connect/userinfo", bearer))


@pytest.mark.parametrize("client", ["service", "service-without", "service-offline"])
def test_the_introspection_of_a_service_account(call: Call, client: str) -> None:
    start(call, client, scope="openid")
    post(call, "token/introspect", client, token="access_token_of_answer_1")
    post(call, "token/introspect", client, token="refresh_token_of_answer_1", token_type_hint="refresh_token")
    bearer = (("Authorization", "Bearer access_token_of_answer_1"),)
    call.send(Request("GET", f"/realms/{REALM}/protocol/openid-connect/userinfo", bearer))


def test_the_session_of_a_service_that_is_offline(call: Call) -> None:
    start(call, "service-offline", scope="openid offline_access")
    refresh(call, 1, "service-offline")
    post(call, "revoke", "service-offline", token="refresh_token_of_answer_1")
    refresh(call, 2, "service-offline")


@pytest.mark.parametrize("later", [0, 2])
def test_a_session_that_ends_soon(call: Call, later: int) -> None:
    start(call, "service-brief")
    refresh(call, 1, "service-brief", later)
