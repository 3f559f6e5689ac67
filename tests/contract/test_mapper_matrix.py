"""Every protocol mapper, with each flag, type and claim name: in tokens, responses, userinfo and introspection."""

import pytest

from contract.call import Call
from contract.exchange import FORM, Answer, Request
from contract.mapper_matrix import ASKER, CASES, SECRET

CLIENTS = [
    pytest.param(realm, client, id=client)
    for realm, questions in CASES.items()
    for client in questions
    if realm != "mappers-logins"
]


def tokens_of_grace(call: Call, realm: str, client: str) -> Answer:
    return call.token(
        realm,
        grant_type="password",
        client_id=client,
        client_secret=SECRET,
        username="grace",
        password="grace-password",
        scope="openid",
    )


@pytest.mark.parametrize(("realm", "client"), CLIENTS)
def test_tokens_of_a_user(call: Call, realm: str, client: str) -> None:
    tokens_of_grace(call, realm, client)
    path = f"/realms/{realm}/protocol/openid-connect"
    bearer = (("Authorization", "Bearer access_token_of_answer_1"),)
    call.send(Request("GET", f"{path}/userinfo", bearer))
    asked = f"client_id={ASKER}&client_secret={SECRET}&token=access_token_of_answer_1"
    call.send(Request("POST", f"{path}/token/introspect", (("Content-Type", FORM),), asked))


@pytest.mark.parametrize(("realm", "client"), CLIENTS)
def test_tokens_of_a_service(call: Call, realm: str, client: str) -> None:
    call.token(realm, client_id=client, client_secret=SECRET, scope="openid")
