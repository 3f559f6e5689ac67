"""The endpoints below login-actions, which the login pages send their forms to (LoginActionsService).

Each checks that the request belongs to a pending login, and returns the next step.
"""

from dataclasses import replace

from mockauth.protocol import cookies
from mockauth.protocol.context import Context
from mockauth.protocol.errors import ErrorPage
from mockauth.protocol.login import (
    consent,
    end_session,
    finish,
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
    tabs,
)
from mockauth.protocol.login.locale import choose_locale
from mockauth.protocol.login.pending_login import PendingLogin
from mockauth.protocol.login.required_actions.terms_and_conditions import TermsDeclined
from mockauth.protocol.login.session_code_checks import SessionCodeCheckFailed
from mockauth.protocol.pages import Page, Step
from mockauth.realms.model import User


def authenticate(ctx: Context) -> Step:
    """Serve `login-actions/authenticate`: the login page, and its form."""
    login, is_form = _check(ctx, pending_login.LOGIN)
    session_code_checks.check_authenticating(login)
    at_otp = otp_form.is_current(login)
    if not is_form:
        return otp_form.page(login) if at_otp else flow.next_step(login)
    session_code_checks.check_execution(login)
    if organization.is_current(login):
        return flow.after_organization(login)
    if at_otp:
        return _authenticated(login, otp_form.process(login))
    if organization.SWITCH in ctx.form and login.notes.get(pending_login.SWITCHABLE_ORGANIZATION):
        return organization.choose_again(login) or flow.next_step(login)
    if "cancel" in ctx.form:
        raise flow.error_redirect(login, "access_denied", reason="the user cancelled the login")
    return _authenticated(login, password_form.process(login))


def required_action(ctx: Context) -> Step:
    """Serve `login-actions/required-action`: what a user has to do before the login is complete."""
    execution = ctx.query.get("execution")
    login, is_form = _check(ctx, pending_login.REQUIRED_ACTION)
    session_code_checks.check_required_action(login, execution, is_form=is_form)
    if not is_form or execution is None:
        return flow.next_action(login)
    before = login.user
    try:
        return required_actions.process(login, execution) or flow.next_action(login)
    except TermsDeclined:
        reason = "the user declined the terms and conditions"
        raise flow.error_redirect(
            login, "access_denied", "termsAndConditionsDeclined", reason=reason, denied=True
        ) from None
    except ErrorPage:
        if before:
            # As Keycloak, which rolls the action back if the login then fails.
            ctx.accounts.save(before)
        raise


def grant_consent(ctx: Context) -> Step:
    """Serve `login-actions/consent`: the form of the consent page."""
    login, is_form = _check(ctx, pending_login.REQUIRED_ACTION, code=ctx.form.get("session_code"), execution=None)
    # As Keycloak: only the answers to other forms replace their address.
    login.replaces_history = False
    session_code_checks.check_required_action(login, consent.ACTION, is_form=is_form)
    if "cancel" in ctx.form:
        reason = f'the user denied consent to client "{login.client.client_id}"'
        raise flow.error_redirect(login, "access_denied", reason=reason, denied=True)
    if consent.is_device_denied(login):
        raise flow.error_redirect(login, "access_denied", reason="the user has denied this device before", denied=True)
    if required_actions.next_action(login) != consent.ACTION:
        # A required action comes first, or no consent is required: this form alone does not complete the login.
        return flow.next_action(login)
    if login.user:
        # As Keycloak, which rolls the consent back if the login then fails.
        finish.check_user(login, login.user)
    consent.grant(login)
    return flow.after_consent(login)


def register(ctx: Context) -> Step:
    """Serve `login-actions/registration`: the registration page, and its form."""
    login, is_form = _check(ctx, pending_login.REGISTRATION)
    session_code_checks.check_authenticating(login)
    identity_cookie.expire(ctx)
    registration.check_allowed(ctx)
    if not is_form:
        return registration.page(login)
    session_code_checks.check_execution(login)
    if ctx.method == "GET":
        # As Keycloak: the form of this page is read whatever the method, and a GET request has no form.
        reason = "the action URL of the registration form was opened with GET; it takes a POST request"
        raise login.error_page("unexpectedErrorHandlingRequestMessage", reason=reason)
    return _authenticated(login, registration.process(login))


def reset_credentials(ctx: Context) -> Step:
    """Serve `login-actions/reset-credentials`: the page for a forgotten password, and its form."""
    client = ctx.realm.clients.get(ctx.query.get("client_id") or "")
    is_lost = tabs.current(ctx, client, ctx.query.get("tab_id")) is None
    names = {name for name, _ in ctx.query.items()}
    if ctx.method == "GET" and is_lost and not {"session_code", "client_data"} & names:
        reset_password.check_allowed(ctx)
        return reset_password.page(reset_password.open_login(ctx))
    login, is_form = _check(ctx, pending_login.RESET)
    session_code_checks.check_authenticating(login, resetting=True)
    reset_password.check_allowed(ctx)
    if not is_form:
        return reset_password.page(login)
    session_code_checks.check_execution(login)
    fork = reset_password.process(login)
    if isinstance(fork, Page):
        return fork
    return password_form.page(fork, username=(ctx.form.get("username") or "").strip())


def restart(ctx: Context) -> Step:
    """Serve `login-actions/restart`: start the login over."""
    try:
        login = session_code_checks.find(ctx)
    except SessionCodeCheckFailed as failed:
        ctx.remarks.append(failed.reason)
        return failed.step
    path = login.request.get(pending_login.APP_INITIATED_FLOW) or pending_login.LOGIN
    session = ctx.sessions.online.get(login.root_id)
    if (ctx.query.get("skip_logout") or "").lower() != "true" and session:
        end_session.remove(ctx, session)
        identity_cookie.expire(ctx)
        login = _recreate(login)
    login.reset(path)
    return login.redirect(path)


def _check(ctx: Context, path: str, **override: str | None) -> tuple[PendingLogin, bool]:
    given = {"code": ctx.query.get("session_code"), "execution": ctx.query.get("execution"), **override}
    login, is_form = session_code_checks.check(ctx, path, code=given["code"], execution=given["execution"])
    choose_locale(login)
    return login, is_form


def _authenticated(login: PendingLogin, user: User | Page) -> Step:
    if isinstance(user, Page):
        return user
    current = login.notes[pending_login.EXECUTION]
    login.update(replace(login.auth_session.with_execution(current, pending_login.SUCCESS), user_id=user.id))
    return flow.completed(login)


def _recreate(login: PendingLogin) -> PendingLogin:
    """Move the login to a new root authentication session, because its user session has ended (recreate)."""
    ctx, auth_session = login.ctx, login.auth_session
    login.remove()
    tabs.set_restart_cookie(login)
    ctx.cookies.sent = {name: value for name, value in ctx.cookies.sent.items() if name not in _SESSION_COOKIES}
    fresh = tabs.open_login(ctx, login.client)
    fresh.update(replace(fresh.auth_session, redirect_uri=auth_session.redirect_uri, request=auth_session.request))
    return fresh


_SESSION_COOKIES = (cookies.AUTH_SESSION_ID.name, cookies.IDENTITY.name, cookies.SESSION.name)
