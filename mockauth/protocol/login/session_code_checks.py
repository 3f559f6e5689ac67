"""Whether a request of a login page belongs to a pending login, and to its present step (SessionCodeChecks)."""

import base64
import json
from collections.abc import Mapping

from mockauth.protocol import redirect_uris
from mockauth.protocol.context import Context
from mockauth.protocol.errors import ErrorPage, ErrorRedirect
from mockauth.protocol.java import replace_lone_surrogates
from mockauth.protocol.login import auth_session_cookie, identity_cookie, pending_login, response
from mockauth.protocol.login.pending_login import Pending
from mockauth.protocol.login.response import ResponseType
from mockauth.protocol.pages import Message, Page, Redirect, Step
from mockauth.protocol.realm_checks import require_login_allowed
from mockauth.realms.model import Client


class Elsewhere(Exception):
    """The login is not where this request thinks it is; `step` takes the person to where it is."""

    def __init__(self, step: Step) -> None:
        super().__init__("the login goes on elsewhere")
        self.step = step


def of_request(ctx: Context, path: str, *, code: str | None, execution: str | None) -> tuple[Pending, bool]:
    """Give the pending login, and whether the request is the form of its present step.

    Raises ErrorPage and Elsewhere.
    """
    it = found(ctx)
    if not it.client.enabled:
        it.remove()
        raise ErrorPage("loginRequesterNotEnabledMessage", reason=f'client "{it.client.client_id}" is disabled')
    at = it.login.notes.get(pending_login.EXECUTION)
    if code is None:
        if (
            execution is None
            and path != it.login.notes.get(pending_login.FLOW_PATH)
            and it.login.action == pending_login.AUTHENTICATE
        ):
            it.change(it.login.with_notes({pending_login.FLOW_PATH: path, pending_login.EXECUTION: None}))
            at = None
        if execution is not None and execution != at:
            raise Elsewhere(expired(it))
        return it, False
    if not it.take_code(code):
        latest = it.login.notes.get(pending_login.FLOW_PATH)
        if execution == at and latest:
            it.note(pending_login.FORWARDED_ERROR, "expiredActionMessage")
            raise Elsewhere(Redirect(it.url(latest, execution=execution)))
        raise Elsewhere(expired(it))
    if execution is not None:
        it.note(pending_login.LAST_EXECUTION, execution)
    return it, True


def authenticating(it: Pending, *, registering: bool = False) -> None:
    """See that the person has not taken too long, nor logged in or gone to log out. Raises ErrorPage and Elsewhere."""
    spans = it.ctx.realm.lifespans
    in_time(it, spans.login_action if registering else (spans.login or spans.login_action))
    if it.login.action == pending_login.REQUIRED_ACTIONS:
        raise Elsewhere(expired(it))
    if it.login.action != pending_login.AUTHENTICATE:
        raise ErrorPage("expiredCodeMessage", reason="this tab has gone over to logging out", client=it.client)


def acting(it: Pending, action: str | None, *, is_form: bool) -> None:
    """See that the login is at its required actions, and a form at this one. Raises Elsewhere."""
    if it.login.action != pending_login.REQUIRED_ACTIONS:
        raise Elsewhere(expired(it))
    in_time(it, it.ctx.realm.lifespans.login_action)
    at = it.login.notes.get(pending_login.EXECUTION)
    if is_form and action != at:
        raise Elsewhere(Redirect(it.url(pending_login.REQUIRED_ACTION, execution=at)))


def in_time(it: Pending, lifespan: int) -> None:
    """See that the person has not taken longer. Raises Elsewhere: the login begins anew."""
    browser = it.ctx.sessions.browsers.get(it.browser)
    if browser and lifespan > it.ctx.now - browser.touched:
        return
    it.reset(pending_login.LOGIN)
    it.note(pending_login.FORWARDED_ERROR, "loginTimeout")
    raise Elsewhere(Redirect(it.url(pending_login.LOGIN)))


def expired(it: Pending) -> Page:
    """Give the page that says that this step is over: start anew, or go on where the login is."""
    values = {"restart_url": it.path("restart", skip_logout="false"), "continue_url": it.last_url()}
    return it.page("login-page-expired", values=values)


def found(ctx: Context) -> Pending:
    """Give the pending login that the request names, begun anew if it was lost. Raises ErrorPage and Elsewhere."""
    require_login_allowed(ctx)
    client = ctx.realm.clients.get(ctx.query.get("client_id") or "")
    tab = ctx.query.get("tab_id")
    it = pending_login.current(ctx, client, tab)
    named = ctx.query.get("auth_session_id")
    if named is not None and auth_session_cookie.id_of(ctx, named) and it is None:
        raise ErrorPage("invalidCodeMessage", reason="this login belongs to another browser", client=client)
    data = client_data(ctx, client)
    if it is not None:
        return it
    raise _lost(ctx, client, data)


def client_data(ctx: Context, client: Client | None) -> Mapping[str, str]:
    """Give what the page's URL says of the request. Raises ErrorPage where that cannot be read."""
    text = (ctx.query.get("client_data") or "").strip()
    if not text:
        return {}
    try:
        said = json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
        return {name: replace_lone_surrogates(value) for name, value in said.items() if isinstance(value, str)}
    except (ValueError, AttributeError, RecursionError) as error:
        why = "client_data is not base64url of a JSON object"
        raise ErrorPage("invalidRequestMessage", reason=why, client=client) from error


def _lost(ctx: Context, client: Client | None, data: Mapping[str, str]) -> Exception:
    """Give what is answered where the login is not there any more (restartAuthenticationSessionFromCookie)."""
    it = pending_login.restarted(ctx, client.client_id if client else None)
    if it is not None:
        uri = redirect_uris.verify(data.get("ru"), it.client.root_url, it.client.redirect_uris, ctx.issuer)
        login = it.login.with_notes({pending_login.FORWARDED_ERROR: "loginTimeout"})
        it.change(pending_login.redirecting(login, uri or login.redirect_uri))
        return Elsewhere(
            Redirect(it.url(it.login.request.get(pending_login.APP_INITIATED_FLOW) or pending_login.LOGIN))
        )
    if identity_cookie.of_cookie(ctx, check_active=False) is not None:
        if client is not None and data:
            return _already_logged_in(ctx, client, data)
        values = {} if client else {"skip_link": True}
        return Elsewhere(Page("info", message=Message("success", "alreadyLoggedIn"), values=values, client=client))
    if not ctx.cookies.sent.get("KC_RESTART"):
        return ErrorPage(
            "cookieNotFoundMessage",
            reason="the browser sent no cookie of a login: does it keep Secure ones for http on this host?",
            client=client,
        )
    why = "the login is over, and the browser's cookie is not of this client's"
    return ErrorPage("invalidCodeMessage", reason=why, client=client)


def _already_logged_in(ctx: Context, client: Client, data: Mapping[str, str]) -> Exception:
    uri = redirect_uris.verify(data.get("ru"), client.root_url, client.redirect_uris, ctx.issuer)
    kind = ResponseType.parse(data.get("rt", ""))
    if uri is None or kind is None:
        parameter = "redirect_uri" if kind else "response_type"
        return ErrorPage("invalidParameterMessage", parameter, reason="client_data is not of a valid request")
    refused = ErrorRedirect("temporarily_unavailable", "authentication_expired", reason="this login is over already")
    mode = response.mode_of(data.get("rm"), kind) or response.QUERY
    refused.step = response.error(ctx, client, uri, mode, refused.error, refused.description, data.get("st"))
    return refused
