"""Who guesses passwords has to wait, or is out for good (DefaultBruteForceProtector)."""

from dataclasses import replace

from mockauth.protocol.context import Context
from mockauth.realms.brute_force import BruteForce
from mockauth.realms.model import User
from mockauth.state.login_failures import Failures

_REASON, _FOR_GOOD = "disabledReason", "permanentLockout"


def refusal(ctx: Context, user: User) -> str | None:
    """Give the message for a user who has to wait, or is out for good; None for others."""
    rules = ctx.realm.brute_force
    if not rules.enabled:
        return None
    failures = ctx.accounts.failures.get(user.id)
    is_marked = not user.enabled and user.attributes.get(_REASON) == (_FOR_GOOD,)
    if is_marked or (rules.permanent_lockout and failures.lockouts > rules.max_temporary_lockouts):
        ctx.remarks.append(f'user "{user.username}" gave too many wrong passwords: the realm locks such people out')
        return "accountPermanentlyDisabledMessage"
    if ctx.now < failures.until:
        wait = failures.until - ctx.now
        ctx.remarks.append(f'user "{user.username}" gave too many wrong passwords, and has to wait for {wait} seconds')
        return "accountTemporarilyDisabledMessage"
    return None


def failed(ctx: Context, user: User) -> None:
    """Count that somebody gave a wrong password for a user."""
    rules = ctx.realm.brute_force
    if not rules.enabled:
        return
    now = ctx.state.clock.milliseconds()
    found = ctx.accounts.failures.update(user.id, lambda before: _after(rules, before, now))
    too_many = found.lockouts > rules.max_temporary_lockouts or (
        rules.max_temporary_lockouts == 0 and found.number >= rules.failure_factor
    )
    if rules.permanent_lockout and too_many:
        attributes = {**user.attributes, _REASON: (_FOR_GOOD,)}
        ctx.accounts.save(replace(user, enabled=False, attributes=attributes))


def succeeded(ctx: Context, user: User) -> None:
    """Forget the failures of somebody who has logged in."""
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
