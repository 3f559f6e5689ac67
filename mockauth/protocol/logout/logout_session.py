"""A logout that is not finished yet: like a pending login, in a tab of the browser (createOrJoinLogoutSession)."""

from dataclasses import replace
from urllib.parse import quote_plus, urlsplit

from mockauth.protocol.context import Context
from mockauth.protocol.login import auth_session_cookie, pending_login
from mockauth.protocol.login.pending_login import Pending
from mockauth.protocol.logout.request import LogoutRequest
from mockauth.realms.built_in import derived_id
from mockauth.realms.model import Client, Realm
from mockauth.state.pending_logins import Browser, Login
from mockauth.state.sessions import UserSession

LOGGING_OUT = "LOGGING_OUT"
# Notes of a logout, by Keycloak's names.
REDIRECT_URI, STATE = "OIDC_LOGOUT_REDIRECT_URI", "OIDC_LOGOUT_STATE_PARAM"
HINTED_SESSION = "OIDC_LOGOUT_VALIDATED_ID_TOKEN_SESSION_STATE"
HINTED_TIME = "OIDC_LOGOUT_VALIDATED_ID_TOKEN_ISSUED_AT"
_ACCOUNT, _SYSTEM = "account", "_system"


def system_client(realm: Realm) -> Client:
    """Give the client that stands in where none is named (SystemClientUtil)."""
    account = realm.clients.get(_ACCOUNT)
    if account and account.enabled:
        return account
    known = realm.clients.get(_SYSTEM)
    return known or replace(
        next(iter(realm.clients.values())),
        id=derived_id(realm.name, "clients", _SYSTEM),
        client_id=_SYSTEM,
        name=_SYSTEM,
        enabled=True,
        root_url="",
        base_url="",
        redirect_uris=(),
        attributes={},
    )


def client_named(realm: Realm, client_id: str | None) -> Client | None:
    """Give the client of an id, which may be the one that stands in."""
    system = system_client(realm)
    return system if client_id == system.client_id else realm.clients.get(client_id or "")


def opened(ctx: Context, request: LogoutRequest, session: UserSession | None) -> Pending:
    """Give the browser's logout, begun anew unless the same client has begun one."""
    client = request.client or system_client(ctx.realm)
    browser = auth_session_cookie.current(ctx)
    if browser is None:
        browser_id = session.id if session else ctx.state.ids.session()
        browser = ctx.sessions.browsers.get(browser_id) or Browser(browser_id, ctx.now)
        auth_session_cookie.set_id_cookie(ctx, browser.id)
    before = next((login for login in browser.logins.values() if login.action == LOGGING_OUT), None)
    if before and before.client_id != client.client_id:
        browser, before = browser.without_login(before.tab), None
    login = before or Login(ctx.state.ids.short(), client.client_id, action=LOGGING_OUT)
    login = _noting(login, request, session)
    browser = replace(browser.with_login(login), touched=ctx.now)
    ctx.sessions.browsers.put(browser.id, *auth_session_cookie.until(ctx, browser))
    return Pending(ctx, browser.id, login, client)


def _noting(login: Login, request: LogoutRequest, session: UserSession | None) -> Login:
    notes: dict[str, str | None] = {}
    if request.redirect_uri:
        notes[REDIRECT_URI] = request.redirect_uri
    if request.state is not None:
        notes[STATE] = request.state
    if request.hint is not None:
        named = request.hint.get("sid")
        # A mapper may have made a number of it, which names no session.
        notes[HINTED_SESSION] = None if named is None else str(named)
        notes[HINTED_TIME] = str(request.hint.get("iat", 0))
    if request.ui_locales is not None:
        login = login.with_request({"locale_client_requested": request.ui_locales})
    return replace(login.with_notes(notes), user_id=session.user_id if session else login.user_id)


def current(ctx: Context) -> Pending | None:
    """Give the pending logout, or login, that the URL names, if it is this browser's."""
    return pending_login.current(ctx, client_named(ctx.realm, ctx.query.get("client_id")), ctx.query.get("tab_id"))


def url(it: Pending) -> str:
    """Give where the form of the page that asks is sent, without the server's name."""
    asked = {"client_id": it.client.client_id, "tab_id": it.login.tab}
    query = "&".join(f"{name}={quote_plus(value, safe='-._~?')}" for name, value in asked.items())
    return f"{urlsplit(it.ctx.issuer).path}/protocol/openid-connect/logout/logout-confirm?{query}"
