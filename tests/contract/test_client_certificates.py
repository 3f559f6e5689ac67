"""Clients that authenticate with a certificate, and certificate-bound tokens (RFC 8705)."""

from typing import Any

import pytest

from contract.call import Call, as_headers
from contract.certificates import AUTHORITIES, EXACT, PATTERNS, REALM, UNSAID
from contract.exchange import FORM, Answer, Request
from contract.keycloak import CERTIFICATE_HEADER

OIDC = f"/realms/{REALM}/protocol/openid-connect"
BOUND = ["other-bound", "other-bound-public", "other-bound-light", "other-bound-without-refresh"]
EXCHANGE = "urn:ietf:params:oauth:grant-type:token-exchange"
ACCESS_TOKEN = "urn:ietf:params:oauth:token-type:access_token"
# Values of the header that are not certificates.
BROKEN = {
    "empty": "",
    "nonsense": "nonsense",
    "not base64": "%%%",
    "a key": "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE",
    "escaped": "-----BEGIN%20CERTIFICATE-----",
    "in quotes": '"certificate_of_short"',
    "as PEM": "-----BEGIN CERTIFICATE----- certificate_of_short -----END CERTIFICATE-----",
}


def certificate_header(certificate: str | None) -> dict[str, Any]:
    """Return the header with a certificate, or no header."""
    named = certificate and certificate.startswith("certificate_of_")
    value = certificate if named or certificate not in ("short", "plain", "turned", "odd", "rich", "nobody") else None
    value = value if value is not None or certificate is None else f"certificate_of_{certificate}"
    return {"headers": () if value is None else ((CERTIFICATE_HEADER, value),)}


def ask(call: Call, client_id: str, certificate: str | None, **form: Any) -> Answer:
    return call.token(REALM, client_id=client_id, **certificate_header(certificate), **form)


def request_user_tokens(call: Call, client_id: str, certificate: str | None, **form: Any) -> Answer:
    secret = {} if client_id.endswith(("public", "flows")) else {"client_secret": "secret"}
    user = {"grant_type": "password", "username": "ada", "password": "ada-password", "scope": "openid"}
    return ask(call, client_id, certificate, **{**user, **secret, **form})


def bearer(call: Call, endpoint: str, certificate: str | None, token: str = "access_token_of_answer_1") -> Answer:
    headers = (*certificate_header(certificate)["headers"], ("Authorization", f"Bearer {token}"))
    return call.get(f"{OIDC}/{endpoint}", headers=headers)


@pytest.mark.parametrize("client", EXACT)
def test_names_of_subjects(call: Call, client: str) -> None:
    for certificate in ("plain", "turned", "short", "odd", "rich", "nobody"):
        ask(call, client, certificate)


@pytest.mark.parametrize("client", PATTERNS)
def test_patterns_of_subjects(call: Call, client: str) -> None:
    for certificate in ("plain", "turned", "short", "odd", "rich", "nobody"):
        ask(call, f"pattern-{client}", certificate)


@pytest.mark.parametrize("client", UNSAID)
def test_subjects_that_are_patterns_unless_said_otherwise(call: Call, client: str) -> None:
    for certificate in ("plain", "turned"):
        ask(call, f"unsaid-{client}", certificate)


@pytest.mark.parametrize("client", ["short", "pattern-any", "other-off", "other-unset", "other-with-ca"])
def test_no_certificate(call: Call, client: str) -> None:
    ask(call, client, None)
    ask(call, client, None, client_secret="secret")


@pytest.mark.parametrize(
    "client", ["off", "public", "unset", "with-ca", "with-blank-ca", "secretive", "bound", "flows", "no-such-client"]
)
def test_other_clients_with_a_certificate(call: Call, client: str) -> None:
    ask(call, f"other-{client}", "short")
    ask(call, f"other-{client}", "plain")


@pytest.mark.parametrize("client", AUTHORITIES)
def test_issuers_of_certificates(call: Call, client: str) -> None:
    for certificate in ("short", "deep", "strange", "late", "late_signed", "loose", "root"):
        ask(call, f"by-{client}", f"certificate_of_{certificate}")


@pytest.mark.parametrize("broken", BROKEN)
def test_malformed_certificates(call: Call, broken: str) -> None:
    ask(call, "short", BROKEN[broken])
    request_user_tokens(call, "other-bound", BROKEN[broken])


@pytest.mark.parametrize("broken", [*(it for it in BROKEN if it != "as PEM"), None])
@pytest.mark.parametrize("query", ["", "client_id=short", "client_id=other-secretive"])
@pytest.mark.parametrize("basic", [None, "short:secret", "other-secretive:secret", "nobody-at-all:secret"])
def test_a_broken_certificate_and_no_client_in_the_form(
    call: Call, basic: str | None, query: str, broken: str | None
) -> None:
    call.token(REALM, basic=basic, query=query, **certificate_header(BROKEN[broken] if broken else None))


@pytest.mark.parametrize("query", ["client_id=short", "client_id=other-secretive", "client_id=nobody-at-all", "x=y"])
@pytest.mark.parametrize("form", ["short", "other-secretive", None])
@pytest.mark.parametrize("certificate", ["short", None])
def test_the_client_in_the_query(call: Call, query: str, form: str | None, certificate: str | None) -> None:
    named: dict[str, Any] = {} if form is None else {"client_id": form}
    call.token(REALM, query=query, **named, **certificate_header(certificate))


@pytest.mark.parametrize("basic", ["short:", "short:secret", "other-secretive:secret", "nobody-at-all:secret"])
@pytest.mark.parametrize("query", ["", "client_id=short", "client_id=odd"])
def test_the_client_in_a_basic_header(call: Call, basic: str, query: str) -> None:
    call.token(REALM, basic=basic, query=query, **certificate_header("short"))


@pytest.mark.parametrize("endpoint", ["token/introspect", "revoke"])
@pytest.mark.parametrize("certificate", ["short", "plain", None])
def test_other_endpoints(call: Call, endpoint: str, certificate: str | None) -> None:
    ask(call, "short", "short")
    headers = (
        as_headers({"content_type": "application/x-www-form-urlencoded"}) + certificate_header(certificate)["headers"]
    )
    call.browse(
        f"{OIDC}/{endpoint}", "", "POST", "client_id=short&token=access_token_of_answer_1", header=dict(headers)
    )


@pytest.mark.parametrize("client", BOUND)
@pytest.mark.parametrize("certificate", ["short", None])
def test_a_token_is_bound(call: Call, client: str, certificate: str | None) -> None:
    request_user_tokens(call, client, certificate)
    for other in (certificate, "plain", None):
        bearer(call, "userinfo", other)


@pytest.mark.parametrize("client", ["other-bound", "other-bound-service", "other-bound-light"])
@pytest.mark.parametrize("certificate", ["short", None])
def test_a_token_of_a_service_is_bound(call: Call, client: str, certificate: str | None) -> None:
    ask(call, client, certificate, client_secret="secret", scope="openid")
    for other in (certificate, "plain", None):
        bearer(call, "userinfo", other)


@pytest.mark.parametrize("certificate", ["short", "plain", None])
def test_a_refresh_token_is_bound(call: Call, certificate: str | None) -> None:
    request_user_tokens(call, "other-bound", "short")
    form = {"grant_type": "refresh_token", "refresh_token": "refresh_token_of_answer_1", "client_secret": "secret"}
    ask(call, "other-bound", certificate, **form)
    ask(call, "other-bound", "short", **form)


@pytest.mark.parametrize("certificate", ["short", "plain", None])
def test_an_offline_token_is_bound(call: Call, certificate: str | None) -> None:
    request_user_tokens(call, "other-bound-public", "short", scope="openid offline_access")
    form = {"grant_type": "refresh_token", "refresh_token": "refresh_token_of_answer_1"}
    ask(call, "other-bound-public", certificate, **form)


@pytest.mark.parametrize("client", ["other-bound", "other-bound-light"])
@pytest.mark.parametrize("certificate", ["short", "plain", None])
@pytest.mark.parametrize("token", ["access_token", "refresh_token"])
def test_a_bound_token_is_introspected(call: Call, client: str, certificate: str | None, token: str) -> None:
    request_user_tokens(call, client, "short")
    header = {"content_type": "application/x-www-form-urlencoded", **dict(certificate_header(certificate)["headers"])}
    body = f"client_id={client}&client_secret=secret&token={token}_of_answer_1&token_type_hint={token}"
    call.browse(f"{OIDC}/token/introspect", "", "POST", body, header=header)


@pytest.mark.parametrize("client", ["other-bound", "other-exchanger", "other-bound-exchanger"])
@pytest.mark.parametrize("certificate", ["short", "plain", None])
def test_a_bound_token_is_exchanged(call: Call, client: str, certificate: str | None) -> None:
    request_user_tokens(call, "other-bound", "short")
    subject = {"subject_token": "access_token_of_answer_1", "subject_token_type": ACCESS_TOKEN}
    ask(call, client, certificate, grant_type=EXCHANGE, client_secret="secret", **subject)


@pytest.mark.parametrize("client", ["other-bound", "other-bound-exchanger", "other-exchanger"])
@pytest.mark.parametrize("certificate", ["short", None])
@pytest.mark.parametrize("kind", ["access_token", "refresh_token", "id_token"])
def test_a_token_is_exchanged_for_one_that_is_bound(
    call: Call, client: str, certificate: str | None, kind: str
) -> None:
    request_user_tokens(call, "other-unbound", None)
    subject = {"subject_token": "access_token_of_answer_1", "subject_token_type": ACCESS_TOKEN, "scope": "openid"}
    wanted = f"urn:ietf:params:oauth:token-type:{kind}"
    form = {"grant_type": EXCHANGE, "client_secret": "secret", "requested_token_type": wanted, **subject}
    ask(call, client, certificate, **form)


@pytest.mark.parametrize("certificate", ["short", "plain", None])
def test_a_revoked_token_that_is_bound(call: Call, certificate: str | None) -> None:
    request_user_tokens(call, "other-bound", "short")
    header = {"content_type": "application/x-www-form-urlencoded", **dict(certificate_header(certificate)["headers"])}
    body = "client_id=other-bound&client_secret=secret&token=refresh_token_of_answer_1"
    call.browse(f"{OIDC}/revoke", "", "POST", body, header=header)
    bearer(call, "userinfo", "short")


@pytest.mark.parametrize("client", ["other-bound", "other-flows"])
@pytest.mark.parametrize("certificate", ["short", "plain", None])
def test_a_login_at_a_bound_client(call: Call, client: str, certificate: str | None) -> None:
    call.log_in(REALM, client_id=client)
    secret = {} if client.endswith("flows") else {"client_secret": "secret"}
    form = {"grant_type": "authorization_code", "code": "code_of_answer_2", "redirect_uri": "http://localhost:3000/cb"}
    ask(call, client, certificate, **form, **secret)


@pytest.mark.parametrize("response_type", ["token", "id_token token", "code id_token token"])
def test_a_token_in_front_of_a_bound_client(call: Call, response_type: str) -> None:
    call.log_in(REALM, client_id="other-bound-public", response_type=response_type, nonce="n-1")
    bearer(call, "userinfo", "short", "access_token_of_answer_2")


@pytest.mark.parametrize("certificate", ["short", "plain", None])
def test_a_logout_needs_the_certificate_that_the_token_is_bound_to(call: Call, certificate: str | None) -> None:
    request_user_tokens(call, "other-bound-public", "short")
    form = "client_id=other-bound-public&refresh_token=refresh_token_of_answer_1"
    headers = (("Content-Type", FORM), *certificate_header(certificate)["headers"])
    call.send(Request("POST", f"{OIDC}/logout", headers, form))
    bearer(call, "userinfo", "short")
