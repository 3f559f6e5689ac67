"""Log out a browser, with or without a confirmation page (LogoutEndpoint)."""

from dataclasses import replace

from mockauth.protocol import cookies, redirect_uris
from mockauth.protocol.context import Context
from mockauth.protocol.errors import ErrorPage
from mockauth.protocol.login import end_session, identity_cookie, pending_login
from mockauth.protocol.login.locale import choose_locale
from mockauth.protocol.login.pending_login import PendingLogin
from mockauth.protocol.logout import frontchannel, logout_session, request
from mockauth.protocol.pages import Message, Page, Redirect, Step
from mockauth.protocol.realm_checks import needs_https
from mockauth.realms.model import Client
from mockauth.realms.problems.setting import setting
from mockauth.state.sessions import UserSession

_FAILED = "failedLogout"
_UNKNOWN_LOGOUT = "this browser has no pending logout with the client_id and tab_id of the URL"


def begin(ctx: Context) -> Step:
    """Serve `logout`: log out at once if a valid id_token_hint allows it, or ask the user."""
    logout_request = request.read(ctx)
    session = identity_cookie.current_session(ctx, check_active=False)
    hinted_id = logout_request.hint.get("sid") if logout_request.hint else None
    why_ask = logout_request.why_confirm
    if session:
        if hinted_id is not None and hinted_id != session.id:
            why_ask = why_ask or "the id_token_hint is of another session than the browser's"
    elif logout_request.hint is None and logout_request.client and logout_request.redirect_uri:
        # The browser is not logged in, so there is nothing to confirm.
        why_ask = ""
    if session is None and hinted_id is not None:
        session = ctx.sessions.online.get(str(hinted_id))
    logout = logout_session.create_or_join(ctx, logout_request, session)
    if why_ask:
        ctx.remarks.append(f"the user has to confirm the logout: {why_ask}")
        return _confirmation_page(logout)
    return _log_out(logout)


def confirm(ctx: Context) -> Step:
    """Serve the form of the confirmation page, `logout-confirm`. Raises ErrorPage if the form is outdated."""
    logout = None if needs_https(ctx) or not ctx.realm.enabled else logout_session.current(ctx)
    if logout is None:
        identity_cookie.current_session(ctx, check_active=False)
        raise _failed(ctx, None, _UNKNOWN_LOGOUT)
    code = ctx.form.get("session_code")
    if code is None or not logout.use_session_code(code):
        reason = "invalid session_code: the form was sent twice, or is not of the latest confirmation page"
        raise _failed(ctx, logout, reason)
    root, lifespan = ctx.sessions.root_auth_sessions.get(logout.root_id), ctx.realm.lifespans.login_action
    if root is None or lifespan <= ctx.now - root.touched:
        fix = setting(ctx.realm, "accessCodeLifespanUserAction", lifespan)
        raise _failed(ctx, logout, f"the confirmation page is older than {lifespan} seconds ({fix})")
    if logout.action != pending_login.LOGGING_OUT:
        raise _failed(ctx, logout, "the session_code is of a login page, not of the confirmation page")
    return _log_out(logout)


def show_confirmation(ctx: Context) -> Step:
    """Serve `logout-confirm`: the confirmation page again, usually in another language."""
    logout = None if needs_https(ctx) or not ctx.realm.enabled else logout_session.current(ctx)
    if logout is None:
        if identity_cookie.current_session(ctx, check_active=False):
            raise _failed(ctx, None, _UNKNOWN_LOGOUT)
        client = logout_session.find_client(ctx.realm, ctx.query.get("client_id"))
        ctx.remarks.append("the browser is logged out already")
        return replace(_logged_out_page(ctx, client, {}), status=400)
    choose_locale(logout)
    logout.update(replace(logout.auth_session, action=pending_login.LOGGING_OUT), touch=True)
    return _confirmation_page(logout)


def _confirmation_page(logout: PendingLogin) -> Page:
    values = {
        "action": logout_session.confirm_url(logout),
        "session_code": logout.session_code(),
        "skip_link": logout.client.client_id == logout_session.system_client(logout.ctx.realm).client_id,
    }
    return logout.page("logout-confirm", locale_url=logout_session.confirm_url(logout), values=values)


def _failed(ctx: Context, logout: PendingLogin | None, reason: str) -> ErrorPage:
    client = logout.client if logout else logout_session.find_client(ctx.realm, ctx.query.get("client_id"))
    error = ErrorPage(_FAILED, reason=reason, client=_linked_client(ctx, client))
    if client:
        error.page = replace(error.page, values={**error.page.values, "polling_client": client.client_id})
    return error


def _linked_client(ctx: Context, client: Client | None) -> Client | None:
    """Return the client whose base URL a page links to, which is never the system client."""
    return client if client and client.client_id != logout_session.system_client(ctx.realm).client_id else None


def _log_out(logout: PendingLogin) -> Step:
    """Log out without further questions (doBrowserLogout)."""
    ctx, hinted = logout.ctx, _hinted_session(logout)
    session = identity_cookie.current_session(ctx, check_active=False)
    if session is not None:
        return _end_browser_session(logout, hinted or session)
    if hinted is not None:
        if identity_cookie.is_in_cookie(ctx, hinted.id):
            return _end_browser_session(logout, hinted)
        end_session.end(ctx, hinted)
    logout.remove()
    return _final_step(logout)


def _hinted_session(logout: PendingLogin) -> UserSession | None:
    """Return the user session of the id_token_hint if it exists. Raises ErrorPage if the token is older than it."""
    ctx, notes = logout.ctx, logout.notes
    if logout_session.HINTED_SESSION not in notes:
        return None
    session = ctx.sessions.online.get(notes[logout_session.HINTED_SESSION])
    if session is None:
        ctx.remarks.append("the session of the id_token_hint has ended already")
        ctx.sessions.root_auth_sessions.take(logout.root_id)
        cookies.expire(ctx, cookies.RESTART)
    elif int(float(notes[logout_session.HINTED_TIME])) + 1 < session.started:
        reason = "the id_token_hint was issued before the session with its sid started"
        raise ErrorPage("sessionNotActiveMessage", reason=reason, client=logout.client)
    return session


def _end_browser_session(logout: PendingLogin, session: UserSession) -> Step:
    """End the browser's user session, and notify clients by frames (finishBrowserLogout)."""
    ctx = logout.ctx
    frames = frontchannel.frames(ctx, session)
    end_session.remove(ctx, session)
    identity_cookie.expire(ctx)
    identity_cookie.remember(ctx, None)
    ctx.sessions.root_auth_sessions.take(logout.root_id)
    return frontchannel.page(logout, frames, _redirect_url(logout)) if frames else _final_step(logout)


def _redirect_url(logout: PendingLogin) -> str:
    """Return the post-logout redirect URI with the state, or nothing if the request has none."""
    uri, state = logout.notes.get(logout_session.REDIRECT_URI), logout.notes.get(logout_session.STATE)
    return redirect_uris.with_query(uri, [("state", state)] if state is not None else []) if uri else ""


def _final_step(logout: PendingLogin) -> Step:
    """Redirect to the post-logout redirect URI, or show that the user is logged out (LogoutUtil)."""
    uri = _redirect_url(logout)
    if uri and not logout.client.is_on("logout.confirmation.enabled"):
        return Redirect(uri)
    values = {
        "polling_url": logout.relative_url("restart", skip_logout="true"),
        **({"page_redirect_uri": uri} if uri else {}),
    }
    page = _logged_out_page(logout.ctx, logout.client, values)
    return replace(
        page,
        user_id=logout.user_id,
        chosen_locale=logout.notes.get(pending_login.LOCALE),
        ui_locales=logout.request.get("locale_client_requested"),
    )


def _logged_out_page(ctx: Context, client: Client | None, values: dict[str, str]) -> Page:
    message = Message("success", "successLogout")
    named = {"polling_client": client.client_id} if client else {}
    return Page("info", message=message, values={**named, **values}, client=_linked_client(ctx, client))
