"""Send tokens with any mapped claim to every endpoint: no response is a server error."""

import json
from typing import Any

import pytest
from flask.testing import FlaskClient

from mockauth.realms.files import load
from mockauth.state import State
from mockauth.state.key_ring import KeyRing
from mockauth.web.app import create_app

_AT = "/realms/demo/protocol/openid-connect"
_TYPE = "urn:ietf:params:oauth:"
_NAMES = ["exp", "iat", "jti", "iss", "aud", "sub", "typ", "azp", "nonce", "sid", "acr", "scope", "allowed-origins"]
_NAMES += ["realm_access", "resource_access", "cnf", "preferred_username", "reuse_id"]
_VALUES = [("String", "12"), ("String", " "), ("long", "5"), ("boolean", "true"), ("JSON", "[]"), ("JSON", "{}")]
_VALUES += [("JSON", '["a",1]'), ("JSON", '{"account":{"roles":[1]}}'), ("JSON", "null"), ("JSON", "-1.5")]
_MAPPED = ("access.token.claim", "id.token.claim", "userinfo.token.claim", "introspection.token.claim")


def client(name: str, kind: str, value: str) -> dict[str, Any]:
    config = {"claim.name": name, "claim.value": value, "jsonType.label": kind, **dict.fromkeys(_MAPPED, "true")}
    mapper = {"name": "m", "protocol": "openid-connect", "protocolMapper": "oidc-hardcoded-claim-mapper"}
    return {
        "clientId": f"{name} {kind} {value}",
        "secret": "secret",
        "directAccessGrantsEnabled": True,
        "redirectUris": ["http://localhost/*"],
        "attributes": {"standard.token.exchange.enabled": "true"},
        "protocolMappers": [{**mapper, "config": config}],
    }


@pytest.fixture(scope="module")
def http(ring: KeyRing, tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    user = {"username": "ada", "enabled": True, "email": "a@b.example", "firstName": "A", "lastName": "B"}
    password = {"credentials": [{"type": "password", "value": "ada-password"}]}
    clients = [client(name, *value) for name in _NAMES for value in _VALUES]
    file = tmp_path_factory.mktemp("realm") / "demo.json"
    file.write_text(json.dumps({"realm": "demo", "enabled": True, "clients": clients, "users": [{**user, **password}]}))
    return create_app(State(load([file], {}).realms, ring)).test_client()


@pytest.mark.parametrize("name", _NAMES)
def test_any_mapped_claim(http: FlaskClient, name: str) -> None:
    for kind, value in _VALUES:
        own = {"client_id": f"{name} {kind} {value}", "client_secret": "secret"}
        form = {**own, "grant_type": "password", "username": "ada", "password": "ada-password", "scope": "openid"}
        tokens: Any = http.post(f"{_AT}/token", data=form).json
        for which in ("access_token", "id_token", "refresh_token"):
            send_everywhere(http, own, tokens.get(which) or "")


def send_everywhere(http: FlaskClient, own: dict[str, str], token: str) -> None:
    bearer = {"Authorization": f"Bearer {token}", "Accept": "application/json", "Origin": "http://localhost"}
    exchanged = {"subject_token": token, "subject_token_type": f"{_TYPE}token-type:access_token"}
    answers = [
        http.get(f"{_AT}/userinfo", headers=bearer),
        http.get("/realms/demo/account", headers=bearer),
        http.get("/realms/demo/broker/x/token", headers=bearer),
        http.post("/realms/demo/clients-registrations/openid-connect", json={}, headers=bearer),
        http.post(f"{_AT}/token", data={"grant_type": f"{_TYPE}grant-type:uma-ticket"}, headers=bearer),
        http.post(f"{_AT}/token/introspect", data={**own, "token": token}),
        http.post(f"{_AT}/token/introspect", data={**own, "token": token, "token_type_hint": "refresh_token"}),
        http.post(f"{_AT}/token", data={**own, "grant_type": "refresh_token", "refresh_token": token}),
        http.post(f"{_AT}/token", data={**own, "grant_type": f"{_TYPE}grant-type:token-exchange", **exchanged}),
        http.get(f"{_AT}/logout", query_string={"id_token_hint": token}),
        http.post(f"{_AT}/revoke", data={**own, "token": token}),
    ]
    assert [it.status_code for it in answers if it.status_code >= 500 and it.status_code != 501] == []
