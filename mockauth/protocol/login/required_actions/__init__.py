"""Required actions: what a user has to do before a login is complete. One file each, registered in ACTIONS."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from typing import NamedTuple

from mockauth.protocol.errors import NotImplementedYet
from mockauth.protocol.login import consent, pending_login
from mockauth.protocol.login.pending_login import PendingLogin
from mockauth.protocol.login.required_actions import (
    configure_totp,
    kc_action,
    terms_and_conditions,
    update_password,
    update_profile,
    verify_email,
)
from mockauth.protocol.pages import Page
from mockauth.protocol.passwords import invalid_attributes


class Action(NamedTuple):
    """The page of a required action, and its form, which returns None on success or the page with errors."""

    page: Callable[[PendingLogin], Page]
    process: Callable[[PendingLogin], Page | None]


ACTIONS: Mapping[str, Action] = {
    "CONFIGURE_TOTP": Action(configure_totp.page, configure_totp.process),
    "TERMS_AND_CONDITIONS": Action(terms_and_conditions.page, terms_and_conditions.process),
    "UPDATE_PASSWORD": Action(update_password.page, update_password.process),
    "UPDATE_PROFILE": Action(update_profile.page, update_profile.process),
    "VERIFY_EMAIL": Action(verify_email.page, verify_email.process),
    "VERIFY_PROFILE": Action(update_profile.page, update_profile.process),
}


def next_action(login: PendingLogin, ignored: Collection[str] = ()) -> str | None:
    """Return the next required action in the realm's order, or consent, or None (nextRequiredAction)."""
    required = _required(login)
    for name in login.ctx.realm.actions:
        if name in required and name not in ignored:
            return name
    return kc_action.requested(login) or (consent.ACTION if consent.is_required(login) else None)


def page_of_next(login: PendingLogin, ignored: Collection[str] = ()) -> Page | None:
    """Return the page of the next required action that has one, or None if there is none."""
    name = next_action(login, ignored)
    if name is None:
        return None
    if name not in _required(login) and kc_action.is_unsupported(login, name):
        return page_of_next(login, ignored)
    result = verify_email.result_without_page(login) if name == verify_email.NAME else None
    if result is not None:
        kc_action.end(login, name, result)
        if result == "success":
            login.ctx.accounts.complete_action(login.ctx.realm, login.user_id, name)
        return page_of_next(login, (*ignored, name))
    login.update(replace(login.auth_session, action=pending_login.REQUIRED_ACTIONS))
    return page(login, name)


def page(login: PendingLogin, name: str) -> Page:
    """Return the page of a required action."""
    if name == consent.ACTION:
        return consent.page(login)
    login.set_note(pending_login.EXECUTION, name)
    kc_action.begin(login, name, enforced=name in _required(login))
    return _action(name).page(login)


def process(login: PendingLogin, name: str) -> Page | None:
    """Process the form of a required action; return None if the action is complete, or the page with errors."""
    cancelled = kc_action.is_cancelled(login, name)
    again = None if cancelled else _action(name).process(login)
    if again is None:
        kc_action.end(login, name, "cancelled" if cancelled else "success")
    if again is None and not cancelled:
        login.ctx.accounts.complete_action(login.ctx.realm, login.user_id, name)
    if again is None:
        login.set_note(pending_login.EXECUTION, None)
    return again


def _action(name: str) -> Action:
    if name not in ACTIONS:
        raise NotImplementedYet(f"the required action {name}")
    return ACTIONS[name]


def _required(login: PendingLogin) -> set[str]:
    user, realm = login.user, login.ctx.realm
    if user is None:
        return set()
    required = set(user.required_actions)
    required |= {"VERIFY_EMAIL"} if realm.verify_email and user.email and not user.email_verified else set()
    required |= {"CONFIGURE_TOTP"} if login.notes.get(pending_login.SET_UP_OTP) and not user.otp_credentials else set()
    return required | ({"VERIFY_PROFILE"} if invalid_attributes(realm, user) else set())
