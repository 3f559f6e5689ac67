"""What the pages of a login do: each takes a request that belongs to a pending login, and ends in what comes next.

As Keycloak's LoginActionsService. Each gives the step that follows.
"""

from dataclasses import replace

from mockauth.protocol import cookies
from mockauth.protocol.context import Context
from mockauth.protocol.errors import ErrorPage
from mockauth.protocol.login import (
    consent,
    end_session,
    flow,
    identity_cookie,
    organization,
    otp_form,
    password_form,
    pending_login,
    registration,
    required_actions,
    reset_password,
    session_code_checks,
)
from mockauth.protocol.login.pending_login import Pending
from mockauth.protocol.login.required_actions.terms_and_conditions import Declined
from mockauth.protocol.login.session_code_checks import Elsewhere
from mockauth.protocol.pages import Page, Step
from mockauth.realms.model import User


def authenticate(ctx: Context) -> Step:
    """`login-actions/authenticate`: the login page, and its form."""
    it, is_form = _checked(ctx, pending_login.LOGIN)
    session_code_checks.authenticating(it)
    at_otp = otp_form.is_at(it)
    if not is_form:
        return otp_form.page(it) if at_otp else flow.next_step(it)
    execution = ctx.query.get("execution")
    if execution == pending_login.step_id(ctx.realm, pending_login.ORGANIZATION) and organization.asks_first(ctx.realm):
        return flow.next_of_organization(it)
    if execution != pending_login.step_id(ctx.realm, pending_login.OTP if at_otp else pending_login.LOGIN):
        return session_code_checks.expired(it)
    if at_otp:
        return _logged_in(it, otp_form.who(it))
    if organization.AGAIN in ctx.form and it.login.notes.get(pending_login.SWITCHABLE):
        return organization.choose_again(it) or flow.next_step(it)
    if "cancel" in ctx.form:
        raise flow.refused(it, "access_denied", reason="the person cancelled the login")
    return _logged_in(it, password_form.who(it))


def required_action(ctx: Context) -> Step:
    """`login-actions/required-action`: what a person has to do before the login is complete."""
    execution = ctx.query.get("execution")
    it, is_form = _checked(ctx, pending_login.REQUIRED_ACTION)
    session_code_checks.acting(it, execution, is_form=is_form)
    if not is_form or execution is None:
        return flow.next_action(it)
    try:
        again = required_actions.process(it, execution)
    except Declined:
        reason = "the person does not accept the terms and conditions"
        raise flow.refused(it, "access_denied", "termsAndConditionsDeclined", reason=reason, declined=True) from None
    return again or flow.next_action(it)


def grant_consent(ctx: Context) -> Step:
    """`login-actions/consent`: the form of the consent page."""
    it, is_form = _checked(ctx, pending_login.REQUIRED_ACTION, code=ctx.form.get("session_code"), execution=None)
    session_code_checks.acting(it, consent.ACTION, is_form=is_form)
    if "cancel" in ctx.form:
        raise flow.refused(it, "access_denied", reason="the person does not give consent", declined=True)
    if consent.is_denied(it):
        raise flow.refused(it, "access_denied", reason="the person kept the device out before", declined=True)
    if required_actions.next_action(it) != consent.ACTION:
        # Something else comes first, or nothing is asked for: the form of this page alone does not get past it.
        return flow.next_action(it)
    consent.grant(it)
    return flow.granted(it)


def register(ctx: Context) -> Step:
    """`login-actions/registration`: the page for new accounts, and its form."""
    it, is_form = _checked(ctx, pending_login.REGISTRATION)
    session_code_checks.authenticating(it)
    identity_cookie.expire(ctx)
    registration.check_allowed(ctx)
    if not is_form:
        return registration.page(it)
    if ctx.method == "GET":
        # As Keycloak: the form of this page is read whatever the method, and here there is none.
        why = "the page of a new account was loaded again by the URL of its form"
        raise ErrorPage("unexpectedErrorHandlingRequestMessage", reason=why, client=it.client)
    return _logged_in(it, registration.new_user(it))


def reset_credentials(ctx: Context) -> Step:
    """`login-actions/reset-credentials`: the page for forgotten passwords, and its form."""
    client = ctx.realm.clients.get(ctx.query.get("client_id") or "")
    lost = pending_login.current(ctx, client, ctx.query.get("tab_id")) is None
    if ctx.method == "GET" and lost and not {"session_code", "client_data"} & {name for name, _ in ctx.query.items()}:
        reset_password.check_allowed(ctx)
        return reset_password.page(reset_password.without_login(ctx))
    it, is_form = _checked(ctx, pending_login.RESET)
    session_code_checks.authenticating(it, registering=True)
    reset_password.check_allowed(ctx)
    if not is_form:
        return reset_password.page(it)
    sent = reset_password.sent(it)
    if isinstance(sent, Page):
        return sent
    return password_form.login_page(sent, username=(ctx.form.get("username") or "").strip())


def restart(ctx: Context) -> Step:
    """`login-actions/restart`: begin anew."""
    try:
        it = session_code_checks.found(ctx)
    except Elsewhere as elsewhere:
        return elsewhere.step
    path = it.login.request.get(pending_login.APP_INITIATED_FLOW) or pending_login.LOGIN
    session = ctx.sessions.online.get(it.browser)
    if (ctx.query.get("skip_logout") or "").lower() != "true" and session:
        end_session.remove(ctx, session)
        identity_cookie.expire(ctx)
        it = _in_another_browser(it)
    it.reset(path)
    return it.redirect(path)


def _checked(ctx: Context, path: str, **named: str | None) -> tuple[Pending, bool]:
    query = {"code": ctx.query.get("session_code"), "execution": ctx.query.get("execution"), **named}
    it, is_form = session_code_checks.of_request(ctx, path, code=query["code"], execution=query["execution"])
    pending_login.choose_locale(it)
    return it, is_form


def _logged_in(it: Pending, user: User | Page) -> Step:
    if isinstance(user, Page):
        return user
    it.change(replace(it.login, user_id=user.id))
    return flow.completed(it)


def _in_another_browser(it: Pending) -> Pending:
    """Give the login a browser of its own: the session of the one that it had is over (recreate)."""
    ctx, login = it.ctx, it.login
    it.remove()
    pending_login.set_restart_cookie(it)
    ctx.cookies.sent = {name: value for name, value in ctx.cookies.sent.items() if name not in _OF_SESSIONS}
    fresh = pending_login.open_login(ctx, it.client)
    fresh.change(replace(fresh.login, redirect_uri=login.redirect_uri, request=login.request))
    return fresh


_OF_SESSIONS = (cookies.AUTH_SESSION_ID.name, cookies.IDENTITY.name, cookies.SESSION.name)
