"""`authorization_code` (RFC 6749 section 4.1.3)."""

from collections.abc import Mapping
from typing import Any

from mockauth.protocol import client_session_state, pkce, scopes, sessions
from mockauth.protocol.context import Context
from mockauth.protocol.errors import InvalidGrant, InvalidRequest
from mockauth.protocol.tokens import consents, issuing
from mockauth.protocol.tokens.issuance import Issuance
from mockauth.realms.model import Client, User
from mockauth.realms.problems.setting import setting
from mockauth.state.pending_logins import AuthorizationCode
from mockauth.state.sessions import UserSession

_SHORTCUT = "ac"
_PARTS = 3


def redeem(ctx: Context, client: Client) -> Mapping[str, Any]:
    """Redeem an authorization code, once (AuthorizationCodeGrantType, OAuth2CodeParser)."""
    text = ctx.form.get("code")
    if text is None:
        raise InvalidRequest("Missing parameter: code", reason="the form has no code")
    code, session, user = _take_code(ctx, text)
    if not user.enabled:
        raise InvalidGrant("User disabled", reason=f'user "{user.username}" is disabled')
    redirect_uri = ctx.form.get("redirect_uri")
    if code.redirect_uri is not None and code.redirect_uri != redirect_uri:
        raise InvalidGrant(
            "Incorrect redirect_uri",
            reason=f'the redirect_uri must be that of the authorization request, "{code.redirect_uri}"'
            + ("" if redirect_uri is not None else "; the form has none"),
        )
    if code.client != client.id:
        raise InvalidGrant(
            "Auth error: Found different client_id in clientSession",
            reason=f'the code was issued to another client, not to "{client.client_id}"',
        )
    if not client.standard_flow:
        raise InvalidGrant(
            "Client not allowed to exchange code",
            reason=f'client "{client.client_id}" may not use the authorization code flow: '
            f"set {setting(ctx.realm, 'standardFlowEnabled', True)}",
        )
    client_session = session.clients.get(client.client_id)
    if client_session is None:
        raise InvalidGrant("Session not active", reason=f'the session of client "{client.client_id}" has ended')
    pkce.check_verifier(ctx.form.get("code_verifier"), code.challenge, code.challenge_method)
    consents.require(ctx, client, user, code.scope)
    session = client_session_state.save_adapter_session(ctx, client, session)
    client_session = session.clients.get(client.client_id, client_session)
    refreshable = issuing.gives_refresh_tokens(client)
    if refreshable and scopes.wants_offline_token(ctx.realm, client, user, code.scope):
        sessions.start_offline_session(ctx, client, session)
    issuance = Issuance(
        user,
        session,
        client_session,
        code.scope,
        _SHORTCUT,
        refreshable=refreshable,
        nonce=code.nonce,
        with_id_token=scopes.is_openid(code.scope),
    )
    return issuing.issue(ctx, client, issuance)


def _take_code(ctx: Context, text: str) -> tuple[AuthorizationCode, UserSession, User]:
    """Remove the code and return it. Reuse of a code ends its client session (RFC 6749 section 4.1.2)."""
    parts = text.split(".", _PARTS - 1)
    if len(parts) < _PARTS:
        raise InvalidGrant("Code not valid", reason="unknown authorization code")
    code_id, session_id, client_id = parts
    session = ctx.sessions.online.get(session_id)
    # Keycloak deletes the sessions of a user together with the user.
    user = ctx.accounts.by_id(ctx.realm, session.user_id) if session else None
    if session is None or user is None:
        reason = "unknown authorization code: its session has ended, or another realm or server issued it"
        raise InvalidGrant("Code not valid", reason=reason)
    code = ctx.sessions.codes.take(code_id)
    if code is None or (code.session_id, code.client) != (session_id, client_id):
        _end_client_session(ctx, session_id, client_id)
        raise InvalidGrant(
            "Code not valid",
            reason="the authorization code has expired or was already redeemed, so the client session was ended",
        )
    return code, session, user


def _end_client_session(ctx: Context, session_id: str, client: str) -> None:
    client_id = next((it.client_id for it in ctx.realm.clients.values() if it.id == client), "")

    def ended(session: UserSession) -> tuple[UserSession, int]:
        return session.with_client(client_id, None), sessions.session_end(ctx.realm, session)

    ctx.sessions.online.update(session_id, ended)
