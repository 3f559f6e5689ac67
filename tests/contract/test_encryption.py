"""Tokens that are encrypted for a client: ID tokens, userinfo, authorization responses."""

from typing import Any

import pytest

from contract.call import Call, encoded
from contract.encryption_realm import REALM, SECRET, clients, logout_clients

pytestmark = pytest.mark.filterwarnings("ignore::joserfc.errors.SecurityWarning")


@pytest.mark.parametrize("client", clients())
def test_tokens_of_a_password(call: Call, client: str) -> None:
    form: dict[str, Any] = {"grant_type": "password", "username": "ada", "password": "ada-password"}
    call.token(REALM, client_id=client, client_secret=SECRET, scope="openid", **form)
    call.token(REALM, client_id=client, client_secret=SECRET, **form)
    userinfo = f"/realms/{REALM}/protocol/openid-connect/userinfo"
    call.get(userinfo, authorization="Bearer access_token_of_answer_1")


@pytest.mark.parametrize("client", [it for it in clients() if it not in ("keyless", "of-another-key")])
def test_authorization_responses(call: Call, client: str) -> None:
    call.log_in(REALM, client_id=client, response_mode="query.jwt")


@pytest.mark.parametrize("client", logout_clients())
def test_logout_tokens(call: Call, client: str) -> None:
    form: dict[str, Any] = {"grant_type": "password", "username": "ada", "password": "ada-password"}
    call.token(REALM, client_id=client, client_secret=SECRET, **form)
    leaving = {"client_id": client, "client_secret": SECRET, "refresh_token": "refresh_token_of_answer_1"}
    call.browse(f"/realms/{REALM}/protocol/openid-connect/logout", "", "POST", encoded(leaving))
