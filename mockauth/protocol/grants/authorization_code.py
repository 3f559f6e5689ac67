"""`authorization_code` (RFC 6749 section 4.1.3)."""

from collections.abc import Mapping
from typing import Any

from mockauth.protocol import client_session_state, pkce, scopes, sessions
from mockauth.protocol.context import Context
from mockauth.protocol.errors import InvalidGrant, InvalidRequest
from mockauth.protocol.tokens import consents, issuing
from mockauth.protocol.tokens.issuance import Minting
from mockauth.realms.model import Client, User
from mockauth.state.pending_logins import AuthorizationCode
from mockauth.state.sessions import UserSession

_MARK = "ac"
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
    part = session.clients.get(client.client_id)
    if part is None:
        raise InvalidGrant("Session not active", reason="the client's part in the session has ended")
    pkce.check_verifier(ctx.form.get("code_verifier"), code.challenge, code.challenge_method)
    consents.require(ctx, client, user, code.scope)
    session = client_session_state.noted(ctx, client, session)
    part = session.clients.get(client.client_id, part)
    refreshable = issuing.gives_refresh_tokens(client)
    if refreshable and scopes.goes_offline(ctx.realm, client, user, code.scope):
        sessions.go_offline(ctx, client, session)
    minting = Minting(user, session, part, code.scope, _MARK, refreshable=refreshable, nonce=code.nonce)
    return issuing.issue(ctx, client, minting)


def _taken(ctx: Context, text: str) -> tuple[AuthorizationCode, UserSession, User]:
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
            reason="the code was used before or is too old; the client's part in the session has ended",
        )
    return code, session, user


def _end(ctx: Context, session_id: str, client: str) -> None:
    name = next((it.client_id for it in ctx.realm.clients.values() if it.id == client), "")

    def ended(session: UserSession) -> tuple[UserSession, int]:
        return session.with_client(name, None), sessions.ends(ctx.realm, session)

    ctx.sessions.online.update(session_id, ended)
