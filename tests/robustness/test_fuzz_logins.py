"""Fuzz the login and logout endpoints: no response is a server error, contains a script, or redirects elsewhere."""

import base64
import json

import pytest
from flask import Flask
from hypothesis import example, given
from hypothesis import strategies as st

from mockauth.state.key_ring import KeyRing
from robustness.browser import MARK, Browser, auth, encoded, logins

DEEP = "[" * 3900
EVIL = [
    f"<script>{MARK}()</script>",
    f"\"'><img src=x onerror={MARK}()>",
    f"javascript:{MARK}()",
    f"</title><script>{MARK}()</script>",
    "{{7*7}}${7*7}#{7*7}",
    "a\r\nSet-Cookie: x=y",
    "\0",
    "\u2028\u202e",
    "ü🔑",
    "%0d%0aX: y",
    "x" * 5000,
    "-+5",
    "٣",
    "1e400",
]
URIS = [
    "http://localhost:3000/cb",
    "http://localhost:3000/ü",
    "http://localhost:3000/cb?code=1#x",
    "http://localhost:3000/../x",
    "http://localhost:3000@evil.example/",
    "http://localhost:3000.evil.example/",
    "http://localhost:3000\\@evil.example/",
    "http://evil.example\\@localhost:3000/",
    "http://evil.example/#http://localhost:3000/",
    "//evil.example/",
    "/\\evil.example",
    "HTTP://LOCALHOST:3000/cb",
    "http://localhost:3000/\r\nX: y",
    f"javascript:{MARK}()//http://localhost:3000/",
    f"data:text/html,{MARK}",
    "",
]
CLIENTS = ["app", "web", "spa", "asker", "quiet", "implicit-only", "rooted", "relative", "lenient", "nobody"]
PROMPTS = ["none", "login", "consent", "create", "login none", "select_account"]
TYPES = ["code", "token", "id_token", "code id_token token", "none", "code none", "x", ""]
MODES = ["query", "fragment", "form_post", "jwt", "query.jwt", "fragment.jwt", "form_post.jwt", "x"]
CLAIMS = [DEEP, '{"id_token":' * 200, '{"id_token":{"acr":{"essential":true,"values":["\\ud800"]}}}', "9" * 3999]
CLAIMS += ['{"id_token":{"acr":{"values":7}}}', '{"id_token":{"acr":{"value":{}}}}', '{"id_token":{"acr":[]}}', "null"]

texts = st.one_of(st.sampled_from(EVIL), st.text(max_size=20))
parameters = st.fixed_dictionaries(
    {},
    optional={
        "client_id": st.one_of(st.sampled_from(CLIENTS), texts),
        "redirect_uri": st.one_of(st.sampled_from(URIS), st.builds("http://localhost:3000/{}".format, texts), texts),
        "response_type": st.one_of(st.sampled_from(TYPES), texts),
        "response_mode": st.one_of(st.sampled_from(MODES), texts),
        "prompt": st.one_of(st.sampled_from(PROMPTS), texts),
        "claims": st.one_of(st.sampled_from(CLAIMS), texts),
        **dict.fromkeys(["scope", "state", "nonce", "login_hint", "max_age", "acr_values", "ui_locales"], texts),
        **dict.fromkeys(["code_challenge", "code_challenge_method", "kc_action", "kc_idp_hint", "display"], texts),
        **dict.fromkeys(["kc_locale", "resource", "dpop_jkt", "x"], texts),
    },
)
REALMS = ["logins", "terms", "polyglot", "hurried", "verifying"]
PAGES = ["authenticate", "registration", "reset-credentials", "required-action", "restart", "consent"]


def b64(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


data = st.one_of(
    st.sampled_from(["", "!", b64(DEEP.encode() * 3), b64(b"null"), b64(b"7" * 5000), b64(b"\xff"), "ü"]),
    st.fixed_dictionaries(
        {},
        optional={
            "ru": st.one_of(st.sampled_from([*URIS, "http://localhost:3000/\ud800"]), texts),
            "rt": st.one_of(st.sampled_from(TYPES), texts),
            "rm": st.one_of(st.sampled_from(MODES), texts),
            "st": st.one_of(st.just("\ud800"), texts),
        },
    ).map(lambda fields: b64(json.dumps(fields).encode())),
)
queries = st.fixed_dictionaries(
    {},
    optional={
        "client_id": st.one_of(st.sampled_from(CLIENTS), texts),
        "client_data": data,
        **dict.fromkeys(["tab_id", "session_code", "execution", "kc_locale", "auth_session_id", "skip_logout"], texts),
        "redirect_uri": st.sampled_from(URIS),
    },
)
NAMES = ["AUTH_SESSION_ID", "KC_RESTART", "KEYCLOAK_IDENTITY", "KEYCLOAK_SESSION", "KEYCLOAK_LOCALE"]
cookie_text = st.text(st.characters(codec="latin-1", exclude_characters="\r\n\0"), max_size=30)
jars = st.dictionaries(st.sampled_from([*NAMES, "KEYCLOAK_REMEMBER_ME", "x"]), cookie_text, max_size=3)
FIELDS = ["username", "password", "password-new", "password-confirm", "email", "firstName", "lastName", "rememberMe"]
FIELDS += ["cancel", "credentialId", "session_code", "logout-sessions", "locale", "x"]
forms = st.dictionaries(
    st.sampled_from(FIELDS), st.one_of(st.sampled_from(["ada", "ada-password", "on", "a@b.c"]), texts)
)


@pytest.fixture(scope="module")
def app(ring: KeyRing) -> Flask:
    return logins(ring)


@given(realm=st.sampled_from(REALMS), asked=parameters, jar=jars)
@example(realm="logins", asked={"max_age": "-+5"}, jar={})
@example(realm="logins", asked={"claims": DEEP}, jar={})
@example(realm="logins", asked={"claims": CLAIMS[2]}, jar={})
@example(realm="logins", asked={"redirect_uri": "http://localhost:3000/ü🔑"}, jar={})
@example(realm="logins", asked={"redirect_uri": "http://localhost:3000/\ud800"}, jar={})
def test_any_authorization_request(app: Flask, realm: str, asked: dict[str, str], jar: dict[str, str]) -> None:
    whole = {"client_id": "app", "redirect_uri": URIS[0], "response_type": "code", "scope": "openid", **asked}
    for path in ("auth", "registrations", "forgot-credentials"):
        Browser(app, jar).open(f"/realms/{realm}/protocol/openid-connect/{path}?{encoded(whole)}")
    Browser(app, jar).open(f"/realms/{realm}/protocol/openid-connect/auth", whole)


@given(realm=st.sampled_from(REALMS), page=st.sampled_from(PAGES), query=queries, jar=jars, form=st.none() | forms)
@example("logins", "authenticate", {"client_data": b64(DEEP.encode())}, {}, None)
def test_any_request_of_a_login_page(
    app: Flask, realm: str, page: str, query: dict[str, str], jar: dict[str, str], form: dict[str, str] | None
) -> None:
    Browser(app, jar).open(f"/realms/{realm}/login-actions/{page}?{encoded(query)}", form)


@given(query=queries, page=st.sampled_from(PAGES))
@example(
    {"client_id": "app", "client_data": b64(json.dumps({"ru": URIS[0], "rt": "code", "st": "\ud800"}).encode())},
    "authenticate",
)
@example(
    {"client_id": "app", "client_data": b64(json.dumps({"ru": URIS[0] + "\ud800", "rt": "code"}).encode())},
    "authenticate",
)
@example({"client_id": "app", "client_data": b64(json.dumps({"ru": URIS[4], "rt": "code"}).encode())}, "authenticate")
def test_any_request_to_a_login_page_after_the_login(app: Flask, query: dict[str, str], page: str) -> None:
    browser = Browser(app)
    assert browser.log_in(auth())
    browser.open(f"/realms/logins/login-actions/{page}?{encoded(query)}")


LOGOUTS = ["logout", "logout/logout-confirm", "logout/backchannel-logout"]
JWTS = ["", "x.y.z", "..", "e30.e30.", "e30.W10.e30", f"{b64(DEEP.encode())}.e30.e30"]
JWTS += [f"{b64(b'{}')}.{b64(DEEP.encode())}.x"]
logout_parameters = st.fixed_dictionaries(
    {},
    optional={
        "client_id": st.one_of(st.sampled_from(CLIENTS), texts),
        "post_logout_redirect_uri": st.one_of(st.sampled_from(URIS), texts),
        "id_token_hint": st.one_of(st.sampled_from(JWTS), texts),
        "logout_token": st.one_of(st.sampled_from(JWTS), texts),
        "refresh_token": st.one_of(st.sampled_from(JWTS), texts),
        **dict.fromkeys(["state", "ui_locales", "initiating_idp", "logout_hint", "redirect_uri", "kc_locale"], texts),
        **dict.fromkeys(["session_code", "tab_id", "confirmLogout", "x"], texts),
    },
)


@given(realm=st.sampled_from(REALMS), path=st.sampled_from(LOGOUTS), asked=logout_parameters, jar=jars)
@example("logins", "logout", {"client_id": "app", "post_logout_redirect_uri": "http://localhost:3000/ü🔑"}, {})
@example("logins", "logout", {"client_id": "app", "post_logout_redirect_uri": URIS[0], "state": "\ud800"}, {})
def test_any_logout_request(app: Flask, realm: str, path: str, asked: dict[str, str], jar: dict[str, str]) -> None:
    url = f"/realms/{realm}/protocol/openid-connect/{path}"
    if path != LOGOUTS[-1]:
        Browser(app, jar).open(f"{url}?{encoded(asked)}")
    Browser(app, jar).open(f"{url}?{encoded(asked)}", asked)


@given(asked=logout_parameters, form=logout_parameters)
def test_any_logout_request_of_a_logged_in_browser(app: Flask, asked: dict[str, str], form: dict[str, str]) -> None:
    browser = Browser(app)
    code = browser.log_in(auth())
    hint = browser.token(code).get_json()["id_token"]
    browser.open(f"/realms/logins/protocol/openid-connect/logout?{encoded(asked)}")
    if "logout-confirm" in browser.action:
        browser.open(f"{browser.action}&{encoded(asked)}")
    if "logout-confirm" in browser.action:
        browser.open(browser.action, form)
    hinted = {name: value for name, value in asked.items() if name != "client_id"} | {"id_token_hint": hint}
    browser.open(f"/realms/logins/protocol/openid-connect/logout?{encoded(hinted)}")


@given(query=queries, page=st.sampled_from(PAGES))
def test_any_request_to_a_login_page_without_its_session(app: Flask, query: dict[str, str], page: str) -> None:
    browser = Browser(app)
    browser.open(auth())
    browser.cookies = {"KC_RESTART": browser.cookies["KC_RESTART"]}
    browser.open(f"/realms/logins/login-actions/{page}?{encoded(query)}")


@given(realm=st.sampled_from(["polyglot", "logins"]), locale=texts)
@example("polyglot", "a\r\nSet-Cookie: x=y")
@example("polyglot", "ü🔑")
def test_any_kc_locale(app: Flask, realm: str, locale: str) -> None:
    browser = Browser(app)
    browser.open(auth(realm=realm))
    url = f"{browser.action.partition('?')[0]}?{browser.action.partition('execution=')[2].partition('&')[2]}"
    browser.open(f"{url}&{encoded({'kc_locale': locale})}")
    browser.open(url)


@given(
    realm=st.sampled_from(REALMS), start=st.sampled_from(["auth", "registrations", "forgot-credentials"]), form=forms
)
def test_any_form_of_a_login_page(app: Flask, realm: str, start: str, form: dict[str, str]) -> None:
    browser = Browser(app)
    browser.open(auth(realm=realm).replace("/auth?", f"/{start}?"))
    for _ in range(3):
        if browser.action:
            browser.open(browser.action, form)


@given(
    user=st.sampled_from(["busy", "double", "profile", "carol", "bare"]),
    client=st.sampled_from(["app", "asker"]),
    form=forms,
)
def test_any_form_of_a_required_action(app: Flask, user: str, client: str, form: dict[str, str]) -> None:
    browser = Browser(app)
    browser.log_in(auth(client), user)
    for _ in range(3):
        if "/login-actions/" in browser.location:
            browser.open(browser.location)
        if browser.action:
            browser.open(browser.action, form)


steps = st.one_of(
    st.tuples(st.just("auth"), st.sampled_from(["app", "web", "asker", "quiet"]), st.sampled_from(PROMPTS)),
    st.tuples(st.just("submit"), st.sampled_from(["ada", "bob", "busy", "nobody"]), st.booleans()),
    st.tuples(st.just("follow"), st.none(), st.none()),
    st.tuples(st.just("drop"), st.sampled_from(NAMES), st.none()),
    st.tuples(st.just("page"), st.sampled_from(PAGES), st.none()),
    st.tuples(st.just("again"), st.none(), st.none()),
    st.tuples(st.just("leave"), st.sampled_from(["app", "web", "nobody"]), st.booleans()),
)


@given(sequence=st.lists(steps, min_size=3, max_size=12))
def test_any_sequence_of_requests(app: Flask, sequence: list[tuple[str, str, str | bool]]) -> None:
    browser, last = Browser(app), ""
    for what, first, second in sequence:
        if what == "auth":
            browser.open(auth(first, prompt=str(second)))
        elif what == "drop":
            browser.cookies.pop(first, None)
        elif what == "follow" and "/login-actions/" in browser.location:
            browser.open(browser.location)
        elif what == "submit" and browser.action:
            last = browser.action
            password = f"{first}-password" if second else "wrong"
            new = {"password-new": password, "password-confirm": password}
            browser.open(last, {"username": first, "password": password, **new})
        elif what == "leave":
            end = {"post_logout_redirect_uri": URIS[0]} if second else {}
            browser.open(f"/realms/logins/protocol/openid-connect/logout?{encoded({'client_id': first, **end})}")
        elif what == "again" and last:
            browser.open(last, {"username": "ada", "password": "ada-password"})
        elif what == "page" and last:
            path, _, query = last.partition("?")
            browser.open(f"{path.rpartition('/')[0]}/{first}?{query}")
