"""Realms with brute force detection: with lockouts of constant, growing and permanent length."""

from collections.abc import Mapping
from typing import Any

from contract.users import complete_user

Rep = dict[str, Any]

# Failures come a second or more apart. They count as quick logins only in realms configured for that.
_SLOW = {"quickLoginCheckMilliSeconds": 1}
PROTECTED: Mapping[str, Rep] = {
    "guessing-default": {},
    "guessing-waits": {"failureFactor": 2, "waitIncrementSeconds": 3, **_SLOW},
    "guessing-linear": {
        "failureFactor": 2,
        "waitIncrementSeconds": 2,
        "maxFailureWaitSeconds": 3,
        "bruteForceStrategy": "LINEAR",
        **_SLOW,
    },
    "guessing-quick": {"failureFactor": 10, "quickLoginCheckMilliSeconds": 9000, "minimumQuickLoginWaitSeconds": 4},
    "guessing-for-good": {"permanentLockout": True, "failureFactor": 2, **_SLOW},
    "guessing-thrice": {
        "permanentLockout": True,
        "maxTemporaryLockouts": 1,
        "failureFactor": 1,
        "waitIncrementSeconds": 2,
        **_SLOW,
    },
    "guessing-forgets": {"failureFactor": 2, "waitIncrementSeconds": 60, "maxDeltaTimeSeconds": 1, **_SLOW},
}


def realms() -> list[Rep]:
    """Return the realms."""
    return [_realm(name, more) for name, more in PROTECTED.items()]


def _realm(name: str, more: Rep) -> Rep:
    app = {
        "clientId": "app",
        "publicClient": True,
        "directAccessGrantsEnabled": True,
        "redirectUris": ["http://localhost:3000/*"],
    }
    users = [complete_user(user) for user in ("ann", "ben", "cyd")]
    return {"realm": name, "enabled": True, "bruteForceProtected": True, "clients": [app], "users": users, **more}
