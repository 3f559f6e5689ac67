"""Forgotten passwords (the reset credentials flow): mockauth sends no mail, and says that it did, as Keycloak does."""

from dataclasses import replace

from mockauth.protocol.context import Context
from mockauth.protocol.errors import ErrorPage
from mockauth.protocol.login import pending
from mockauth.protocol.login.pending import Pending
from mockauth.protocol.pages import Message, Page, Redirect, Step


def check_allowed(ctx: Context) -> None:
    """See that the realm lets people do that. Raises ErrorPage."""
    if not ctx.realm.reset_password_allowed:
        raise ErrorPage(
            "resetCredentialNotAllowedMessage", reason=f'realm "{ctx.realm.name}" has resetPasswordAllowed off'
        )


def page(it: Pending, errors: dict[str, Message] | None = None) -> Page:
    """Give the page that asks whose password it is."""
    here = {pending.EXECUTION: pending.step_id(it.ctx.realm, pending.RESET), pending.FLOW_PATH: pending.RESET}
    it.change(it.login.noting(here))
    values = {
        "action": it.form_url(pending.RESET),
        "username": it.login.notes.get(pending.ATTEMPTED) or it.login.request.get("login_hint", ""),
        "login_url": it.path(pending.LOGIN),
    }
    return Page("login-reset-password", errors=errors or {}, values=values, client=it.client)


def sent(it: Pending) -> Step:
    """Say that a mail is on its way, on a login page of its own (ResetCredentialEmail, forked)."""
    name = (it.ctx.form.get("username") or "").strip()
    if not name:
        return page(it, {"username": Message("error", "missingUsernameMessage")})
    it.ctx.remarks.append(f'mockauth sends no mail: "{name:.80}" keeps the old password')
    fork = replace(it.login, tab=it.ctx.state.ids.short(), action=pending.AUTHENTICATE, user_id="")
    fork = replace(fork, notes={pending.FLOW_PATH: pending.LOGIN, pending.FORWARDED_SUCCESS: "emailSentMessage"})
    other = Pending(it.ctx, it.browser, fork, it.client)
    other.change(fork)
    return Redirect(other.url(pending.LOGIN))
