"""Logging out in a browser (OpenID Connect RP-Initiated Logout): confirmation, redirect, and what ends."""

from typing import Any

import pytest

from contract.call import Call, as_headers, encoded
from contract.exchange import Answer, Request

CB = "http://localhost:3000/cb"
BYE = "http://localhost:3000/bye"
CODE: dict[str, Any] = {"grant_type": "authorization_code", "redirect_uri": CB}
SECRETS = {"web": "web-secret"}


def log_out(
    call: Call, realm: str = "leaving", *, jar: str = "browser", method: str = "GET", path: str = "", **asked: Any
) -> Answer:
    """Request a logout with these parameters (None removes one)."""
    query = encoded({name: value for name, value in asked.items() if value is not None})
    url = f"/realms/{realm}/protocol/openid-connect/logout{path}"
    if method == "POST":
        return call.browse(url, jar, method, query)
    return call.browse(f"{url}?{query}" if query else url, jar, method)


def log_in(call: Call, realm: str = "leaving", client: str = "app", **more: Any) -> int:
    """Log in and redeem the code, in three requests. Return the number of the answer with the tokens."""
    uri = more.pop("redirect_uri", CB)
    call.log_in(realm, client_id=client, redirect_uri=uri, **more)
    return tokens(call, realm, client, redirect_uri=uri)


def tokens(call: Call, realm: str = "leaving", client: str = "app", **more: Any) -> int:
    """Redeem the code of the last answer."""
    secret: dict[str, Any] = {"client_secret": SECRETS[client]} if client in SECRETS else {}
    call.token(realm, client_id=client, code=f"code_of_answer_{call.count}", **secret, **{**CODE, **more})
    return call.count


def log_in_too(call: Call, client: str, realm: str = "leaving") -> int:
    """Log in to another client in the same browser, in two requests."""
    call.auth(realm, client_id=client, redirect_uri=CB)
    return tokens(call, realm, client)


def hint(number: int) -> str:
    """Return the ID token of an answer, as a hint."""
    return f"id_token_of_answer_{number}"


def use_tokens(call: Call, number: int, realm: str = "leaving", client: str = "app", jar: str = "browser") -> None:
    """Use the tokens of an answer, and check whether the browser is still logged in."""
    call.get(
        f"/realms/{realm}/protocol/openid-connect/userinfo", authorization=f"Bearer access_token_of_answer_{number}"
    )
    secret: dict[str, Any] = {"client_secret": SECRETS[client]} if client in SECRETS else {}
    call.token(
        realm, client_id=client, grant_type="refresh_token", refresh_token=f"refresh_token_of_answer_{number}", **secret
    )
    call.auth(realm, client_id=client, redirect_uri=CB, prompt="none", jar=jar)


# Without a hint, the user has to confirm.


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize(
    "asked",
    [
        {},
        {"client_id": "app"},
        {"client_id": "app", "post_logout_redirect_uri": BYE},
        {"client_id": "app", "post_logout_redirect_uri": BYE, "state": "s & t"},
        {"client_id": "app", "state": "s"},
        {"client_id": "app", "post_logout_redirect_uri": "http://localhost:3000/evil"},
        {"post_logout_redirect_uri": BYE},
        {"client_id": "nobody"},
        {"client_id": "nobody", "post_logout_redirect_uri": BYE},
        {"client_id": ""},
        {"client_id": "off"},
        {"client_id": "bearer"},
        {"client_id": "account"},
        {"client_id": "rooted"},
        {"client_id": "cautious", "post_logout_redirect_uri": CB},
        {"redirect_uri": BYE},
        {"client_id": "app", "redirect_uri": BYE},
        {"client_id": "app", "logout_hint": "ada"},
        {"client_id": "app", "initiating_idp": "nobody"},
        {"id_token_hint": ""},
        {"id_token_hint": "nonsense"},
        {"id_token_hint": "a.b.c"},
        {"id_token_hint": "eyJhbGciOiJub25lIn0.eyJ0eXAiOiJJRCIsImF6cCI6ImFwcCJ9."},
        {"id_token_hint": "nonsense", "client_id": "nobody"},
        {"id_token_hint": "nonsense", "post_logout_redirect_uri": BYE},
        {"post_logout_redirect_uri": "", "client_id": "app"},
        {"client_id": "app", "post_logout_redirect_uri": BYE, "state": ""},
    ],
    ids=str,
)
def test_a_browser_that_is_not_logged_in(call: Call, method: str, asked: dict[str, Any]) -> None:
    log_out(call, method=method, **asked)


@pytest.mark.parametrize(
    "asked",
    [
        {},
        {"client_id": "app"},
        {"client_id": "app", "post_logout_redirect_uri": BYE, "state": "s1"},
        {"client_id": "web"},
        {"client_id": "nobody"},
        {"client_id": "rooted"},
        {"client_id": "cautious", "post_logout_redirect_uri": CB},
        {"client_id": "app", "initiating_idp": "nobody"},
    ],
    ids=str,
)
def test_a_user_who_is_logged_in_has_to_confirm(call: Call, asked: dict[str, Any]) -> None:
    log_in(call)
    log_out(call, **asked)
    call.submit(4, session_code="session_code_of_answer_4", confirmLogout="Logout")
    use_tokens(call, 3)


def confirm(call: Call, number: int, **more: str) -> Answer:
    """Send the form of the confirmation page."""
    return call.submit(number, session_code=f"session_code_of_answer_{number}", confirmLogout="Logout", **more)


@pytest.mark.parametrize(
    "form",
    [
        {"session_code": "nonsense", "confirmLogout": "Logout"},
        {"session_code": "", "confirmLogout": "Logout"},
        {"session_code": "session_code_of_answer_4"},
        {"confirmLogout": "Logout"},
        {},
    ],
    ids=str,
)
def test_the_form(call: Call, form: dict[str, Any]) -> None:
    log_in(call)
    log_out(call, client_id="app")
    call.submit(4, **form)
    call.auth("leaving", prompt="none")


def test_a_form_of_another_browser(call: Call) -> None:
    log_in(call)
    log_out(call, client_id="app")
    confirm(call, 4, jar="other browser")
    call.auth("leaving", prompt="none")


def test_a_form_is_good_once(call: Call) -> None:
    log_in(call)
    log_out(call, client_id="app")
    confirm(call, 4)
    confirm(call, 4)


def test_a_form_without_a_login(call: Call) -> None:
    log_out(call, client_id="app", post_logout_redirect_uri=BYE)
    log_out(call)
    confirm(call, 2)


def test_asking_twice(call: Call) -> None:
    log_in(call)
    log_out(call, client_id="app")
    log_out(call, client_id="app", post_logout_redirect_uri=BYE)
    confirm(call, 4)
    confirm(call, 5)


def test_asking_for_two_clients(call: Call) -> None:
    log_in(call)
    log_out(call, client_id="app")
    log_out(call, client_id="web")
    confirm(call, 4)
    confirm(call, 5)


def test_a_login_page_in_another_tab(call: Call) -> None:
    log_in(call)
    call.auth("leaving", prompt="login")
    log_out(call, client_id="app")
    confirm(call, 5)
    call.submit(4, password="ada-password")


def test_the_code_of_a_login_page(call: Call) -> None:
    log_in(call)
    call.auth("leaving", prompt="login")
    call.browse("departure_of_answer_4", method="POST", body="session_code=session_code_of_answer_4")
    call.auth("leaving", prompt="none")


def test_the_tab_of_a_login_page(call: Call) -> None:
    log_in(call)
    call.auth("leaving", prompt="login")
    call.browse("departure_of_answer_4")
    call.submit(4, password="ada-password")
    confirm(call, 5)
    call.auth("leaving", prompt="none")


def test_a_form_that_is_too_old(call: Call) -> None:
    log_in(call, "leaving-brief")
    log_out(call, "leaving-brief", client_id="app")
    call.browse(
        "action_of_answer_4", "browser", "POST", "session_code=session_code_of_answer_4&confirmLogout=Logout", later=12
    )


@pytest.mark.parametrize("query", ["", "client_id=app", "client_id=app&tab_id=none", "client_id=nobody&tab_id=none"])
@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize("logged_in", [True, False])
def test_a_confirmation_without_a_page(call: Call, method: str, query: str, logged_in: bool) -> None:
    if logged_in:
        call.log_in("leaving")
    body = "session_code=x" if method == "POST" else None
    call.browse(f"/realms/leaving/protocol/openid-connect/logout/logout-confirm?{query}", method=method, body=body)


@pytest.mark.parametrize("client", ["app", "web", "account"])
def test_the_page_again(call: Call, client: str) -> None:
    log_in(call)
    log_out(call, client_id=client)
    call.browse("action_of_answer_4")
    confirm(call, 5)


# With a hint, no confirmation is needed.


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize(
    "asked",
    [
        {},
        {"client_id": "app"},
        {"post_logout_redirect_uri": BYE},
        {"post_logout_redirect_uri": BYE, "state": "s & t/ü"},
        {"post_logout_redirect_uri": BYE, "state": ""},
        {"post_logout_redirect_uri": "http://localhost:3000/out/x?y=%20z&y=2", "state": "s1"},
        {"post_logout_redirect_uri": "http://localhost:3000/out/x?state=old", "state": "s1"},
        {"post_logout_redirect_uri": "http://localhost:3000/out/x#f", "state": "s1"},
        {"post_logout_redirect_uri": "http://localhost:3000/evil"},
        {"client_id": "web"},
        {"client_id": "nobody"},
        {"client_id": ""},
        {"redirect_uri": BYE},
        {"initiating_idp": "nobody"},
    ],
    ids=str,
)
def test_a_hint(call: Call, method: str, asked: dict[str, Any]) -> None:
    log_in(call)
    log_out(call, method=method, id_token_hint=hint(3), **asked)
    use_tokens(call, 3)


@pytest.mark.parametrize(
    ("client", "uri"),
    [
        ("app", "http://localhost:3000/out/"),
        ("app", "http://localhost:3000/out"),
        ("app", "http://localhost:3000/out/../../evil"),
        ("app", "http://localhost:3000/out/%2e%2e/evil"),
        ("app", "http://localhost:3000@evil.example/bye"),
        ("app", "http://localhost:3000\\@evil.example/bye"),
        ("app", "//localhost:3000/bye"),
        ("app", "/own/bye"),
        ("app", "/bye"),
        ("app", "HTTP://LOCALHOST:3000/bye"),
        ("app", "http://localhost:3000/bye?code=1"),
        ("app", "http://localhost:3000/cb"),
        ("app", "javascript:alert(1)"),
        ("app", "data:text/html,x"),
        ("app", ""),
        ("app", "http://localhost:3000/bye "),
        ("app", "http://localhost:3000/out/<script>"),
        ("app", "http://localhost:3000/out/ü"),
        ("app", "http://localhost:3000/out/x\r\nX: y"),
        ("web", CB),
        ("web", BYE),
        ("plus", CB),
        ("plus", "+"),
        ("plus-more", CB),
        ("plus-more", "http://localhost:3000/more"),
        ("minus", CB),
        ("minus", "-"),
        ("minus-more", "http://localhost:3000/more"),
        ("blank", CB),
        ("blank", ""),
        ("anywhere", "http://anywhere.example.org/x"),
        ("anywhere", "javascript:alert(1)"),
        ("anywhere", "data:text/html,x"),
        ("anywhere", "/x"),
        ("anywhere", "x"),
        ("rooted", "/bye"),
        ("rooted", "http://localhost:3000/bye"),
        ("rooted", "/out/x"),
        ("native", "myapp:/bye"),
        ("native", "javascript:alert(1)"),
        ("native", "urn:ietf:wg:oauth:2.0:oob"),
        ("native", "http://127.0.0.1:5000/bye"),
        ("lenient", "http://localhost:3000/x?code=1&state=2"),
        ("homeless", CB),
        ("cautious", CB),
    ],
)
def test_where_a_logout_may_end(call: Call, client: str, uri: str) -> None:
    log_out(call, client_id=client, post_logout_redirect_uri=uri, state="s1")


def test_a_redirect_to_a_client_after_the_logout(call: Call) -> None:
    log_in(call, client="cautious")
    log_out(call, id_token_hint=hint(3), post_logout_redirect_uri=CB, state="s1")


def test_the_hint_of_a_session_that_is_over(call: Call) -> None:
    log_in(call)
    log_out(call, id_token_hint=hint(3))
    log_out(call, id_token_hint=hint(3))
    log_out(call, id_token_hint=hint(3), post_logout_redirect_uri=BYE)


def test_the_hint_of_a_session_that_is_over_in_a_browser_that_is_logged_in(call: Call) -> None:
    log_in(call)
    log_out(call, id_token_hint=hint(3))
    log_in(call)
    log_out(call, id_token_hint=hint(3), post_logout_redirect_uri=BYE)
    confirm(call, 8)
    use_tokens(call, 7)


def test_the_hint_of_another_browser(call: Call) -> None:
    log_in(call)
    log_out(call, jar="other browser", id_token_hint=hint(3))
    use_tokens(call, 3)


def test_a_hint_in_a_browser_without_cookies(call: Call) -> None:
    log_in(call)
    log_out(call, jar="", id_token_hint=hint(3), post_logout_redirect_uri=BYE, state="s1")
    use_tokens(call, 3)


@pytest.mark.parametrize("asked", [{}, {"post_logout_redirect_uri": BYE}], ids=str)
def test_the_hint_of_somebody_else(call: Call, asked: dict[str, Any]) -> None:
    log_in(call)
    log_in(call, jar="other browser", user="bob")
    log_out(call, jar="other browser", id_token_hint=hint(3), **asked)
    confirm(call, 7, jar="other browser")
    use_tokens(call, 3)
    use_tokens(call, 6, jar="other browser")


def test_a_hint_that_has_expired(call: Call) -> None:
    log_in(call, "leaving-brief")
    call.browse(
        f"/realms/leaving-brief/protocol/openid-connect/logout?id_token_hint={hint(3)}&post_logout_redirect_uri={CB}",
        later=12,
    )


def log_in_again_under_the_same_id(call: Call) -> None:
    """Log in, end the session from another browser, and finish a login that began before: ten requests."""
    call.auth("leaving")
    call.auth("leaving", state="second tab")
    call.submit(1, username="ada", password="ada-password")
    tokens(call)
    call.log_in("leaving", jar="other browser", user="bob")
    log_out(call, jar="other browser", id_token_hint=hint(4))
    confirm(call, 7, jar="other browser")
    call.browse("action_of_answer_2", "browser", "POST", "username=ada&password=ada-password", later=3)
    tokens(call)


def test_a_hint_from_before_the_session_began(call: Call) -> None:
    log_in_again_under_the_same_id(call)
    log_out(call, id_token_hint=hint(4))
    log_out(call, id_token_hint=hint(10))


def test_a_refresh_token_from_before_the_session_began(call: Call) -> None:
    log_in_again_under_the_same_id(call)
    form = "client_id=app&refresh_token=refresh_token_of_answer_4"
    call.browse("/realms/leaving/protocol/openid-connect/logout", "", "POST", form)


@pytest.mark.parametrize("kind", ["access_token", "refresh_token"])
def test_tokens_that_are_not_valid_hints(call: Call, kind: str) -> None:
    log_in(call)
    log_out(call, id_token_hint=f"{kind}_of_answer_3")


def test_the_hint_of_another_realm(call: Call) -> None:
    log_in(call, "leaving-brief")
    log_out(call, id_token_hint=hint(3))


def test_a_hint_asked_for_under_another_host_name(call: Call) -> None:
    log_in(call)
    call.browse(
        f"/realms/leaving/protocol/openid-connect/logout?id_token_hint={hint(3)}", header={"host": "127.0.0.1:8080"}
    )


def test_the_hint_of_a_service(call: Call) -> None:
    log_in(call)
    call.token("leaving", client_id="web", client_secret="web-secret", scope="openid")
    log_out(call, id_token_hint=hint(4))
    use_tokens(call, 3)


def test_a_hint_of_a_password_grant(call: Call) -> None:
    call.token(
        "leaving", grant_type="password", client_id="app", username="ada", password="ada-password", scope="openid"
    )
    log_out(call, id_token_hint=hint(1), post_logout_redirect_uri=BYE)
    use_tokens(call, 1)


# Several clients, and later requests.


def test_all_clients_of_a_session_are_logged_out(call: Call) -> None:
    log_in(call)
    log_in_too(call, "web")
    log_in_too(call, "plus")
    log_out(call, id_token_hint=hint(5), post_logout_redirect_uri=CB)
    use_tokens(call, 3)
    use_tokens(call, 7, client="plus")
    call.browse(
        "/realms/leaving/protocol/openid-connect/token/introspect",
        method="POST",
        body="token=refresh_token_of_answer_5&token_type_hint=refresh_token",
        header={"authorization": "Basic base64(web:web-secret)"},
    )


def test_a_second_login_in_the_same_browser(call: Call) -> None:
    log_in(call)
    log_out(call, id_token_hint=hint(3))
    log_in(call, user="bob")
    use_tokens(call, 3)


def test_a_logout_forgets_the_remembered_user(call: Call) -> None:
    call.auth("leaving")
    call.submit(1, username="ada", password="ada-password", rememberMe="on")
    tokens(call)
    log_out(call, id_token_hint=hint(3), post_logout_redirect_uri=BYE)
    call.auth("leaving")


def test_an_offline_session_outlives_a_logout(call: Call) -> None:
    log_in(call, client="offline", scope="openid offline_access")
    log_out(call, id_token_hint=hint(3))
    use_tokens(call, 3, client="offline")


# Realms with unusual settings.


@pytest.mark.parametrize("realm", ["leaving-closed", "leaving-https", "leaving-without-account", "no-such-realm"])
@pytest.mark.parametrize(
    "asked", [{}, {"client_id": "app"}, {"client_id": "app", "post_logout_redirect_uri": CB}], ids=str
)
def test_realms_with_unusual_settings(call: Call, realm: str, asked: dict[str, Any]) -> None:
    log_out(call, realm, **asked)


@pytest.mark.parametrize("realm", ["leaving-closed", "leaving-https"])
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_forms_of_realms_with_unusual_settings(call: Call, realm: str, method: str) -> None:
    log_out(call, realm, client_id="app")
    body = "session_code=session_code_of_answer_1" if method == "POST" else None
    call.browse("action_of_answer_1", method=method, body=body)


@pytest.mark.parametrize("asked", [{}, {"ui_locales": "de"}, {"ui_locales": "fr de"}, {"kc_locale": "de"}], ids=str)
@pytest.mark.parametrize("user", ["", "ada", "greta"])
def test_the_language_of_the_page(call: Call, user: str, asked: dict[str, Any]) -> None:
    if user:
        call.log_in("leaving-polyglot", user=user)
    log_out(call, "leaving-polyglot", client_id="app", **asked)
    confirm(call, call.count)


def test_another_language_of_the_page(call: Call) -> None:
    call.log_in("leaving-polyglot")
    log_out(call, "leaving-polyglot", client_id="app")
    call.browse("action_of_answer_3&kc_locale=de")
    confirm(call, 4)


@pytest.mark.parametrize("locale", ["de", "nonsense"])
def test_a_language_chosen_after_the_logout(call: Call, locale: str) -> None:
    call.browse(
        f"/realms/leaving-polyglot/protocol/openid-connect/logout/logout-confirm?client_id=app&tab_id=x&kc_locale={locale}"
    )


# Forms of requests.


@pytest.mark.parametrize("path", ["", "/logout-confirm", "/backchannel-logout", "/nowhere"])
@pytest.mark.parametrize("method", ["GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS"])
def test_methods(call: Call, method: str, path: str) -> None:
    body = {"body": "x=1"} if method == "POST" else {}
    call.browse(f"/realms/leaving/protocol/openid-connect/logout{path}", method=method, **body)


@pytest.mark.parametrize("content_type", ["application/json", "text/plain", None])
@pytest.mark.parametrize("path", ["", "/logout-confirm", "/backchannel-logout"])
def test_content_types(call: Call, path: str, content_type: str | None) -> None:
    headers = {"content_type": content_type} if content_type else {}
    url = f"/realms/leaving/protocol/openid-connect/logout{path}"
    call.send(Request("POST", url, as_headers(headers), "client_id=app"))


@pytest.mark.parametrize("accept", ["application/json", "text/html", "*/*", "image/png"])
@pytest.mark.parametrize("asked", [{}, {"id_token_hint": "nonsense"}], ids=str)
def test_accept_headers(call: Call, accept: str, asked: dict[str, Any]) -> None:
    query = encoded(asked)
    call.browse(f"/realms/leaving/protocol/openid-connect/logout?{query}", header={"accept": accept})


def test_parameters_that_come_twice(call: Call) -> None:
    log_out(
        call, client_id=["app", "web"], post_logout_redirect_uri=[BYE, "http://localhost:3000/evil"], state=["a", "b"]
    )


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_parameters_of_the_other_way(call: Call, method: str) -> None:
    asked = encoded({"client_id": "app", "post_logout_redirect_uri": BYE})
    body = "" if method == "POST" else None
    call.browse(f"/realms/leaving/protocol/openid-connect/logout?{asked}", method=method, body=body)
