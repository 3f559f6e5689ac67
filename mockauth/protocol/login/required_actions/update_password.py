"""UPDATE_PASSWORD: choose a new one."""

from mockauth.protocol.login import end_session, new_passwords
from mockauth.protocol.login.pending_login import REQUIRED_ACTION, Pending
from mockauth.protocol.login.required_actions import kc_action
from mockauth.protocol.pages import Message, Page


def page(it: Pending) -> Page:
    """Give the page that asks for a new password."""
    return _page(it, Message("warning", "updatePasswordMessage"), {})


def process(it: Pending) -> Page | None:
    """Set the new password."""
    form, user, realm = it.ctx.form, it.user, it.ctx.realm
    new, again = form.get("password-new"), form.get("password-confirm")
    errors = problems(new, again)
    if errors or user is None or not new:
        return _page(it, None, errors)
    if form.get("logout-sessions") == "on":
        end_session.end_others(it.ctx, user, it.browser)
    if refused := new_passwords.refusal(realm, user, new):
        return _page(it, refused, {})
    it.ctx.accounts.save(new_passwords.given(realm, user, new))
    return None


def problems(new: str | None, again: str | None) -> dict[str, Message]:
    """Say by field what is wrong with a new password and its repetition."""
    if not (new or "").strip():
        return {"password": Message("error", "missingPasswordMessage")}
    return {} if new == again else {"password-confirm": Message("error", "notMatchPasswordMessage")}


def _page(it: Pending, message: Message | None, errors: dict[str, Message]) -> Page:
    values = {
        "action": it.form_url(REQUIRED_ACTION, "UPDATE_PASSWORD"),
        "username": it.user.username if it.user else "",
        "app_initiated": kc_action.may_be_cancelled(it, "UPDATE_PASSWORD"),
    }
    return it.page("login-update-password", message=message, errors=errors, values=values)
