"""A pending logout: an authentication session with the action LOGGING_OUT (createOrJoinLogoutSession)."""

from dataclasses import replace
from urllib.parse import quote_plus, urlsplit

from mockauth.protocol.context import Context
from mockauth.protocol.login import auth_session_cookie, tabs
from mockauth.protocol.login.pending_login import LOGGING_OUT, PendingLogin
from mockauth.protocol.logout.request import LogoutRequest
from mockauth.realms.built_in import derived_id
from mockauth.realms.model import Client, Realm
from mockauth.state.pending_logins import AuthenticationSession, RootAuthenticationSession
from mockauth.state.sessions import UserSession

# Auth notes of a logout, by Keycloak's names.
REDIRECT_URI, STATE = "OIDC_LOGOUT_REDIRECT_URI", "OIDC_LOGOUT_STATE_PARAM"
HINTED_SESSION = "OIDC_LOGOUT_VALIDATED_ID_TOKEN_SESSION_STATE"
HINTED_TIME = "OIDC_LOGOUT_VALIDATED_ID_TOKEN_ISSUED_AT"
_ACCOUNT, _SYSTEM = "account", "_system"


def system_client(realm: Realm) -> Client:
    """Return the client of a logout that names no client (SystemClientUtil)."""
    account = realm.clients.get(_ACCOUNT)
    if account and account.enabled:
        return account
    existing = realm.clients.get(_SYSTEM)
    return existing or replace(
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


def find_client(realm: Realm, client_id: str | None) -> Client | None:
    """Return a client by its client_id, which may be that of the system client."""
    system = system_client(realm)
    return system if client_id == system.client_id else realm.clients.get(client_id or "")


def create_or_join(ctx: Context, request: LogoutRequest, session: UserSession | None) -> PendingLogin:
    """Return the browser's pending logout, which is a new one unless the same client has started one."""
    client = request.client or system_client(ctx.realm)
    root = auth_session_cookie.current(ctx)
    if root is None:
        # As Keycloak: a UUID, unlike the id of a login; a later login in this browser takes it for its session.
        root_id = session.id if session else ctx.state.ids.uuid()
        root = ctx.sessions.root_auth_sessions.get(root_id) or RootAuthenticationSession(root_id, ctx.now)
        auth_session_cookie.set_id_cookie(ctx, root.id)
    before = next((one for one in root.auth_sessions.values() if one.action == LOGGING_OUT), None)
    if before and before.client_id != client.client_id:
        root, before = root.without(before.tab_id), None
    auth_session = before or AuthenticationSession(ctx.state.ids.short(), client.client_id, action=LOGGING_OUT)
    auth_session = _with_request(auth_session, request, session)
    root = replace(root.with_session(auth_session), touched=ctx.now)
    ctx.sessions.root_auth_sessions.put(root.id, *auth_session_cookie.until(ctx, root))
    return PendingLogin(ctx, root.id, auth_session, client)


def _with_request(
    auth_session: AuthenticationSession, request: LogoutRequest, session: UserSession | None
) -> AuthenticationSession:
    notes: dict[str, str | None] = {}
    if request.redirect_uri:
        notes[REDIRECT_URI] = request.redirect_uri
    if request.state is not None:
        notes[STATE] = request.state
    if request.hint is not None:
        session_id = request.hint.get("sid")
        # A mapper may have written a number, which is the id of no session.
        notes[HINTED_SESSION] = None if session_id is None else str(session_id)
        notes[HINTED_TIME] = str(request.hint.get("iat", 0))
    if request.ui_locales is not None:
        auth_session = auth_session.with_request({"locale_client_requested": request.ui_locales})
    return replace(auth_session.with_notes(notes), user_id=session.user_id if session else auth_session.user_id)


def current(ctx: Context) -> PendingLogin | None:
    """Return the browser's pending logout, or login, that the URL names, or None."""
    return tabs.current(ctx, find_client(ctx.realm, ctx.query.get("client_id")), ctx.query.get("tab_id"))


def confirm_url(logout: PendingLogin) -> str:
    """Return the action URL of the confirmation page, without scheme and host."""
    parameters = {"client_id": logout.client.client_id, "tab_id": logout.tab_id}
    query = "&".join(f"{name}={quote_plus(value, safe='-._~?')}" for name, value in parameters.items())
    return f"{urlsplit(logout.ctx.issuer).path}/protocol/openid-connect/logout/logout-confirm?{query}"
