"""Logging a browser out: the page that asks for it, and what is done then (LogoutEndpoint)."""

from dataclasses import replace

from mockauth.protocol import cookies, redirect_uris
from mockauth.protocol.context import Context
from mockauth.protocol.errors import ErrorPage
from mockauth.protocol.login import end_session, identity_cookie, pending_login
from mockauth.protocol.login.pending_login import Pending
from mockauth.protocol.logout import frontchannel, logout_session, request
from mockauth.protocol.pages import Message, Page, Redirect, Step
from mockauth.protocol.realm_checks import needs_https
from mockauth.realms.model import Client
from mockauth.state.sessions import UserSession

_FAILED = "failedLogout"


def begin(ctx: Context) -> Step:
    """`logout`: log out at once where an ID token shows that the client means it; else ask the person."""
    asked = request.read(ctx)
    session = identity_cookie.of_cookie(ctx, check_active=False)
    hinted = asked.hint.get("sid") if asked.hint else None
    ask = not asked.means_it or asked.must_ask
    if session:
        ask |= hinted is not None and hinted != session.id
    elif asked.hint is None and asked.client and asked.redirect_uri:
        # Nothing is left to be asked: the browser only wants to go on.
        ask = asked.must_ask
    if session is None and hinted is not None:
        session = ctx.sessions.online.get(str(hinted))
    it = logout_session.opened(ctx, asked, session)
    return _question(it) if ask else _log_out(it)


def confirm(ctx: Context) -> Step:
    """`logout-confirm`: the form of the page that asks. Raises ErrorPage where it is not the one that was shown."""
    it = None if needs_https(ctx) or not ctx.realm.enabled else logout_session.current(ctx)
    if it is None:
        identity_cookie.of_cookie(ctx, check_active=False)
        raise _failed(ctx, None, "there is no logout of this browser that the URL names")
    code = ctx.form.get("session_code")
    if code is None or not it.take_code(code):
        raise _failed(ctx, it, "the form's session_code is not that of the page: it is used, or of another page")
    browser = ctx.sessions.browsers.get(it.browser)
    if browser is None or ctx.realm.lifespans.login_action <= ctx.now - browser.touched:
        raise _failed(ctx, it, "the page was left for too long (accessCodeLifespanUserAction)")
    if it.login.action != logout_session.LOGGING_OUT:
        raise _failed(ctx, it, "this is the code of a login page")
    return _log_out(it)


def question(ctx: Context) -> Step:
    """`logout-confirm`: the page that asks once more, mostly in another language."""
    it = None if needs_https(ctx) or not ctx.realm.enabled else logout_session.current(ctx)
    if it is None:
        if identity_cookie.of_cookie(ctx, check_active=False):
            raise _failed(ctx, None, "there is no logout of this browser that the URL names")
        client = logout_session.client_named(ctx.realm, ctx.query.get("client_id"))
        return replace(_over(ctx, client, {}), status=400)
    pending_login.choose_locale(it)
    it.change(replace(it.login, action=logout_session.LOGGING_OUT), touch=True)
    return _question(it)


def _question(it: Pending) -> Page:
    values = {
        "action": logout_session.url(it),
        "session_code": it.code(),
        "skip_link": it.client.client_id == logout_session.system_client(it.ctx.realm).client_id,
    }
    return it.page("logout-confirm", path=logout_session.url(it), values=values)


def _failed(ctx: Context, it: Pending | None, reason: str) -> ErrorPage:
    client = it.client if it else logout_session.client_named(ctx.realm, ctx.query.get("client_id"))
    return ErrorPage(_FAILED, reason=reason, client=_to_link(ctx, client))


def _to_link(ctx: Context, client: Client | None) -> Client | None:
    """Give the client to whose home a page links: never the one that stands in."""
    return client if client and client.client_id != logout_session.system_client(ctx.realm).client_id else None


def _log_out(it: Pending) -> Step:
    """Log out, now that it is clear that this is wanted (doBrowserLogout)."""
    ctx, hinted = it.ctx, _hinted(it)
    session = identity_cookie.of_cookie(ctx, check_active=False)
    if session is not None:
        return _in_browser(it, hinted or session)
    if hinted is not None:
        if identity_cookie.is_in_cookie(ctx, hinted.id):
            return _in_browser(it, hinted)
        end_session.end(ctx, hinted)
    it.remove()
    return _farewell(it)


def _hinted(it: Pending) -> UserSession | None:
    """Give the session of the ID token, if it is still there. Raises ErrorPage for a token that is older."""
    ctx, notes = it.ctx, it.login.notes
    if logout_session.HINTED_SESSION not in notes:
        return None
    session = ctx.sessions.online.get(notes[logout_session.HINTED_SESSION])
    if session is None:
        ctx.sessions.browsers.take(it.browser)
        cookies.expire(ctx, cookies.RESTART)
    elif int(float(notes[logout_session.HINTED_TIME])) + 1 < session.started:
        reason = "the id_token_hint is older than the session whose id it names"
        raise ErrorPage("sessionNotActiveMessage", reason=reason, client=it.client)
    return session


def _in_browser(it: Pending, session: UserSession) -> Step:
    """End a session of this browser, with frames for the clients that want them (finishBrowserLogout)."""
    ctx = it.ctx
    framed = frontchannel.of(ctx, session)
    end_session.remove(ctx, session)
    identity_cookie.expire(ctx)
    identity_cookie.remember(ctx, None)
    ctx.sessions.browsers.take(it.browser)
    return frontchannel.page(it, framed, _end(it)) if framed else _farewell(it)


def _end(it: Pending) -> str:
    """Give the URL where the browser ends, with the state in it; nothing where the client named none."""
    uri, state = it.login.notes.get(logout_session.REDIRECT_URI), it.login.notes.get(logout_session.STATE)
    return redirect_uris.with_query(uri, [("state", state)] if state is not None else []) if uri else ""


def _farewell(it: Pending) -> Step:
    """Send the browser where the client wants it, or say that all is over (LogoutUtil)."""
    uri = _end(it)
    if uri and not it.client.is_on("logout.confirmation.enabled"):
        return Redirect(uri)
    page = _over(it.ctx, it.client, {"page_redirect_uri": uri} if uri else {})
    return replace(
        page,
        user_id=it.login.user_id,
        chosen_locale=it.login.notes.get(pending_login.LOCALE),
        ui_locales=it.login.request.get("locale_client_requested"),
    )


def _over(ctx: Context, client: Client | None, values: dict[str, str]) -> Page:
    return Page("info", message=Message("success", "successLogout"), values=values, client=_to_link(ctx, client))
