"""Client secrets that have expired, were rotated, or are missing."""

from collections.abc import Callable
from typing import Any

import pytest

from contract.assertions import assertion_of_secret
from contract.call import Call, encoded
from contract.edge_case_realms import REALM, SECRETS
from contract.exchange import FORM, Request

BEARER = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
PLACES: dict[str, Callable[[str, str], dict[str, Any]]] = {
    "form": lambda client, secret: {"client_id": client, "client_secret": secret},
    "header": lambda client, secret: {"basic": f"{client}:{secret}"},
}


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("secret", ["secret", "old-secret", "wrong", ""])
@pytest.mark.parametrize("name", SECRETS)
def test_secrets(call: Call, name: str, secret: str, place: str) -> None:
    call.token(REALM, **PLACES[place](f"secret-{name}", secret))


@pytest.mark.parametrize("by", ["", "_by_another_secret", "_by_old_secret"])
@pytest.mark.parametrize("name", SECRETS)
def test_assertions_by_secrets(call: Call, name: str, by: str) -> None:
    call.token(REALM, client_assertion_type=BEARER, client_assertion=f"assertion_{assertion_of_secret(name)}{by}")


@pytest.mark.parametrize("endpoint", ["token/introspect", "revoke", "ext/par/request", "auth/device", "logout"])
@pytest.mark.parametrize("name", ["expired", "text"])
def test_an_expired_secret_elsewhere(call: Call, name: str, endpoint: str) -> None:
    form = {"client_id": f"secret-{name}", "client_secret": "secret", "token": "x", "refresh_token": "x"}
    path = f"/realms/{REALM}/protocol/openid-connect/{endpoint}"
    call.send(Request("POST", path, (("Content-Type", FORM),), encoded(form)))


@pytest.mark.parametrize("shown", [{}, {"client_secret": ""}, {"client_secret": " "}, {"client_secret": "x"}], ids=str)
@pytest.mark.parametrize("client", ["no-secret", "empty-secret", "blank-secret", "no-secret-jwt", "public"])
def test_secrets_of_clients_that_have_none(call: Call, client: str, shown: dict[str, Any]) -> None:
    call.token(REALM, client_id=client, **shown)
    if shown:
        call.token(REALM, basic=f"{client}:{shown['client_secret']}")
