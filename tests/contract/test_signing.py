"""Every kind of token with every algorithm: access and ID tokens, userinfo, introspection, authorization responses."""

from typing import Any

import pytest

from contract.call import Call
from contract.signing_realms import ALGORITHMS, DEFAULTS, KINDS, REALM, SECRET

CLIENTS = [*(f"every-{it}" for it in ALGORITHMS), *(f"only-{kind}" for kind in KINDS), "plain", "empty"]
OF_DEFAULTS = [(f"{REALM}-{it}", client) for it in DEFAULTS for client in ("plain", "empty", "as-RS256")]


def every_token(call: Call, realm: str, client: str) -> None:
    """Get tokens with a password, and introspect them."""
    form: dict[str, Any] = {"grant_type": "password", "username": "ada", "password": "ada-password", "scope": "openid"}
    call.token(realm, client_id=client, client_secret=SECRET, **form)
    oidc = f"/realms/{realm}/protocol/openid-connect"
    call.get(f"{oidc}/userinfo", authorization="Bearer access_token_of_answer_1")
    header = {"content_type": "application/x-www-form-urlencoded", "accept": "application/jwt"}
    body = f"client_id={client}&client_secret={SECRET}&token=access_token_of_answer_1"
    call.browse(f"{oidc}/token/introspect", "", "POST", body, header=header)


@pytest.mark.parametrize("client", CLIENTS)
def test_tokens_of_a_password(call: Call, client: str) -> None:
    every_token(call, REALM, client)


@pytest.mark.parametrize(("realm", "client"), OF_DEFAULTS)
def test_tokens_by_the_algorithm_of_a_realm(call: Call, realm: str, client: str) -> None:
    every_token(call, realm, client)


@pytest.mark.parametrize("client", [it for it in CLIENTS if it not in ("every-none", "every-XX256")])
def test_authorization_responses(call: Call, client: str) -> None:
    call.log_in(REALM, client_id=client, response_mode="jwt")
    for response_type in ("id_token token", "code id_token token"):
        call.auth(REALM, client_id=client, response_mode="jwt", response_type=response_type, nonce="n-1")
    call.auth(REALM, client_id=client, response_mode="jwt", scope="nonsense")


@pytest.mark.parametrize(("realm", "client"), OF_DEFAULTS)
def test_authorization_responses_by_the_algorithm_of_a_realm(call: Call, realm: str, client: str) -> None:
    call.log_in(realm, client_id=client, response_mode="jwt")
    call.auth(realm, client_id=client, response_mode="jwt", response_type="id_token token", nonce="n-1")
