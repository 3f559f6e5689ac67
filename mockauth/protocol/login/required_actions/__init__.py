"""Required actions: what a person has to do before a login is complete, one file each, in a table by name."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import NamedTuple

from mockauth.protocol.errors import NotImplementedYet
from mockauth.protocol.login import consent, pending_login
from mockauth.protocol.login.pending_login import Pending
from mockauth.protocol.login.required_actions import (
    configure_totp,
    kc_action,
    terms_and_conditions,
    update_password,
    update_profile,
    verify_email,
)
from mockauth.protocol.pages import Page
from mockauth.protocol.passwords import missing_profile


class Action(NamedTuple):
    """The page of an action, and what its form does: None where it is done, or the page that asks again."""

    page: Callable[[Pending], Page]
    process: Callable[[Pending], Page | None]


ACTIONS: Mapping[str, Action] = {
    "CONFIGURE_TOTP": Action(configure_totp.page, configure_totp.process),
    "TERMS_AND_CONDITIONS": Action(terms_and_conditions.page, terms_and_conditions.process),
    "UPDATE_PASSWORD": Action(update_password.page, update_password.process),
    "UPDATE_PROFILE": Action(update_profile.page, update_profile.process),
    "VERIFY_EMAIL": Action(verify_email.page, verify_email.process),
    "VERIFY_PROFILE": Action(update_profile.page, update_profile.process),
}


def next_action(it: Pending) -> str | None:
    """Give the action that comes next, by the realm's order; consent comes last (nextRequiredAction)."""
    wanted = _wanted(it)
    for name in it.ctx.realm.actions:
        if name in wanted:
            return name
    return kc_action.wanted(it) or (consent.ACTION if consent.is_due(it) else None)


def page_of_next(it: Pending) -> Page | None:
    """Give the page of the action that comes next; None where all is done."""
    name = next_action(it)
    if name is None:
        return None
    if name not in _wanted(it) and kc_action.is_refused(it, name):
        return page_of_next(it)
    it.change(replace(it.login, action=pending_login.REQUIRED_ACTIONS))
    return page(it, name)


def page(it: Pending, name: str) -> Page:
    """Give the page of an action."""
    if name == consent.ACTION:
        return consent.page(it)
    it.note(pending_login.EXECUTION, name)
    kc_action.begin(it, name, enforced=name in _wanted(it))
    return _found(name).page(it)


def process(it: Pending, name: str) -> Page | None:
    """Do what an action's form says; None where the action is done."""
    cancelled = kc_action.is_cancelled(it, name)
    again = None if cancelled else _found(name).process(it)
    if again is None:
        kc_action.end(it, name, "cancelled" if cancelled else "success")
    if again is None and not cancelled:
        it.ctx.accounts.complete_action(it.ctx.realm, it.login.user_id, name)
    if again is None:
        it.note(pending_login.EXECUTION, None)
    return again


def _found(name: str) -> Action:
    if name not in ACTIONS:
        raise NotImplementedYet(f"the required action {name}")
    return ACTIONS[name]


def _wanted(it: Pending) -> set[str]:
    user, realm = it.user, it.ctx.realm
    if user is None:
        return set()
    wanted = set(user.required_actions)
    wanted |= {"VERIFY_EMAIL"} if realm.verify_email and user.email and not user.email_verified else set()
    wanted |= {"CONFIGURE_TOTP"} if it.login.notes.get(pending_login.SET_UP_OTP) and not user.otp_credentials else set()
    return wanted | ({"VERIFY_PROFILE"} if missing_profile(realm, user) else set())
