"""Tables of things that expire: put, get, take and update, each of them atomic."""

from collections.abc import Callable
from itertools import islice
from threading import Lock
from typing import Generic, TypeVar

from mockauth.state.clock import Clock

_T = TypeVar("_T")
_SWEEP_EVERY = 256
# A table that may only hold so much gives up this share of it at a time, the oldest first.
_SHARE = 10


class Table(Generic[_T]):
    """Values by key, each until a time (seconds since 1970). What has expired is not there, and its memory is freed.

    Of what anybody can make without end there are at most `most`, which weigh no more than `heaviest` by `weigh`: the
    oldest give way.
    """

    def __init__(
        self, clock: Clock, most: int | None = None, heaviest: int = 0, weigh: Callable[[_T], int] | None = None
    ) -> None:
        self._clock = clock
        self._most = most
        self._heaviest = heaviest
        self._weigh = weigh
        # Each value with its time and its weight.
        self._rows: dict[str, tuple[_T, int, int]] = {}
        self._lock = Lock()
        self._puts = 0
        self._weight = 0

    def put(self, key: str, value: _T, until: int) -> None:
        """Keep a value until a time."""
        with self._lock:
            self._keep(key, value, until)

    def add(self, key: str, value: _T, until: int) -> bool:
        """Keep a value unless there is one already; tell whether it was new."""
        with self._lock:
            row = self._rows.get(key)
            if row and row[1] > self._clock.now():
                return False
            self._keep(key, value, until)
        return True

    def get(self, key: str) -> _T | None:
        """Give a value, or None."""
        row = self._rows.get(key)
        return row[0] if row and row[1] > self._clock.now() else None

    def take(self, key: str) -> _T | None:
        """Give a value and forget it: of all who take it at the same time, one gets it."""
        with self._lock:
            row = self._rows.pop(key, None)
            self._weight -= row[2] if row else 0
        return row[0] if row and row[1] > self._clock.now() else None

    def update(self, key: str, change: Callable[[_T], tuple[_T, int] | None]) -> _T | None:
        """Replace a value by what `change` makes of it, with its new time; None from `change` removes it.

        Gives the value as it is afterwards, or None.
        """
        with self._lock:
            row = self._rows.get(key)
            if row is None or row[1] <= self._clock.now():
                return None
            changed = change(row[0])
            if changed is None:
                self._weight -= self._rows.pop(key)[2]
                return None
            self._put(key, *changed)
            return changed[0]

    def all(self) -> list[_T]:
        """Give all values that have not expired."""
        now = self._clock.now()
        return [value for value, until, _ in list(self._rows.values()) if until > now]

    def _keep(self, key: str, value: _T, until: int) -> None:
        self._put(key, value, until)
        self._puts += 1
        if self._puts % _SWEEP_EVERY == 0:
            now = self._clock.now()
            self._rows = {name: row for name, row in self._rows.items() if row[1] > now}
            self._weight = sum(weight for _, _, weight in self._rows.values())
        if self._most is not None and len(self._rows) > self._most:
            self._shed(1 + self._most // _SHARE)

    def _put(self, key: str, value: _T, until: int) -> None:
        before = self._rows.get(key)
        weight = self._weigh(value) if self._weigh else 0
        self._rows[key] = value, until, weight
        self._weight += weight - (before[2] if before else 0)
        while self._weigh and self._weight > self._heaviest and len(self._rows) > 1:
            self._shed(1 + len(self._rows) // _SHARE)

    def _shed(self, count: int) -> None:
        """Let the oldest go."""
        self._weight -= sum(weight for _, _, weight in islice(self._rows.values(), count))
        self._rows = dict(islice(self._rows.items(), count, None))

    def __len__(self) -> int:
        return len(self._rows)
