"""The introspection endpoint (RFC 7662): callers, kinds of tokens, and the answers."""

import pytest

from contract.call import Call, Form, as_headers
from contract.exchange import FORM, Request

PATH = "/realms/{}/protocol/openid-connect/token/introspect"
API = ("api", "api-secret")
CLERK = ("clerk", "clerk-secret")
SHOP = ("shop", "shop-secret")
TRUSTED = ("trusted", "trusted-secret")
TRANSLATOR = ("translator", "translator-secret")
TOKENS = ["access_token", "refresh_token", "id_token"]


def introspect(
    call: Call,
    token: str | None = "access_token_of_answer_1",
    by: tuple[str, str] = SHOP,
    realm: str = "desk",
    header: dict[str, str] | None = None,
    later: int = 0,
    hint: str | None = None,
) -> None:
    """Introspect a token."""
    form = {} if hint is None else {"token_type_hint": hint}
    fields = {"client_id": by[0], "client_secret": by[1], **({} if token is None else {"token": token}), **form}
    body = "&".join(f"{name}={value}" for name, value in fields.items())
    headers = (("Content-Type", FORM), *as_headers(header or {}))
    call.send(Request("POST", PATH.format(realm), headers, body, later))


@pytest.mark.parametrize("hint", [None, "access_token", "refresh_token"])
@pytest.mark.parametrize("token", TOKENS)
def test_a_token_of_a_user(call: Call, token: str, hint: str | None) -> None:
    call.password_grant()
    introspect(call, f"{token}_of_answer_1", hint=hint)
    introspect(call, f"{token}_of_answer_1", TRUSTED, hint=hint)


@pytest.mark.parametrize("by", [SHOP, API, CLERK, TRUSTED], ids=lambda by: by[0])
@pytest.mark.parametrize("client", ["app", "buyer", "shop"])
def test_tokens_of_other_clients(call: Call, client: str, by: tuple[str, str]) -> None:
    call.password_grant(client=client)
    introspect(call, by=by)
    introspect(call, "refresh_token_of_answer_1", by, hint="refresh_token")
    introspect(call, "id_token_of_answer_1", by)


@pytest.mark.parametrize(
    "scope", ["email", "openid profile", "openid address phone", "openid microprofile-jwt", "openid offline_access"]
)
def test_scopes(call: Call, scope: str) -> None:
    call.password_grant(scope=scope)
    introspect(call, by=TRUSTED)
    introspect(call, "refresh_token_of_answer_1", hint="refresh_token")


def test_a_client_without_scopes(call: Call) -> None:
    call.password_grant(client="bare")
    introspect(call, by=TRUSTED)


@pytest.mark.parametrize("client", ["shop", "light", "light-allowed", "odd", "translator"])
def test_a_token_of_a_service(call: Call, client: str) -> None:
    secret = "light-secret" if client.startswith("light") else f"{client}-secret"
    call.token("desk", client_id=client, client_secret=secret, scope="openid")
    introspect(call, by=TRUSTED)
    introspect(call, "id_token_of_answer_1", by=TRUSTED)
    introspect(call, by=(client, secret))


@pytest.mark.parametrize("client", ["light", "odd", "lower", "signed"])
def test_tokens_of_another_form(call: Call, client: str) -> None:
    call.password_grant(client=client)
    introspect(call, by=TRUSTED)


def test_a_service_with_a_session(call: Call) -> None:
    robot = ("robot", "robot-secret")
    call.token("people", client_id="robot", client_secret="robot-secret", scope="openid")
    introspect(call, by=robot, realm="people")
    introspect(call, "refresh_token_of_answer_1", robot, "people", hint="refresh_token")


@pytest.mark.parametrize(
    "accept", ["application/json", "application/jwt", "*/*", "text/html", "text/html, application/jwt", "application/*"]
)
@pytest.mark.parametrize("by", [TRANSLATOR, TRUSTED], ids=lambda by: by[0])
def test_accept_headers(call: Call, by: tuple[str, str], accept: str) -> None:
    call.password_grant()
    introspect(call, by=by, header={"accept": accept})
    introspect(call, "garbage", by, header={"accept": accept})


@pytest.mark.parametrize("client", ["light", "lower", "bare"])
def test_other_tokens_as_a_jwt(call: Call, client: str) -> None:
    call.password_grant(client=client)
    introspect(call, by=TRANSLATOR, header={"accept": "application/jwt"})


def test_a_refresh_token_as_a_jwt(call: Call) -> None:
    call.password_grant(client="translator")
    accept = {"accept": "application/jwt"}
    introspect(call, "refresh_token_of_answer_1", TRANSLATOR, header=accept, hint="refresh_token")


GARBAGE = [
    *("", "garbage", "a.b", "a.b.c", "..", "e30.e30.e30", "null", "x" * 3000),
    *("access_token_of_answer_1x", "x.access_token_of_answer_1", "access_token_of_answer_1.x"),
    # {"alg":"none"}, {"alg":"HS512"} and {"alg":"RS256"} without a key, and {"alg":"XX"}
    *("eyJhbGciOiJub25lIn0.e30.", "eyJhbGciOiJIUzUxMiJ9.e30.AAAA", "eyJhbGciOiJSUzI1NiJ9.e30.AAAA"),
    *("eyJhbGciOiJYWCJ9.e30.AAAA", "e30.e30"),
]


@pytest.mark.parametrize("hint", ["access_token", "refresh_token"])
@pytest.mark.parametrize("token", GARBAGE, ids=lambda text: text[:40])
def test_malformed_tokens(call: Call, token: str, hint: str) -> None:
    call.password_grant()
    introspect(call, token, hint=hint)


@pytest.mark.parametrize("hint", ["", " ", "nonsense", "id_token", "Access_Token", "requesting_party_token"])
def test_hints(call: Call, hint: str) -> None:
    call.password_grant(client="translator")
    introspect(call, by=TRUSTED, hint=hint)
    introspect(call, "garbage", hint=hint)
    introspect(call, None, hint=hint)


def test_no_token(call: Call) -> None:
    introspect(call, None)
    introspect(call, "")


def test_a_parameter_twice(call: Call) -> None:
    call.password_grant()
    for more in ("token=x", "client_id=shop", "x=1&x=2", "token_type_hint=access_token&token_type_hint=access_token"):
        body = f"client_id=shop&client_secret=shop-secret&token=access_token_of_answer_1&{more}"
        call.send(Request("POST", PATH.format("desk"), (("Content-Type", FORM),), body))


def test_the_token_of_another_realm_or_host(call: Call) -> None:
    call.password_grant()
    introspect(call, by=("vault", "vault-secret"), realm="people")
    introspect(call, by=TRUSTED, header={"host": "login.example.org"})
    introspect(call, realm="nowhere")


@pytest.mark.parametrize(("client", "username"), [("app", "early"), ("later", "ada")])
def test_tokens_from_before_the_time_of_user_or_client(call: Call, client: str, username: str) -> None:
    call.password_grant("people", client, username)
    introspect(call, "id_token_of_answer_1", ("vault", "vault-secret"), "people")
    introspect(call, by=("vault", "vault-secret"), realm="people")


def test_an_expired_token(call: Call) -> None:
    call.password_grant("short")
    introspect(call, realm="short", later=4)
    introspect(call, "refresh_token_of_answer_1", realm="short", hint="refresh_token")


def test_a_session_that_has_idled_too_long(call: Call) -> None:
    call.password_grant("fleeting")
    introspect(call, "id_token_of_answer_1", realm="fleeting")
    introspect(call, "id_token_of_answer_1", realm="fleeting", later=7)


def test_a_client_session_that_has_idled_too_long(call: Call) -> None:
    call.password_grant(client="hasty")
    introspect(call, by=TRUSTED, later=4)


def test_a_refresh_token_that_was_used(call: Call) -> None:
    fields: Form = {"grant_type": "password", "username": "ada", "password": "ada-password"}
    robot = ("robot", "robot-secret")
    fields |= {"client_id": "robot", "client_secret": "robot-secret"}
    refresh: Form = {**fields, "grant_type": "refresh_token", "refresh_token": "refresh_token_of_answer_1"}
    call.token("rotating", client_id="robot", client_secret="robot-secret")
    call.token("rotating", **refresh)
    introspect(call, "refresh_token_of_answer_1", robot, "rotating", hint="refresh_token")
    introspect(call, "refresh_token_of_answer_2", robot, "rotating", hint="refresh_token")
    call.token("rotating", **{**refresh, "refresh_token": "refresh_token_of_answer_2"}, later=1)
    introspect(call, "refresh_token_of_answer_1", robot, "rotating", hint="refresh_token")
    introspect(call, "refresh_token_of_answer_2", robot, "rotating", hint="refresh_token")
    introspect(call, "refresh_token_of_answer_5", robot, "rotating", hint="refresh_token")


def test_an_offline_token(call: Call) -> None:
    call.password_grant(scope="openid offline_access")
    introspect(call)
    introspect(call, "id_token_of_answer_1")
    introspect(call, "refresh_token_of_answer_1", hint="refresh_token")
    introspect(call, "refresh_token_of_answer_1")


CALLERS: dict[str, Form] = {
    "nobody": {},
    "an unknown client": {"client_id": "nobody", "client_secret": "x"},
    "a wrong secret": {"client_id": "shop", "client_secret": "wrong"},
    "no secret": {"client_id": "shop"},
    "a public client": {"client_id": "app"},
    "a public client with a secret": {"client_id": "app", "client_secret": "x"},
    "a disabled client": {"client_id": "retired", "client_secret": "retired-secret"},
    "a bearer-only client": {"client_id": "api", "client_secret": "api-secret"},
    "a bearer-only client with a wrong secret": {"client_id": "api", "client_secret": "wrong"},
    "a saml client": {"client_id": "saml", "client_secret": "saml-secret"},
}


@pytest.mark.parametrize("token", ["&token=garbage", ""])
@pytest.mark.parametrize("caller", CALLERS)
def test_callers(call: Call, caller: str, token: str) -> None:
    body = "&".join(f"{name}={value}" for name, value in CALLERS[caller].items()) + token
    call.send(Request("POST", PATH.format("desk"), (("Content-Type", FORM),), body))


AUTHORIZATIONS = ["Basic base64(shop:shop-secret)", "Basic base64(shop:wrong)", "Bearer access_token_of_answer_1"]


@pytest.mark.parametrize("authorization", AUTHORIZATIONS)
def test_headers(call: Call, authorization: str) -> None:
    call.password_grant()
    headers = (("Content-Type", FORM), ("Authorization", authorization))
    call.send(Request("POST", PATH.format("desk"), headers, "token=id_token_of_answer_1"))


@pytest.mark.parametrize(
    "content_type", [None, "application/json", "text/plain", f"{FORM}; charset=UTF-8", "multipart/form-data"]
)
def test_content_types(call: Call, content_type: str | None) -> None:
    headers = as_headers({"content_type": content_type} if content_type else {})
    basic = ("Authorization", "Basic base64(shop:shop-secret)")
    call.send(Request("POST", PATH.format("desk"), (*headers, basic), "token=garbage"))


@pytest.mark.parametrize("method", ["GET", "HEAD", "PUT", "DELETE", "OPTIONS"])
def test_other_methods(call: Call, method: str) -> None:
    call.get(PATH.format("desk"), method)
    call.get(PATH.format("desk"), method, origin="https://shop.example.org")


@pytest.mark.parametrize("realm", ["closed", "https-only", "nowhere"])
def test_realms_that_are_disabled_or_require_https(call: Call, realm: str) -> None:
    introspect(call, "garbage", ("robot", "robot-secret"), realm)
    introspect(call, "garbage", ("robot", "robot-secret"), realm, header={"origin": "https://evil.example.org"})


@pytest.mark.parametrize("origin", ["https://shop.example.org", "https://evil.example.org", "null"])
def test_pages_of_other_origins(call: Call, origin: str) -> None:
    call.password_grant()
    introspect(call, "id_token_of_answer_1", header={"origin": origin})
    introspect(call, "garbage", header={"origin": origin})
    introspect(call, "garbage", ("shop", "wrong"), header={"origin": origin})
    introspect(call, None, header={"origin": origin})
