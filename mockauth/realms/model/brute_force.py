"""Brute force detection: `bruteForceProtected` and the settings that belong to it."""

from typing import NamedTuple

from mockauth.realms.parsing.json_reader import Reader


class BruteForce(NamedTuple):
    """The brute force settings of a realm. Times are in seconds, except `quick_login_check` (milliseconds).

    After `failure_factor` failures a user is locked for `wait_increment`, which is added again at each further step, up
    to `max_wait`. With `linear`, every further failure is a step; otherwise every `failure_factor` failures are.
    Two failures within `quick_login_check` lock the user for `quick_login_wait`. `reset_after` without a failure, the
    count starts again. With `permanent_lockout`, the user is disabled after `max_temporary_lockouts` lockouts.
    """

    enabled: bool
    permanent_lockout: bool
    max_temporary_lockouts: int
    linear: bool
    failure_factor: int
    wait_increment: int
    max_wait: int
    quick_login_check: int
    quick_login_wait: int
    reset_after: int


def brute_force(top: Reader) -> BruteForce:
    """Read the brute force settings; absent keys mean the defaults of a new realm (RealmManager.setupRealmDefaults)."""
    return BruteForce(
        enabled=top.flag("bruteForceProtected", False),
        permanent_lockout=top.flag("permanentLockout", False),
        max_temporary_lockouts=top.number("maxTemporaryLockouts", 0),
        linear=top.text("bruteForceStrategy") == "LINEAR",
        failure_factor=top.number("failureFactor", 30),
        wait_increment=top.number("waitIncrementSeconds", 60),
        max_wait=top.number("maxFailureWaitSeconds", 900),
        quick_login_check=top.number("quickLoginCheckMilliSeconds", 1000, bits=64),
        quick_login_wait=top.number("minimumQuickLoginWaitSeconds", 60),
        reset_after=top.number("maxDeltaTimeSeconds", 43200),
    )
