"""The device flow: device and user codes, the pages where a user confirms a device, and its tokens."""

from typing import Any

import pytest

from contract.call import Call, encoded

VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
CHALLENGE = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"
GRANT = "urn:ietf:params:oauth:grant-type:device_code"
PAGE = "/realms/devices/device"
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"


def ask(call: Call, number: int = 1, realm: str = "devices", **form: Any) -> None:
    """Request tokens with the device code of an earlier answer."""
    whole = {"client_id": "tv", "device_code": f"device_code_of_answer_{number}", **form}
    call.token(realm, grant_type=GRANT, **{name: value for name, value in whole.items() if value is not None})


def enter_code(call: Call, page: str, code: str, jar: str = "browser", accept: str = BROWSER) -> None:
    """Type a user code on the page, as a browser sends it."""
    call.browse(page, jar, "POST", encoded({"device_user_code": code}), header={"accept": accept})


def open_page(call: Call, number: int = 1, jar: str = "browser") -> None:
    """Open the verification page with the user code of an earlier answer."""
    call.browse(f"verification_uri_complete_of_answer_{number}", jar)
    call.follow(call.count, jar=jar)


def confirm_device(call: Call, user: str = "ada", **device: Any) -> None:
    """Start a device flow and confirm it, which takes seven requests; the last answer is the final page."""
    call.device(**{"client_id": "tv", **device})
    open_page(call, call.count)
    call.submit(call.count, username=user, password=f"{user}-password")
    call.follow(call.count)
    call.submit(call.count, accept="Yes")
    call.follow(call.count)


@pytest.mark.parametrize(
    "form",
    [
        {"client_id": "tv"},
        {"client_id": "tv", "scope": "openid email"},
        {"client_id": "tv", "scope": "nonsense"},
        {"client_id": "tv", "scope": ""},
        {"client_id": "tv", "scope": ["openid", "email"]},
        {"client_id": "tv", "nonce": "n1", "scope": "openid"},
        {"client_id": ["tv", "tv"]},
        {"client_id": "tv", "more": ["a", "b"]},
        {"client_id": "tv", "max_age": "soon"},
        {"client_id": "tv", "response_type": "code", "redirect_uri": "http://evil.example.org"},
        {"client_id": "tv", "prompt": "none"},
        {"client_id": "tv", "client_secret": "needless"},
        {"client_id": None},
        {"client_id": ""},
        {"client_id": "nobody"},
        {"client_id": "box"},
        {"client_id": "box", "client_secret": "box-secret"},
        {"client_id": "box", "client_secret": "wrong"},
        {"basic": "box:box-secret"},
        {"basic": "box:wrong"},
        {"basic": "tv:"},
        {"client_id": "by-jwt", "client_secret": "by-jwt-secret"},
        {"client_id": "not-for-devices"},
        {"client_id": "said-false"},
        {"client_id": "off"},
        {"client_id": "bearer", "client_secret": "bearer-secret"},
        {"client_id": "bearer", "client_secret": "wrong"},
        {"client_id": "saml"},
        {"client_id": "flowless"},
        {"client_id": "patient"},
        {"client_id": "slow"},
        {"client_id": "asker"},
        {"client_id": "tv", "code_challenge": CHALLENGE, "code_challenge_method": "S256"},
        {"client_id": "tv", "code_challenge": CHALLENGE, "code_challenge_method": "S512"},
        {"client_id": "tv", "code_challenge": CHALLENGE},
        {"client_id": "tv", "code_challenge": "short", "code_challenge_method": "plain"},
        {"client_id": "tv", "code_challenge_method": "S256"},
        {"client_id": "pkce"},
        {"client_id": "pkce", "code_challenge": CHALLENGE},
        {"client_id": "pkce", "code_challenge": CHALLENGE, "code_challenge_method": "plain"},
        {"client_id": "pkce", "code_challenge": CHALLENGE, "code_challenge_method": "S256"},
    ],
    ids=str,
)
def test_codes(call: Call, form: dict[str, Any]) -> None:
    call.device(**form)


@pytest.mark.parametrize("client", ["tv", "own"])
def test_codes_of_a_realm_with_lifespans_and_a_short_url(call: Call, client: str) -> None:
    call.device("devices-polyglot", client_id=client)


def test_codes_of_a_realm_with_lifespans_among_its_attributes(call: Call) -> None:
    call.device("devices-by-attributes", client_id="tv")


@pytest.mark.parametrize("client", ["impatient", "stale"])
def test_lifespans_at_the_edge(call: Call, client: str) -> None:
    call.device(client_id=client)
    ask(call, client_id=client)
    ask(call, client_id=client)


@pytest.mark.parametrize("realm", ["closed", "https-only", "nowhere"])
def test_realms_without_the_device_flow(call: Call, realm: str) -> None:
    call.device(realm, client_id="robot", client_secret="robot-secret")
    call.get(f"/realms/{realm}/device")
    call.get(f"/realms/{realm}/device/status")


@pytest.mark.parametrize("origin", ["http://localhost:3000", "https://evil.example.org", "null"])
@pytest.mark.parametrize("client", ["tv", "box", "not-for-devices", "nobody"])
def test_codes_for_pages_of_other_origins(call: Call, client: str, origin: str) -> None:
    call.device(client_id=client, client_secret=f"{client}-secret", header={"origin": origin})


@pytest.mark.parametrize("content_type", ["application/json", "text/plain"])
def test_codes_are_asked_for_by_a_form(call: Call, content_type: str) -> None:
    call.device(client_id="tv", header={"content_type": content_type})


@pytest.mark.parametrize(
    "accept",
    [
        *("text/html", "*/*", "application/json", "text/plain", "application/*", "text/*", BROWSER),
        *("text/html;q=0.5, application/json", "application/json;q=0.5, text/html", "text/html, application/json"),
        *("application/json, text/html", "application/xml, */*", "*/*;q=0.5, text/html", "application/problem+json"),
    ],
)
def test_types_that_are_accepted(call: Call, accept: str) -> None:
    call.device(client_id="tv", header={"accept": accept})
    call.browse(PAGE, method="POST", body="device_user_code=AAAA-AAAA", header={"accept": accept})
    call.get(PAGE, accept=accept)


@pytest.mark.parametrize(
    "path",
    [
        "protocol/openid-connect/auth/device",
        "protocol/openid-connect/auth/device/status",
        "device",
        "device/status",
        "device/more",
    ],
)
@pytest.mark.parametrize("method", ["GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS"])
def test_methods(call: Call, path: str, method: str) -> None:
    call.get(f"/realms/devices/{path}", method=method)
    call.get(f"/realms/devices/{path}/", method=method, origin="http://localhost:3000")


@pytest.mark.parametrize(
    "query", ["user_code=", "user_code=AAAA-AAAA", "user_code=%3Cscript%3E", "user_code=a&user_code=b"]
)
def test_wrong_codes_in_the_url(call: Call, query: str) -> None:
    call.browse(f"{PAGE}?{query}")


@pytest.mark.parametrize(
    "fields", [{}, {"device_user_code": ""}, {"device_user_code": "AAAA-AAAA"}, {"user_code": "x"}], ids=str
)
def test_wrong_codes_in_the_form(call: Call, fields: dict[str, str]) -> None:
    call.browse(PAGE)
    call.browse("action_of_answer_1", method="POST", body=encoded(fields), header={"accept": BROWSER})


@pytest.mark.parametrize("error", ["", "access_denied", "expired_token", "server_error", "<script>alert(1)</script>"])
def test_ends(call: Call, error: str) -> None:
    call.browse(f"{PAGE}/status?{encoded({'error': error})}")


def test_a_device_is_confirmed(call: Call) -> None:
    call.device(client_id="tv", scope="openid email")
    ask(call)
    call.browse(PAGE, later=2)
    enter_code(call, "action_of_answer_3", "user_code_of_answer_1")
    call.follow(4)
    call.submit(5, username="ada", password="wrong")
    call.submit(6, username="ada", password="ada-password")
    call.follow(7)
    call.submit(8, accept="Yes")
    call.follow(9)
    ask(call)
    ask(call)
    call.token("devices", client_id="tv", grant_type="refresh_token", refresh_token="refresh_token_of_answer_11")
    call.get("/realms/devices/protocol/openid-connect/userinfo", authorization="Bearer access_token_of_answer_11")


@pytest.mark.parametrize(
    "device",
    [
        {"client_id": "tv"},
        {"client_id": "tv", "scope": "openid", "nonce": "n1"},
        {"client_id": "tv", "scope": "nonsense"},
        {"client_id": "box", "client_secret": "box-secret", "scope": "openid"},
        {"client_id": "bare"},
        {"client_id": "bare", "scope": "openid"},
        {"client_id": "asker", "scope": "openid phone"},
        {"client_id": "offline", "scope": "openid offline_access"},
        {"client_id": "light", "scope": "openid"},
        {"client_id": "no-refresh", "scope": "openid"},
        {"client_id": "flowless", "scope": "openid"},
    ],
    ids=str,
)
def test_tokens_of_devices(call: Call, device: dict[str, Any]) -> None:
    confirm_device(call, user="carol", **device)
    secret = {"client_secret": device["client_secret"]} if "client_secret" in device else {}
    ask(call, client_id=device["client_id"], **secret)


def test_a_code_is_typed_in_any_form(call: Call) -> None:
    call.device(client_id="tv")
    call.browse(f"{PAGE}?user_code=user_code_of_answer_1")
    for number, text in enumerate(["{}", "{}-", "-{}-", " {}", "{} ", "{}x"]):
        enter_code(call, PAGE, text.format("user_code_of_answer_1"), f"browser {number}")


def test_a_person_who_is_logged_in_is_only_asked(call: Call) -> None:
    confirm_device(call, user="bob")
    call.device(client_id="tv", scope="openid")
    open_page(call, 8)
    call.follow(10)
    call.submit(11, accept="Yes")
    call.follow(12)
    ask(call, 8)


def test_a_person_who_is_logged_in_for_something_else(call: Call) -> None:
    call.log_in("devices", client_id="tv", redirect_uri="http://localhost:3000/cb")
    call.device(client_id="box", client_secret="box-secret", scope="openid")
    open_page(call, 3)
    call.follow(5)
    call.submit(6, accept="Yes")
    ask(call, 3, client_id="box", client_secret="box-secret")
    call.auth("devices", client_id="tv", prompt="none")


def test_a_device_is_denied(call: Call) -> None:
    call.device(client_id="tv")
    open_page(call)
    call.submit(3, username="ada", password="ada-password")
    call.follow(4)
    call.submit(5, cancel="No")
    call.follow(6)
    ask(call)
    ask(call, later=2)
    call.submit(5, accept="Yes")
    call.browse("verification_uri_complete_of_answer_1")


def test_a_denied_device_cannot_be_confirmed_in_the_same_login(call: Call) -> None:
    call.device(client_id="tv")
    open_page(call)
    call.submit(3, username="ada", password="ada-password")
    call.follow(4)
    call.browse("verification_uri_complete_of_answer_1", "other")
    call.follow(6, jar="other")
    call.submit(7, jar="other", username="bob", password="bob-password")
    call.follow(8, jar="other")
    call.submit(9, jar="other", cancel="No")
    call.submit(5, accept="Yes")
    ask(call)


def test_a_login_for_a_device_is_cancelled(call: Call) -> None:
    call.device(client_id="tv")
    open_page(call)
    call.submit(3, username="ada", password="ada-password", cancel="1")
    call.follow(4)
    ask(call)
    call.browse("action_of_answer_3")


def test_terms_are_declined_before_a_device_is_confirmed(call: Call) -> None:
    call.device(client_id="tv")
    open_page(call)
    call.submit(3, username="strict", password="strict-password")
    call.follow(4)
    call.submit(5, cancel="")
    call.follow(6)
    ask(call)


def test_a_password_is_changed_before_a_device_is_confirmed(call: Call) -> None:
    call.device(client_id="tv")
    open_page(call)
    call.submit(3, username="busy", password="busy-password")
    call.follow(4)
    call.submit(5, password_new="busy-password-2", password_confirm="busy-password-2")
    call.submit(6, accept="Yes")
    ask(call)


def test_a_disabled_user_cannot_confirm_a_device(call: Call) -> None:
    call.device(client_id="tv")
    open_page(call)
    call.submit(3, username="gone", password="gone-password")


def test_two_people_with_one_code(call: Call) -> None:
    call.device(client_id="tv")
    open_page(call, jar="ada")
    open_page(call, jar="bob")
    call.submit(3, jar="ada", username="ada", password="ada-password")
    call.submit(5, jar="bob", username="bob", password="bob-password")
    call.follow(6, jar="ada")
    call.follow(7, jar="bob")
    call.submit(8, jar="ada", accept="Yes")
    call.submit(9, jar="bob", accept="Yes")
    ask(call)


def test_a_code_that_was_used(call: Call) -> None:
    confirm_device(call)
    call.browse("verification_uri_complete_of_answer_1")
    ask(call)
    call.browse("verification_uri_complete_of_answer_1")


def test_a_code_that_is_too_old(call: Call) -> None:
    call.device(client_id="brief")
    ask(call, client_id="brief", later=3)
    call.browse("verification_uri_complete_of_answer_1")
    ask(call, client_id="brief")


def test_a_code_that_became_too_old_while_the_person_logged_in(call: Call) -> None:
    call.device(client_id="brief")
    open_page(call)
    call.browse("action_of_answer_3", method="POST", body="username=dora&password=dora-password", later=3)
    call.follow(4)
    call.submit(5, accept="Yes")
    call.follow(6)
    ask(call, client_id="brief")


def test_a_device_that_asks_too_often(call: Call) -> None:
    call.device(client_id="slow")
    ask(call, client_id="slow")
    ask(call, client_id="slow")
    ask(call, client_id="slow", later=3)
    ask(call, client_id="slow")


@pytest.mark.parametrize(
    "form",
    [
        {"device_code": None},
        {"device_code": ""},
        {"device_code": "nonsense"},
        {"device_code": "user_code_of_answer_1"},
        {"client_id": "asker"},
        {"client_id": "box", "client_secret": "box-secret"},
        {"client_id": "box", "client_secret": "wrong"},
        {"client_id": "not-for-devices"},
        {"client_id": "off"},
        {"client_id": "bearer", "client_secret": "bearer-secret"},
        {"code_verifier": VERIFIER},
        {"scope": "nonsense"},
        {"device_code": ["device_code_of_answer_1", "device_code_of_answer_1"]},
        {"header": {"origin": "http://localhost:3000"}},
        {"header": {"origin": "https://evil.example.org"}},
    ],
    ids=str,
)
def test_wrong_requests_for_the_tokens_of_a_device(call: Call, form: dict[str, Any]) -> None:
    call.device(client_id="tv")
    ask(call, **form)


def test_a_code_of_another_realm(call: Call) -> None:
    call.device(client_id="tv")
    ask(call, realm="devices-polyglot")
    call.browse("/realms/devices-polyglot/device?user_code=user_code_of_answer_1")


@pytest.mark.parametrize("method", ["S256", "plain", None])
def test_proof_keys_of_devices(call: Call, method: str | None) -> None:
    asked = {"code_challenge": CHALLENGE} | ({"code_challenge_method": method} if method else {})
    confirm_device(call, client_id="bare", **asked)
    ask(call, client_id="bare", code_verifier="wrong" * 10)
    ask(call, client_id="bare", later=2)
    ask(call, client_id="bare", later=2, code_verifier="short")
    ask(call, client_id="bare", later=2, code_verifier=CHALLENGE)
    ask(call, client_id="bare", later=2, code_verifier=VERIFIER)


def test_an_unexpected_code_verifier(call: Call) -> None:
    confirm_device(call)
    ask(call, code_verifier=VERIFIER)


def test_a_device_of_a_session_that_has_ended(call: Call) -> None:
    confirm_device(call)
    call.auth("devices", client_id="tv", prompt="login")
    call.browse("restart_of_answer_8")
    ask(call)


def test_pages_in_german(call: Call) -> None:
    call.device("devices-polyglot", client_id="tv", scope="openid")
    page = "/realms/devices-polyglot/device"
    call.browse(page)
    enter_code(call, page, "AAAA-AAAA")
    call.browse(f"{page}?kc_locale=en")
    call.browse(page, "english", header={"accept_language": "en"})
    call.browse(f"{page}/status?error=access_denied")
    call.browse(f"{page}/status")
    enter_code(call, "action_of_answer_2", "user_code_of_answer_1")
    call.follow(8)
    call.submit(9, username="heidi", password="heidi-password")
    call.follow(10)
    call.submit(11, cancel="Nein")
    call.follow(12)


@pytest.mark.parametrize(
    "query", ["", "?kc_state_checker=", "?kc_state_checker=nonsense", "?kc_state_checker=nonsense&kc_locale=en"]
)
def test_a_page_that_is_not_carried_on(call: Call, query: str) -> None:
    call.browse(f"/realms/devices-polyglot/login-actions/detached-info{query}")
    call.browse("/realms/devices-polyglot/device/status")
    call.browse(f"/realms/devices-polyglot/login-actions/detached-info{query}")


@pytest.mark.parametrize("query", ["", "?error=access_denied", "?error=server_error"])
def test_the_end_in_another_language(call: Call, query: str) -> None:
    call.browse(f"/realms/devices-polyglot/device/status{query}")
    call.browse("detached_of_answer_1&kc_locale=en")
    call.browse("detached_of_answer_2&kc_locale=de")
    call.browse("detached_of_answer_1&kc_locale=en")
    call.browse("detached_of_answer_3&kc_locale=nonsense")


def test_an_error_in_another_language(call: Call) -> None:
    call.auth("devices-polyglot", client_id="tv", redirect_uri="http://evil.example.org")
    call.browse("detached_of_answer_1&kc_locale=en")
    call.auth("devices-polyglot", client_id="nobody")
    call.browse("detached_of_answer_3&kc_locale=de")
