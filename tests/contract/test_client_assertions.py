"""Clients that authenticate with an assertion: private_key_jwt and client_secret_jwt (RFC 7523 section 2.2)."""

from typing import Any

import pytest

from contract.assertions import ASSERTIONS, REALM
from contract.call import Call

BEARER = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"


def ask(call: Call, name: str, **form: Any) -> None:
    whole = {"client_assertion_type": BEARER, "client_assertion": f"assertion_{name}", **form}
    call.token(REALM, **{key: value for key, value in whole.items() if value is not None})


@pytest.mark.parametrize("name", ASSERTIONS)
def test_assertions(call: Call, name: str) -> None:
    ask(call, name)


@pytest.mark.parametrize("client_id", ["keys", "one-key", "secretive", "nobody", ""])
def test_a_client_id_beside_an_assertion(call: Call, client_id: str) -> None:
    ask(call, "good", client_id=client_id)


@pytest.mark.parametrize("kind", [None, "", "nonsense", "urn:ietf:params:oauth:client-assertion-type:saml2-bearer"])
@pytest.mark.parametrize("client_id", [None, "keys"])
def test_types_of_assertions(call: Call, client_id: str | None, kind: str | None) -> None:
    ask(call, "good", client_id=client_id, client_assertion_type=kind)


@pytest.mark.parametrize("assertion", [None, "", "nonsense", "a.b", "a.b.c", "e30.e30.e30", "e30.e30.", "..."])
@pytest.mark.parametrize("client_id", [None, "keys", "shared"])
def test_malformed_assertions(call: Call, client_id: str | None, assertion: str | None) -> None:
    ask(call, "good", client_id=client_id, client_assertion=assertion)


def test_a_secret_beside_an_assertion(call: Call) -> None:
    ask(call, "good", client_secret="secret")
    ask(call, "of_secretive", client_id="secretive", client_secret="secretive-secret")


def test_a_basic_header_beside_an_assertion(call: Call) -> None:
    ask(call, "good", basic="keys:secret")
    ask(call, "good", basic="secretive:secretive-secret")


@pytest.mark.parametrize("name", ["good", "shared_HS256"])
def test_an_assertion_is_good_once(call: Call, name: str) -> None:
    ask(call, name)
    ask(call, f"{name}_again")


@pytest.mark.parametrize("client", ["keys", "shared", "certificate"])
def test_a_secret_in_place_of_an_assertion(call: Call, client: str) -> None:
    call.token(REALM, client_id=client, client_secret="secret")
