"""Device authorization requests, and the page where a user enters the code of a device (DeviceEndpoint).

The codes themselves are handled in `protocol.devices`.
"""

from collections.abc import Mapping

from mockauth.protocol import devices, pkce, urls
from mockauth.protocol.context import NO_BACK_BUTTON, Context
from mockauth.protocol.errors import InvalidGrant, InvalidRequest, UnauthorizedClient
from mockauth.protocol.login import pending_login, reasons, request, tabs
from mockauth.protocol.pages import Message, Page, Step
from mockauth.protocol.realm_checks import require_login_allowed
from mockauth.realms.model import Client
from mockauth.realms.problems.setting import setting

_INVALID, _EXPIRED = "oauth2DeviceInvalidUserCodeMessage", "oauth2DeviceExpiredUserCodeMessage"
_FAILED = {
    "access_denied": "oauth2DeviceConsentDeniedMessage",
    "expired_token": _EXPIRED,
}


def authorization_request(ctx: Context, client: Client) -> Mapping[str, str]:
    """Return the parameters of a device authorization request (RFC 8628 section 3.1). Raises OAuthError."""
    _check_client(ctx, client)
    parsed = request.parse(ctx, client, ctx.form, needs_response_type=False)
    parameters = parsed.values
    if parsed.error:
        raise InvalidGrant(parsed.error)
    ctx.headers["Cache-Control"] = NO_BACK_BUTTON
    error = pkce.challenge_error(client, parameters.get("code_challenge"), parameters.get("code_challenge_method"))
    if error:
        raise InvalidRequest(error, reason=reasons.pkce_reason(ctx.realm, client, error))
    return parameters


def verify_user_code(ctx: Context, text: str | None) -> Step:
    """Start the login for the device with this user code, or return the page that asks for the code."""
    require_login_allowed(ctx)
    ctx.headers["Cache-Control"] = NO_BACK_BUTTON
    if not text:
        return _page(ctx)
    user_code = devices.normalize_user_code(text)
    device = devices.find_by_user_code(ctx, user_code)
    client = ctx.realm.clients.get(device.client_id) if device else None
    if device is None or client is None or device.session_id or device.denied:
        ctx.remarks.append(f'unknown user code: no device of realm "{ctx.realm.name}" has it, or it was used already')
        return _page(ctx, _INVALID)
    if devices.is_expired(ctx, device):
        ctx.remarks.append(f"the user code expired {ctx.now - device.expires} seconds ago")
        return _page(ctx, _EXPIRED)
    login = tabs.open_login(ctx, client)
    login.update(
        login.auth_session.with_request({"iss": ctx.issuer, "scope": device.scope, pending_login.DEVICE: user_code})
    )
    tabs.set_restart_cookie(login)
    return login.redirect(pending_login.LOGIN)


def result_page(ctx: Context, error: str | None) -> Page:
    """Return the page with the result of a device login."""
    if error:
        key = _FAILED.get(error, "oauth2DeviceVerificationFailedMessage")
        values = {"header": "oauth2DeviceVerificationFailedHeader", "action_uri": devices.page_url(ctx)}
        return Page("info", message=Message("error", key), values=values)
    message = Message("success", "oauth2DeviceVerificationCompleteMessage")
    return Page("info", message=message, values={"header": "oauth2DeviceVerificationCompleteHeader", "skip_link": True})


def _page(ctx: Context, error: str | None = None) -> Page:
    message = Message("error", error) if error else None
    values = {"action": devices.page_url(ctx).removeprefix(urls.origin(ctx.base_url))}
    return Page("login-oauth2-device-verify-user-code", message=message, values=values)


def _check_client(ctx: Context, client: Client) -> None:
    """Check that a client may use the device flow (DeviceEndpoint.checkClient). Raises UnauthorizedClient."""
    begin = "Client is not allowed to initiate OAuth 2.0 Device Authorization Grant."
    if not devices.is_allowed(client):
        fix = setting(ctx.realm, "oauth2.device.authorization.grant.enabled", "true")
        raise UnauthorizedClient(
            f"{begin} The flow is disabled for the client.",
            reason=f'client "{client.client_id}" cannot use the device flow without {fix}',
        )
    if client.bearer_only:
        raise UnauthorizedClient(
            "Bearer-only applications are not allowed to initiate browser login.",
            status=403,
            reason=reasons.bearer_only(ctx.realm, client),
        )
