"""Devices at the browser: what they ask for, the page where their code is typed, and the login that lets them in.

As Keycloak's DeviceEndpoint; what becomes of the codes is in `protocol.devices`.
"""

from collections.abc import Mapping

from mockauth.protocol import devices, pkce, urls
from mockauth.protocol.context import NO_BACK_BUTTON, Context
from mockauth.protocol.errors import InvalidGrant, InvalidRequest, UnauthorizedClient
from mockauth.protocol.login import pending_login, request
from mockauth.protocol.pages import Message, Page, Step
from mockauth.protocol.realm_checks import require_login_allowed
from mockauth.realms.model import Client

_INVALID, _EXPIRED = "oauth2DeviceInvalidUserCodeMessage", "oauth2DeviceExpiredUserCodeMessage"
_FAILED = {
    "access_denied": "oauth2DeviceConsentDeniedMessage",
    "expired_token": _EXPIRED,
}


def asked(ctx: Context, client: Client) -> Mapping[str, str]:
    """Give what a device asks for (RFC 8628 section 3.1). Raises an OAuthError."""
    _check_client(client)
    whole = request.whole(ctx, client, ctx.form, login=False)
    parameters = whole.values
    if whole.invalid:
        raise InvalidGrant(whole.invalid)
    ctx.headers["Cache-Control"] = NO_BACK_BUTTON
    refused = pkce.challenge_error(client, parameters.get("code_challenge"), parameters.get("code_challenge_method"))
    if refused:
        raise InvalidRequest(refused, reason=pkce.explain_challenge_error(client, refused))
    return parameters


def entered(ctx: Context, text: str | None) -> Step:
    """Give what follows where a person has typed the code of a device, or has yet to."""
    require_login_allowed(ctx)
    ctx.headers["Cache-Control"] = NO_BACK_BUTTON
    if not text:
        return _page(ctx)
    user_code = devices.normalize_user_code(text)
    device = devices.find_by_user_code(ctx, user_code)
    client = ctx.realm.clients.get(device.client_id) if device else None
    if device is None or client is None or device.session_id or device.denied:
        ctx.remarks.append(
            f'no device of realm "{ctx.realm.name}" shows the code that was typed: it may be used already'
        )
        return _page(ctx, _INVALID)
    if devices.is_expired(ctx, device):
        ctx.remarks.append(f"the code was good until {ctx.now - device.expires} seconds ago")
        return _page(ctx, _EXPIRED)
    it = pending_login.open_login(ctx, client)
    it.change(it.login.with_request({"iss": ctx.issuer, "scope": device.scope, pending_login.DEVICE: user_code}))
    pending_login.set_restart_cookie(it)
    return it.redirect(pending_login.LOGIN)


def ended(ctx: Context, error: str | None) -> Page:
    """Give the page that says how it ended."""
    if error:
        key = _FAILED.get(error, "oauth2DeviceVerificationFailedMessage")
        values = {"header": "oauth2DeviceVerificationFailedHeader", "action_uri": devices.page_url(ctx)}
        return Page("info", message=Message("error", key), values=values)
    said = Message("success", "oauth2DeviceVerificationCompleteMessage")
    return Page("info", message=said, values={"header": "oauth2DeviceVerificationCompleteHeader", "skip_link": True})


def _page(ctx: Context, error: str | None = None) -> Page:
    message = Message("error", error) if error else None
    values = {"action": devices.page_url(ctx).removeprefix(urls.origin(ctx.base_url))}
    return Page("login-oauth2-device-verify-user-code", message=message, values=values)


def _check_client(client: Client) -> None:
    """See that a client may be a device (DeviceEndpoint.checkClient)."""
    begin = "Client is not allowed to initiate OAuth 2.0 Device Authorization Grant."
    if not devices.is_allowed(client):
        raise UnauthorizedClient(
            f"{begin} The flow is disabled for the client.",
            reason=f'client "{client.client_id}" has oauth2.device.authorization.grant.enabled off',
        )
    if client.bearer_only:
        raise UnauthorizedClient(
            "Bearer-only applications are not allowed to initiate browser login.",
            status=403,
            reason=f'client "{client.client_id}" is bearer-only',
        )
