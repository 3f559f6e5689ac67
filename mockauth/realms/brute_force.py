"""How a realm answers people who guess passwords (bruteForceProtected and what belongs to it)."""

from typing import NamedTuple

from mockauth.realms.json_reader import Reader


class BruteForce(NamedTuple):
    """The protection of a realm: after so many failures (`factor`) a user has to wait, or is out for good.

    `wait` seconds are added at each step, up to `longest_wait`; failures within `quick` milliseconds cost `quick_wait`.
    After `forgotten` seconds without a failure all is as new. `linear` says that each further failure is a step.
    """

    on: bool
    permanent: bool
    lockouts: int
    linear: bool
    factor: int
    wait: int
    longest_wait: int
    quick: int
    quick_wait: int
    forgotten: int


def brute_force(top: Reader) -> BruteForce:
    """Read the protection of a realm; what is absent is as in a new one (RealmManager.setupRealmDefaults)."""
    return BruteForce(
        on=top.flag("bruteForceProtected", False),
        permanent=top.flag("permanentLockout", False),
        lockouts=top.number("maxTemporaryLockouts", 0),
        linear=top.text("bruteForceStrategy") == "LINEAR",
        factor=top.number("failureFactor", 30),
        wait=top.number("waitIncrementSeconds", 60),
        longest_wait=top.number("maxFailureWaitSeconds", 900),
        quick=top.number("quickLoginCheckMilliSeconds", 1000, bits=64),
        quick_wait=top.number("minimumQuickLoginWaitSeconds", 60),
        forgotten=top.number("maxDeltaTimeSeconds", 43200),
    )
