"""Start a login: on the login page, the registration page, or the page for a forgotten password."""

from dataclasses import replace

from mockauth.protocol.context import NO_BACK_BUTTON, Context
from mockauth.protocol.errors import ErrorPage
from mockauth.protocol.login import acr_levels, flow, identity_cookie, pending_login, pushed_requests, tabs
from mockauth.protocol.login import registration as registration_form
from mockauth.protocol.login import reset_password as reset_form
from mockauth.protocol.login.locale import choose_locale
from mockauth.protocol.login.pending_login import PendingLogin
from mockauth.protocol.login.request import AuthorizationRequest
from mockauth.protocol.pages import Step


def login(ctx: Context, request: AuthorizationRequest) -> Step:
    """Start a login: show the login page, or answer at once if the browser is logged in already."""
    pending = _open(ctx, request, pending_login.LOGIN)
    if request.creates_account:
        registration_form.check_allowed(ctx, pending.error_page)
        return _registration_page(pending)
    pending.set_note(pushed_requests.NOTE, request.pushed_as or None)
    if request.has_prompt("none"):
        return flow.without_pages(pending)
    tabs.set_restart_cookie(pending)
    # As Keycloak: reloading the page must not start from a pushed request that has been used in the meantime.
    return pending.redirect(pending_login.LOGIN) if request.pushed_as else flow.next_step(pending)


def registration(ctx: Context, request: AuthorizationRequest) -> Step:
    """Start on the registration page."""
    return _registration_page(_open(ctx, request, pending_login.REGISTRATION))


def reset_password(ctx: Context, request: AuthorizationRequest) -> Step:
    """Start on the page for a forgotten password."""
    pending = _open(ctx, request, pending_login.RESET)
    if request.parameters.get("prompt") == "create":
        registration_form.check_allowed(ctx, pending.error_page)
        return _registration_page(pending)
    identity_cookie.expire(ctx)
    pending.set_request({pending_login.APP_INITIATED_FLOW: pending_login.RESET})
    return reset_form.page(pending)


def _registration_page(pending: PendingLogin) -> Step:
    identity_cookie.expire(pending.ctx)
    pending.set_note(pending_login.FLOW_PATH, pending_login.REGISTRATION)
    pending.set_request({pending_login.APP_INITIATED_FLOW: pending_login.REGISTRATION})
    choose_locale(pending)
    return registration_form.page(pending)


def _open(ctx: Context, request: AuthorizationRequest, path: str) -> PendingLogin:
    pending = tabs.open_login(ctx, request.client)
    auth_session = pending.auth_session.with_request(request.client_notes(ctx.issuer))
    auth_session = auth_session.with_notes({pending_login.FLOW_PATH: path})
    pending.update(replace(auth_session, redirect_uri=request.redirect_uri))
    try:
        acr_levels.check_essential(pending, request.parameters.get("claims"))
    except ErrorPage:
        pending.roll_back()
        raise
    ctx.headers["Cache-Control"] = NO_BACK_BUTTON
    return pending
