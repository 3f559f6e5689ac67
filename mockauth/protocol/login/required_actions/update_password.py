"""UPDATE_PASSWORD: choose a new password (UpdatePassword)."""

from mockauth.protocol.login import end_session, new_passwords
from mockauth.protocol.login.pending_login import REQUIRED_ACTION, PendingLogin
from mockauth.protocol.login.required_actions import kc_action
from mockauth.protocol.pages import Message, Page


def page(login: PendingLogin) -> Page:
    """Return the page that asks for a new password."""
    return _page(login, Message("warning", "updatePasswordMessage"), {})


def process(login: PendingLogin) -> Page | None:
    """Set the new password."""
    form, user, realm = login.ctx.form, login.user, login.ctx.realm
    new, confirmation = form.get("password-new"), form.get("password-confirm")
    errors = field_errors(new, confirmation)
    if errors or user is None or not new:
        return _page(login, None, errors)
    if form.get("logout-sessions") == "on":
        end_session.end_others(login.ctx, user, login.root_id)
    if error := new_passwords.policy_error(realm, user, new):
        return _page(login, error, {})
    login.ctx.accounts.save(new_passwords.with_password(realm, user, new))
    return None


def field_errors(new: str | None, confirmation: str | None) -> dict[str, Message]:
    """Return the errors of the fields for a new password and its confirmation."""
    if not (new or "").strip():
        return {"password": Message("error", "missingPasswordMessage")}
    return {} if new == confirmation else {"password-confirm": Message("error", "notMatchPasswordMessage")}


def _page(login: PendingLogin, message: Message | None, errors: dict[str, Message]) -> Page:
    values = {
        "action": login.form_url(REQUIRED_ACTION, "UPDATE_PASSWORD"),
        "username": login.user.username if login.user else "",
        "app_initiated": kc_action.may_be_cancelled(login, "UPDATE_PASSWORD"),
    }
    return login.page("login-update-password", message=message, errors=errors, values=values)
