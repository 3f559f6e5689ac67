"""Mappers that depend on the authorization request and the login: `claims`, `nonce`, and the acr level."""

import json
from typing import Any

import pytest

from contract.call import Call
from contract.exchange import Request
from contract.mapper_matrix import SECRET

REALM = "mappers-logins"
ESSENTIAL = {"essential": True}
CLAIMS = {
    "names": {"id_token": {"name": ESSENTIAL, "given_name": ESSENTIAL, "family_name": ESSENTIAL}},
    "mail": {"id_token": {"email": ESSENTIAL}, "userinfo": {"preferred_username": ESSENTIAL, "name": ESSENTIAL}},
    "voluntary": {"id_token": {"name": None, "email": {"essential": False}, "given_name": {}}},
    "not-a-flag": {"id_token": {"name": {"essential": "true"}, "email": {"essential": 1}}},
    "value": {"id_token": {"asked": {"essential": True, "value": "this"}}},
    "value-voluntary": {"id_token": {"asked": {"value": "this"}}},
    "value-null": {"id_token": {"asked": None}},
    "values": {"id_token": {"asked": {"essential": True, "values": ["this", "that"]}}},
    "value-for-userinfo": {"userinfo": {"asked": {"essential": True, "value": "this"}}},
    "value-of-two": {
        "id_token": {"asked": {"essential": True, "value": "this"}, "deep.er": {"essential": True, "value": "x"}}
    },
    "own-value": {
        "id_token": {"sub": {"essential": True, "value": "somebody"}, "asked": {"essential": True, "value": "x"}}
    },
    "more-sections": {"id_token": {"asked": {"essential": True, "value": "this"}, "name": ESSENTIAL}, "other": {}},
    "more-members": {"id_token": {"asked": {"essential": True, "value": "this", "more": 1}, "name": ESSENTIAL}},
    "empty": {},
    "acr": {"id_token": {"acr": {"values": ["silver", "white"]}}},
    "acr-essential": {"id_token": {"acr": {"essential": True, "values": ["white"]}}},
    "acr-value": {"id_token": {"acr": {"value": "1"}}},
    "acr-beyond": {"id_token": {"acr": {"values": ["gold"]}}},
}
TEXTS = {"broken": '{"id_token":', "list": "[]", "text": '"x"', "null": "null", "no-object": '{"id_token":"x"}'}


def tokens(call: Call, client: str, jar: str = "browser") -> None:
    """Redeem the code of the latest answer, and request the userinfo."""
    call.token(
        REALM,
        grant_type="authorization_code",
        client_id=client,
        client_secret=SECRET,
        code=f"code_of_answer_{call.count}",
        redirect_uri="http://localhost:3000/cb",
    )
    bearer = (("Authorization", f"Bearer access_token_of_answer_{call.count}"),)
    call.send(Request("GET", f"/realms/{REALM}/protocol/openid-connect/userinfo", bearer))


def refresh(call: Call) -> None:
    """Use the first refresh token."""
    form: dict[str, Any] = {"client_id": "requesting", "client_secret": SECRET}
    call.token(REALM, grant_type="refresh_token", **form, refresh_token="refresh_token_of_answer_3")


@pytest.mark.parametrize("asked", CLAIMS)
def test_claims_that_a_request_asks_for(call: Call, asked: str) -> None:
    call.log_in(REALM, user="grace", client_id="requesting", claims=json.dumps(CLAIMS[asked]))
    tokens(call, "requesting")


@pytest.mark.parametrize("text", TEXTS)
def test_a_malformed_claims_parameter(call: Call, text: str) -> None:
    call.log_in(REALM, user="grace", client_id="requesting", claims=TEXTS[text])
    tokens(call, "requesting")


def test_a_nonce_in_every_token(call: Call) -> None:
    call.log_in(REALM, user="grace", client_id="requesting", nonce="n-1")
    tokens(call, "requesting")
    refresh(call)


def test_claims_and_levels_stay_when_refreshed(call: Call) -> None:
    call.log_in(REALM, user="grace", client_id="requesting", claims=json.dumps(CLAIMS["names"]), acr_values="white")
    tokens(call, "requesting")
    refresh(call)


@pytest.mark.parametrize(
    "wanted", [None, "silver", "white", "copper", "1", "0", "gold", "silver white", "white copper"]
)
@pytest.mark.parametrize("client", ["requesting", "with-default", "with-minimum", "without-levels"])
def test_the_name_of_the_level(call: Call, client: str, wanted: str | None) -> None:
    call.log_in(REALM, user="grace", client_id=client, acr_values=wanted)
    tokens(call, client)


@pytest.mark.parametrize("client", ["requesting", "with-default", "with-minimum", "without-levels"])
def test_the_level_of_single_sign_on(call: Call, client: str) -> None:
    call.log_in(REALM, user="grace", client_id="other")
    call.auth(REALM, client_id=client)
    tokens(call, client)


def test_the_notes_of_a_session(call: Call) -> None:
    call.log_in(REALM, user="grace", client_id="noting")
    tokens(call, "noting")


@pytest.mark.parametrize("response_type", ["id_token", "id_token token", "code id_token", "code id_token token"])
def test_tokens_through_the_browser(call: Call, response_type: str) -> None:
    claims = json.dumps(CLAIMS["names"])
    call.log_in(REALM, user="grace", client_id="requesting", response_type=response_type, nonce="n-1", claims=claims)
