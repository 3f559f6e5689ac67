"""Check that a request to login-actions belongs to a pending login and its current execution (SessionCodeChecks)."""

from collections.abc import Mapping
from dataclasses import replace

from mockauth.protocol import redirect_uris
from mockauth.protocol.context import Context
from mockauth.protocol.errors import ErrorPage, ErrorRedirect
from mockauth.protocol.login import auth_session_cookie, client_data, identity_cookie, pending_login, response, tabs
from mockauth.protocol.login.pending_login import PendingLogin
from mockauth.protocol.login.reasons import client_disabled
from mockauth.protocol.login.response import ResponseType
from mockauth.protocol.pages import Message, Page, Redirect, Step
from mockauth.protocol.realm_checks import require_login_allowed
from mockauth.realms.model import Client
from mockauth.realms.problems.setting import setting


class SessionCodeCheckFailed(Exception):
    """The login is not at the execution that the request is for; `step` shows the user where it is."""

    def __init__(self, step: Step, reason: str) -> None:
        super().__init__(reason)
        self.step = step
        self.reason = reason


def check(ctx: Context, path: str, *, code: str | None, execution: str | None) -> tuple[PendingLogin, bool]:
    """Return the pending login, and whether the request is the form of its current execution.

    Raises ErrorPage and SessionCodeCheckFailed.
    """
    login = find(ctx)
    if not login.client.enabled:
        login.remove()
        raise ErrorPage("loginRequesterNotEnabledMessage", reason=client_disabled(ctx.realm, login.client))
    current = login.notes.get(pending_login.EXECUTION)
    if code is None:
        if (
            execution is None
            and path != login.notes.get(pending_login.FLOW_PATH)
            and login.action == pending_login.AUTHENTICATE
        ):
            login.set_notes({pending_login.FLOW_PATH: path, pending_login.EXECUTION: None})
            current = None
        status = login.auth_session.executions.get(execution or "")
        if execution is not None and execution != current and status != pending_login.CHALLENGED:
            raise page_expired(login)
        # As Keycloak: the address then names the execution, except in the history of required actions.
        login.replaces_history = execution is None and current is not None and path != pending_login.REQUIRED_ACTION
        return login, False
    if not login.use_session_code(code):
        latest = login.notes.get(pending_login.FLOW_PATH)
        if execution == current and latest:
            login.set_note(pending_login.FORWARDED_ERROR, "expiredActionMessage")
            reason = "the form has an old session_code: it was sent twice, or the page has been reloaded since"
            raise SessionCodeCheckFailed(Redirect(login.url(latest, execution=execution)), reason)
        raise page_expired(login)
    if execution is not None:
        login.set_note(pending_login.LAST_EXECUTION, execution)
    login.replaces_history = True
    return login, True


def check_execution(login: PendingLogin) -> None:
    """Check that a form is of the current execution (AuthenticationProcessor). Raises SessionCodeCheckFailed."""
    if login.ctx.query.get("execution") != login.notes.get(pending_login.EXECUTION):
        raise page_expired(login, replaces_history=True)


def check_authenticating(login: PendingLogin, *, resetting: bool = False) -> None:
    """Check that the user has neither logged in yet, nor taken too long, nor started to log out.

    Raises ErrorPage and SessionCodeCheckFailed.
    """
    spans = login.ctx.realm.lifespans
    if resetting or not spans.login:
        check_lifespan(login, spans.login_action, "accessCodeLifespanUserAction")
    else:
        check_lifespan(login, spans.login, "accessCodeLifespanLogin")
    if login.action == pending_login.REQUIRED_ACTIONS:
        raise page_expired(login)
    if login.action != pending_login.AUTHENTICATE:
        reason = "this browser tab has started a logout since it showed the login page"
        raise login.error_page("expiredCodeMessage", reason=reason)


def check_required_action(login: PendingLogin, action: str | None, *, is_form: bool) -> None:
    """Check that the login is at its required actions, and a form at this one. Raises SessionCodeCheckFailed."""
    if login.action != pending_login.REQUIRED_ACTIONS:
        raise page_expired(login)
    check_lifespan(login, login.ctx.realm.lifespans.login_action, "accessCodeLifespanUserAction")
    current = login.notes.get(pending_login.EXECUTION)
    if is_form and action != current:
        reason = f"the form is of another required action; the login is at {current or 'none'}"
        raise SessionCodeCheckFailed(Redirect(login.url(pending_login.REQUIRED_ACTION, execution=current)), reason)


def check_lifespan(login: PendingLogin, lifespan: int, setting_name: str) -> None:
    """Restart the login if the user has taken more than `lifespan` seconds. Raises SessionCodeCheckFailed."""
    root = login.ctx.sessions.root_auth_sessions.get(login.root_id)
    if root and lifespan > login.ctx.now - root.touched:
        return
    login.reset(pending_login.LOGIN)
    login.set_note(pending_login.FORWARDED_ERROR, "loginTimeout")
    reason = f"the login took longer than {lifespan} seconds ({setting(login.ctx.realm, setting_name, lifespan)})"
    raise SessionCodeCheckFailed(Redirect(login.url(pending_login.LOGIN)), reason)


def page_expired(login: PendingLogin, *, replaces_history: bool = False) -> SessionCodeCheckFailed:
    """Return the failure that shows "Page has expired": the user restarts the login, or continues where it is."""
    values = {
        "restart_url": login.relative_url("restart", skip_logout="false"),
        "continue_url": login.last_url(),
        "history_url": login.last_url() if replaces_history else "",
    }
    page = login.page("login-page-expired", values=values)
    reason = "the login is at another page by now: the browser went back, or sent the form twice"
    return SessionCodeCheckFailed(page, reason)


def find(ctx: Context) -> PendingLogin:
    """Return the pending login that the request names, restarted if it was lost.

    Raises ErrorPage and SessionCodeCheckFailed.
    """
    require_login_allowed(ctx)
    client = ctx.realm.clients.get(ctx.query.get("client_id") or "")
    login = tabs.current(ctx, client, ctx.query.get("tab_id"))
    named = ctx.query.get("auth_session_id")
    if named is not None and auth_session_cookie.id_of(ctx, named) and login is None:
        raise ErrorPage("invalidCodeMessage", reason="this login was started in another browser", client=client)
    data = client_data.of_request(ctx, client)
    if login is not None:
        return login
    raise _lost(ctx, client, data)


def _lost(ctx: Context, client: Client | None, data: Mapping[str, str]) -> Exception:
    """Return the answer if the pending login does not exist (restartAuthenticationSessionFromCookie)."""
    login = tabs.restarted(ctx, client.client_id if client else None)
    if login is not None:
        uri = redirect_uris.verify(data.get("ru"), login.client.root_url, login.client.redirect_uris, ctx.issuer)
        auth_session = login.auth_session.with_notes({pending_login.FORWARDED_ERROR: "loginTimeout"})
        login.update(replace(auth_session, redirect_uri=uri or auth_session.redirect_uri))
        path = login.request.get(pending_login.APP_INITIATED_FLOW) or pending_login.LOGIN
        reason = "the pending login does not exist or has expired; it is restarted from the cookie KC_RESTART"
        return SessionCodeCheckFailed(Redirect(login.url(path)), reason)
    if identity_cookie.current_session(ctx, check_active=False) is not None:
        if client is not None and data:
            return _already_logged_in(ctx, client, data)
        values = {} if client else {"skip_link": True}
        # As Keycloak: the page keeps the status of the error that it replaces.
        page = Page("info", 400, Message("success", "alreadyLoggedIn"), values=values, client=client)
        return SessionCodeCheckFailed(page, "this login is complete: the browser is logged in already")
    if not ctx.cookies.sent.get("KC_RESTART"):
        reason = (
            "the browser sent neither the cookie AUTH_SESSION_ID nor KC_RESTART of a pending login: "
            "does it accept Secure cookies over http from this host?"
        )
        return ErrorPage("cookieNotFoundMessage", reason=reason, client=client)
    reason = "the pending login does not exist or has expired, and the cookie KC_RESTART is of another client"
    return ErrorPage("invalidCodeMessage", reason=reason, client=client)


def _already_logged_in(ctx: Context, client: Client, data: Mapping[str, str]) -> Exception:
    uri = redirect_uris.verify(data.get("ru"), client.root_url, client.redirect_uris, ctx.issuer)
    response_type = ResponseType.parse(data.get("rt", ""))
    if uri is None or response_type is None:
        parameter = "redirect_uri" if response_type else "response_type"
        return ErrorPage("invalidParameterMessage", parameter, reason=f"client_data has an invalid {parameter}")
    reason = "this login is complete: the browser is logged in already"
    error = ErrorRedirect("temporarily_unavailable", "authentication_expired", reason=reason)
    mode = response.mode_of(data.get("rm"), response_type) or response.QUERY
    error.step = response.error(ctx, client, uri, mode, error.error, error.description, data.get("st"))
    return error
