"""Brute force protection: count login failures and lock users (DefaultBruteForceProtector)."""

from dataclasses import replace
from typing import NamedTuple

from mockauth.protocol.context import Context
from mockauth.realms.model import User
from mockauth.realms.model.brute_force import BruteForce
from mockauth.realms.problems.setting import setting
from mockauth.state.login_failures import Failures

_REASON, _PERMANENT = "disabledReason", "permanentLockout"


class Lockout(NamedTuple):
    """A lock on a user: the key of Keycloak's message, and the reason for the log."""

    message: str
    reason: str


def lockout(ctx: Context, user: User) -> Lockout | None:
    """Return the lock on a user, or None if the user may log in."""
    rules = ctx.realm.brute_force
    if not rules.enabled:
        return None
    failures = ctx.accounts.failures.get(user.id)
    is_marked = not user.enabled and user.attributes.get(_REASON) == (_PERMANENT,)
    if is_marked or (rules.permanent_lockout and failures.lockouts > rules.max_temporary_lockouts):
        key = setting(ctx.realm, "permanentLockout", True)
        reason = f'user "{user.username}" is locked for good after too many wrong passwords ({key})'
        return Lockout("accountPermanentlyDisabledMessage", reason)
    if ctx.now < failures.until:
        key = setting(ctx.realm, "bruteForceProtected", True)
        wait = failures.until - ctx.now
        reason = f'user "{user.username}" is locked for {wait} more seconds after too many wrong passwords ({key})'
        return Lockout("accountTemporarilyDisabledMessage", reason)
    return None


def failed(ctx: Context, user: User) -> None:
    """Count a login failure of a user, and lock the user if there are too many."""
    rules = ctx.realm.brute_force
    if not rules.enabled:
        return
    now = ctx.state.clock.milliseconds()
    failures = ctx.accounts.failures.update(
        user.id, lambda before: _after(rules, before, now)._replace(address=ctx.remote_address)
    )
    too_many = failures.lockouts > rules.max_temporary_lockouts or (
        rules.max_temporary_lockouts == 0 and failures.number >= rules.failure_factor
    )
    if rules.permanent_lockout and too_many:
        attributes = {**user.attributes, _REASON: (_PERMANENT,)}
        ctx.accounts.save(replace(user, enabled=False, attributes=attributes))


def succeeded(ctx: Context, user: User) -> None:
    """Reset the login failures of a user who has logged in."""
    if ctx.realm.brute_force.enabled:
        ctx.accounts.failures.reset(user.id)


def _after(rules: BruteForce, before: Failures, now: int) -> Failures:
    passed = now - before.last if before.last else 0
    at_once = rules.permanent_lockout and rules.max_temporary_lockouts == 0
    count = 1 if not at_once and passed > rules.reset_after * 1000 else before.number + 1
    until = 0 if count == 1 and before.number else before.until
    factor = rules.failure_factor
    steps = 0 if at_once or factor == 0 else 1 + count - factor if rules.linear else count // factor
    wait = rules.wait_increment * steps
    is_quick = wait <= 0 and before.last > 0 and passed < rules.quick_login_check
    if is_quick:
        wait = rules.quick_login_wait
    if wait <= 0:
        return Failures(count, now, until, before.lockouts)
    if not at_once:
        wait = min(rules.max_wait, wait)
    lockouts = before.lockouts + (0 if is_quick else 1)
    if is_quick or not rules.permanent_lockout or lockouts <= rules.max_temporary_lockouts:
        until = now // 1000 + wait
    return Failures(count, now, until, lockouts)
