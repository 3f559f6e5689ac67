"""`refresh_token` (RFC 6749 section 6)."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from mockauth.protocol import client_session_state, scopes, sessions
from mockauth.protocol.context import Context
from mockauth.protocol.errors import InvalidGrant, InvalidRequest
from mockauth.protocol.jose import Claims
from mockauth.protocol.tokens import consents, issuing, verification
from mockauth.protocol.tokens.issuance import Issuance
from mockauth.protocol.tokens.refresh_tokens import reuse_error, verify_refresh_token
from mockauth.realms.model import Client, User
from mockauth.state.sessions import ClientSession, UserSession

_SHORTCUT = "rt"


def redeem(ctx: Context, client: Client) -> Mapping[str, Any]:
    """Issue new tokens for a refresh or offline token (RefreshTokenGrantType, AbstractRefreshTokenProvider)."""
    text = ctx.form.get("refresh_token")
    if text is None:
        raise InvalidRequest("No refresh token", reason="the form has no refresh_token")
    requested = scopes.validated(ctx.realm, client, ctx.form.get("scope"))
    old = verify_refresh_token(ctx, client, text)
    user = _check_session(ctx, client, old)
    consents.require(ctx, client, user, old["scope"])
    session = client_session_state.save_adapter_session(ctx, client, _use(ctx, client, old))
    client_session = session.clients[client.client_id]
    issuance = Issuance(
        user,
        session,
        client_session,
        scopes.narrowed(ctx.realm, client, old["scope"], requested),
        _SHORTCUT,
        refreshable=issuing.gives_refresh_tokens(client),
        nonce=old.get("nonce"),
        reuse_id=old.get("reuse_id") if ctx.realm.revoke_refresh_token else None,
        refresh_scope=old["scope"],
        organization=old.get("organization"),
        # As AbstractRefreshTokenProvider: the latest request of the client session decides.
        with_id_token=scopes.is_openid(client_session.scope),
    )
    return issuing.issue(ctx, client, issuance)


def _check_session(ctx: Context, client: Client, old: Claims) -> User:
    """Check that the session of a refresh token is active, and return its user (TokenManager.validateToken)."""
    offline = old["typ"] == "Offline"
    session = ctx.sessions.table(offline).get(str(old.get("sid")))
    # Keycloak deletes the sessions of a user together with the user.
    user = ctx.accounts.by_id(ctx.realm, session.user_id) if session else None
    if session is None or user is None:
        raise InvalidGrant(
            "Offline user session not found" if offline else "Session not active",
            reason="the user of the refresh token does not exist any more" if session else verification.SESSION_ENDED,
        )
    if not user.enabled:
        raise InvalidGrant("User disabled", reason=f'user "{user.username}" is disabled')
    client_session = session.clients.get(client.client_id)
    if client_session is None:
        raise InvalidGrant(
            "Session doesn't have required client",
            reason=f'the session of client "{client.client_id}" has ended: the client logged out or revoked its token',
        )
    if not sessions.is_alive(ctx.realm, client, session, client_session, ctx.now):
        reason = f'the session of client "{client.client_id}" has expired'
        raise InvalidGrant("Client session not active", reason=reason)
    if offline and not scopes.has_offline_access(ctx.realm, client, user):
        raise InvalidGrant(
            "Offline session invalid because offline access not granted anymore",
            reason=f'client "{client.client_id}" no longer has the client scope "offline_access"',
        )
    if old["iat"] < user.not_before:
        raise InvalidGrant("Stale token", reason=verification.why_user_inactive(user, old))
    return user


def _use(ctx: Context, client: Client, old: Claims) -> UserSession:
    """Count the use of a refresh token atomically; too many uses end the client session."""
    refused = ""

    def change(session: UserSession) -> tuple[UserSession, int]:
        nonlocal refused
        client_session = session.clients.get(client.client_id)
        refused = reuse_error(ctx, client_session, old) if client_session else "Session doesn't have required client"
        after = session.with_client(
            client.client_id, None if refused or not client_session else _counted(ctx, client_session, old)
        )
        after = after if refused else replace(after, used=ctx.now)
        return after, sessions.session_end(ctx.realm, after)

    session = ctx.sessions.table(old["typ"] == "Offline").update(str(old["sid"]), change)
    if refused or session is None:
        reason = "the refresh token was already used and rotated, so the client session was ended"
        raise InvalidGrant(refused or "Session not active", reason=reason)
    return session


def _counted(ctx: Context, client_session: ClientSession, old: Claims) -> ClientSession:
    client_session = replace(client_session, used=ctx.now)
    if not ctx.realm.revoke_refresh_token:
        return client_session
    key = str(old.get("reuse_id", ""))
    uses = client_session.uses.get(key, 0) if client_session.newest.get(key) == old["jti"] else 0
    return replace(
        client_session,
        uses={**client_session.uses, key: uses + 1},
        newest={**client_session.newest, key: old["jti"]},
        last_refresh={**client_session.last_refresh, key: ctx.now},
    )
