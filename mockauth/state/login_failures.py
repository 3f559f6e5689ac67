"""Counts of failed logins, and temporary lockouts (brute force detection)."""

from collections.abc import Callable
from threading import Lock
from typing import NamedTuple


class Failures(NamedTuple):
    """The failures of one user: their number, the last one in ms, the end of the lockout, and past lockouts.

    `address` is the IP address that the last one came from.
    """

    number: int = 0
    last: int = 0
    until: int = 0
    lockouts: int = 0
    address: str = ""


class LoginFailures:
    """The login failures of the users of a realm, by user id."""

    def __init__(self) -> None:
        self._kept: dict[str, Failures] = {}
        self._lock = Lock()

    def get(self, user_id: str) -> Failures:
        """Return the login failures of a user."""
        return self._kept.get(user_id, Failures())

    def update(self, user_id: str, change: Callable[[Failures], Failures]) -> Failures:
        """Replace the failures of a user by the result of a function. Atomic."""
        with self._lock:
            self._kept[user_id] = change(self.get(user_id))
            return self._kept[user_id]

    def reset(self, user_id: str) -> None:
        """Reset the failures of a user, but keep the number of lockouts."""
        with self._lock:
            if user_id in self._kept:
                self._kept[user_id] = Failures(lockouts=self._kept[user_id].lockouts)

    def forget(self, user_id: str) -> None:
        """Forget the failures and the lockouts of a user."""
        with self._lock:
            self._kept.pop(user_id, None)

    def forget_all(self) -> None:
        """Forget the failures and the lockouts of all users."""
        with self._lock:
            self._kept.clear()
