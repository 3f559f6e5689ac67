"""The userinfo endpoint: ways to send the token, the claims, and every error."""

import pytest

from contract.call import Call, Form
from contract.exchange import FORM, Headers, Request

PATH = "/realms/{}/protocol/openid-connect/userinfo"
# Services of the workshop with mappers. The users of tests/realms/desk.json have the usual passwords.
MAPPED = [
    *("mapped-values", "mapped-standard", "mapped-user", "mapped-groups", "mapped-roles", "mapped-audience"),
    *("mapped-notes", "mapped-core", "mapped-no-sub", "mapped-pairwise"),
]


def log_in(call: Call, realm: str = "desk", client: str = "app", username: str = "ada", **form: str) -> None:
    """Get the tokens for the test."""
    fields: Form = {
        "grant_type": "password",
        "scope": "openid",
        "username": username,
        "password": f"{username}-password",
    }
    call.token(realm, **{**fields, "client_id": client, **form})


def userinfo(
    call: Call,
    answer: int = 1,
    realm: str = "desk",
    method: str = "GET",
    token: str = "access_token",
    header: Headers = (),
    later: int = 0,
) -> None:
    """Send a token of this answer of the test in the header."""
    headers = (("Authorization", f"Bearer {token}_of_answer_{answer}"), *header)
    call.send(Request(method, PATH.format(realm), headers, later=later))


def post(call: Call, body: str, *headers: tuple[str, str], content_type: str | None = FORM) -> None:
    """Send a form."""
    typed = (("Content-Type", content_type),) if content_type else ()
    call.send(Request("POST", PATH.format("desk"), (*typed, *headers), body))


SCOPES = ["openid", "openid profile", "openid address phone", "openid microprofile-jwt", "openid offline_access"]


@pytest.mark.parametrize("scope", SCOPES)
@pytest.mark.parametrize("client", ["app", "buyer"])
def test_the_claims_of_a_user(call: Call, client: str, scope: str) -> None:
    log_in(call, client=client, scope=scope)
    userinfo(call)


def test_a_client_without_scopes(call: Call) -> None:
    log_in(call, client="bare")
    userinfo(call)


def test_the_claims_of_a_user_with_an_empty_profile(call: Call) -> None:
    log_in(call, username="bob", scope="openid address phone")
    userinfo(call)


@pytest.mark.parametrize("username", ["ada", "writer"])
def test_the_claims_of_mappers(call: Call, username: str) -> None:
    log_in(call, "people", "mapped", username)
    userinfo(call, realm="people")


def test_claims_that_have_fields_of_their_own(call: Call) -> None:
    log_in(call, client="odd", client_secret="odd-secret")
    userinfo(call)


@pytest.mark.parametrize("client", MAPPED)
def test_the_claims_of_a_service_account(call: Call, client: str) -> None:
    call.token(client_id=client, client_secret="mapped-secret", scope="openid")
    userinfo(call, realm="workshop")


def test_a_service_with_a_session(call: Call) -> None:
    call.token("people", client_id="robot", client_secret="robot-secret", scope="openid")
    userinfo(call, realm="people")


def test_a_token_without_openid(call: Call) -> None:
    log_in(call, scope="profile")
    userinfo(call)
    call.token("desk", client_id="shop", client_secret="shop-secret")
    userinfo(call, 3)


def test_a_signed_answer(call: Call) -> None:
    log_in(call, client="signed")
    userinfo(call)
    userinfo(call, header=(("Accept", "application/json"),))
    userinfo(call, header=(("Accept", "application/jwt"),))


@pytest.mark.parametrize(
    "accept", ["application/json", "application/jwt", "*/*", "text/html", "text/html, */*", "application/*"]
)
def test_accept_headers(call: Call, accept: str) -> None:
    log_in(call)
    userinfo(call, header=(("Accept", accept),))


@pytest.mark.parametrize("client", ["light", "light-allowed"])
def test_a_lightweight_token(call: Call, client: str) -> None:
    log_in(call, client=client, client_secret="light-secret")
    userinfo(call)
    call.token("desk", client_id=client, client_secret="light-secret", scope="openid")
    userinfo(call, 3)


def test_a_token_whose_type_is_written_in_lower_case(call: Call) -> None:
    log_in(call, client="lower")
    userinfo(call)


HEADERS = {
    "none": [],
    "lower case": ["bearer access_token_of_answer_1"],
    "upper case": ["BEARER access_token_of_answer_1"],
    "two spaces": ["Bearer  access_token_of_answer_1"],
    "nothing behind the scheme": ["Bearer"],
    "a space behind the scheme": ["Bearer "],
    "no scheme": ["access_token_of_answer_1"],
    "something behind the token": ["Bearer access_token_of_answer_1 x"],
    "basic": ["Basic access_token_of_answer_1"],
    "dpop": ["DPoP access_token_of_answer_1"],
    "dpop in lower case": ["dpop access_token_of_answer_1"],
    "empty": [""],
    "twice": ["Bearer access_token_of_answer_1", "Bearer access_token_of_answer_1"],
}


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize("header", HEADERS)
def test_headers(call: Call, header: str, method: str) -> None:
    log_in(call)
    headers = tuple(("Authorization", value) for value in HEADERS[header])
    call.send(Request(method, PATH.format("desk"), headers))


GARBAGE = [
    *("garbage", "a.b", "a.b.c", "..", "e30.e30.e30", "null", "x" * 3000),
    *("access_token_of_answer_1x", "x.access_token_of_answer_1", "access_token_of_answer_1.x"),
    *("id_token_of_answer_1", "refresh_token_of_answer_1"),
    # {"alg":"none"}, {"alg":"HS512"} and {"alg":"RS256"} without a key, and {"alg":"XX"}
    *("eyJhbGciOiJub25lIn0.e30.", "eyJhbGciOiJIUzUxMiJ9.e30.AAAA", "eyJhbGciOiJSUzI1NiJ9.e30.AAAA"),
    *("eyJhbGciOiJYWCJ9.e30.AAAA", "e30.e30"),
]


@pytest.mark.parametrize("token", GARBAGE, ids=lambda text: text[:40])
def test_malformed_access_tokens(call: Call, token: str) -> None:
    log_in(call)
    call.get(PATH.format("desk"), authorization=f"Bearer {token}")


def test_the_token_of_another_realm(call: Call) -> None:
    log_in(call)
    userinfo(call, realm="people")
    userinfo(call, realm="nowhere")


def test_the_token_of_another_host(call: Call) -> None:
    log_in(call)
    userinfo(call, header=(("Host", "login.example.org"),))


@pytest.mark.parametrize(("client", "username"), [("app", "early"), ("later", "ada")])
def test_tokens_from_before_the_time_of_user_or_client(call: Call, client: str, username: str) -> None:
    log_in(call, "people", client, username)
    userinfo(call, realm="people")


def test_tokens_from_before_the_time_of_the_realm(call: Call) -> None:
    log_in(call, "tomorrow")
    userinfo(call, realm="tomorrow")


def test_an_expired_token(call: Call) -> None:
    log_in(call, "short")
    userinfo(call, realm="short", later=4)


def test_a_session_that_has_idled_too_long(call: Call) -> None:
    log_in(call, "fleeting")
    userinfo(call, realm="fleeting")
    userinfo(call, realm="fleeting", later=7)


def test_a_client_session_that_has_idled_too_long(call: Call) -> None:
    log_in(call, client="hasty")
    userinfo(call, later=4)


def test_a_token_of_an_offline_session(call: Call) -> None:
    log_in(call, scope="openid offline_access")
    fields: Form = {"grant_type": "refresh_token", "client_id": "app", "refresh_token": "refresh_token_of_answer_1"}
    call.token("desk", **fields)
    userinfo(call, 1)
    userinfo(call, 2)


def test_a_token_of_a_refresh(call: Call) -> None:
    log_in(call, scope="openid address phone")
    fields: Form = {"grant_type": "refresh_token", "client_id": "app", "refresh_token": "refresh_token_of_answer_1"}
    call.token("desk", **fields, scope="openid address")
    userinfo(call, 1)
    userinfo(call, 2)


FORMS = {
    "token": "access_token=access_token_of_answer_1",
    "empty": "access_token=",
    "nothing": "",
    "another name": "token=access_token_of_answer_1",
    "garbage": "access_token=garbage",
    "twice": "access_token=access_token_of_answer_1&access_token=access_token_of_answer_1",
    "others twice": "access_token=access_token_of_answer_1&x=1&x=2",
}


@pytest.mark.parametrize("form", FORMS)
def test_forms(call: Call, form: str) -> None:
    log_in(call)
    post(call, FORMS[form])


@pytest.mark.parametrize("form", ["token", "twice", "another name", "empty"])
def test_a_form_and_a_header(call: Call, form: str) -> None:
    log_in(call)
    post(call, FORMS[form], ("Authorization", "Bearer access_token_of_answer_1"))
    post(call, FORMS[form], ("Authorization", "Basic base64(a:b)"))


@pytest.mark.parametrize("content_type", [None, "application/json", "text/plain", f"{FORM}; charset=UTF-8", "*/*"])
def test_content_types_of_forms(call: Call, content_type: str | None) -> None:
    log_in(call)
    post(call, FORMS["token"], content_type=content_type)
    post(call, FORMS["token"], ("Authorization", "Bearer access_token_of_answer_1"), content_type=content_type)


def test_a_token_in_the_query(call: Call) -> None:
    log_in(call)
    call.get(f"{PATH.format('desk')}?access_token=access_token_of_answer_1")


@pytest.mark.parametrize("method", ["HEAD", "PUT", "DELETE", "PATCH", "OPTIONS"])
def test_other_methods(call: Call, method: str) -> None:
    log_in(call)
    userinfo(call, method=method)


@pytest.mark.parametrize("realm", ["closed", "https-only", "nowhere"])
def test_realms_that_are_disabled_or_require_https(call: Call, realm: str) -> None:
    call.get(PATH.format(realm))
    call.get(PATH.format(realm), origin="https://app.example.org", authorization="Bearer garbage")


ORIGINS = ["https://app.example.org", "https://evil.example.org", "null"]


@pytest.mark.parametrize("origin", ORIGINS)
def test_pages_of_other_origins(call: Call, origin: str) -> None:
    log_in(call)
    log_in(call, scope="email")
    header = ("Origin", origin)
    userinfo(call, header=(header,))
    userinfo(call, method="POST", header=(header,))
    userinfo(call, 2, header=(header,))
    call.get(PATH.format("desk"), origin=origin)
    call.get(PATH.format("desk"), origin=origin, authorization="Bearer garbage")
    post(call, FORMS["token"], header)
    post(call, FORMS["twice"], header)
    post(call, FORMS["token"], header, ("Authorization", "Bearer access_token_of_answer_1"))
    call.send(Request("GET", PATH.format("desk"), (header, ("Authorization", "DPoP access_token_of_answer_1"))))


def test_a_stale_token_of_a_page_of_another_origin(call: Call) -> None:
    log_in(call, "people", "later")
    userinfo(call, realm="people", header=(("Origin", "https://evil.example.org"),))


def test_a_preflight(call: Call) -> None:
    call.get(PATH.format("desk"), "OPTIONS", origin="https://evil.example.org", access_control_request_method="GET")
    call.get(PATH.format("nowhere"), "OPTIONS", origin="https://evil.example.org", access_control_request_method="GET")
    call.get(PATH.format("closed"), "OPTIONS", origin="https://evil.example.org")
