"""VERIFY_EMAIL: Keycloak sends a mail with a link. mockauth sends none, and says what Keycloak says where it cannot."""

from mockauth.protocol.errors import ErrorPage
from mockauth.protocol.login.pending_login import Pending
from mockauth.protocol.pages import Page


def page(it: Pending) -> Page:
    """Refuse: no mail can be sent. Raises ErrorPage."""
    raise ErrorPage(
        "emailSendErrorMessage",
        status=500,
        reason='the realm has verifyEmail on, and mockauth sends no mail: give the user "emailVerified": true',
    )


def process(it: Pending) -> Page | None:
    """Refuse likewise."""
    return page(it)
