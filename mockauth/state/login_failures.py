"""How often people gave a wrong password, and until when they have to wait for it."""

from collections.abc import Callable
from threading import Lock
from typing import NamedTuple


class Failures(NamedTuple):
    """The failures of one user: how many, the last one (in milliseconds), and until when logins are refused."""

    number: int = 0
    last: int = 0
    until: int = 0
    lockouts: int = 0


class LoginFailures:
    """The failures of a realm's users, by their ids."""

    def __init__(self) -> None:
        self._kept: dict[str, Failures] = {}
        self._lock = Lock()

    def of(self, user_id: str) -> Failures:
        """Give the failures of a user."""
        return self._kept.get(user_id, Failures())

    def change(self, user_id: str, how: Callable[[Failures], Failures]) -> Failures:
        """Count a failure: of all that come at once, none is lost."""
        with self._lock:
            self._kept[user_id] = how(self.of(user_id))
            return self._kept[user_id]

    def forget(self, user_id: str) -> None:
        """Forget the failures of a user, but not how often they had to wait."""
        with self._lock:
            if user_id in self._kept:
                self._kept[user_id] = Failures(lockouts=self._kept[user_id].lockouts)
