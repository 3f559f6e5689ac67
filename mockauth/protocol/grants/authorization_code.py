"""`authorization_code` (RFC 6749 section 4.1.3)."""

from collections.abc import Mapping
from typing import Any

from mockauth.protocol import client_session_state, pkce, scopes, sessions
from mockauth.protocol.context import Context
from mockauth.protocol.errors import InvalidGrant, InvalidRequest
from mockauth.protocol.tokens import consents, issuing
from mockauth.protocol.tokens.issuance import Issuance
from mockauth.realms.model import Client, User
from mockauth.state.pending_logins import Code
from mockauth.state.sessions import UserSession

_SHORTCUT = "ac"
_PARTS = 3


def redeem(ctx: Context, client: Client) -> Mapping[str, Any]:
    """Give tokens for a code, once (AuthorizationCodeGrantType, OAuth2CodeParser)."""
    text = ctx.form.get("code")
    if text is None:
        raise InvalidRequest("Missing parameter: code")
    code, session, user = _taken(ctx, text)
    if not user.enabled:
        raise InvalidGrant("User disabled", reason=f'user "{user.username}" is disabled')
    redirect_uri = ctx.form.get("redirect_uri")
    if code.redirect_uri is not None and code.redirect_uri != redirect_uri:
        raise InvalidGrant(
            "Incorrect redirect_uri",
            reason=f'the login had redirect_uri "{code.redirect_uri}", and the token request has '
            + (f'"{redirect_uri:.200}"' if redirect_uri is not None else "none"),
        )
    if code.client != client.id:
        raise InvalidGrant(
            "Auth error: Found different client_id in clientSession",
            reason=f'the code was made for another client than "{client.client_id}"',
        )
    if not client.standard_flow:
        raise InvalidGrant(
            "Client not allowed to exchange code", reason=f'client "{client.client_id}" has standardFlowEnabled off'
        )
    client_session = session.clients.get(client.client_id)
    if client_session is None:
        raise InvalidGrant("Session not active", reason="the client session has ended")
    pkce.check_verifier(ctx.form.get("code_verifier"), code.challenge, code.challenge_method)
    consents.require(ctx, client, user, code.scope)
    session = client_session_state.save_adapter_session(ctx, client, session)
    client_session = session.clients.get(client.client_id, client_session)
    refreshable = issuing.gives_refresh_tokens(client)
    if refreshable and scopes.wants_offline_token(ctx.realm, client, user, code.scope):
        sessions.start_offline_session(ctx, client, session)
    issuance = Issuance(user, session, client_session, code.scope, _SHORTCUT, refreshable=refreshable, nonce=code.nonce)
    return issuing.issue(ctx, client, issuance)


def _taken(ctx: Context, text: str) -> tuple[Code, UserSession, User]:
    """Use up the code. One that is used again ends what it began (RFC 6749 section 4.1.2)."""
    parts = text.split(".", _PARTS - 1)
    if len(parts) < _PARTS:
        raise InvalidGrant("Code not valid", reason="this is not a code of this server")
    code_id, session_id, client_id = parts
    session = ctx.sessions.online.get(session_id)
    # Keycloak forgets the sessions of a user together with the user.
    user = ctx.accounts.by_id(ctx.realm, session.user_id) if session else None
    if session is None or user is None:
        raise InvalidGrant("Code not valid", reason="the session of this code has ended, or it is of another realm")
    code = ctx.sessions.codes.take(code_id)
    if code is None or (code.session_id, code.client) != (session_id, client_id):
        _end(ctx, session_id, client_id)
        raise InvalidGrant(
            "Code not valid",
            reason="the code was used before or is too old; the client session has ended",
        )
    return code, session, user


def _end(ctx: Context, session_id: str, client: str) -> None:
    name = next((it.client_id for it in ctx.realm.clients.values() if it.id == client), "")

    def ended(session: UserSession) -> tuple[UserSession, int]:
        return session.with_client(name, None), sessions.session_end(ctx.realm, session)

    ctx.sessions.online.update(session_id, ended)
