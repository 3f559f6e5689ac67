"""What comes next in a login: the one place that decides (AuthenticationProcessor, AuthenticationManager)."""

from dataclasses import replace

from mockauth.protocol import language
from mockauth.protocol.errors import ErrorRedirect
from mockauth.protocol.login import (
    acr_levels,
    finish,
    identity_cookie,
    organization,
    pending_login,
    pushed_requests,
    required_actions,
    response,
)
from mockauth.protocol.login.password_form import hinted, login_page
from mockauth.protocol.login.pending_login import Pending
from mockauth.protocol.login.required_actions import kc_action
from mockauth.protocol.login.response import ResponseType
from mockauth.protocol.pages import Redirect, Step
from mockauth.state.sessions import UserSession


def next_step(it: Pending) -> Step:
    """Give what comes next, from the start of the flow: the session that the browser has is enough, or a page asks."""
    session = _existing_session(it)
    user = it.user if session else hinted(it)
    if user and not session:
        it.change(replace(it.login, user_id=user.id))
    if user and organization.asks_first(it.ctx.realm) and (page := organization.page_of_session(it, user)):
        return page
    if session or user:
        return completed(it, session)
    return (organization.begin(it) if organization.asks_first(it.ctx.realm) else None) or login_page(it)


def next_of_organization(it: Pending) -> Step:
    """Give what follows a form that says who logs in, or for which organization."""
    page = organization.process(it)
    if page:
        return page
    if it.login.notes.get(pending_login.SSO) == "true":
        session = _existing_session(it)
        if session:
            return completed(it, session)
    return login_page(it)


def completed(it: Pending, session: UserSession | None = None) -> Step:
    """Go on where it is known who logs in: to what the person still has to do, or to the answer."""
    _settle_language(it)
    action = required_actions.next_action(it)
    if action is None:
        pushed_requests.use_up(it)
        return finish.answer(it, session)
    notes = {pending_login.FLOW_PATH: pending_login.REQUIRED_ACTION, pending_login.EXECUTION: action}
    it.change(replace(it.login.with_notes(notes), action=pending_login.REQUIRED_ACTIONS), touch=True)
    return Redirect(it.url(pending_login.REQUIRED_ACTION, execution=action))


def granted(it: Pending) -> Step:
    """Answer, now that the person has granted what the client wants."""
    return finish.answer(it, None)


def next_action(it: Pending) -> Step:
    """Show what the person has to do next, or answer if that was all (nextActionAfterAuthentication)."""
    _settle_language(it)
    return required_actions.page_of_next(it) or finish.answer(it, None)


def _settle_language(it: Pending) -> None:
    if it.user:
        language.update_locale(it.ctx, it.user, it.login.notes.get(pending_login.LOCALE))


def refused(
    it: Pending, error: str | None, description: str | None = None, *, reason: str, declined: bool = False
) -> ErrorRedirect:
    """Give the error that goes back to the client, and forget the login.

    A device is not told where the person only leaves; it is where what it wants is `declined`.
    """
    asked = it.login.request
    refusal = ErrorRedirect(error or "", description, reason=reason)
    if pending_login.DEVICE in asked:
        # As Keycloak: the login stays.
        refusal.step = finish.kept_out(it, declined=declined)
        return refusal
    mode = response.mode_of(asked.get("response_mode"), ResponseType.parse(asked["response_type"])) or response.QUERY
    refusal.step = response.error(
        it.ctx, it.client, it.login.redirect_uri, mode, error, description, asked.get("state")
    )
    it.remove()
    return refusal


def without_asking(it: Pending) -> Step:
    """Answer a request with `prompt=none`: what a page would have to ask is an error."""
    session = _existing_session(it)
    if session is None:
        raise refused(it, "login_required", reason="prompt is none, and the browser is not logged in")
    _settle_language(it)
    action = required_actions.next_action(it)
    if action is not None:
        raise refused(it, "interaction_required", reason=f"prompt is none, and the person has to do {action}")
    return finish.answer(it, session)


def _existing_session(it: Pending) -> UserSession | None:
    """Give the session that the browser is logged in to, where it is enough for this request (CookieAuthenticator)."""
    session = identity_cookie.of_cookie(it.ctx)
    if session is None:
        return None
    login = replace(it.login, user_id=session.user_id)
    asked = login.request
    if "login" in asked.get("prompt", "").split(" ") or _is_too_old(it, session):
        it.change(login.with_notes({"FORCED_REAUTHENTICATION": "true", pending_login.FORWARDED_INFO: "reauthenticate"}))
        return None
    if acr_levels.asks_for_more(it):
        # As Keycloak: a session of the default flow has no level, so a request for any level asks again.
        it.change(login)
        return None
    it.change(login.with_notes({pending_login.SSO: "true"}))
    return session


def _is_too_old(it: Pending, session: UserSession) -> bool:
    """Whether the person has to show the password again, by `max_age` or for what the client wants done."""
    max_age = it.login.request.get("max_age")
    if max_age is not None and _sum(int(session.notes.get("AUTH_TIME", "0")), int(max_age)) < it.ctx.now:
        return True
    return kc_action.needs_new_login(it, session)


def _sum(one: int, other: int) -> int:
    """Add ints of Java: what is too large for one is a time long gone."""
    return (one + other + 2**31) % 2**32 - 2**31
