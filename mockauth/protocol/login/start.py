"""How a login begins: with the login page, with the page for new accounts, or with that for forgotten passwords."""

from mockauth.protocol.context import NO_BACK_BUTTON, Context
from mockauth.protocol.errors import ErrorPage
from mockauth.protocol.login import acr_levels, flow, identity_cookie, pending_login, pushed_requests
from mockauth.protocol.login import registration as registration_form
from mockauth.protocol.login import reset_password as reset_form
from mockauth.protocol.login.pending_login import Pending
from mockauth.protocol.login.request import AuthorizationRequest
from mockauth.protocol.pages import Step


def login(ctx: Context, request: AuthorizationRequest) -> Step:
    """Begin a login: the page, or the answer where the browser is logged in already."""
    it = _opened(ctx, request, pending_login.LOGIN)
    if request.creates:
        registration_form.check_allowed(ctx)
        return _registration(it)
    it.note(pushed_requests.NOTE, request.pushed_as or None)
    if request.prompts("none"):
        return flow.without_asking(it)
    pending_login.set_restart_cookie(it)
    # As Keycloak: a page that is loaded again does not begin with a pushed request that has been used meanwhile.
    return it.redirect(pending_login.LOGIN) if request.pushed_as else flow.next_step(it)


def registration(ctx: Context, request: AuthorizationRequest) -> Step:
    """Begin with the page for new accounts."""
    return _registration(_opened(ctx, request, pending_login.REGISTRATION))


def reset_password(ctx: Context, request: AuthorizationRequest) -> Step:
    """Begin with the page for forgotten passwords."""
    it = _opened(ctx, request, pending_login.RESET)
    if request.parameters.get("prompt") == "create":
        registration_form.check_allowed(ctx)
        return _registration(it)
    identity_cookie.expire(ctx)
    it.change(it.login.with_request({pending_login.APP_INITIATED_FLOW: pending_login.RESET}))
    return reset_form.page(it)


def _registration(it: Pending) -> Step:
    identity_cookie.expire(it.ctx)
    it.change(it.login.with_request({pending_login.APP_INITIATED_FLOW: pending_login.REGISTRATION}))
    pending_login.choose_locale(it)
    return registration_form.page(it)


def _opened(ctx: Context, request: AuthorizationRequest, path: str) -> Pending:
    it = pending_login.open_login(ctx, request.client)
    login = it.login.with_request(request.remembered(ctx.issuer)).with_notes({pending_login.FLOW_PATH: path})
    it.change(pending_login.redirecting(login, request.redirect_uri))
    try:
        acr_levels.check_essential(it, request.parameters.get("claims"))
    except ErrorPage:
        it.undo()
        raise
    ctx.headers["Cache-Control"] = NO_BACK_BUTTON
    return it
