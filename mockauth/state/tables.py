"""Tables of values that expire, with atomic operations: put, add, get, take and update."""

from collections.abc import Callable
from itertools import islice
from threading import Lock
from typing import Generic, TypeVar

from mockauth.state.clock import Clock

_T = TypeVar("_T")
_SWEEP_EVERY = 256
# A full table drops one part in this many of its rows at a time, oldest first.
_SHARE = 10


class Table(Generic[_T]):
    """Values by key, each with an expiry time (seconds since 1970). Expired values are not returned, and removed.

    The table holds at most `max_entries` values, whose weights by `weigh` add up to at most `max_weight`. Over a limit,
    the oldest values are dropped.
    """

    def __init__(
        self,
        clock: Clock,
        max_entries: int | None = None,
        max_weight: int = 0,
        weigh: Callable[[_T], int] | None = None,
    ) -> None:
        self._clock = clock
        self._max_entries = max_entries
        self._max_weight = max_weight
        self._weigh = weigh
        # Each value with its expiry time and its weight.
        self._rows: dict[str, tuple[_T, int, int]] = {}
        self._lock = Lock()
        self._puts = 0
        self._weight = 0

    def put(self, key: str, value: _T, until: int) -> None:
        """Store a value until a time."""
        with self._lock:
            self._insert(key, value, until)

    def add(self, key: str, value: _T, until: int) -> bool:
        """Store a value unless the key exists; return whether it was stored."""
        with self._lock:
            row = self._rows.get(key)
            if row and row[1] > self._clock.now():
                return False
            self._insert(key, value, until)
        return True

    def get(self, key: str) -> _T | None:
        """Return the value of a key, or None."""
        row = self._rows.get(key)
        return row[0] if row and row[1] > self._clock.now() else None

    def take(self, key: str) -> _T | None:
        """Remove and return a value. If several threads take it at the same time, only one gets it."""
        with self._lock:
            row = self._rows.pop(key, None)
            self._weight -= row[2] if row else 0
        return row[0] if row and row[1] > self._clock.now() else None

    def update(self, key: str, change: Callable[[_T], tuple[_T, int] | None]) -> _T | None:
        """Replace a value by the result of `change`: a value and its expiry time, or None to remove it.

        Returns the new value, or None if there is none.
        """
        with self._lock:
            row = self._rows.get(key)
            if row is None or row[1] <= self._clock.now():
                return None
            changed = change(row[0])
            if changed is None:
                self._weight -= self._rows.pop(key)[2]
                return None
            self._set(key, *changed)
            return changed[0]

    def change(self, key: str, change: Callable[[_T], _T]) -> None:
        """Replace a value, if it exists, by the result of `change`; it expires when it would have."""
        with self._lock:
            if row := self._rows.get(key):
                self._set(key, change(row[0]), row[1])

    def all(self) -> list[_T]:
        """Return all values that have not expired."""
        now = self._clock.now()
        return [value for value, until, _ in list(self._rows.values()) if until > now]

    def _insert(self, key: str, value: _T, until: int) -> None:
        self._set(key, value, until)
        self._puts += 1
        if self._puts % _SWEEP_EVERY == 0:
            now = self._clock.now()
            self._rows = {name: row for name, row in self._rows.items() if row[1] > now}
            self._weight = sum(weight for _, _, weight in self._rows.values())
        if self._max_entries is not None and len(self._rows) > self._max_entries:
            self._drop_oldest(1 + self._max_entries // _SHARE)

    def _set(self, key: str, value: _T, until: int) -> None:
        before = self._rows.get(key)
        weight = self._weigh(value) if self._weigh else 0
        self._rows[key] = value, until, weight
        self._weight += weight - (before[2] if before else 0)
        while self._weigh and self._weight > self._max_weight and len(self._rows) > 1:
            self._drop_oldest(1 + len(self._rows) // _SHARE)

    def _drop_oldest(self, count: int) -> None:
        """Drop the oldest rows."""
        self._weight -= sum(weight for _, _, weight in islice(self._rows.values(), count))
        self._rows = dict(islice(self._rows.items(), count, None))

    def __len__(self) -> int:
        return len(self._rows)
