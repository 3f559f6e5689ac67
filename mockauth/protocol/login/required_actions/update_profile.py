"""UPDATE_PROFILE and VERIFY_PROFILE: complete the user profile (UpdateProfile, VerifyUserProfile)."""

from mockauth.protocol.login import pending_login, profile_form
from mockauth.protocol.login.pending_login import REQUIRED_ACTION, PendingLogin
from mockauth.protocol.login.required_actions import kc_action
from mockauth.protocol.pages import Message, Page


def page(login: PendingLogin) -> Page:
    """Return the page with the fields of the profile."""
    if login.notes.get(pending_login.EXECUTION) == "VERIFY_PROFILE":
        # As Keycloak: this page shows the errors of the stored profile at once.
        return _page(login, profile_form.stored_errors(login.ctx, login.user))
    return _page(login, {})


def process(login: PendingLogin) -> Page | None:
    """Store the submitted profile."""
    errors, user = profile_form.errors(login.ctx, login.user), login.user
    if user and profile_form.changes_fixed_username(login.ctx, user):
        errors = {**errors, "username": Message("error", "readOnlyUsernameMessage")}
    if errors or user is None:
        return _page(login, errors)
    login.ctx.accounts.save(profile_form.with_form(login.ctx, user))
    return None


def _page(login: PendingLogin, errors: dict[str, Message]) -> Page:
    action = login.notes.get(pending_login.EXECUTION) or "UPDATE_PROFILE"
    values = {
        "action": login.form_url(REQUIRED_ACTION, action),
        "attributes": profile_form.fields(login.ctx, login.user),
        "app_initiated": kc_action.may_be_cancelled(login, action),
    }
    above = None if errors else Message("warning", "updateProfileMessage")
    return login.page("login-update-profile", message=above, errors=errors, values=values)
