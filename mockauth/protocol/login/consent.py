"""Consent: which client scopes the user has to grant to a client before it gets tokens."""

from mockauth.protocol import devices, java, scopes
from mockauth.protocol.login import pending_login
from mockauth.protocol.login.pending_login import PendingLogin
from mockauth.protocol.pages import Page
from mockauth.realms.model import ClientScope

ACTION = "OAUTH_GRANT"


def scopes_to_approve(login: PendingLogin) -> list[ClientScope]:
    """Return the client scopes that the user has not granted yet (getClientScopesToApproveOnConsentScreen)."""
    # As Keycloak: a device login always asks, whatever was granted before (RFC 8628 section 5.4).
    for_device = pending_login.DEVICE in login.request
    if not (login.client.consent_required or for_device):
        return []
    forced = for_device or "consent" in login.request.get("prompt", "").split(" ")
    granted = None if forced else login.ctx.accounts.granted_scopes(login.user_id, login.client.id)
    shown = [scope for scope in _requested_scopes(login) if scope.on_consent_screen]
    return [scope for scope in shown if granted is None or scope.always_consent or scope.id not in granted]


def is_required(login: PendingLogin) -> bool:
    """Tell whether the consent page is shown; a device login shows it even if there is no scope to grant."""
    return pending_login.DEVICE in login.request or bool(scopes_to_approve(login))


def is_device_denied(login: PendingLogin) -> bool:
    """Tell whether the user has denied the device that this login is for."""
    device = devices.find_by_user_code(login.ctx, login.request.get(pending_login.DEVICE, ""))
    return device is not None and device.denied


def page(login: PendingLogin) -> Page:
    """Return the consent page."""
    login.set_note(pending_login.EXECUTION, ACTION)
    texts = [scope.consent_text or scope.name for scope in sorted(scopes_to_approve(login), key=_gui_order)]
    client = login.client
    texts = texts or [client.attributes.get("consent.screen.text") or client.name or client.client_id]
    values = {
        "action": login.relative_url("consent"),
        "code": login.session_code(),
        "scopes": texts,
    }
    return login.page("login-oauth-grant", values=values)


def grant(login: PendingLogin) -> None:
    """Store that the user has granted all requested scopes."""
    accounts, key = login.ctx.accounts, (login.user_id, login.client.id)
    granted = frozenset(
        scope.id for scope in _requested_scopes(login) if scope.on_consent_screen and not scope.always_consent
    )
    all_granted = (accounts.granted_scopes(*key) or frozenset()) | granted
    accounts.grant_scopes(*key, all_granted, login.ctx.state.clock.milliseconds())


def _requested_scopes(login: PendingLogin) -> list[ClientScope]:
    user = login.user
    if user is None:
        return []
    return scopes.client_scopes(login.ctx.realm, login.client, user, login.request.get("scope"))


def _gui_order(scope: ClientScope) -> tuple[int, str]:
    order = java.integer(scope.gui_order)
    return 1 << 31 if order is None or order < 0 else order, scope.name
