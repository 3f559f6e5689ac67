"""Features that a client may not use, or that are not configured: CIBA, permissions, registration, brokers, DPoP."""

from typing import Any

import pytest

from contract.call import Call, as_headers, encoded
from contract.exchange import FORM, Answer, Headers, Request

REALM = "switched-off"
HERE = f"/realms/{REALM}"
OIDC = f"{HERE}/protocol/openid-connect"
CIBA = "urn:openid:params:grant-type:ciba"
UMA = "urn:ietf:params:oauth:grant-type:uma-ticket"
ASSERTION = "urn:ietf:params:oauth:grant-type:jwt-bearer"
JWT = "eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJ4Iiwic3ViIjoieCJ9.eA"
CLIENTS = ["plain", "without-account", "public", "bearer", "off", "nobody"]
REGISTRATIONS = ["default", "openid-connect", "install", "saml2-entity-descriptor", "nonsense"]
BODIES = {"default": '{"clientId":"plain"}', "openid-connect": '{"redirect_uris":["http://localhost:3000/"]}'}
TOKENS = {"none": "", "nonsense": "Bearer nonsense", "a jwt": f"Bearer {JWT}", "basic": "Basic base64(plain:secret)"}
PROTECTED = ["resource_set", "resource_set/x", "permission", "permission/ticket", "uma-policy", "uma-policy/x", ""]


def post(call: Call, path: str, form: dict[str, Any], headers: Headers = ()) -> Answer:
    return call.send(Request("POST", path, as_headers({"content_type": FORM}) + headers, encoded(form)))


def of_client(client: str) -> dict[str, Any]:
    return {"client_id": client} | ({} if client == "public" else {"client_secret": "secret"})


def bearer(call: Call, client: str = "plain", **form: Any) -> None:
    user = {"grant_type": "password", "username": "ada", "password": "ada-password", "scope": "openid"}
    call.token(REALM, **of_client(client), **{**user, **form})


@pytest.mark.parametrize("client", CLIENTS)
def test_backchannel_authentication(call: Call, client: str) -> None:
    asked = {"scope": "openid", "login_hint": "ada"}
    post(call, f"{OIDC}/ext/ciba/auth", {**of_client(client), **asked})
    post(call, f"{OIDC}/ext/ciba/auth", of_client(client))


@pytest.mark.parametrize(
    "asked",
    [{}, {"scope": "email"}, {"scope": "openid"}, {"scope": "openid", "login_hint": ""}, {"scope": "nonsense openid"}],
)
def test_backchannel_authentication_with_missing_parameters(call: Call, asked: dict[str, Any]) -> None:
    post(call, f"{OIDC}/ext/ciba/auth", {**of_client("ciba"), **asked})


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE", "OPTIONS", "HEAD"])
def test_methods_of_backchannel_authentication(call: Call, method: str) -> None:
    call.get(f"{OIDC}/ext/ciba/auth", method)


@pytest.mark.parametrize("path", ["", "/"])
@pytest.mark.parametrize("method", ["GET", "POST", "OPTIONS", "HEAD"])
def test_the_discovery_of_permissions(call: Call, path: str, method: str) -> None:
    call.get(f"{HERE}/.well-known/uma2-configuration{path}", method)


@pytest.mark.parametrize("client", [*CLIENTS, "ciba"])
@pytest.mark.parametrize("grant", [CIBA, UMA, ASSERTION])
def test_grants(call: Call, grant: str, client: str) -> None:
    call.token(REALM, grant_type=grant, **of_client(client), auth_req_id="x", assertion=JWT)


@pytest.mark.parametrize(
    "asked",
    [
        {},
        {"audience": "plain"},
        {"audience": "without-account"},
        {"audience": "nobody"},
        {"ticket": "x"},
        {"permission": "x"},
        {"permission": "x", "audience": "plain"},
        {"claim_token": "x"},
        {"claim_token": "x", "claim_token_format": "nonsense"},
        {"rpt": "x"},
        {"response_mode": "decision", "audience": "plain"},
        {"subject_token": "x"},
    ],
    ids=lambda asked: " ".join(f"{name}={value}" for name, value in asked.items()) or "nothing",
)
@pytest.mark.parametrize("by", ["secret", "bearer", "nonsense"])
def test_permissions(call: Call, asked: dict[str, Any], by: str) -> None:
    bearer(call)
    shown = {"secret": of_client("plain")}.get(by, {})
    token = {"bearer": "access_token_of_answer_1", "nonsense": "nonsense"}.get(by)
    header: dict[str, Any] = {"authorization": f"Bearer {token}"} if token else {}
    call.token(REALM, header=header, grant_type=UMA, **{**shown, **asked})


@pytest.mark.parametrize("path", PROTECTED)
@pytest.mark.parametrize("token", TOKENS)
def test_the_protection_of_resources(call: Call, path: str, token: str) -> None:
    header: dict[str, Any] = {"authorization": TOKENS[token]} if TOKENS[token] else {}
    for method in ("GET", "POST", "PUT", "DELETE"):
        call.get(f"{HERE}/authz/protection/{path}", method, **header)


@pytest.mark.parametrize("client", ["plain", "without-account", "public"])
@pytest.mark.parametrize("path", PROTECTED)
def test_the_protection_of_resources_for_a_client_without_permissions(call: Call, client: str, path: str) -> None:
    bearer(call, client)
    for method in ("GET", "POST"):
        call.get(f"{HERE}/authz/protection/{path}", method, authorization="Bearer access_token_of_answer_1")


@pytest.mark.parametrize("path", ["", "/", "/protection", "/nonsense", "/entitlement/plain", "/authorize"])
def test_paths_of_authorization_services(call: Call, path: str) -> None:
    call.get(f"{HERE}/authz{path}")
    call.get(f"{HERE}/authz{path}", "POST")


def register(
    call: Call, path: str, method: str, body: str | None, token: str = "", kind: str = "application/json"
) -> None:
    headers = as_headers({"content_type": kind}) if kind else ()
    headers += (("Authorization", token),) if token else ()
    call.send(Request(method, f"{HERE}/clients-registrations/{path}", headers, body))


@pytest.mark.parametrize("provider", REGISTRATIONS)
@pytest.mark.parametrize("token", TOKENS)
def test_registering_a_client(call: Call, provider: str, token: str) -> None:
    register(call, provider, "POST", BODIES.get(provider, "{}"), TOKENS[token])
    register(call, provider, "GET", None, TOKENS[token], "")


@pytest.mark.parametrize("provider", REGISTRATIONS)
@pytest.mark.parametrize("token", TOKENS)
@pytest.mark.parametrize("client", ["plain", "nobody"])
def test_a_client_that_is_registered(call: Call, provider: str, token: str, client: str) -> None:
    register(call, f"{provider}/{client}", "GET", None, TOKENS[token], "")
    register(call, f"{provider}/{client}", "PUT", BODIES.get(provider, "{}"), TOKENS[token])
    register(call, f"{provider}/{client}", "DELETE", None, TOKENS[token], "")


@pytest.mark.parametrize("provider", REGISTRATIONS)
@pytest.mark.parametrize("body", ["", "nonsense", "[]", "{}"])
def test_registering_malformed_clients(call: Call, provider: str, body: str) -> None:
    register(call, provider, "POST", body)
    register(call, provider, "POST", body, kind="text/plain")


@pytest.mark.parametrize("token", TOKENS)
def test_registering_a_client_of_a_chosen_name(call: Call, token: str) -> None:
    register(call, "openid-connect", "POST", '{"client_id":"mine"}', TOKENS[token])


@pytest.mark.parametrize("provider", ["default", "openid-connect", "install"])
def test_registering_with_an_access_token(call: Call, provider: str) -> None:
    bearer(call)
    token = "Bearer access_token_of_answer_1"
    register(call, provider, "POST", BODIES.get(provider, "{}"), token)
    register(call, f"{provider}/plain", "GET", None, token, "")
    register(call, f"{provider}/plain", "DELETE", None, token, "")


@pytest.mark.parametrize("path", ["", "/", "/default/x/y"])
def test_paths_of_registrations(call: Call, path: str) -> None:
    for method in ("GET", "POST"):
        call.get(f"{HERE}/clients-registrations{path}", method)


@pytest.mark.parametrize("path", ["register-node", "unregister-node", "nonsense", ""])
def test_nodes_of_clients(call: Call, path: str) -> None:
    call.get(f"{HERE}/clients-managements/{path}")
    post(call, f"{HERE}/clients-managements/{path}", {"client_cluster_host": "localhost"})
    for client in ("plain", "public", "nobody"):
        post(call, f"{HERE}/clients-managements/{path}", of_client(client))


@pytest.mark.parametrize("alias", ["google", "nobody"])
@pytest.mark.parametrize("path", ["login", "endpoint", "token", "link", "", "nonsense", "endpoint/x"])
def test_unknown_brokers(call: Call, alias: str, path: str) -> None:
    call.get(f"{HERE}/broker/{alias}/{path}")
    call.get(f"{HERE}/broker/{alias}/{path}", "POST")


@pytest.mark.parametrize("path", ["", "/", "/after-first-broker-login", "/after-post-broker-login"])
def test_paths_of_brokers(call: Call, path: str) -> None:
    call.get(f"{HERE}/broker{path}")


def test_a_broker_of_a_login(call: Call) -> None:
    call.auth(REALM, client_id="public", kc_idp_hint="nobody")
    bearer(call)
    call.get(f"{HERE}/broker/nobody/token", authorization="Bearer access_token_of_answer_2")


@pytest.mark.parametrize("proof", ["", "nonsense", JWT, "a.b.c"])
@pytest.mark.parametrize("client", ["plain", "proofs", "public"])
def test_malformed_dpop_proofs(call: Call, client: str, proof: str) -> None:
    for grant in ("client_credentials", "password"):
        form: dict[str, Any] = {"username": "ada", "password": "ada-password"}
        call.token(REALM, header={"DPoP": proof}, grant_type=grant, **of_client(client), **form)


@pytest.mark.parametrize("client", ["plain", "proofs"])
def test_no_dpop_proof(call: Call, client: str) -> None:
    bearer(call, client)
    call.get(f"{OIDC}/userinfo", headers=(("DPoP", "nonsense"),), authorization="Bearer access_token_of_answer_1")
    call.get(f"{OIDC}/userinfo", headers=(("DPoP", "nonsense"),), authorization="DPoP access_token_of_answer_1")
