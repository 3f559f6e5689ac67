"""VERIFY_EMAIL: Keycloak sends an email with a link. mockauth sends none, and answers as a Keycloak that cannot."""

from mockauth.protocol.login.pending_login import REQUIRED_ACTION, PendingLogin
from mockauth.protocol.login.required_actions import kc_action
from mockauth.protocol.pages import Page
from mockauth.realms.problems.setting import setting

NAME = "VERIFY_EMAIL"


def result_without_page(login: PendingLogin) -> str | None:
    """Return the result for a user whose email is verified already, or who has none; None if a page is needed."""
    user = login.user
    if user and user.email_verified:
        return "success"
    return None if user and user.email else "error"


def page(login: PendingLogin) -> Page:
    """Return the page that offers to send an email, if the client requested it. Otherwise raises ErrorPage."""
    if not kc_action.may_be_cancelled(login, NAME):
        return process(login)
    values = {
        "action": login.form_url(REQUIRED_ACTION, NAME),
        "email": login.user.email if login.user else "",
        "sent": False,
        "app_initiated": True,
    }
    return login.page("login-verify-email", values=values)


def process(login: PendingLogin) -> Page:
    """Refuse, because no email can be sent. Raises ErrorPage."""
    user, realm = login.user, login.ctx.realm
    name = f'user "{user.username}"' if user else "the user"
    reason = f"{name} has to verify the email, but mockauth sends none: set {setting(realm, 'emailVerified', True)}"
    raise login.error_page("emailSendErrorMessage", status=500, reason=reason)
