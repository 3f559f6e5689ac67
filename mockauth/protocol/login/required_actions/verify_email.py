"""VERIFY_EMAIL: Keycloak sends an email with a link. mockauth sends none, and answers as a Keycloak that cannot."""

from mockauth.protocol.login.pending_login import PendingLogin
from mockauth.protocol.pages import Page
from mockauth.realms.setting import setting


def page(login: PendingLogin) -> Page:
    """Refuse, because no email can be sent. Raises ErrorPage."""
    user, realm = login.user, login.ctx.realm
    name = f'user "{user.username}"' if user else "the user"
    reason = f"{name} has to verify the email, but mockauth sends none: set {setting(realm, 'emailVerified', True)}"
    raise login.error_page("emailSendErrorMessage", status=500, reason=reason)


def process(login: PendingLogin) -> Page | None:
    """Refuse, because no email can be sent. Raises ErrorPage."""
    return page(login)
