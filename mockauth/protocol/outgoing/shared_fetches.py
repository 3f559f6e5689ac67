"""Fetch documents for several requests: one fetch serves all that wait for it, and a slow failure is remembered.

A client's server that hangs costs one connection for each URL, and keeps only the requests waiting that need it.
"""

from contextlib import nullcontext
from math import inf
from threading import Event, Lock
from time import monotonic

from mockauth.protocol.outgoing.connections import Blocking
from mockauth.protocol.outgoing.fetching import FetchError, fetch
from mockauth.protocol.outgoing.places import Places

_TIMEOUT = 5.0
# How many requests may wait for the same server.
_MOST_WAITING = 64
# A failure that took this many seconds is remembered for so many seconds. Quick failures are not remembered, as in
# Keycloak: a developer who has just started the client's server need not wait.
_SLOW, _REMEMBERED = 1.0, 2.0


class _Fetch:
    """A fetch in progress; when it is `done`, it has a text or an error."""

    def __init__(self) -> None:
        self.done = Event()
        self.text = ""
        self.error: FetchError | None = None
        self.forgotten_at = inf

    def result(self) -> str:
        """Return the text. Raises FetchError."""
        if self.error:
            # Each request raises an exception of its own, because raising one changes it.
            raise FetchError(str(self.error), self.error.keycloak_message) from self.error
        return self.text


class SharedFetches:
    """The fetches in progress, and the slow failures of the last seconds, by URL. Times are in seconds."""

    def __init__(
        self,
        timeout: float = _TIMEOUT,
        most_waiting: int = _MOST_WAITING,
        slow: float = _SLOW,
        remembered: float = _REMEMBERED,
    ) -> None:
        self._timeout, self._places = timeout, Places(most_waiting)
        self._slow, self._remembered = slow, remembered
        self._fetches: dict[str, _Fetch] = {}
        self._lock = Lock()

    def fetch(self, url: str, blocking: Blocking = nullcontext) -> str:
        """Return the text at an http or https URL. Raises FetchError."""
        known = self._fetches.get(url)
        if known and known.done.is_set() and known.forgotten_at > monotonic():
            return known.result()
        try:
            found = self._fetched(url, blocking)
        except BlockingIOError as error:
            reason = f'"{url:.200}" cannot be fetched: {error}'
            raise FetchError(reason, f"java.io.IOException: {error}") from error
        return found.result()

    def _fetched(self, url: str, blocking: Blocking) -> _Fetch:
        """Wait for a fetch, or do it. Raises BlockingIOError if too many requests are waiting."""
        self._places.take(url)
        try:
            with blocking():
                found, is_new = self._join(url)
                if is_new:
                    self._run(found, url)
                else:
                    found.done.wait()
                return found
        finally:
            self._places.release(url)

    def _join(self, url: str) -> tuple[_Fetch, bool]:
        """Return the fetch of a URL, and whether it is new."""
        now = monotonic()
        with self._lock:
            self._fetches = {name: it for name, it in self._fetches.items() if it.forgotten_at > now}
            if url in self._fetches:
                return self._fetches[url], False
            new = self._fetches[url] = _Fetch()
            return new, True

    def _run(self, found: _Fetch, url: str) -> None:
        begin = monotonic()
        try:
            found.text = fetch(url, self._timeout)
        except FetchError as error:
            found.error = error
        finally:
            end = monotonic()
            is_remembered = found.error is not None and end - begin >= self._slow
            found.forgotten_at = end + self._remembered if is_remembered else 0.0
            found.done.set()


# Of all realms, because they share the threads of the server.
FETCHES = SharedFetches()
