"""TERMS_AND_CONDITIONS: accept the terms (TermsAndConditions)."""

from dataclasses import replace

from mockauth.protocol.login.pending_login import REQUIRED_ACTION, PendingLogin
from mockauth.protocol.pages import Page

_ACCEPTED = "terms_and_conditions"


class TermsDeclined(Exception):
    """The user declined the terms."""


def page(login: PendingLogin) -> Page:
    """Return the page with the terms."""
    return login.page("terms", values={"action": login.form_url(REQUIRED_ACTION, "TERMS_AND_CONDITIONS")})


def process(login: PendingLogin) -> Page | None:
    """Store when the user accepted the terms. Raises TermsDeclined."""
    user = login.user
    if "cancel" in login.ctx.form:
        raise TermsDeclined
    if user:
        login.ctx.accounts.save(replace(user, attributes={**user.attributes, _ACCEPTED: (str(login.ctx.now),)}))
    return None
