"""The page that asks for a one-time password after the right password (OTPFormAuthenticator)."""

from dataclasses import replace

from mockauth.protocol import brute_force, one_time_passwords, passwords
from mockauth.protocol.login import forwarded_messages, pending_login
from mockauth.protocol.login.executions import execution_id
from mockauth.protocol.login.pending_login import PendingLogin
from mockauth.protocol.pages import Message, Page
from mockauth.realms.model import User

# Keycloak's label of an authenticator that has none.
_UNNAMED = "unnamed"
_INVALID = Message("error", "invalidTotpMessage")


def page_if_required(login: PendingLogin, user: User) -> Page | None:
    """Return the page if the browser flow requires a one-time password of this user, who has entered the password."""
    if not one_time_passwords.is_required(login.ctx.realm.otp.in_browser_flow, user):
        return None
    if not user.otp_credentials:
        login.set_note(pending_login.SET_UP_OTP, "true")
        return None
    login.update(replace(login.auth_session, user_id=user.id))
    login.succeed(pending_login.LOGIN)
    login.challenge(pending_login.OTP)
    return _page(login, user)


def is_current(login: PendingLogin) -> bool:
    """Tell whether the login waits for a one-time password."""
    return login.notes.get(pending_login.EXECUTION) == _execution_id(login)


def page(login: PendingLogin) -> Page:
    """Return the page again."""
    return _page(login, _user(login))


def process(login: PendingLogin) -> User | Page:
    """Return the user whose one-time password the form has, or the page with an error."""
    user, form, ctx = _user(login), login.ctx.form, login.ctx
    chosen = form.get("selectedCredentialId") or user.otp_credentials[0].id
    code = form.get("otp")
    if locked := brute_force.lockout(ctx, user):
        ctx.remarks.append(locked.reason)
        return _page(login, user, chosen, _INVALID)
    if code is None:
        ctx.remarks.append("the form has no one-time password (otp)")
        return _page(login, user, chosen)
    authenticator = next((one for one in user.otp_credentials if one.id == chosen), None)
    if authenticator and one_time_passwords.verify(ctx, user, authenticator, code):
        return user
    brute_force.failed(ctx, user)
    ctx.remarks.append(passwords.wrong_otp(user))
    return _page(login, user, chosen, _INVALID)


def _page(login: PendingLogin, user: User, chosen: str = "", error: Message | None = None) -> Page:
    values = {
        "action": login.form_url(pending_login.LOGIN, _execution_id(login)),
        "attempted_username": login.notes.get(pending_login.ATTEMPTED_USERNAME) or user.username,
        "restart_url": login.relative_url("restart", skip_logout="false"),
        "authenticators": [{"id": one.id, "label": one.label or _UNNAMED} for one in user.otp_credentials],
        "chosen": chosen or user.otp_credentials[0].id,
    }
    message = None if error else forwarded_messages.take(login)
    return login.page("login-otp", errors={"otp": error} if error else {}, message=message, values=values)


def _user(login: PendingLogin) -> User:
    user = login.user
    if user is None or not user.otp_credentials:
        reason = "the user, or the user's authenticator, was deleted during this login"
        raise login.error_page("invalidUserMessage", reason=reason)
    return user


def _execution_id(login: PendingLogin) -> str:
    return execution_id(login.ctx.realm, pending_login.OTP)
