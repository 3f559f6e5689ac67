"""Brute force detection: the failures of a user, and how they are forgotten (AttackDetectionResource)."""

from mockauth.protocol import brute_force
from mockauth.web.admin.call import Call, Route
from mockauth.web.admin.permissions import MANAGE_USERS, VIEW_USERS
from mockauth.web.admin.responses import no_content, ok
from mockauth.web.responses import Response

_FOREVER = (1 << 63) - 1


def read(call: Call, user_id: str) -> Response:
    """Return the login failures of a user; also for an id that no user has."""
    failures = call.ctx.accounts.failures.get(user_id)
    user = call.ctx.accounts.by_id(call.realm, user_id)
    is_counted = call.realm.brute_force.enabled and failures.last
    locked = is_counted and user is not None and brute_force.lockout(call.ctx, user)
    ends = failures.until if locked and call.ctx.now < failures.until else _FOREVER
    return ok(
        {
            "numFailures": failures.number if is_counted else 0,
            "numSecondaryAuthFailures": 0,
            "numTemporaryLockouts": failures.lockouts if is_counted else 0,
            "disabled": bool(locked),
            "lastIPFailure": failures.address if is_counted else "n/a",
            "lastFailure": failures.last if is_counted else 0,
            "failedLoginNotBefore": ends if locked else 0,
        }
    )


def forget(call: Call, user_id: str) -> Response:
    """Forget the login failures of a user, which releases one that is locked for some time."""
    call.ctx.accounts.failures.forget(user_id)
    return no_content()


def forget_all(call: Call) -> Response:
    """Forget the login failures of all users."""
    call.ctx.accounts.failures.forget_all()
    return no_content()


ROUTES = (
    Route("GET", "/attack-detection/brute-force/users/<user_of_failures>", read, VIEW_USERS),
    Route("DELETE", "/attack-detection/brute-force/users/<user_of_failures>", forget, MANAGE_USERS),
    Route("DELETE", "/attack-detection/brute-force/users", forget_all, MANAGE_USERS),
)
