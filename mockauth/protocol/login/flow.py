"""Decide what comes next in a login (AuthenticationProcessor, AuthenticationManager)."""

from dataclasses import replace

from mockauth.protocol import language
from mockauth.protocol.errors import ErrorRedirect
from mockauth.protocol.login import (
    acr_levels,
    consent,
    finish,
    identity_cookie,
    organization,
    password_form,
    pending_login,
    pushed_requests,
    required_actions,
    response,
)
from mockauth.protocol.login.executions import execution_id
from mockauth.protocol.login.pending_login import PendingLogin
from mockauth.protocol.login.required_actions import kc_action
from mockauth.protocol.login.response import ResponseType
from mockauth.protocol.pages import Redirect, Step
from mockauth.state.sessions import UserSession

_FORMS = (pending_login.LOGIN, pending_login.ORGANIZATION, pending_login.OTP)


def next_step(login: PendingLogin) -> Step:
    """Run the browser flow from its start: the browser's user session is sufficient, or a page is shown."""
    session, why_not = None, "the login page of this tab was shown before"
    # As Keycloak: once a tab has shown a form of the flow, the browser's user session is not sufficient any more.
    forms = {execution_id(login.ctx.realm, path) for path in _FORMS}
    if forms.isdisjoint(login.auth_session.executions):
        session, why_not = _existing_session(login)
    if login.notes.get(pending_login.FORWARDED_INFO):
        login.ctx.remarks.append(f"the browser is logged in, but {why_not}")
    user = login.user if session else password_form.hinted_user(login)
    if user and not session:
        login.update(replace(login.auth_session, user_id=user.id))
    if user and organization.is_enabled(login.ctx.realm) and (page := organization.page_of_session(login, user)):
        return page
    if session or user:
        return completed(login, session)
    page = organization.first_page(login) if organization.is_next(login) else None
    return page or password_form.page(login)


def after_organization(login: PendingLogin) -> Step:
    """Continue after a form of the organization pages."""
    page = organization.process(login)
    if page:
        return page
    if login.notes.get(pending_login.SSO) == "true":
        session, _ = _existing_session(login)
        if session:
            return completed(login, session)
    return password_form.page(login)


def completed(login: PendingLogin, session: UserSession | None = None) -> Step:
    """Continue once the user is authenticated: with a required action, or with the authorization response."""
    _update_locale(login)
    action = required_actions.next_action(login)
    if action is None:
        login.set_note(pending_login.EXECUTION, None)
        pushed_requests.use_up(login)
        return finish.respond(login, session)
    notes = {pending_login.FLOW_PATH: pending_login.REQUIRED_ACTION, pending_login.EXECUTION: action}
    login.update(replace(login.auth_session.with_notes(notes), action=pending_login.REQUIRED_ACTIONS), touch=True)
    return Redirect(login.url(pending_login.REQUIRED_ACTION, execution=action))


def after_consent(login: PendingLogin) -> Step:
    """Return the authorization response after the user has given consent."""
    return finish.respond(login, None)


def next_action(login: PendingLogin) -> Step:
    """Show the next required action, or return the authorization response (nextActionAfterAuthentication)."""
    _update_locale(login)
    return required_actions.page_of_next(login) or finish.respond(login, None)


def _update_locale(login: PendingLogin) -> None:
    if login.user:
        language.update_locale(login.ctx, login.user, login.notes.get(pending_login.LOCALE))


def error_redirect(
    login: PendingLogin, error: str | None, description: str | None = None, *, reason: str, denied: bool = False
) -> ErrorRedirect:
    """Return the error response to the client, and remove the pending login.

    The device of a device login is told of the error only if the user has `denied` it, not if the login was cancelled.
    """
    request = login.request
    refusal = ErrorRedirect(error or "", description, reason=reason)
    if pending_login.DEVICE in request:
        # As Keycloak: the pending login stays.
        refusal.step = finish.deny_device(login, denied=denied)
        return refusal
    response_type = ResponseType.parse(request["response_type"])
    mode = response.mode_of(request.get("response_mode"), response_type) or response.QUERY
    refusal.step = response.error(
        login.ctx,
        login.client,
        login.redirect_uri,
        mode,
        error,
        description,
        request.get("state"),
        history_url=login.history_url(),
    )
    login.remove()
    return refusal


def without_pages(login: PendingLogin) -> Step:
    """Answer a request with `prompt=none`; an error replaces any page that a login would show."""
    session, why_not = _existing_session(login)
    if session is None:
        raise error_redirect(login, "login_required", reason=f"prompt=none, but {why_not}")
    _update_locale(login)
    action = required_actions.next_action(login)
    if action is not None:
        raise error_redirect(login, "interaction_required", reason=f"prompt=none, but {_pending_action(login, action)}")
    return finish.respond(login, session)


def _pending_action(login: PendingLogin, action: str) -> str:
    user = login.user.username if login.user else ""
    if action == consent.ACTION:
        return f'user "{user}" has to give consent to client "{login.client.client_id}"'
    return f'user "{user}" has to complete the required action {action}'


def _existing_session(login: PendingLogin) -> tuple[UserSession | None, str]:
    """Return the browser's user session if it is sufficient for this request, else why not (CookieAuthenticator)."""
    session = identity_cookie.current_session(login.ctx)
    if session is None:
        return None, "the browser is not logged in"
    auth_session = replace(login.auth_session, user_id=session.user_id)
    why_not = _why_again(login, session)
    if why_not:
        notes = {"FORCED_REAUTHENTICATION": "true", pending_login.FORWARDED_INFO: "reauthenticate"}
        login.update(auth_session.with_notes(notes))
        return None, why_not
    if acr_levels.is_requested(login):
        # As Keycloak: a session of the default flow has no level, so a request for any level asks again.
        login.update(auth_session)
        return None, "the request asks for an acr level, which the browser's session does not have"
    login.update(auth_session.with_notes({pending_login.SSO: "true"}))
    return session, ""


def _why_again(login: PendingLogin, session: UserSession) -> str:
    """Say why the user has to authenticate again, by `prompt`, `max_age` or `kc_action`, or return nothing."""
    if "login" in login.request.get("prompt", "").split(" "):
        return "prompt=login asks for a new login"
    max_age = login.request.get("max_age")
    if max_age is not None and _java_sum(int(session.notes.get("AUTH_TIME", "0")), int(max_age)) < login.ctx.now:
        return f"the user authenticated longer ago than max_age={int(max_age)} seconds"
    return kc_action.too_old(login, session)


def _java_sum(one: int, other: int) -> int:
    """Add two ints as Java does, with overflow."""
    return (one + other + 2**31) % 2**32 - 2**31
