"""A pending login: its authentication session, its session code, and the URLs of its pages.

As Keycloak's AuthenticationSessionModel, ClientSessionCode and AuthenticationFlowURLHelper.
"""

import hmac
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from mockauth.protocol import cookies, urls
from mockauth.protocol.context import Context
from mockauth.protocol.errors import ErrorPage
from mockauth.protocol.login import auth_session_cookie, client_data
from mockauth.protocol.login.executions import execution_id
from mockauth.protocol.pages import Page, Redirect
from mockauth.realms.model import Client, User
from mockauth.state.pending_logins import AuthenticationSession, RootAuthenticationSession

# Actions of an authentication session (CommonClientSessionModel.Action).
AUTHENTICATE, REQUIRED_ACTIONS, LOGGING_OUT = "AUTHENTICATE", "REQUIRED_ACTIONS", "LOGGING_OUT"
# The status of an execution whose page waits for its form, and of a complete one (ExecutionStatus).
CHALLENGED, SUCCESS = "CHALLENGED", "SUCCESS"
# Notes of an authentication session, by Keycloak's names.
ACTIVE_CODE = "active_code"
EXECUTION = "current.authentication.execution"
LAST_EXECUTION = "last.processed.execution"
FLOW_PATH = "current.flow.path"
FORWARDED_ERROR = "forwardedErrorMessage"
FORWARDED_INFO = "forwardedInfoMessage"
FORWARDED_SUCCESS = "forwardedSuccessMessage"
ATTEMPTED_USERNAME = "ATTEMPTED_USERNAME"
REMEMBER_ME = "remember_me"
SSO = "SSO_AUTH"
LOCALE = "locale_user_requested"
KNOWN_USER = "USER_SET_BEFORE_USERNAME_PASSWORD_AUTH"
USERNAME_HIDDEN, SWITCHABLE_ORGANIZATION = "USERNAME_HIDDEN", "kc.org.switchable"
# A note of mockauth's own: the flow requires a one-time password, and the user has to set up an authenticator first.
SET_UP_OTP = "set up one-time passwords"
# The paths of flows below login-actions.
LOGIN, REQUIRED_ACTION, REGISTRATION, RESET = "authenticate", "required-action", "registration", "reset-credentials"
# Client notes: the flow that the client requested instead of a login, and the user code of the device to connect.
APP_INITIATED_FLOW = "APP_INITIATED_FLOW"
DEVICE = "OAUTH2_DEVICE_VERIFIED_USER_CODE"
# Executions of the browser flow that have no path of their own.
ORGANIZATION, OTP, RESET_EMAIL = "organization", "otp", "reset-email"


@dataclass(slots=True)
class PendingLogin:
    """A pending login during one request. Each change is stored at once.

    `root_id` is the id of the RootAuthenticationSession, which becomes the id of the user session.
    """

    ctx: Context
    root_id: str
    auth_session: AuthenticationSession
    client: Client
    # Whether the page replaces its address in the browser's history, so that Back and Reload send no form.
    replaces_history: bool = False

    def __post_init__(self) -> None:
        self._log_names()

    @property
    def user(self) -> User | None:
        """The user who logs in, or None if that is not known yet."""
        return self.ctx.accounts.by_id(self.ctx.realm, self.auth_session.user_id)

    @property
    def user_id(self) -> str:
        """The id of the user who logs in, or nothing."""
        return self.auth_session.user_id

    @property
    def notes(self) -> Mapping[str, str]:
        """The auth notes: what has happened in this login."""
        return self.auth_session.notes

    @property
    def request(self) -> Mapping[str, str]:
        """The client notes: the parameters of the authorization request."""
        return self.auth_session.request

    @property
    def action(self) -> str:
        """The action that the authentication session is at."""
        return self.auth_session.action

    @property
    def redirect_uri(self) -> str:
        """The redirect URI that the response goes to."""
        return self.auth_session.redirect_uri

    @property
    def tab_id(self) -> str:
        """The id of the browser tab."""
        return self.auth_session.tab_id

    def update(self, auth_session: AuthenticationSession, *, touch: bool = False) -> None:
        """Store a changed authentication session; `touch` restarts its timeout."""
        self.auth_session = auth_session
        self._log_names()

        def changed(root: RootAuthenticationSession) -> tuple[RootAuthenticationSession, int]:
            after = root.with_session(auth_session)
            return auth_session_cookie.until(self.ctx, replace(after, touched=self.ctx.now) if touch else after)

        self.ctx.sessions.root_auth_sessions.update(self.root_id, changed)

    def set_notes(self, notes: Mapping[str, str | None]) -> None:
        """Store notes; None removes a note."""
        self.update(self.auth_session.with_notes(notes))

    def set_note(self, name: str, value: str | None) -> None:
        """Store a note if it has changed; None removes it."""
        if self.notes.get(name) != value:
            self.set_notes({name: value})

    def challenge(self, path: str) -> None:
        """Make the execution of a page the current one, which waits for the form of the page."""
        execution = execution_id(self.ctx.realm, path)
        self.update(self.auth_session.with_notes({EXECUTION: execution}).with_execution(execution, CHALLENGED))

    def succeed(self, path: str) -> None:
        """Note that the execution of a page is complete: the page cannot be loaded again."""
        self.update(self.auth_session.with_execution(execution_id(self.ctx.realm, path), SUCCESS))

    def has_succeeded(self, path: str) -> bool:
        """Tell whether the execution of a page is complete."""
        return self.auth_session.executions.get(execution_id(self.ctx.realm, path)) == SUCCESS

    def set_request(self, request: Mapping[str, str | None]) -> None:
        """Store parameters of the authorization request; None removes a parameter."""
        self.update(self.auth_session.with_request(request))

    def session_code(self) -> str:
        """Return the session code that the next form has to send."""
        code = self.notes.get(ACTIVE_CODE)
        if code is None:
            code = self.ctx.state.ids.secret()
            self.set_note(ACTIVE_CODE, code)
        return code

    def use_session_code(self, code: str) -> bool:
        """Use up the session code, and tell whether it is this one. Of concurrent requests only one gets True."""
        found: list[str] = []

        def used(root: RootAuthenticationSession) -> tuple[RootAuthenticationSession, int]:
            auth_session = root.auth_sessions.get(self.tab_id)
            if auth_session is None:
                return auth_session_cookie.until(self.ctx, root)
            found.append(auth_session.notes.get(ACTIVE_CODE, ""))
            self.auth_session = auth_session.with_notes({ACTIVE_CODE: None})
            return auth_session_cookie.until(self.ctx, root.with_session(self.auth_session))

        self.ctx.sessions.root_auth_sessions.update(self.root_id, used)
        return bool(found and found[0]) and hmac.compare_digest(found[0].encode(), code.encode())

    def remove(self) -> None:
        """Remove this authentication session, and the root authentication session with its last tab."""

        def removed(root: RootAuthenticationSession) -> tuple[RootAuthenticationSession, int] | None:
            rest = root.without(self.tab_id)
            # As Keycloak: other tabs have the lifespan of a code to find out about the login, and seem older.
            touched = self.ctx.now + self.ctx.realm.lifespans.code - auth_session_cookie.lifespan(self.ctx.realm)
            return auth_session_cookie.until(self.ctx, replace(rest, touched=touched)) if rest.auth_sessions else None

        if self.ctx.sessions.root_auth_sessions.update(self.root_id, removed) is None:
            cookies.expire(self.ctx, cookies.RESTART)

    def roll_back(self) -> None:
        """Remove this authentication session as if it had never begun, as Keycloak's rolled back transactions do."""

        def rolled_back(root: RootAuthenticationSession) -> tuple[RootAuthenticationSession, int] | None:
            rest = root.without(self.tab_id)
            return auth_session_cookie.until(self.ctx, rest) if rest.auth_sessions else None

        self.ctx.sessions.root_auth_sessions.update(self.root_id, rolled_back)

    def reset(self, path: str) -> None:
        """Restart the flow (AuthenticationProcessor.resetFlow)."""
        fresh = replace(self.auth_session, action=AUTHENTICATE, user_id="", notes={FLOW_PATH: path}, executions={})
        self.update(fresh, touch=True)

    def url(self, path: str, *, execution: str | None = None, code: str | None = None, **more: str) -> str:
        """Return the URL of a page of this login."""
        is_logout = self.action == LOGGING_OUT
        parameters = {
            "session_code": code,
            "execution": execution,
            "client_id": self.client.client_id,
            "tab_id": self.tab_id,
            "client_data": None if is_logout else client_data.encoded(self.redirect_uri, self.request),
            **more,
        }
        return f"{self.ctx.issuer}/login-actions/{path}?{urls.query(parameters)}"

    def relative_url(self, path: str, **more: str) -> str:
        """Return the URL of a page of this login without scheme and host, as Keycloak's links have it."""
        return self.url(path, **more).removeprefix(urls.origin(self.ctx.issuer))

    def page(self, template: str, *, locale_url: str = "", **more: Any) -> Page:
        """Return a page of this login in the user's language; `locale_url` shows it in another language."""
        values = {
            "polling_url": self.relative_url("restart", skip_logout="true"),
            "auth_session_hash": auth_session_cookie.hash_of(self.root_id) if self.action != LOGGING_OUT else "",
            "history_url": self.history_url(),
            "locale_url": locale_url or self.relative_url(LOGIN),
            **more.pop("values", {}),
        }
        return Page(
            template,
            values=values,
            client=self.client,
            user_id=self.user_id,
            chosen_locale=self.notes.get(LOCALE),
            ui_locales=self.request.get("locale_client_requested"),
            **more,
        )

    def error_page(self, key: str, *arguments: str, status: int = 400, reason: str) -> ErrorPage:
        """Return the error whose page has Keycloak's message of this key."""
        error = ErrorPage(key, *arguments, status=status, reason=reason)
        error.page = self.page("error", status=status, message=error.page.message)
        return error

    def form_url(self, path: str, execution: str | None = None) -> str:
        """Return the action URL of a page's form, with a session code."""
        return self.url(path, code=self.session_code(), execution=execution or execution_id(self.ctx.realm, path))

    def redirect(self, path: str) -> Redirect:
        """Return a redirect to a page of this login."""
        return Redirect(self.url(path))

    def last_url(self) -> str:
        """Return the URL of the current execution (AuthenticationFlowURLHelper.getLastExecutionUrl)."""
        path = self.notes.get(FLOW_PATH) or self.request.get(APP_INITIATED_FLOW) or LOGIN
        return self.url(path, execution=self.notes.get(EXECUTION))

    def history_url(self) -> str:
        """Return the URL that the answer gets in the browser's history, or nothing if it keeps that of the request."""
        return self.last_url() if self.replaces_history else ""

    def _log_names(self) -> None:
        user = self.user
        self.ctx.log_fields["client"] = self.client.client_id
        if user:
            self.ctx.log_fields["user"] = user.username
