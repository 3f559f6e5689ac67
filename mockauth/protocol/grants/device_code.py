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
from mockauth.realms.problems.setting import setting
from mockauth.state.devices import Device

_SHORTCUT = "dg"


def redeem(ctx: Context, client: Client) -> Mapping[str, Any]:
    """Redeem a device code that a user has approved, once (DeviceGrantType)."""
    if not devices.is_allowed(client):
        raise InvalidGrant(
            "Client not allowed OAuth 2.0 Device Authorization Grant",
            reason=f'client "{client.client_id}" may not use the device grant: '
            f"set {setting(ctx.realm, devices.ALLOWED, 'true')}",
        )
    code = ctx.form.get("device_code")
    if code is None:
        raise InvalidRequest("Missing parameter: device_code", reason="the form has no device_code")
    device = _approved_device(ctx, client, code)
    pkce.check_verifier(ctx.form.get("code_verifier"), device.challenge, device.challenge_method)
    session = ctx.sessions.online.get(device.session_id)
    # Keycloak deletes the sessions of a user together with the user.
    user = ctx.accounts.by_id(ctx.realm, session.user_id) if session else None
    if session is None or user is None:
        raise AuthorizationPending(
            "The authorization request is verified but can not lookup the user session yet",
            reason="the session of the user who approved the device has ended",
        )
    if ctx.sessions.devices.take(code) is None:
        raise _unknown()
    if not user.enabled:
        raise InvalidGrant("User disabled", reason=f'user "{user.username}" is disabled')
    client_session = session.clients.get(client.client_id)
    if client_session is None:
        raise InvalidGrant("Session not active", reason=f'the session of client "{client.client_id}" has ended')
    refreshable = issuing.gives_refresh_tokens(client)
    if refreshable and scopes.wants_offline_token(ctx.realm, client, user, device.scope):
        sessions.start_offline_session(ctx, client, session)
    issuance = Issuance(
        user,
        session,
        client_session,
        device.scope,
        _SHORTCUT,
        refreshable=refreshable,
        nonce=device.nonce,
        with_id_token=scopes.is_openid(device.scope),
    )
    return issuing.issue(ctx, client, issuance)


def _approved_device(ctx: Context, client: Client, code: str) -> Device:
    """Return the device of a code. Raises an OAuthError unless a user has approved it."""
    device = ctx.sessions.devices.get(code)
    if device is None:
        raise _unknown()
    if device.client_id != client.client_id:
        raise InvalidGrant(
            "unauthorized client",
            reason=f'the device code was issued to client "{device.client_id}", not to "{client.client_id}"',
        )
    if devices.is_expired(ctx, device):
        raise ExpiredToken("Device code is expired", reason="the device code has expired")
    if not devices.is_polling_allowed(ctx, code, device):
        raise SlowDown("Slow down", reason=f"the device polled again within {device.interval} seconds")
    if device.denied:
        raise AccessDenied(
            "The end user denied the authorization request", status=400, reason="the user denied access to the device"
        )
    if not device.session_id:
        page = devices.page_url(ctx)
        reason = f"no user has entered the user code at {page} and approved the device yet"
        raise AuthorizationPending("The authorization request is still pending", reason=reason)
    return device


def _unknown() -> InvalidGrant:
    return InvalidGrant(
        "Device code not valid", reason="unknown device code, or it has expired or was already redeemed"
    )
