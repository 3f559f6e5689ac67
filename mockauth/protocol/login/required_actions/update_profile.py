"""UPDATE_PROFILE and VERIFY_PROFILE: complete one's profile."""

from mockauth.protocol.login import pending_login, profile_form
from mockauth.protocol.login.pending_login import REQUIRED_ACTION, Pending
from mockauth.protocol.login.required_actions import kc_action
from mockauth.protocol.pages import Message, Page


def page(it: Pending) -> Page:
    """Give the page with the profile's fields."""
    if it.login.notes.get(pending_login.EXECUTION) == "VERIFY_PROFILE":
        # As Keycloak: what is missing is said from the start.
        return _page(it, profile_form.lacks(it.ctx, it.user))
    return _page(it, {})


def process(it: Pending) -> Page | None:
    """Keep what was written."""
    errors, user = profile_form.problems(it.ctx, it.user), it.user
    if user and profile_form.renames(it.ctx, user):
        errors = {**errors, "username": Message("error", "readOnlyUsernameMessage")}
    if errors or user is None:
        return _page(it, errors)
    it.ctx.accounts.save(profile_form.changed(it.ctx, user))
    return None


def _page(it: Pending, errors: dict[str, Message]) -> Page:
    action = it.login.notes.get(pending_login.EXECUTION) or "UPDATE_PROFILE"
    values = {
        "action": it.form_url(REQUIRED_ACTION, action),
        "attributes": profile_form.fields(it.ctx, it.user),
        "app_initiated": kc_action.may_be_cancelled(it, action),
    }
    above = None if errors else Message("warning", "updateProfileMessage")
    return it.page("login-update-profile", message=above, errors=errors, values=values)
