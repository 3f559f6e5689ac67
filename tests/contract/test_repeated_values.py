"""Headers and parameters that are sent twice, or as a list, at every endpoint."""

from typing import Any

import pytest

from contract.call import Call, encoded
from contract.exchange import FORM, Headers, Request

SHOP = "client_id=shop&client_secret=shop-secret"
BASIC = "Basic base64(shop:shop-secret)"
# Headers beside those that an endpoint needs. A repeated Authorization header follows the right one, or comes first.
HEADERS: dict[str, Headers] = {
    "no authorization": (("Authorization", ""),),
    "basic": (("Authorization", BASIC),),
    "another basic": (("Authorization", "Basic base64(nobody:nothing)"),),
    "bearer": (("Authorization", "Bearer nonsense"),),
    "list of authorizations": (("Authorization", f"{BASIC}, Bearer nonsense"),),
    "accept": (("Accept", "text/html"), ("Accept", "application/json")),
    "list of accepted types": (("Accept", "text/plain;q=0.1, application/json;q=0.5, */*;q=0.1"),),
    "content type": (("Content-Type", FORM), ("Content-Type", "application/json")),
    "another content type first": (("Content-Type", "application/json"), ("Content-Type", FORM)),
    "list of content types": (("Content-Type", f"{FORM}, {FORM}"),),
    "origin": (("Origin", "http://localhost:3000"), ("Origin", "http://evil.example.org")),
    "another origin first": (("Origin", "http://evil.example.org"), ("Origin", "http://localhost:3000")),
    "list of origins": (("Origin", "http://localhost:3000, http://evil.example.org"),),
    "language": (("Accept-Language", "de"), ("Accept-Language", "en")),
    "cookies": (("Cookie", "AUTH_SESSION_ID=a"), ("Cookie", "AUTH_SESSION_ID=b; KEYCLOAK_IDENTITY=c")),
    "proof": (("DPoP", "a"), ("DPoP", "b")),
    "certificate": (("X-Client-Cert", "a"), ("X-Client-Cert", "b")),
}
OIDC = "/realms/desk/protocol/openid-connect"
# The requests that the headers are added to, each after a password grant.
TARGETS: dict[str, tuple[str, str, Headers, str | None]] = {
    "token": ("POST", f"{OIDC}/token", (("Content-Type", FORM),), f"grant_type=client_credentials&{SHOP}"),
    "introspection": (
        "POST",
        f"{OIDC}/token/introspect",
        (("Content-Type", FORM),),
        f"token=access_token_of_answer_1&{SHOP}",
    ),
    "revocation": ("POST", f"{OIDC}/revoke", (("Content-Type", FORM),), f"token=access_token_of_answer_1&{SHOP}"),
    "userinfo": ("GET", f"{OIDC}/userinfo", (("Authorization", "Bearer access_token_of_answer_1"),), None),
    "posted userinfo": ("POST", f"{OIDC}/userinfo", (("Content-Type", FORM),), "access_token=access_token_of_answer_1"),
    "logout": (
        "POST",
        f"{OIDC}/logout",
        (("Content-Type", FORM),),
        f"refresh_token=refresh_token_of_answer_1&{SHOP}",
    ),
    "pushed": (
        "POST",
        f"{OIDC}/ext/par/request",
        (("Content-Type", FORM),),
        f"response_type=code&redirect_uri=http://localhost:3000/cb&scope=openid&{SHOP}",
    ),
    "device": ("POST", f"{OIDC}/auth/device", (("Content-Type", FORM),), SHOP),
    "certs": ("GET", f"{OIDC}/certs", (), None),
    "discovery": ("GET", "/realms/desk/.well-known/openid-configuration", (), None),
    "realm": ("GET", "/realms/desk", (), None),
    "account": ("GET", "/realms/desk/account", (("Authorization", "Bearer access_token_of_answer_1"),), None),
    "iframe": ("GET", f"{OIDC}/login-status-iframe.html/init?client_id=shop&origin=http://localhost:3000", (), None),
    "auth": (
        "GET",
        f"{OIDC}/auth?client_id=shop&response_type=code&redirect_uri=http://localhost:3000/cb&scope=openid",
        (),
        None,
    ),
}


@pytest.mark.parametrize("where", ["behind", "before"])
@pytest.mark.parametrize("repeated", HEADERS)
@pytest.mark.parametrize("target", TARGETS)
def test_repeated_headers(call: Call, target: str, repeated: str, where: str) -> None:
    method, path, usual, body = TARGETS[target]
    call.password_grant()
    more = HEADERS[repeated]
    call.send(Request(method, path, (*usual, *more) if where == "behind" else (*more, *usual), body))


ASKED: dict[str, Any] = {
    "client_id": "app",
    "redirect_uri": "http://localhost:3000/cb",
    "response_type": "code",
    "scope": "openid",
    "state": "s1",
}
OTHER: dict[str, Any] = {
    "client_id": ["app", "web"],
    "redirect_uri": ["http://localhost:3000/cb", "http://evil.example.org"],
    "response_type": ["code", "token"],
    "scope": ["openid", "openid email"],
    "state": ["s1", "s2"],
    "nonce": ["n1", "n2"],
    "prompt": ["login", "none"],
    "login_hint": ["ada", "bob"],
    "max_age": ["10", "20"],
    "response_mode": ["query", "fragment"],
    "ui_locales": ["de", "en"],
    "kc_locale": ["de", "en"],
    "acr_values": ["1", "2"],
    "claims": ["{}", "{}"],
    "code_challenge": ["E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM", "x"],
    "code_challenge_method": ["S256", "plain"],
    "kc_action": ["UPDATE_PASSWORD", "UPDATE_PROFILE"],
    "kc_idp_hint": ["a", "b"],
    "request": ["a", "b"],
    "request_uri": ["a", "b"],
    "id_token_hint": ["a", "b"],
    "display": ["page", "popup"],
    "unknown": ["a", "b"],
}
every_parameter = pytest.mark.parametrize("name", OTHER)


@every_parameter
@pytest.mark.parametrize("path", ["auth", "registrations", "forgot-credentials"])
def test_a_parameter_of_an_authorization_request(call: Call, path: str, name: str) -> None:
    query = encoded({**ASKED, name: OTHER[name]})
    call.browse(f"/realms/logins/protocol/openid-connect/{path}?{query}")


@every_parameter
def test_a_parameter_that_is_sent_twice_in_the_other_order(call: Call, name: str) -> None:
    repeated: dict[str, Any] = {name: [*reversed(OTHER[name])]}
    call.auth(**repeated)


@every_parameter
def test_a_parameter_of_a_posted_request(call: Call, name: str) -> None:
    repeated: dict[str, Any] = {name: OTHER[name]}
    call.auth(method="POST", **repeated)


@every_parameter
def test_a_parameter_of_a_pushed_request(call: Call, name: str) -> None:
    call.push(**{name: OTHER[name]})


FIELDS: dict[str, dict[str, Any]] = {
    "username": {"username": ["ada", "bob"], "password": "ada-password"},
    "another username first": {"username": ["bob", "ada"], "password": "ada-password"},
    "password": {"username": "ada", "password": ["ada-password", "wrong"]},
    "wrong password first": {"username": "ada", "password": ["wrong", "ada-password"]},
    "remember": {"username": "ada", "password": "ada-password", "rememberMe": ["on", "off"]},
    "credential": {"username": "ada", "password": "ada-password", "credentialId": ["a", "b"]},
    "cancel": {"username": "ada", "password": "ada-password", "cancel": ["a", "b"]},
}


@pytest.mark.parametrize("fields", FIELDS)
def test_a_field_of_the_login_form(call: Call, fields: str) -> None:
    call.auth()
    call.browse("action_of_answer_1", "browser", "POST", encoded(FIELDS[fields]))


@pytest.mark.parametrize("name", ["session_code", "execution", "client_id", "tab_id", "client_data", "kc_locale"])
@pytest.mark.parametrize("where", ["behind", "before"])
def test_a_parameter_of_the_address_of_the_login_form(call: Call, name: str, where: str) -> None:
    call.auth()
    path = f"action_of_answer_1&{name}=other" if where == "behind" else f"first_{name}_of_answer_1"
    call.browse(path, "browser", "POST", "username=ada&password=ada-password")


ACCOUNT: dict[str, dict[str, Any]] = {
    "username": {"username": ["newone", "newtwo"]},
    "email": {"email": ["one@example.org", "two@example.org"]},
    "password": {"password": ["new-password", "other"]},
    "password-confirm": {"password-confirm": ["new-password", "other"]},
}


@pytest.mark.parametrize("name", ACCOUNT)
def test_a_field_of_the_registration_form(call: Call, name: str) -> None:
    new = {"email": f"{name}@example.org", "firstName": "New", "lastName": "Example", "username": f"new-{name}"}
    call.auth(prompt="create")
    whole = {**new, "password": "new-password", "password-confirm": "new-password", **ACCOUNT[name]}
    call.browse("action_of_answer_1", "browser", "POST", encoded(whole))
    form: dict[str, Any] = {"grant_type": "authorization_code", "redirect_uri": "http://localhost:3000/cb"}
    call.token("logins", client_id="app", code="code_of_answer_2", **form)


def logged_in(call: Call) -> None:
    call.log_in()
    form: dict[str, Any] = {"grant_type": "authorization_code", "redirect_uri": "http://localhost:3000/cb"}
    call.token("logins", client_id="app", code="code_of_answer_2", **form)


LOGOUTS: dict[str, dict[str, Any]] = {
    "id_token_hint": {"id_token_hint": ["id_token_of_answer_3", "nonsense"]},
    "another id_token_hint first": {"id_token_hint": ["nonsense", "id_token_of_answer_3"]},
    "client_id": {"client_id": ["app", "web"]},
    "post_logout_redirect_uri": {"client_id": "app", "post_logout_redirect_uri": ["http://localhost:3000/bye", "x"]},
    "state": {"client_id": "app", "state": ["a", "b"]},
    "ui_locales": {"client_id": "app", "ui_locales": ["de", "en"]},
}


@pytest.mark.parametrize("name", LOGOUTS)
def test_a_parameter_of_a_logout(call: Call, name: str) -> None:
    logged_in(call)
    call.browse(f"/realms/logins/protocol/openid-connect/logout?{encoded(LOGOUTS[name])}")


GRANTS: dict[str, dict[str, Any]] = {
    "code": {"grant_type": "authorization_code", "code": ["code_of_answer_2", "other"]},
    "redirect_uri": {
        "grant_type": "authorization_code",
        "code": "code_of_answer_2",
        "redirect_uri": ["http://localhost:3000/cb", "other"],
    },
    "code_verifier": {
        "grant_type": "authorization_code",
        "code": "code_of_answer_2",
        "redirect_uri": "http://localhost:3000/cb",
        "code_verifier": ["a", "b"],
    },
    "unknown": {
        "grant_type": "authorization_code",
        "code": "code_of_answer_2",
        "redirect_uri": "http://localhost:3000/cb",
        "unknown": ["a", "b"],
    },
}


@pytest.mark.parametrize("name", GRANTS)
def test_a_parameter_of_the_code_grant(call: Call, name: str) -> None:
    call.log_in()
    call.token("logins", client_id="app", **GRANTS[name])


@pytest.mark.parametrize("name", ["client_id", "origin", "session_state"])
def test_a_parameter_of_the_session_iframe(call: Call, name: str) -> None:
    query = encoded({"client_id": "app", "origin": "http://localhost:3000", name: ["app", "other"]})
    call.get(f"/realms/logins/protocol/openid-connect/login-status-iframe.html/init?{query}")


@pytest.mark.parametrize("name", ["device_user_code", "user_code"])
def test_a_parameter_of_the_page_for_user_codes(call: Call, name: str) -> None:
    call.device(client_id="tv")
    body = encoded({name: ["user_code_of_answer_1", "other"]})
    call.browse("/realms/devices/device", "browser", "POST", body)
    call.browse(f"/realms/devices/device?{body}")
