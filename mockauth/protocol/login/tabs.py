"""Browser tabs: open a login in a new tab, find the login of a tab, and restart a lost one (RestartLoginCookie)."""

import json
from dataclasses import replace

from mockauth.protocol import cookies
from mockauth.protocol.context import Context
from mockauth.protocol.jose import InvalidJws, verified_claims
from mockauth.protocol.login import auth_session_cookie, identity_cookie
from mockauth.protocol.login.pending_login import PendingLogin
from mockauth.realms.model import Client
from mockauth.state.pending_logins import AuthenticationSession, RootAuthenticationSession


def open_login(ctx: Context, client: Client, *, fresh: bool = False) -> PendingLogin:
    """Start a login in a new tab (AuthorizationEndpointBase.createAuthenticationSession).

    The browser's root authentication session is created, and its cookie set, if it has none yet or if `fresh`. If only
    the cookie is lost, the browser's user session leads to its root authentication session.
    """
    root = None if fresh else auth_session_cookie.current(ctx)
    if root is None:
        session = None if fresh else identity_cookie.current_session(ctx)
        kept = ctx.sessions.root_auth_sessions.get(session.id) if session else None
        root = kept or RootAuthenticationSession(session.id if session else ctx.state.ids.session(), ctx.now)
        auth_session_cookie.set_cookie(ctx, root.id)
    auth_session = AuthenticationSession(ctx.state.ids.short(), client.client_id)
    root = replace(root.with_session(auth_session), touched=ctx.now)
    ctx.sessions.root_auth_sessions.put(root.id, *auth_session_cookie.until(ctx, root))
    return PendingLogin(ctx, root.id, auth_session, client)


def current(ctx: Context, client: Client | None, tab_id: str | None) -> PendingLogin | None:
    """Return the pending login of a browser tab, or None if there is none for this client."""
    root = auth_session_cookie.current(ctx)
    auth_session = root.auth_sessions.get(tab_id or "") if root else None
    if root is None or auth_session is None or client is None or auth_session.client_id != client.client_id:
        return None
    return PendingLogin(ctx, root.id, auth_session, client)


def set_restart_cookie(login: PendingLogin) -> None:
    """Set the cookie from which a lost login is restarted (RestartLoginCookie)."""
    restart = {
        "cid": login.client.client_id,
        "ruri": login.redirect_uri,
        "act": login.action,
        "notes": dict(login.request),
    }
    cookies.put(login.ctx, cookies.RESTART, login.ctx.keys.secret.sign(json.dumps(restart).encode()))


def restarted(ctx: Context, client_id: str | None) -> PendingLogin | None:
    """Restart a lost login from the restart cookie; None if the cookie is missing or of another client."""
    try:
        restart = verified_claims(cookies.get(ctx, cookies.RESTART), ctx.keys)
    except InvalidJws:
        return None
    client = ctx.realm.clients.get(str(restart.get("cid")))
    if client is None or client.client_id != client_id or not isinstance(restart.get("notes"), dict):
        return None
    login = open_login(ctx, client, fresh=auth_session_cookie.current(ctx) is None)
    login.update(
        replace(
            login.auth_session,
            redirect_uri=str(restart.get("ruri", "")),
            action=str(restart.get("act")),
            request=restart["notes"],
        )
    )
    return login
