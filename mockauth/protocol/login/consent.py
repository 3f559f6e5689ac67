"""Consent: which client scopes a person has to grant to a client before it gets tokens for them."""

from mockauth.protocol import devices, java, scopes
from mockauth.protocol.login import pending_login
from mockauth.protocol.login.pending_login import Pending
from mockauth.protocol.pages import Page
from mockauth.realms.model import ClientScope

ACTION = "OAUTH_GRANT"


def to_grant(it: Pending) -> list[ClientScope]:
    """Give the client scopes that the person has yet to grant (getClientScopesToApproveOnConsentScreen)."""
    # As Keycloak: who lets a device in is always asked, whatever was granted before (RFC 8628 section 5.4).
    for_device = pending_login.DEVICE in it.login.request
    if not (it.client.consent_required or for_device):
        return []
    asked = for_device or "consent" in it.login.request.get("prompt", "").split(" ")
    granted = None if asked else it.ctx.accounts.granted_scopes(it.login.user_id, it.client.id)
    shown = [scope for scope in _requested(it) if scope.on_consent_screen]
    return [scope for scope in shown if granted is None or scope.always_consent or scope.id not in granted]


def is_due(it: Pending) -> bool:
    """Whether the person has to be asked; for a device that is so even where it wants nothing."""
    return pending_login.DEVICE in it.login.request or bool(to_grant(it))


def is_denied(it: Pending) -> bool:
    """Whether the person has kept out the device that this login is for."""
    device = devices.find_by_user_code(it.ctx, it.login.request.get(pending_login.DEVICE, ""))
    return device is not None and device.denied


def page(it: Pending) -> Page:
    """Give the page that asks."""
    it.note(pending_login.EXECUTION, ACTION)
    texts = [scope.consent_text or scope.name for scope in sorted(to_grant(it), key=_place)]
    client = it.client
    texts = texts or [client.attributes.get("consent.screen.text") or client.name or client.client_id]
    values = {
        "action": it.path("consent"),
        "code": it.code(),
        "scopes": texts,
    }
    return it.page("login-oauth-grant", values=values)


def grant(it: Pending) -> None:
    """Keep that the person has granted all that was asked for."""
    accounts, of = it.ctx.accounts, (it.login.user_id, it.client.id)
    granted = frozenset(scope.id for scope in _requested(it) if scope.on_consent_screen and not scope.always_consent)
    accounts.grant_scopes(*of, (accounts.granted_scopes(*of) or frozenset()) | granted)


def _requested(it: Pending) -> list[ClientScope]:
    user = it.user
    if user is None:
        return []
    return scopes.client_scopes(it.ctx.realm, it.client, user, it.login.request.get("scope"))


def _place(scope: ClientScope) -> tuple[int, str]:
    order = java.integer(scope.gui_order)
    return 1 << 31 if order is None or order < 0 else order, scope.name
