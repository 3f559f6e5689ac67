"""The rules of the fuzzer: the requests of a sequence, with the values that they choose from.

Each class is a group that `--rules` can name.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from contract.call import encoded
from contract.exchange import Request
from contract.sequence_realm import CLIENTS, REALM, REDIRECT, USERS
from hypothesis import strategies as st
from hypothesis.stateful import initialize, precondition, rule

from fuzz.machine import BROWSERS, OIDC, TOKENS, Machine, credentials

VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
CHALLENGE = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"
TYPE = "urn:ietf:params:oauth:token-type:"
Form = dict[str, Any]

SCOPES = (None, "openid", "openid", "openid email", "openid offline_access", "offline_access", "openid phone", "x")
# Changes of an authorization request (None removes a parameter); each request has at most two.
CHANGES: tuple[Form, ...] = (
    *({"scope": None},) * 3,
    {"scope": "openid offline_access"},
    {"scope": "openid email address"},
    {"prompt": "none"},
    {"prompt": "login"},
    {"prompt": "consent"},
    {"prompt": "create"},
    {"prompt": "select_account"},
    # Not 0: a second may pass before Keycloak compares.
    {"max_age": "1000"},
    {"max_age": "-1"},
    {"response_mode": "fragment"},
    {"response_mode": "form_post"},
    {"response_mode": "query.jwt"},
    {"response_type": "code id_token", "nonce": "n1"},
    {"response_type": "code token"},
    {"response_type": "id_token token", "nonce": "n1"},
    {"response_type": "none"},
    {"nonce": "n1"},
    {"state": None},
    {"login_hint": "bob"},
    {"acr_values": "1"},
    {"ui_locales": "de"},
    {"claims": '{"userinfo":{"email":{"essential":true}},"id_token":{"acr":{"essential":true,"values":["1"]}}}'},
    {"claims": '{"id_token":{"sub":{"value":"x"},"nonsense":null}}'},
    {"code_challenge": CHALLENGE, "code_challenge_method": "S256"},
    {"code_challenge": VERIFIER, "code_challenge_method": "plain"},
    {"kc_action": "UPDATE_PASSWORD"},
)
# Changes of the redemption of a code.
REDEMPTIONS: tuple[Form, ...] = (
    *({}, {}, {}),
    {"redirect_uri": "http://localhost:3000/other"},
    {"code_verifier": None},
    {"code_verifier": "x" * 43},
)
# Additions to a token exchange.
EXCHANGES: tuple[Form, ...] = (
    *({}, {}, {}, {"audience": "web"}, {"audience": "api"}, {"audience": "app"}),
    *({"requested_token_type": TYPE + kind} for kind in TOKENS),
    {"requested_token_type": f"{TYPE}refresh_token", "audience": "api"},
)
COOKIES = ("AUTH_SESSION_ID", "KC_AUTH_SESSION_HASH", "KC_RESTART", "KEYCLOAK_IDENTITY", "KEYCLOAK_SESSION")
# What a user fills in, by the form's action; the first of each goes on with the login. Hidden fields are added.
_NEW = {"firstName": "Cyd", "lastName": "Example", "email": "cyd@example.org"}
FORMS: Mapping[str, tuple[Form, ...]] = {
    "authenticate": (
        *({"username": name, "password": f"{name}-password"} for name in ("ada", "ada", "ada", *USERS)),
        {"username": "ada", "password": "ada-password", "rememberMe": "on"},
        {"username": "ada", "password": "another-password"},
        {"username": "ada", "password": "wrong"},
        {"username": "nobody", "password": "wrong"},
        {"password": "bob-password"},
    ),
    "consent": ({"accept": "Yes"}, {"accept": "Yes"}, {"cancel": "No"}),
    "UPDATE_PASSWORD": (
        {"password-new": "another-password", "password-confirm": "another-password"},
        {"password-new": "another-password", "password-confirm": "another-password", "logout-sessions": "on"},
        {"password-new": "another-password", "password-confirm": "different"},
        {"cancel-aia": "true"},
    ),
    "UPDATE_PROFILE": (_NEW, {**_NEW, "email": "bob@example.org"}, {**_NEW, "username": "new", "email": "x"}),
    "registration": (
        {**_NEW, "username": "cyd", "password": "cyd-password", "password-confirm": "cyd-password"},
        {**_NEW, "username": "ada", "password": "cyd-password", "password-confirm": "cyd-password"},
        {"username": "cyd", "password": "cyd-password", "password-confirm": "different"},
    ),
    "reset-credentials": ({"username": "ada"}, {"username": "nobody"}, {"username": ""}),
    "logout-confirm": ({"confirmLogout": "Logout"},),
}
_MOST_PAGES = 4
LINKS = ("Register", "Forgot Password?", "« Back to Login", "« Back to Application", "reset-login")


def chosen(name: str) -> st.SearchStrategy[Any]:
    """Return a strategy for one of the few things that the sequence uses, so that its requests meet each other."""
    return st.runner().flatmap(lambda machine: st.sampled_from(getattr(machine, name)))


def few(values: Iterable[Any]) -> st.SearchStrategy[list[Any]]:
    """Return a strategy for one, two or three of these values."""
    return st.lists(st.sampled_from([*values]), min_size=1, max_size=3)


clients = chosen("clients")
browsers = chosen("browsers")
changes = st.lists(chosen("changes"), max_size=2).map(lambda them: {k: v for it in them for k, v in it.items()})
hosts = st.sampled_from(["", "", *filter(None, BROWSERS.values())])
# Mostly the client that the code or token was issued to.
or_other_client = st.sampled_from([*[None] * 20, *CLIENTS])
backends = st.sampled_from(["web", "web", "api", "app"])
kinds = st.sampled_from(["access_token", "access_token", *TOKENS])
scopes = st.sampled_from(SCOPES)
users = st.sampled_from([*["ada"] * 8, *USERS])
# Few requests wait, because Keycloak really does.
waits = st.sampled_from([0] * 30 + [6])
some = st.integers(0, 5)


def any_of(found: list[Any], which: int) -> Any:
    """Choose one of the latest things; 0 is the last."""
    return found[-1 - which % len(found)]


class Sequence(Machine):
    """What all groups of rules share: the clients, browsers and changes that a sequence uses."""

    @initialize(clients=few(CLIENTS), browsers=few(BROWSERS), changes=few(CHANGES))
    def choose(self, clients: list[str], browsers: list[str], changes: list[Form]) -> None:
        self.clients, self.browsers, self.changes = clients, browsers, changes

    def go_on(self, jar: str) -> None:
        """Fill in the pages that a browser shows, until the login ends."""
        for _ in range(_MOST_PAGES):
            if jar not in self.shown:
                return
            self.submit(self.shown[jar], **FORMS.get(self.shown[jar].action, ({},))[0])

    def a_token(self, kind: str, which: int) -> tuple[str, str]:
        """Return the placeholder of a token of this kind, or of an access token if there is none, and its client."""
        kind = kind if self.tokens[kind] else "access_token"
        it = any_of(self.tokens[kind], which)
        return f"{kind}_of_answer_{it.number}", it.client


class Logins(Sequence):
    """Authorization requests and the pages of a login, in several browsers."""

    @rule(jar=browsers, client=clients, changed=changes)
    def authorize(self, jar: str, client: str, changed: Form) -> None:
        asked = authorization_request(client, changed)
        self.browse(f"{OIDC}/auth?{encoded(asked)}", jar, client)

    @precondition(lambda self: self.shown)
    @rule(which=some, data=st.data())
    def fill_in(self, which: int, data: st.DataObject) -> None:
        page = any_of([*self.shown.values()], which // 3)
        self.submit(page, **data.draw(st.sampled_from(FORMS.get(page.action, ({},)))))

    @rule(jar=browsers, client=clients, changed=changes, redeems=st.booleans())
    def log_in(self, jar: str, client: str, changed: Form, redeems: bool) -> None:
        """Log in, and mostly redeem the code, so that many sequences have tokens."""
        self.authorize(jar, client, changed)
        self.go_on(jar)
        if redeems and self.codes and self.codes[-1].number == self.call.count:
            self.redeem(0, None, "", 0, {})

    @precondition(lambda self: self.codes)
    @rule(which=some, client=or_other_client, host=hosts, later=waits, changed=st.sampled_from(REDEMPTIONS))
    def redeem(self, which: int, client: str | None, host: str, later: int, changed: Form) -> None:
        code = any_of(self.codes, which // 2)
        form: Form = {"code": f"code_of_answer_{code.number}", "redirect_uri": REDIRECT, "code_verifier": VERIFIER}
        if not self.challenged(code.number):
            form["code_verifier"] = None
        self.token(client or code.client, host, later, grant_type="authorization_code", **{**form, **changed})

    def challenged(self, number: int) -> bool:
        """Tell whether the latest authorization request before an answer had a code challenge."""
        asked = [it.path for it in self.call.requests[:number] if f"{OIDC}/auth?" in it.path]
        return bool(asked) and "code_challenge" in asked[-1]

    @rule(jar=browsers, hint=st.booleans(), client=or_other_client, which=some, back=st.booleans())
    def log_out(self, jar: str, hint: bool, client: str | None, which: int, back: bool) -> None:
        asked: Form = {"client_id": client} if client else {}
        if hint and self.tokens["id_token"]:
            asked["id_token_hint"], _ = self.a_token("id_token", which)
        asked |= {"post_logout_redirect_uri": REDIRECT, "state": "s2"} if back else {}
        self.browse(f"{OIDC}/logout?{encoded(asked)}", jar, client or "app")

    @rule(jar=browsers, cookie=st.sampled_from(COOKIES), client=clients)
    def lose_a_cookie(self, jar: str, cookie: str, client: str) -> None:
        self.browse(f"{OIDC}/auth?{encoded(authorization_request(client, {}))}", f"{jar} without {cookie}", client)

    @rule(jar=browsers, other=browsers, client=clients)
    def use_cookies_of_another_browser(self, jar: str, other: str, client: str) -> None:
        jar = f"{jar} with the cookies of {other}"
        self.browse(f"{OIDC}/auth?{encoded(authorization_request(client, {}))}", jar, client)


class Tokens(Sequence):
    """Grants without a browser, and the uses of tokens."""

    @rule(client=clients, user=users, scope=scopes, host=hosts, password=st.sampled_from([*[""] * 9, "x"]))
    def password_grant(self, client: str, user: str, scope: str | None, host: str, password: str) -> None:
        form: Form = {"username": user, "password": f"{user}-password{password}", "scope": scope}
        self.token(client, host, grant_type="password", **form)

    @rule(client=backends, scope=scopes, host=hosts)
    def client_credentials(self, client: str, scope: str | None, host: str) -> None:
        self.token(client, host, grant_type="client_credentials", scope=scope)

    @precondition(lambda self: self.tokens["refresh_token"])
    @rule(which=some, client=or_other_client, scope=scopes, host=hosts, later=waits)
    def refresh(self, which: int, client: str | None, scope: str | None, host: str, later: int) -> None:
        token, own = self.a_token("refresh_token", which)
        self.token(client or own, host, later, grant_type="refresh_token", refresh_token=token, scope=scope)

    @precondition(lambda self: self.tokens["access_token"])
    @rule(which=some, client=backends, scope=scopes, host=hosts, changed=st.sampled_from(EXCHANGES))
    def exchange(self, which: int, client: str, scope: str | None, host: str, changed: Form) -> None:
        form: Form = {
            "grant_type": "urn:ietf:params:oauth:grant-type:token-exchange",
            "subject_token": self.a_token("access_token", which)[0],
            "subject_token_type": f"{TYPE}access_token",
        }
        self.token(client, host, **form, scope=scope, **changed)

    @precondition(lambda self: self.tokens["access_token"])
    @rule(which=some, host=hosts, kind=kinds)
    def userinfo(self, which: int, host: str, kind: str) -> None:
        token, _ = self.a_token(kind, which)
        self.send(Request("GET", f"{OIDC}/userinfo", (("Authorization", f"Bearer {token}"), *self.host(host))))

    @precondition(lambda self: self.tokens["access_token"])
    @rule(which=some, client=backends, kind=kinds, hint=st.sampled_from([None, "refresh_token"]), host=hosts)
    def introspect(self, which: int, client: str, kind: str, hint: str | None, host: str) -> None:
        form: Form = {"token": self.a_token(kind, which)[0], "token_type_hint": hint}
        self.post("token/introspect", host, **credentials(client), **form)

    @precondition(lambda self: self.tokens["access_token"])
    @rule(which=some, client=or_other_client, kind=kinds, host=hosts)
    def revoke(self, which: int, client: str | None, kind: str, host: str) -> None:
        token, own = self.a_token(kind, which)
        self.post("revoke", host, **credentials(client or own), token=token)

    @precondition(lambda self: self.tokens["refresh_token"])
    @rule(which=some, client=or_other_client, host=hosts)
    def log_out_with_refresh_token(self, which: int, client: str | None, host: str) -> None:
        token, own = self.a_token("refresh_token", which)
        self.post("logout", host, **credentials(client or own), refresh_token=token)

    @precondition(lambda self: self.tokens["access_token"])
    @rule(which=some)
    def account(self, which: int) -> None:
        token, _ = self.a_token("access_token", which)
        headers = (("Authorization", f"Bearer {token}"), ("Accept", "application/json"))
        self.send(Request("GET", f"/realms/{REALM}/account", headers))


class Devices(Sequence):
    """The device flow."""

    @rule(client=st.sampled_from(["app", "web", "asker", "spa"]), scope=scopes, host=hosts)
    def start_device(self, client: str, scope: str | None, host: str) -> None:
        answer = self.post("auth/device", host, **credentials(client), scope=scope)
        if answer.part("device_code"):
            self.devices.append(self.latest(client))

    @precondition(lambda self: self.devices)
    @rule(which=some, jar=browsers)
    def open_verification_page(self, which: int, jar: str) -> None:
        it = any_of(self.devices, which)
        self.browse(f"verification_uri_complete_of_answer_{it.number}", jar, it.client)

    @precondition(lambda self: self.devices)
    @rule(which=some, jar=browsers)
    def approve(self, which: int, jar: str) -> None:
        self.open_verification_page(which, jar)
        self.go_on(jar)

    @precondition(lambda self: self.devices)
    @rule(which=some, jar=browsers)
    def type_user_code(self, which: int, jar: str) -> None:
        it = any_of(self.devices, which)
        code = f"user_code_of_answer_{it.number}"
        self.browse(f"/realms/{REALM}/device", jar, it.client, "POST", device_user_code=code)

    @precondition(lambda self: self.devices)
    @rule(which=some, client=or_other_client, host=hosts, later=st.sampled_from([0] * 8 + [6]))
    def poll(self, which: int, client: str | None, host: str, later: int) -> None:
        it = any_of(self.devices, which)
        code = f"device_code_of_answer_{it.number}"
        grant = "urn:ietf:params:oauth:grant-type:device_code"
        self.token(client or it.client, host, later, grant_type=grant, device_code=code)


class Pushed(Sequence):
    """Pushed authorization requests."""

    @rule(client=clients, changed=changes, host=hosts)
    def push(self, client: str, changed: Form, host: str) -> None:
        form: Form = {**authorization_request(client, changed), **credentials(client)}
        if self.post("ext/par/request", host, **form).part("request_uri"):
            self.pushed.append(self.latest(client))

    @precondition(lambda self: self.pushed)
    @rule(which=some, client=or_other_client, jar=browsers)
    def authorize_pushed(self, which: int, client: str | None, jar: str) -> None:
        it = any_of(self.pushed, which)
        name = client or it.client
        self.browse(f"{OIDC}/auth?client_id={name}&request_uri=request_uri_of_answer_{it.number}", jar, name)


class History(Sequence):
    """Back, reload, other tabs, and the links of pages."""

    @precondition(lambda self: self.pages)
    @rule(which=some, data=st.data())
    def fill_in_an_old_form(self, which: int, data: st.DataObject) -> None:
        page = any_of(self.pages, which)
        self.submit(page, **data.draw(st.sampled_from(FORMS.get(page.action, ({},)))))

    @precondition(lambda self: self.pages)
    @rule(which=some)
    def reload(self, which: int) -> None:
        page = any_of(self.pages, which)
        self.browse(f"action_of_answer_{page.number}", page.jar, page.client)

    @precondition(lambda self: self.pages)
    @rule(which=some, link=st.sampled_from(LINKS))
    def follow_link(self, which: int, link: str) -> None:
        page = any_of(self.pages, which)
        if self.call.answer(page.number).part(f"link:{link}:").startswith("/"):
            self.browse(f"link:{link}:_of_answer_{page.number}", page.jar, page.client)

    @precondition(lambda self: self.pages)
    @rule(which=some, jar=browsers)
    def open_page_in_another_browser(self, which: int, jar: str) -> None:
        page = any_of(self.pages, which)
        self.browse(f"action_of_answer_{page.number}", jar, page.client)


class Hosts(Sequence):
    """Requests at another host, by clients and by browsers."""

    hosts = True


GROUPS: Mapping[str, type[Sequence]] = {
    "logins": Logins,
    "tokens": Tokens,
    "devices": Devices,
    "pushed": Pushed,
    "history": History,
    "hosts": Hosts,
}


def authorization_request(client: str, changed: Form) -> Form:
    """Return the parameters of an authorization request."""
    asked: Form = {"client_id": client, "redirect_uri": REDIRECT, "response_type": "code", "scope": "openid"}
    if "pkce.code.challenge.method" in CLIENTS[client].get("attributes", {}):
        asked |= {"code_challenge": CHALLENGE, "code_challenge_method": "S256"}
    return {name: value for name, value in {**asked, "state": "s1", **changed}.items() if value is not None}
