"""Tables of values that expire, with atomic operations: put, add, get, take and update."""

from collections.abc import Callable, Mapping
from itertools import islice
from sys import getsizeof
from threading import Lock
from typing import Any, Generic, TypeVar

from mockauth.state.clock import Clock

_T = TypeVar("_T")
_SWEEP_EVERY = 256
# A table over its budget drops one part in this many of its rows at a time.
_SHARE = 10


# What a row takes besides its value: a tuple, numbers, and its part of the dictionary.
_ROW_BYTES = 250


def text_bytes(*texts: str | None) -> int:
    """Return how many bytes of memory texts take: between one and four for each character."""
    return sum(map(getsizeof, texts))


def mapping_bytes(values: Mapping[str, str]) -> int:
    """Return how many bytes of memory the names and values of a mapping take."""
    return text_bytes(*values, *values.values())


class Budget:
    """The bytes that several tables may hold together. Over it, the largest table drops its oldest values."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._tables: list[Table[Any]] = []

    def add(self, table: "Table[Any]") -> None:
        """Count a table."""
        self._tables.append(table)

    @property
    def used(self) -> int:
        """How many bytes the tables hold."""
        return sum(table.bytes for table in self._tables)

    def enforce(self) -> None:
        """Drop values until the rest fits. A table keeps its newest value."""
        while self.used > self._most and max(self._tables, key=lambda table: table.bytes).drop_oldest():
            pass


class Table(Generic[_T]):
    """Values by key, each with an expiry time (seconds since 1970). Expired values are not returned, and removed.

    With a `budget`, `weigh` returns how many bytes a value takes.
    """

    def __init__(self, clock: Clock, budget: Budget | None = None, weigh: Callable[[_T], int] = lambda _: 0) -> None:
        self._clock = clock
        self._budget = budget
        self._weigh = weigh
        # Each value with its expiry time and its weight.
        self._rows: dict[str, tuple[_T, int, int]] = {}
        self._lock = Lock()
        self._puts = 0
        self.bytes = 0
        if budget:
            budget.add(self)

    def put(self, key: str, value: _T, until: int) -> None:
        """Store a value until a time."""
        with self._lock:
            self._insert(key, value, until)
        self._enforce_budget()

    def add(self, key: str, value: _T, until: int) -> bool:
        """Store a value unless the key exists; return whether it was stored."""
        with self._lock:
            row = self._rows.get(key)
            if row and row[1] > self._clock.now():
                return False
            self._insert(key, value, until)
        self._enforce_budget()
        return True

    def get(self, key: str) -> _T | None:
        """Return the value of a key, or None."""
        row = self._rows.get(key)
        return row[0] if row and row[1] > self._clock.now() else None

    def take(self, key: str) -> _T | None:
        """Remove and return a value. If several threads take it at the same time, only one gets it."""
        with self._lock:
            row = self._rows.pop(key, None)
            self.bytes -= row[2] if row else 0
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
                self.bytes -= self._rows.pop(key)[2]
                return None
            self._set(key, *changed)
        self._enforce_budget()
        return changed[0]

    def change(self, key: str, change: Callable[[_T], _T]) -> None:
        """Replace a value, if it exists, by the result of `change`; it expires when it would have."""
        with self._lock:
            if row := self._rows.get(key):
                self._set(key, change(row[0]), row[1])
        self._enforce_budget()

    def all(self) -> list[_T]:
        """Return all values that have not expired."""
        now = self._clock.now()
        return [value for value, until, _ in list(self._rows.values()) if until > now]

    def drop_oldest(self) -> bool:
        """Drop a tenth of the rows, the oldest ones, but not the last one. Return whether any was dropped."""
        with self._lock:
            count = min(1 + len(self._rows) // _SHARE, len(self._rows) - 1)
            if count <= 0:
                return False
            self.bytes -= sum(weight for _, _, weight in islice(self._rows.values(), count))
            self._rows = dict(islice(self._rows.items(), count, None))
            return True

    def _insert(self, key: str, value: _T, until: int) -> None:
        self._set(key, value, until)
        self._puts += 1
        if self._puts % _SWEEP_EVERY == 0:
            now = self._clock.now()
            self._rows = {name: row for name, row in self._rows.items() if row[1] > now}
            self.bytes = sum(weight for _, _, weight in self._rows.values())

    def _set(self, key: str, value: _T, until: int) -> None:
        before = self._rows.get(key)
        weight = self._weigh(value) + getsizeof(key) + _ROW_BYTES if self._budget else 0
        self._rows[key] = value, until, weight
        self.bytes += weight - (before[2] if before else 0)

    def _enforce_budget(self) -> None:
        """Drop values if there are too many. Not while the lock is held: other tables may have to drop theirs."""
        if self._budget:
            self._budget.enforce()

    def __len__(self) -> int:
        return len(self._rows)
