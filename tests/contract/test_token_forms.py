"""Client attributes that change its tokens: header, type, content and lifespan."""

import json
from typing import Any

import pytest

from contract.call import Call
from contract.exchange import Answer
from contract.mapper_context_cases import FORMS
from contract.mapper_matrix import SECRET

REALM = "mappers-logins"


def request_user_tokens(call: Call, client: str, scope: str = "openid") -> Answer:
    form: dict[str, Any] = {"grant_type": "password", "username": "grace", "password": "grace-password"}
    return call.token(REALM, client_id=client, client_secret=SECRET, scope=scope, **form)


@pytest.mark.parametrize("client", FORMS)
def test_tokens_of_a_user(call: Call, client: str) -> None:
    request_user_tokens(call, client)


@pytest.mark.parametrize("client", FORMS)
def test_tokens_of_a_service(call: Call, client: str) -> None:
    call.token(REALM, client_id=client, client_secret=SECRET, scope="openid")


@pytest.mark.parametrize("client", ["form-detached", "form-plain"])
@pytest.mark.parametrize("response_type", ["id_token", "id_token token", "code id_token", "code id_token token"])
def test_an_id_token_that_is_a_detached_signature(call: Call, client: str, response_type: str) -> None:
    claims = json.dumps({"id_token": {"name": {"essential": True}}})
    call.log_in(REALM, user="grace", client_id=client, response_type=response_type, nonce="n-1", claims=claims)
