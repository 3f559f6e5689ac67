"""The revocation endpoint (RFC 7009): tokens that a client may revoke, and tokens that end with them."""

import pytest

from contract.call import Call, Form, as_headers
from contract.exchange import FORM, Request

OIDC = "/realms/{}/protocol/openid-connect"
SHOP = ("shop", "shop-secret")
APP = ("app", "")
TRUSTED = ("trusted", "trusted-secret")


def revoke(
    call: Call,
    token: str | None = "access_token_of_answer_1",
    by: tuple[str, str] = SHOP,
    realm: str = "desk",
    header: dict[str, str] | None = None,
    later: int = 0,
    **form: str,
) -> None:
    """Revoke a token."""
    fields = {"client_id": by[0], **({"client_secret": by[1]} if by[1] else {})}
    fields |= {**({} if token is None else {"token": token}), **form}
    send(call, "&".join(f"{name}={value}" for name, value in fields.items()), realm, header, later)


def send(call: Call, body: str, realm: str = "desk", header: dict[str, str] | None = None, later: int = 0) -> None:
    """Send a form."""
    headers = (("Content-Type", FORM), *as_headers(header or {}))
    call.send(Request("POST", f"{OIDC.format(realm)}/revoke", headers, body, later))


def use(call: Call, answer: int = 1, by: tuple[str, str] = SHOP, realm: str = "desk") -> None:
    """Use the tokens of this answer."""
    header = ("Authorization", f"Bearer access_token_of_answer_{answer}")
    call.send(Request("GET", f"{OIDC.format(realm)}/userinfo", (header,)))
    if realm == "desk":
        form = f"client_id=trusted&client_secret=trusted-secret&token=access_token_of_answer_{answer}"
        call.send(Request("POST", f"{OIDC.format(realm)}/token/introspect", (("Content-Type", FORM),), form))
    refresh: Form = {"grant_type": "refresh_token", "refresh_token": f"refresh_token_of_answer_{answer}"}
    call.token(realm, **refresh, client_id=by[0], client_secret=by[1])


@pytest.mark.parametrize("scope", ["openid", "openid offline_access"])
@pytest.mark.parametrize("token", ["access_token", "refresh_token"])
@pytest.mark.parametrize("by", [SHOP, APP], ids=lambda by: by[0])
def test_a_revoked_token(call: Call, by: tuple[str, str], token: str, scope: str) -> None:
    call.password_grant(client=by[0], scope=scope)
    revoke(call, f"{token}_of_answer_1", by)
    use(call, by=by)
    revoke(call, f"{token}_of_answer_1", by)


@pytest.mark.parametrize("token", ["access_token", "refresh_token"])
def test_other_tokens_of_the_session(call: Call, token: str) -> None:
    call.password_grant()
    refresh: Form = {"grant_type": "refresh_token", "refresh_token": "refresh_token_of_answer_1"}
    call.token("desk", **refresh, client_id="shop", client_secret="shop-secret")
    revoke(call, f"{token}_of_answer_1")
    use(call, 2)
    use(call, 1)


@pytest.mark.parametrize("token", ["access_token", "refresh_token"])
def test_other_sessions_of_the_user(call: Call, token: str) -> None:
    call.password_grant()
    call.password_grant()
    revoke(call, f"{token}_of_answer_1")
    use(call, 2)


def test_a_token_of_a_service(call: Call) -> None:
    call.token("desk", client_id="shop", client_secret="shop-secret", scope="openid")
    revoke(call)
    use(call)
    revoke(call)


def test_tokens_of_a_service_with_a_session(call: Call) -> None:
    robot = ("robot", "robot-secret")
    call.token("people", client_id="robot", client_secret="robot-secret", scope="openid")
    call.token("people", client_id="robot", client_secret="robot-secret", scope="openid")
    revoke(call, "access_token_of_answer_1", robot, "people")
    use(call, 1, robot, "people")
    revoke(call, "refresh_token_of_answer_2", robot, "people")
    use(call, 2, robot, "people")


def test_an_id_token(call: Call) -> None:
    call.password_grant()
    revoke(call, "id_token_of_answer_1")
    revoke(call, "id_token_of_answer_1", TRUSTED)


@pytest.mark.parametrize("client", ["light", "lower"])
def test_tokens_of_another_form(call: Call, client: str) -> None:
    call.password_grant(client=client)
    revoke(call, by=(client, "" if client == "lower" else "light-secret"))


@pytest.mark.parametrize("token", ["access_token", "refresh_token"])
def test_the_token_of_another_client(call: Call, token: str) -> None:
    call.password_grant()
    revoke(call, f"{token}_of_answer_1", TRUSTED)
    revoke(call, f"{token}_of_answer_1", APP)
    use(call)


def test_the_token_of_another_realm_or_host(call: Call) -> None:
    call.password_grant()
    revoke(call, by=("vault", "vault-secret"), realm="people")
    revoke(call, realm="nowhere")
    revoke(call, header={"host": "login.example.org"})
    use(call)


GARBAGE = [
    *("", "garbage", "a.b", "a.b.c", "..", "e30.e30.e30", "null", "x" * 3000),
    *("access_token_of_answer_1x", "x.access_token_of_answer_1", "access_token_of_answer_1.x"),
    # {"alg":"none"}, {"alg":"HS512"} and {"alg":"RS256"} without a key, and {"alg":"XX"}
    *("eyJhbGciOiJub25lIn0.e30.", "eyJhbGciOiJIUzUxMiJ9.e30.AAAA", "eyJhbGciOiJSUzI1NiJ9.e30.AAAA"),
    *("eyJhbGciOiJYWCJ9.e30.AAAA", "e30.e30"),
]


@pytest.mark.parametrize("token", GARBAGE, ids=lambda text: text[:40])
def test_malformed_tokens(call: Call, token: str) -> None:
    call.password_grant()
    revoke(call, token)


@pytest.mark.parametrize("hint", ["", "access_token", "refresh_token", "id_token", "nonsense"])
@pytest.mark.parametrize("token", ["access_token", "refresh_token"])
def test_hints(call: Call, token: str, hint: str) -> None:
    call.password_grant()
    revoke(call, f"{token}_of_answer_1", token_type_hint=hint)


def test_no_token(call: Call) -> None:
    revoke(call, None)
    revoke(call, None, APP)


def test_a_parameter_twice(call: Call) -> None:
    call.password_grant()
    for more in ("token=x", "client_id=shop", "x=1&x=2", "token_type_hint=access_token&token_type_hint=access_token"):
        send(call, f"client_id=shop&client_secret=shop-secret&token=access_token_of_answer_1&{more}")
    use(call)


@pytest.mark.parametrize(("client", "username"), [("app", "early"), ("later", "ada")])
def test_tokens_from_before_the_time_of_user_or_client(call: Call, client: str, username: str) -> None:
    call.password_grant("people", client, username)
    revoke(call, by=(client, ""), realm="people")
    revoke(call, "refresh_token_of_answer_1", (client, ""), realm="people")


def test_an_expired_token(call: Call) -> None:
    call.password_grant("short")
    revoke(call, realm="short", later=4)
    revoke(call, "refresh_token_of_answer_1", realm="short")


def test_a_session_that_has_idled_too_long(call: Call) -> None:
    call.password_grant("fleeting")
    revoke(call, realm="fleeting", later=7)
    revoke(call, "refresh_token_of_answer_1", realm="fleeting")


def test_a_rotated_token(call: Call) -> None:
    robot = ("robot", "robot-secret")
    call.token("rotating", client_id="robot", client_secret="robot-secret")
    refresh: Form = {"grant_type": "refresh_token", "refresh_token": "refresh_token_of_answer_1"}
    call.token("rotating", **refresh, client_id="robot", client_secret="robot-secret")
    revoke(call, "refresh_token_of_answer_1", robot, "rotating")
    use(call, 2, robot, "rotating")


CALLERS: dict[str, Form] = {
    "nobody": {},
    "an unknown client": {"client_id": "nobody", "client_secret": "x"},
    "a wrong secret": {"client_id": "shop", "client_secret": "wrong"},
    "no secret": {"client_id": "shop"},
    "a disabled client": {"client_id": "retired", "client_secret": "retired-secret"},
    "a bearer-only client": {"client_id": "api", "client_secret": "api-secret"},
    "a saml client": {"client_id": "saml", "client_secret": "saml-secret"},
}


@pytest.mark.parametrize("token", ["&token=garbage", ""])
@pytest.mark.parametrize("caller", CALLERS)
def test_callers(call: Call, caller: str, token: str) -> None:
    send(call, "&".join(f"{name}={value}" for name, value in CALLERS[caller].items()) + token)


@pytest.mark.parametrize(
    "content_type", [None, "application/json", "text/plain", f"{FORM}; charset=UTF-8", "multipart/form-data", "*/*"]
)
def test_content_types(call: Call, content_type: str | None) -> None:
    headers = as_headers({"content_type": content_type} if content_type else {})
    basic = ("Authorization", "Basic base64(shop:shop-secret)")
    call.send(Request("POST", f"{OIDC.format('desk')}/revoke", (*headers, basic), "token=garbage"))


@pytest.mark.parametrize("accept", ["application/json", "text/html", "text/html, */*"])
def test_accept_headers(call: Call, accept: str) -> None:
    call.password_grant()
    revoke(call, "garbage", header={"accept": accept})
    revoke(call, header={"accept": accept})


@pytest.mark.parametrize("method", ["GET", "HEAD", "PUT", "DELETE"])
def test_other_methods(call: Call, method: str) -> None:
    call.get(f"{OIDC.format('desk')}/revoke", method)


@pytest.mark.parametrize("realm", ["desk", "closed", "nowhere"])
def test_a_preflight(call: Call, realm: str) -> None:
    path = f"{OIDC.format(realm)}/revoke"
    call.get(path, "OPTIONS")
    call.get(path, "OPTIONS", origin="https://evil.example.org", access_control_request_method="POST")


@pytest.mark.parametrize("realm", ["closed", "https-only", "nowhere"])
def test_realms_that_are_disabled_or_require_https(call: Call, realm: str) -> None:
    revoke(call, "garbage", ("robot", "robot-secret"), realm)
    revoke(call, "garbage", ("robot", "robot-secret"), realm, header={"origin": "https://evil.example.org"})


@pytest.mark.parametrize("origin", ["https://shop.example.org", "https://evil.example.org", "null"])
def test_pages_of_other_origins(call: Call, origin: str) -> None:
    call.password_grant()
    for token in ("garbage", None, "id_token_of_answer_1", "access_token_of_answer_1"):
        revoke(call, token, header={"origin": origin})
    revoke(call, "garbage", ("shop", "wrong"), header={"origin": origin})
    send(call, "client_id=shop&client_secret=shop-secret&token=x&token=x", header={"origin": origin})
