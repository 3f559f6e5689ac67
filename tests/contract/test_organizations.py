"""Organizations: the scopes that request them, and their claims in tokens."""

from typing import Any

import pytest

from contract.call import Call
from contract.exchange import Answer
from contract.mapper_cases import COMBINATIONS
from contract.organizations import OFF, REALM, SECRET, SHAPES, USERS

EXCHANGE = "urn:ietf:params:oauth:grant-type:token-exchange"
ACCESS_TOKEN = "urn:ietf:params:oauth:token-type:access_token"
SCOPES = [
    "organization",
    "organization:*",
    "organization:acme",
    "organization:umbrella",
    "organization:closed",
    "organization:dot.ted",
    "organization:nobody",
    "organization:ACME",
    "organization:",
    "organization:acme:x",
    "organization:*:x",
    "Organization:acme",
    "organization organization:acme",
    "organization organization:*",
    "organization:* organization:acme",
    "organization:acme organization:umbrella",
    "organization:acme organization:nobody",
    "organization:nobody organization:acme",
    "organization:acme organization:acme",
    "organization:acme phone",
    "organization text:*",
    "organization:acme text:umbrella",
    "text:*",
    "text",
    "groups-alone:acme",
    "email:acme",
    "organization:acme offline_access",
]


def ask(call: Call, user: str, scope: str, client: str = "app", realm: str = REALM, **form: Any) -> Answer:
    whole = {"grant_type": "password", "username": user, "password": f"{user}-password", **form}
    return call.token(realm, client_id=client, client_secret=SECRET, scope=scope, **whole)


def introspect(call: Call, client: str = "app", token: str = "access_token_of_answer_1", hint: str = "") -> None:
    body = f"client_id={client}&client_secret={SECRET}&token={token}&token_type_hint={hint or 'access_token'}"
    header = {"content_type": "application/x-www-form-urlencoded"}
    call.browse(f"/realms/{REALM}/protocol/openid-connect/token/introspect", "", "POST", body, header=header)


def userinfo(call: Call, token: str = "access_token_of_answer_1") -> None:
    call.get(f"/realms/{REALM}/protocol/openid-connect/userinfo", authorization=f"Bearer {token}")


@pytest.mark.parametrize("scope", SCOPES)
@pytest.mark.parametrize("client", ["app", "always", "never", "mapped"])
def test_scopes_of_organizations(call: Call, client: str, scope: str) -> None:
    for user in USERS:
        ask(call, user, f"openid {scope}", client)


@pytest.mark.parametrize("scope", SCOPES)
@pytest.mark.parametrize("client", ["app", "always", "never"])
def test_scopes_where_organizations_are_off(call: Call, client: str, scope: str) -> None:
    for user in ("ada", "eve"):
        ask(call, user, f"openid {scope}", client, realm=OFF)


@pytest.mark.parametrize("scope", SCOPES)
def test_scopes_of_a_service(call: Call, scope: str) -> None:
    call.token(REALM, client_id="app", client_secret=SECRET, scope=scope)


@pytest.mark.parametrize("shape", SHAPES)
def test_shapes_of_memberships(call: Call, shape: str) -> None:
    for user in ("bob", "ada", "dora"):
        for scope in (f"openid {shape}:*", f"openid {shape}", f"openid {shape}:acme"):
            ask(call, user, scope)


@pytest.mark.parametrize("name", [*COMBINATIONS, *SHAPES])
@pytest.mark.parametrize("client", ["app", "light"])
def test_memberships_in_every_kind_of_token(call: Call, client: str, name: str) -> None:
    ask(call, "bob", f"openid {name}:*", client)
    userinfo(call)
    introspect(call, client)
    introspect(call, client, "refresh_token_of_answer_1", "refresh_token")


@pytest.mark.parametrize("first", ["organization", "organization:*", "organization:acme", "openid"])
@pytest.mark.parametrize(
    "then", [None, "organization", "organization:*", "organization:acme", "organization:umbrella", "openid", "email"]
)
@pytest.mark.parametrize("user", ["bob", "ada"])
def test_refreshing(call: Call, user: str, first: str, then: str | None) -> None:
    ask(call, user, f"openid {first}")
    form: dict[str, Any] = {"grant_type": "refresh_token", "refresh_token": "refresh_token_of_answer_1"}
    form |= {} if then is None else {"scope": then}
    call.token(REALM, client_id="app", client_secret=SECRET, **form)


@pytest.mark.parametrize("scope", ["organization", "organization:*", "organization:acme", "organization:umbrella", ""])
def test_exchanging(call: Call, scope: str) -> None:
    ask(call, "bob", "openid organization:acme")
    subject: dict[str, Any] = {"subject_token": "access_token_of_answer_1", "subject_token_type": ACCESS_TOKEN}
    call.token(REALM, client_id="app", client_secret=SECRET, grant_type=EXCHANGE, scope=f"openid {scope}", **subject)
