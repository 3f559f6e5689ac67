"""TERMS_AND_CONDITIONS: accept them, or do not get in."""

from dataclasses import replace

from mockauth.protocol.login.pending_login import REQUIRED_ACTION, Pending
from mockauth.protocol.pages import Page

_ACCEPTED = "terms_and_conditions"


class Declined(Exception):
    """The person does not accept the terms."""


def page(it: Pending) -> Page:
    """Give the page with the terms."""
    return it.page("terms", values={"action": it.form_url(REQUIRED_ACTION, "TERMS_AND_CONDITIONS")})


def process(it: Pending) -> Page | None:
    """Note when the terms were accepted. Raises Declined."""
    user = it.user
    if "cancel" in it.ctx.form:
        raise Declined
    if user:
        it.ctx.accounts.save(replace(user, attributes={**user.attributes, _ACCEPTED: (str(it.ctx.now),)}))
    return None
