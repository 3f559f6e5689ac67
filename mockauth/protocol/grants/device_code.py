"""`urn:ietf:params:oauth:grant-type:device_code` (RFC 8628 section 3.4)."""

from collections.abc import Mapping
from typing import Any

from mockauth.protocol import devices, pkce, scopes, sessions
from mockauth.protocol.context import Context
from mockauth.protocol.errors import (
    AccessDenied,
    AuthorizationPending,
    ExpiredToken,
    InvalidGrant,
    InvalidRequest,
    SlowDown,
)
from mockauth.protocol.tokens import issuing
from mockauth.protocol.tokens.issuance import Issuance
from mockauth.realms.model import Client
from mockauth.state.devices import Device

_SHORTCUT = "dg"


def redeem(ctx: Context, client: Client) -> Mapping[str, Any]:
    """Give tokens for the code of a device that a person has let in, once (DeviceGrantType)."""
    if not devices.is_allowed(client):
        raise InvalidGrant(
            "Client not allowed OAuth 2.0 Device Authorization Grant",
            reason=f'client "{client.client_id}" has oauth2.device.authorization.grant.enabled off',
        )
    code = ctx.form.get("device_code")
    if code is None:
        raise InvalidRequest("Missing parameter: device_code")
    device = _let_in(ctx, client, code)
    pkce.check_verifier(ctx.form.get("code_verifier"), device.challenge, device.challenge_method)
    session = ctx.sessions.online.get(device.session_id)
    # Keycloak forgets the sessions of a user together with the user.
    user = ctx.accounts.by_id(ctx.realm, session.user_id) if session else None
    if session is None or user is None:
        raise AuthorizationPending(
            "The authorization request is verified but can not lookup the user session yet",
            reason="the session of the person who let the device in has ended",
        )
    if ctx.sessions.devices.take(code) is None:
        raise _unknown()
    if not user.enabled:
        raise InvalidGrant("User disabled", reason=f'user "{user.username}" is disabled')
    client_session = session.clients.get(client.client_id)
    if client_session is None:
        raise InvalidGrant("Session not active", reason="the client session has ended")
    refreshable = issuing.gives_refresh_tokens(client)
    if refreshable and scopes.wants_offline_token(ctx.realm, client, user, device.scope):
        sessions.start_offline_session(ctx, client, session)
    issuance = Issuance(
        user, session, client_session, device.scope, _SHORTCUT, refreshable=refreshable, nonce=device.nonce
    )
    return issuing.issue(ctx, client, issuance)


def _let_in(ctx: Context, client: Client, code: str) -> Device:
    """Give the device of a code, which somebody has let in."""
    device = ctx.sessions.devices.get(code)
    if device is None:
        raise _unknown()
    if device.client_id != client.client_id:
        raise InvalidGrant(
            "unauthorized client",
            reason=f'the code was made for client "{device.client_id}", and "{client.client_id}" shows it',
        )
    if devices.is_expired(ctx, device):
        raise ExpiredToken("Device code is expired")
    if not devices.is_polling_allowed(ctx, code, device):
        raise SlowDown("Slow down", reason=f"the device asked less than {device.interval} seconds ago")
    if device.denied:
        raise AccessDenied("The end user denied the authorization request", status=400)
    if not device.session_id:
        raise AuthorizationPending("The authorization request is still pending")
    return device


def _unknown() -> InvalidGrant:
    return InvalidGrant("Device code not valid", reason="there is no such code, or it was used or is too old")
