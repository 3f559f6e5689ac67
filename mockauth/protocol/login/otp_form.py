"""The page that asks for a one-time password after the right password (OTPFormAuthenticator)."""

from dataclasses import replace

from mockauth.protocol import brute_force, one_time_passwords
from mockauth.protocol.errors import ErrorPage
from mockauth.protocol.login import pending_login
from mockauth.protocol.login.pending_login import Pending
from mockauth.protocol.pages import Message, Page
from mockauth.realms.model import User

# Keycloak's name for an authenticator that has none.
_UNNAMED = "unnamed"


def asked(it: Pending, user: User) -> Page | None:
    """Give the page, where the realm's flow asks this user, who has shown the password already."""
    if not one_time_passwords.is_wanted(it.ctx.realm.otp.in_browser_flow, user):
        return None
    if not user.otp_credentials:
        it.note(pending_login.SET_UP_OTP, "true")
        return None
    it.change(replace(it.login.with_notes({pending_login.EXECUTION: _step(it)}), user_id=user.id))
    return _page(it, user)


def is_at(it: Pending) -> bool:
    """Whether the login waits for a one-time password."""
    return it.login.notes.get(pending_login.EXECUTION) == _step(it)


def page(it: Pending) -> Page:
    """Give the page anew."""
    return _page(it, _user(it))


def who(it: Pending) -> User | Page:
    """Give the user whose code the form has, or the page that asks again."""
    user, form = _user(it), it.ctx.form
    chosen = form.get("selectedCredentialId") or user.otp_credentials[0].id
    code = form.get("otp")
    if brute_force.refusal(it.ctx, user):
        return _page(it, user, chosen, Message("error", "invalidTotpMessage"))
    if code is None:
        return _page(it, user, chosen)
    found = next((authenticator for authenticator in user.otp_credentials if authenticator.id == chosen), None)
    if found and one_time_passwords.take(it.ctx, user, found, code):
        return user
    brute_force.failed(it.ctx, user)
    it.ctx.remarks.append(f'user "{user.username}" has another one-time password now, or has used this one already')
    return _page(it, user, chosen, Message("error", "invalidTotpMessage"))


def _page(it: Pending, user: User, chosen: str = "", error: Message | None = None) -> Page:
    values = {
        "action": it.form_url(pending_login.LOGIN, _step(it)),
        "attempted_username": it.login.notes.get(pending_login.ATTEMPTED) or user.username,
        "restart_url": it.path("restart", skip_logout="false"),
        "authenticators": [{"id": one.id, "label": one.label or _UNNAMED} for one in user.otp_credentials],
        "chosen": chosen or user.otp_credentials[0].id,
    }
    return it.page("login-otp", errors={"otp": error} if error else {}, values=values)


def _user(it: Pending) -> User:
    user = it.user
    if user is None or not user.otp_credentials:
        why = "who has shown a password is there no more, or has no authenticator any more"
        raise ErrorPage("invalidUserMessage", reason=why, client=it.client)
    return user


def _step(it: Pending) -> str:
    return pending_login.step_id(it.ctx.realm, pending_login.OTP)
