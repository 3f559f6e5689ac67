"""A pending login: the tab, its session code, and the URLs of its pages.

As Keycloak's AuthenticationSessionModel, ClientSessionCode and AuthenticationFlowURLHelper.
"""

import hmac
import json
from dataclasses import dataclass, replace
from typing import Any

from mockauth.protocol import cookies, urls
from mockauth.protocol.context import Context
from mockauth.protocol.jose import InvalidJws, verified_claims
from mockauth.protocol.login import auth_session_cookie, identity_cookie
from mockauth.protocol.pages import Page, Redirect
from mockauth.realms.built_in import derived_id
from mockauth.realms.keys.jwk import b64url_encode
from mockauth.realms.model import Client, Realm, User
from mockauth.state.pending_logins import Browser, Login

AUTHENTICATE, REQUIRED_ACTIONS = "AUTHENTICATE", "REQUIRED_ACTIONS"
# Notes of a login, by Keycloak's names.
ACTIVE_CODE = "active_code"
EXECUTION = "current.authentication.execution"
LAST_EXECUTION = "last.processed.execution"
FLOW_PATH = "current.flow.path"
FORWARDED_ERROR = "forwardedErrorMessage"
FORWARDED_INFO = "forwardedInfoMessage"
FORWARDED_SUCCESS = "forwardedSuccessMessage"
ATTEMPTED = "ATTEMPTED_USERNAME"
REMEMBER_ME = "remember_me"
SSO = "SSO_AUTH"
LOCALE = "locale_user_requested"
KNOWN_USER = "USER_SET_BEFORE_USERNAME_PASSWORD_AUTH"
# That the person has to set up an authenticator: the flow wants a code, and there is none.
SET_UP_OTP = "set up one-time passwords"
NAME_HIDDEN, SWITCHABLE = "USERNAME_HIDDEN", "kc.org.switchable"
# The paths of flows below login-actions.
LOGIN, REQUIRED_ACTION, REGISTRATION, RESET = "authenticate", "required-action", "registration", "reset-credentials"
# A note of the request: the flow that the client asked for instead of a login.
APP_INITIATED_FLOW = "APP_INITIATED_FLOW"
# Another: the code of the device that the person lets in by this login.
DEVICE = "OAUTH2_DEVICE_VERIFIED_USER_CODE"
# Steps of the login that have no path of their own.
ORGANIZATION, OTP = "organization", "otp"
_STEPS = {
    ORGANIZATION: "organization",
    LOGIN: "auth-username-password-form",
    OTP: "auth-otp-form",
    REGISTRATION: "registration-page-form",
    RESET: "reset-credentials-choose-user",
}


@dataclass(slots=True)
class Pending:
    """A pending login while one request is answered; each change is kept at once."""

    ctx: Context
    browser: str
    login: Login
    client: Client

    @property
    def user(self) -> User | None:
        """Who logs in, as far as that is known."""
        return self.ctx.accounts.by_id(self.ctx.realm, self.login.user_id)

    def change(self, login: Login, *, touch: bool = False) -> None:
        """Keep the login as it is now; `touch` gives the person their time anew."""
        self.login = login

        def changed(browser: Browser) -> tuple[Browser, int]:
            after = browser.with_login(login)
            return auth_session_cookie.until(self.ctx, replace(after, touched=self.ctx.now) if touch else after)

        self.ctx.sessions.browsers.update(self.browser, changed)

    def note(self, name: str, value: str | None) -> None:
        """Keep a note; None takes it away."""
        if self.login.notes.get(name) != value:
            self.change(self.login.with_notes({name: value}))

    def code(self) -> str:
        """Give the session code that the next form has to bring."""
        code = self.login.notes.get(ACTIVE_CODE)
        if code is None:
            code = self.ctx.state.ids.secret()
            self.note(ACTIVE_CODE, code)
        return code

    def take_code(self, code: str) -> bool:
        """Use up the session code: of all who bring it at the same time, one is let in."""
        found: list[str] = []

        def taken(browser: Browser) -> tuple[Browser, int]:
            login = browser.logins.get(self.login.tab)
            if login is None:
                return auth_session_cookie.until(self.ctx, browser)
            found.append(login.notes.get(ACTIVE_CODE, ""))
            self.login = login.with_notes({ACTIVE_CODE: None})
            return auth_session_cookie.until(self.ctx, browser.with_login(self.login))

        self.ctx.sessions.browsers.update(self.browser, taken)
        return bool(found and found[0]) and hmac.compare_digest(found[0].encode(), code.encode())

    def remove(self) -> None:
        """Forget this login; with the last one of its browser goes all that is kept of that."""

        def removed(browser: Browser) -> tuple[Browser, int] | None:
            rest = browser.without_login(self.login.tab)
            # As Keycloak: other tabs have as long as a code lives to find out that they are logged in.
            return (rest, self.ctx.now + self.ctx.realm.lifespans.code) if rest.logins else None

        if self.ctx.sessions.browsers.update(self.browser, removed) is None:
            cookies.expire(self.ctx, cookies.RESTART)

    def undo(self) -> None:
        """Forget this login as if it had not begun: Keycloak rolls back what came before some errors."""

        def undone(browser: Browser) -> tuple[Browser, int] | None:
            rest = browser.without_login(self.login.tab)
            return auth_session_cookie.until(self.ctx, rest) if rest.logins else None

        self.ctx.sessions.browsers.update(self.browser, undone)

    def reset(self, path: str) -> None:
        """Start the flow over."""
        fresh = replace(self.login, action=AUTHENTICATE, user_id="", notes={FLOW_PATH: path})
        self.change(fresh, touch=True)

    def data(self) -> str:
        """Give `client_data`: what a page needs to send the browser back when the login is lost (ClientData)."""
        asked = self.login.request
        said = {
            "ru": self.login.redirect_uri or None,
            "rt": asked.get("response_type"),
            "rm": asked.get("response_mode"),
            "st": asked.get("state"),
        }
        written = {name: value for name, value in said.items() if value is not None}
        return b64url_encode(json.dumps(written, ensure_ascii=False, separators=(",", ":")).encode())

    def url(self, path: str, *, execution: str | None = None, code: str | None = None, **more: str) -> str:
        """Give the URL of a page of this login."""
        parameters = {
            "session_code": code,
            "execution": execution,
            "client_id": self.client.client_id,
            "tab_id": self.login.tab,
            "client_data": self.data(),
            **more,
        }
        return f"{self.ctx.issuer}/login-actions/{path}?{urls.query(parameters)}"

    def path(self, path: str, **more: str) -> str:
        """Give the URL of a page of this login as links have it: without the server's name."""
        return self.url(path, **more).removeprefix(urls.origin(self.ctx.issuer))

    def page(self, template: str, *, path: str = "", **more: Any) -> Page:
        """Give a page of this login, in the person's language; `path` is where it is shown in another one."""
        values = {**more.pop("values", {}), "locale_url": path or self.path(LOGIN)}
        return Page(
            template,
            values=values,
            client=self.client,
            user_id=self.login.user_id,
            chosen_locale=self.login.notes.get(LOCALE),
            ui_locales=self.login.request.get("locale_client_requested"),
            **more,
        )

    def form_url(self, path: str, step: str | None = None) -> str:
        """Give the URL that a page's form is sent to, with the code that lets it in."""
        return self.url(path, code=self.code(), execution=step or step_id(self.ctx.realm, path))

    def redirect(self, path: str) -> Redirect:
        """Give the step that sends the browser to a page of this login."""
        return Redirect(self.url(path))

    def last_url(self) -> str:
        """Give the URL of the step that the login is at."""
        path = self.login.notes.get(FLOW_PATH) or self.login.request.get(APP_INITIATED_FLOW) or LOGIN
        return self.url(path, execution=self.login.notes.get(EXECUTION))


def choose_locale(it: Pending) -> None:
    """Keep the language that the person chose on a page (LocaleUtil.processLocaleParam)."""
    chosen = it.ctx.query.get("kc_locale")
    if chosen is not None and it.ctx.realm.appearance.international:
        it.note(LOCALE, chosen)
        cookies.put(it.ctx, cookies.LOCALE, chosen)


def redirecting(login: Login, redirect_uri: str) -> Login:
    """Give the login with another redirect URI."""
    return replace(login, redirect_uri=redirect_uri)


def step_id(realm: Realm, path: str) -> str:
    """Give the id of a flow's step, which its forms bring as `execution`."""
    return derived_id(realm.name, "executions", _STEPS[path])


def open_login(ctx: Context, client: Client, *, fresh: bool = False) -> Pending:
    """Begin a login in a new tab of the browser, whose cookie is set if need be (AuthorizationEndpointBase)."""
    browser = None if fresh else auth_session_cookie.current(ctx)
    if browser is None:
        session = None if fresh else identity_cookie.of_cookie(ctx)
        browser = Browser(session.id if session else ctx.state.ids.session(), ctx.now)
        auth_session_cookie.set_cookie(ctx, browser.id)
    login = Login(ctx.state.ids.short(), client.client_id)
    browser = replace(browser.with_login(login), touched=ctx.now)
    ctx.sessions.browsers.put(browser.id, *auth_session_cookie.until(ctx, browser))
    return Pending(ctx, browser.id, login, client)


def current(ctx: Context, client: Client | None, tab: str | None) -> Pending | None:
    """Give the pending login of a tab, if it is this client's."""
    browser = auth_session_cookie.current(ctx)
    login = browser.logins.get(tab or "") if browser else None
    if browser is None or login is None or client is None or login.client_id != client.client_id:
        return None
    return Pending(ctx, browser.id, login, client)


def set_restart_cookie(pending: Pending) -> None:
    """Let the browser carry what it needs to begin again when the login is lost (RestartLoginCookie)."""
    login = pending.login
    said = {"cid": login.client_id, "ruri": login.redirect_uri, "act": login.action, "notes": dict(login.request)}
    cookies.put(pending.ctx, cookies.RESTART, pending.ctx.keys.secret.sign(json.dumps(said).encode()))


def restarted(ctx: Context, client_id: str | None) -> Pending | None:
    """Begin a lost login again from the browser's cookie; None where that is not for this client."""
    try:
        said = verified_claims(cookies.get(ctx, cookies.RESTART), ctx.keys)
    except InvalidJws:
        return None
    client = ctx.realm.clients.get(str(said.get("cid")))
    if client is None or client.client_id != client_id or not isinstance(said.get("notes"), dict):
        return None
    pending = open_login(ctx, client, fresh=auth_session_cookie.current(ctx) is None)
    login = replace(
        pending.login, redirect_uri=str(said.get("ruri", "")), action=str(said.get("act")), request=said["notes"]
    )
    pending.change(login)
    return pending
