"""Search for differences until the time is up: count, shrink, confirm, and report what was found."""

import contextlib
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from contract.admin_changes import RENEW
from contract.call import Side
from contract.exchange import Request

from fuzz.comparing import ComparedCall, Found, TimeUp, endpoint, replay
from fuzz.shrinking import shrink

# A line of progress appears this often.
_PROGRESS_SECONDS = 30
# A sequence is shrunk no longer than this.
_SHRINKING_SECONDS = 180


@dataclass
class Search:
    """A search for differences. `sides` returns both servers, without cookies; `realm` is renewed for each sequence.

    `found` holds the shortest sequences by title, and `times` how often each difference occurred. `unconfirmed` holds
    the titles of differences that did not occur again, and `answers` counts statuses by endpoint.
    """

    sides: Callable[[], dict[str, Side]]
    realm: str
    deadline: float
    on_found: Callable[[Found], None]
    found: dict[str, Found] = field(default_factory=dict)
    times: Counter[str] = field(default_factory=Counter)
    unconfirmed: set[str] = field(default_factory=set)
    sequences: int = 0
    answers: Counter[str] = field(default_factory=Counter)
    _next_progress: float = 0

    def start(self) -> ComparedCall:
        """Start a sequence, with the users of the realm file and new browsers."""
        self.sequences += 1
        call = self._call(self.deadline)
        if self.realm:
            call.send(Request(RENEW, f"/admin/realms/{self.realm}"))
        return call

    def report(self, found: Found) -> None:
        """Shrink a sequence with a new difference, and report it if it occurs again."""
        if found.known:
            return
        self.times[found.title] += 1
        if found.title in self.found or found.title in self.unconfirmed:
            return
        shortest = self._shrunk(found)
        if shortest is None:
            self.unconfirmed.add(found.title)
            _print(f"Did not occur again: {found.title}", found)
        elif shortest.title not in self.found:
            self.found[shortest.title] = shortest
            _print(f"Difference {len(self.found)}: {shortest.title}", shortest)
            self.on_found(shortest)

    def _shrunk(self, found: Found) -> Found | None:
        """Return the shortest sequence found in the time for it, or None if the difference does not occur again."""
        shortest: Found | None = None
        until = min(self.deadline, time.monotonic() + _SHRINKING_SECONDS)

        def fails(requests: list[Request]) -> list[Request] | None:
            nonlocal shortest
            again = replay(self._call(until), requests)
            if again is None or again.title != found.title:
                return None
            shortest = again
            return again.requests

        with contextlib.suppress(TimeUp):
            if failing := fails(found.requests):
                shrink(failing, fails)
        return shortest

    def _call(self, deadline: float) -> ComparedCall:
        return ComparedCall(self.sides(), deadline, self._count)

    def _count(self, request: Request, status: int) -> None:
        self.answers[f"{status} {endpoint(request)}"] += 1
        if time.monotonic() > self._next_progress:
            self._next_progress = time.monotonic() + _PROGRESS_SECONDS
            print(f"{self.summary()}, {max(0, self.deadline - time.monotonic()) / 60:.1f} minutes left", flush=True)

    def table(self) -> list[str]:
        """Return how often each endpoint gave which status, and how often each difference occurred."""
        answers = [f"{count:>6} {name}" for name, count in sorted(self.answers.items(), key=lambda it: it[0][4:])]
        return [*answers, self.summary(), *(f"{self.times[title]:>6} {title}" for title in self.found)]

    def summary(self) -> str:
        """Return how much was compared."""
        return f"{self.sequences} sequences, {self.answers.total()} requests, {len(self.found)} differences"


def _print(title: str, found: Found) -> None:
    print("\n".join(["", title, *found.lines(), ""]), flush=True)
