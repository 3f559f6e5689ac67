"""Pushed authorization requests (RFC 9126): the endpoint, and the use of the request URIs."""

from typing import Any

import pytest

from contract.call import Call, encoded
from contract.exchange import FORM, Answer, Request

CHALLENGE = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"
BEARER = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
PATH = "/realms/requests/protocol/openid-connect/ext/par/request"
PUBLIC = {"client_id": "web", "client_secret": None}


def form_with_assertion(name: str, **more: Any) -> dict[str, Any]:
    """Return a form with a client assertion."""
    return {
        "client_id": None,
        "client_secret": None,
        "client_assertion_type": BEARER,
        "client_assertion": f"object_{name}",
        **more,
    }


def use(call: Call, number: int, client_id: str | None = "app", **more: Any) -> Answer:
    """Send an authorization request with nothing but a request URI."""
    asked = {"redirect_uri": None, "response_type": None, "scope": None, "state": None, **more}
    return call.auth("requests", client_id=client_id, request_uri=f"request_uri_of_answer_{number}", **asked)


def log_in(call: Call) -> None:
    """Follow to the login page, and log in."""
    call.follow(call.count)
    call.submit(call.count, username="ada", password="ada-password")


def redeem(call: Call, number: int, **form: Any) -> None:
    """Redeem the code of an answer."""
    whole = {"client_id": "app", "client_secret": "app-secret", "redirect_uri": "http://localhost:3000/cb", **form}
    whole = {name: value for name, value in whole.items() if value is not None}
    call.token("requests", grant_type="authorization_code", code=f"code_of_answer_{number}", **whole)


@pytest.mark.parametrize(
    "form",
    [
        {},
        {"client_secret": "wrong"},
        {"client_secret": None},
        {"client_secret": ""},
        {"client_id": "nobody"},
        {"client_id": None},
        {"client_id": None, "client_secret": None},
        {"client_id": "off"},
        {"client_id": "bearer"},
        {"client_id": "saml", "client_secret": None},
        {"client_id": "x509", "client_secret": None},
        {"client_id": "no-flow"},
        PUBLIC,
        {"client_id": "web"},
        {"client_id": "pushed-only", "client_secret": None},
        {"client_id": "jwt", "client_secret": None},
        form_with_assertion("jwt_asserts"),
        form_with_assertion("jwt_asserts", client_id="jwt"),
        form_with_assertion("jwt_asserts", client_id="app"),
        form_with_assertion("jwt_asserts_for_par"),
        form_with_assertion("jwt_asserts_too_late"),
        form_with_assertion("shared_asserts"),
        form_with_assertion("shared_asserts", client_assertion_type="nonsense"),
    ],
    ids=str,
)
def test_clients_that_push(call: Call, form: dict[str, Any]) -> None:
    call.push(**form)


@pytest.mark.parametrize("basic", ["app:app-secret", "app:wrong", "nobody:app-secret", "app", "web:"])
@pytest.mark.parametrize("client_id", [None, "app"])
def test_clients_that_push_with_a_header(call: Call, client_id: str | None, basic: str) -> None:
    call.push(basic=basic, client_id=client_id, client_secret=None)


@pytest.mark.parametrize(
    "form",
    [
        {"redirect_uri": None},
        {"redirect_uri": None, "scope": None},
        {**PUBLIC, "client_id": "single", "redirect_uri": None, "scope": None},
        {**PUBLIC, "client_id": "homeless"},
        {"redirect_uri": "https://evil.example.org/cb"},
        {"redirect_uri": "http://localhost:3000/cb?code=1"},
        {"response_type": None},
        {"response_type": None, "scope": None},
        {"response_type": ""},
        {"response_type": "nonsense"},
        {"response_type": "none code"},
        {"response_type": "none"},
        {"response_type": "token"},
        {"response_type": "id_token"},
        {"response_type": "id_token", "nonce": "n-1"},
        {"response_type": "code id_token", "nonce": "n-1", "response_mode": "query"},
        {"response_type": "token", "response_mode": "query.jwt"},
        {"response_mode": "nonsense"},
        {"response_mode": "form_post.jwt"},
        {"scope": "openid nonsense"},
        {"scope": "nonsense"},
        {"scope": None},
        {"scope": ["openid", "openid"]},
        {"state": ["a", "b"]},
        {"more": ["a", "b"]},
        {"client_id": ["app", "app"]},
        {"client_secret": ["app-secret", "app-secret"]},
        {"request": ["a", "b"]},
        {"request_uri": "urn:ietf:params:oauth:request_uri:x"},
        {"request_uri": ""},
        {"request_uri": "https://example.org/object", "request": "object_of_app"},
        {"max_age": "soon"},
        {"max_age": "60"},
        {"prompt": "none"},
        {"prompt": "nonsense"},
        {"claims": "nonsense"},
        {"state": "x" * 4001},
        {"redirect_uri": "http://localhost:3000/" + "x" * 4001},
        {"nonce": "a\u0001b"},
        {"code_challenge": CHALLENGE},
        {"code_challenge": CHALLENGE, "code_challenge_method": "S256"},
        {"code_challenge": "short", "code_challenge_method": "S256"},
        {"code_challenge_method": "S256"},
        {**PUBLIC, "client_id": "pkce"},
        {**PUBLIC, "client_id": "pkce", "code_challenge": CHALLENGE, "code_challenge_method": "plain"},
        {**PUBLIC, "client_id": "pkce", "code_challenge": CHALLENGE, "code_challenge_method": "S256"},
        {"request": "object_of_app"},
        {"request": "object_of_app", "redirect_uri": None, "response_type": None, "scope": None, "state": None},
        {"request": "object_good"},
        {"request": "object_garbage"},
        {"request": ""},
        {"request": "object_of_app", "response_type": "nonsense"},
        {"request": "object_of_app", "state": ["a", "b"]},
        {"request": "object_of_app", "redirect_uri": "https://evil.example.org/cb"},
        {"request": "object_by_another_key"},
        {"request": "object_of_app", "max_age": "soon"},
        {**PUBLIC, "request": "object_good"},
        {**PUBLIC, "request": "object_none"},
        {**PUBLIC, "request": "object_without_redirect_uri"},
        {**PUBLIC, "request": "object_without_type"},
        {**PUBLIC, "request": "object_of_another_type"},
        {**PUBLIC, "request": "object_with_bad_scope"},
        {**PUBLIC, "request": "object_with_bad_pkce"},
        {**PUBLIC, "request": "object_with_bad_age"},
        {**PUBLIC, "request": "object_with_request_uri"},
        {**PUBLIC, "request": "object_without_client"},
        {**PUBLIC, "request": "object_for_tokens_without_nonce"},
        {**PUBLIC, "client_id": "must-either"},
        {**PUBLIC, "client_id": "must-object"},
        {**PUBLIC, "client_id": "must-uri"},
        {**PUBLIC, "client_id": "must-nothing"},
    ],
    ids=lambda it: str(it)[:100],
)
def test_requests_that_are_pushed(call: Call, form: dict[str, Any]) -> None:
    call.push(**form)


@pytest.mark.parametrize("origin", ["http://localhost:3000", "https://evil.example.org"])
@pytest.mark.parametrize("secret", ["app-secret", "wrong"])
@pytest.mark.parametrize("redirect_uri", ["http://localhost:3000/cb", "https://evil.example.org/cb"])
def test_pushing_from_a_page(call: Call, redirect_uri: str, secret: str, origin: str) -> None:
    call.push(redirect_uri=redirect_uri, client_secret=secret, header={"origin": origin})


@pytest.mark.parametrize("method", ["GET", "HEAD", "PUT", "DELETE", "OPTIONS"])
def test_other_methods(call: Call, method: str) -> None:
    call.get(PATH, method)


def test_a_preflight_request(call: Call) -> None:
    origin = (("Origin", "http://localhost:3000"), ("Access-Control-Request-Method", "POST"))
    call.send(Request("OPTIONS", PATH, origin))


@pytest.mark.parametrize("content_type", ["application/json", "text/plain", None])
def test_bodies_that_are_not_forms(call: Call, content_type: str | None) -> None:
    headers = (("Content-Type", content_type),) if content_type else ()
    call.send(Request("POST", PATH, headers, encoded({"client_id": "app", "client_secret": "app-secret"})))


@pytest.mark.parametrize("accept", ["application/json", "text/html", "application/xml"])
def test_accepted_types(call: Call, accept: str) -> None:
    call.push(header={"accept": accept})


@pytest.mark.parametrize("path", [f"{PATH}/", "/realms/requests/protocol/openid-connect/ext/par", f"{PATH}/more"])
def test_paths_beside_it(call: Call, path: str) -> None:
    call.send(Request("POST", path, (("Content-Type", FORM),), ""))


@pytest.mark.parametrize("realm", ["closed", "https-only"])
def test_realms_that_are_disabled_or_require_https(call: Call, realm: str) -> None:
    call.push(realm)


def test_a_pushed_request_is_a_request(call: Call) -> None:
    call.push(nonce="n-1", code_challenge=CHALLENGE, code_challenge_method="S256")
    use(call, 1)
    log_in(call)
    redeem(call, 4, code_verifier="dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk")


def test_a_pushed_request_may_be_posted(call: Call) -> None:
    call.push()
    use(call, 1, method="POST")


def test_a_pushed_request_is_good_once(call: Call) -> None:
    call.push()
    use(call, 1)
    log_in(call)
    use(call, 1)


def test_a_pushed_request_may_be_looked_at_twice(call: Call) -> None:
    call.push()
    use(call, 1)
    use(call, 1, jar="another")
    call.follow(2)
    call.follow(3, jar="another")
    call.submit(4, username="ada", password="ada-password")
    call.submit(5, username="ada", password="ada-password", jar="another")


def test_pushed_requests_of_a_browser_that_is_logged_in(call: Call) -> None:
    call.log_in("requests")
    call.push()
    use(call, 3)
    call.follow(4)
    use(call, 3)
    call.push(prompt="login")
    use(call, 7)
    call.follow(8)


@pytest.mark.parametrize("logged_in", [False, True])
def test_pushed_requests_with_prompt_none(call: Call, logged_in: bool) -> None:
    if logged_in:
        call.log_in("requests")
    call.push(prompt="none")
    number = call.count
    use(call, number)
    use(call, number)


def test_a_pushed_request_with_a_hint(call: Call) -> None:
    call.push(login_hint="ada", ui_locales="de")
    use(call, 1)
    call.follow(2)


def test_a_pushed_request_that_asks_for_consent(call: Call) -> None:
    call.push(client_id="consenting", client_secret=None)
    use(call, 1, "consenting")
    log_in(call)
    use(call, 1, "consenting")
    call.follow(4)
    call.submit(call.count, accept="Yes")
    use(call, 1, "consenting")


def test_pushing_is_required(call: Call) -> None:
    call.auth("requests", client_id="pushed-only")
    call.auth("requests", client_id="pushed-only", request="object_good")
    call.push(client_id="pushed-only", client_secret=None)
    use(call, 3, "pushed-only")


@pytest.mark.parametrize("client_id", ["web", "nobody", "pushed-only", None])
def test_the_pushed_request_of_another_client(call: Call, client_id: str | None) -> None:
    call.push()
    use(call, 1, client_id)


@pytest.mark.parametrize("client_id", ["app", "web"])
def test_a_pushed_request_that_names_no_client(call: Call, client_id: str) -> None:
    call.push(basic="app:app-secret", client_id=None, client_secret=None)
    use(call, 1, client_id)


@pytest.mark.parametrize(
    "more",
    [
        {"response_type": "code"},
        {"response_type": "token"},
        {"scope": "openid email"},
        {"redirect_uri": "https://evil.example.org/cb"},
        {"redirect_uri": "http://localhost:3000/other"},
        {"state": "outer"},
        {"prompt": "none"},
        {"prompt": "create"},
        {"request": "object_of_app"},
        {"more": ["a", "b"]},
        {"max_age": "soon"},
        {"request_uri": ["request_uri_of_answer_1", "request_uri_of_answer_1"]},
    ],
    ids=str,
)
def test_parameters_beside_a_pushed_request(call: Call, more: dict[str, Any]) -> None:
    call.push()
    use(call, 1, **more) if "request_uri" not in more else call.auth("requests", **more)


@pytest.mark.parametrize("more", [{"state": "outer"}, {"nonce": "outer", "prompt": "none"}], ids=str)
def test_missing_parameters_of_a_pushed_request(call: Call, more: dict[str, Any]) -> None:
    call.push(state=None)
    use(call, 1, **more)


@pytest.mark.parametrize(
    "uri",
    [
        "urn:ietf:params:oauth:request_uri:unknown",
        "urn:ietf:params:oauth:request_uri:",
        "urn:ietf:params:oauth:request_uri",
        "URN:ietf:params:oauth:REQUEST_URI:unknown",
        "",
    ],
)
@pytest.mark.parametrize("client_id", ["app", "pushed-only"])
def test_unknown_request_uris(call: Call, client_id: str, uri: str) -> None:
    call.auth("requests", client_id=client_id, request_uri=uri)


@pytest.mark.parametrize("later", [0, 5])
def test_a_pushed_request_is_good_for_a_while(call: Call, later: int) -> None:
    call.push("requests-brief", client_id="web", client_secret=None)
    query = "client_id=web&request_uri=request_uri_of_answer_1"
    call.browse(f"/realms/requests-brief/protocol/openid-connect/auth?{query}", later=later)


def test_a_pushed_request_is_too_old_at_the_end_of_the_login(call: Call) -> None:
    call.push("requests-brief", client_id="web", client_secret=None)
    call.browse("/realms/requests-brief/protocol/openid-connect/auth?client_id=web&request_uri=request_uri_of_answer_1")
    call.follow(2)
    body = encoded({"username": "ada", "password": "ada-password"})
    call.browse("action_of_answer_3", method="POST", body=body, later=5)


def test_the_pushed_request_of_another_realm(call: Call) -> None:
    call.push(client_id="web", client_secret=None)
    call.auth("requests-brief", client_id="web", request_uri="request_uri_of_answer_1")


@pytest.mark.parametrize("path", ["registrations", "forgot-credentials"])
def test_pushed_requests_for_other_pages(call: Call, path: str) -> None:
    call.push(client_id="web", client_secret=None)
    query = "client_id=web&request_uri=request_uri_of_answer_1"
    call.browse(f"/realms/requests/protocol/openid-connect/{path}?{query}")


def test_a_pushed_request_to_create_an_account(call: Call) -> None:
    call.push(prompt="create")
    use(call, 1)


@pytest.mark.parametrize(
    "form",
    [
        {"request": "object_of_app"},
        {"request": "object_of_app", "state": "outer", "scope": "openid email", "prompt": "none"},
        {"request": "object_of_app", "redirect_uri": "https://evil.example.org/cb", "response_type": "nonsense"},
    ],
    ids=str,
)
def test_a_request_object_that_is_pushed(call: Call, form: dict[str, Any]) -> None:
    call.push(**form)
    use(call, 1)
    use(call, 1, state="outer", nonce="outer", prompt="none")


def test_an_old_request_object_that_is_pushed(call: Call) -> None:
    call.push(client_id="web", client_secret=None, request="object_expired")
    use(call, 1, "web")


@pytest.mark.parametrize("client_id", ["must-either", "must-object", "must-uri", "must-nothing"])
def test_clients_that_need_a_request_object(call: Call, client_id: str) -> None:
    call.push(client_id=client_id, client_secret=None)
    use(call, 1, client_id)
    call.push(client_id=client_id, client_secret=None, request="object_without_client")
    use(call, 3, client_id)
