"""Limit how many requests and messages wait for the servers of clients at the same time."""

from collections import Counter
from math import inf
from threading import Lock


class Places:
    """Counts what waits: at most `most` in all, and `for_one` for the same server."""

    def __init__(self, for_one: int, most: float = inf) -> None:
        self._for_one, self._most = for_one, most
        self._taken: Counter[str] = Counter()
        self._lock = Lock()

    def take(self, url: str) -> None:
        """Take a place to wait for the server of a URL. Raises BlockingIOError if there is none left."""
        server = _server(url)
        with self._lock:
            if self._taken[server] >= self._for_one:
                raise BlockingIOError(f"{self._for_one} others are waiting for this server")
            if self._taken.total() >= self._most:
                raise BlockingIOError(f"{self._most} others are waiting for servers of clients")
            self._taken[server] += 1

    def release(self, url: str) -> None:
        """Release a place."""
        server = _server(url)
        with self._lock:
            self._taken[server] -= 1
            if not self._taken[server]:
                del self._taken[server]


def _server(url: str) -> str:
    """Return the host and port; unlike urlsplit, this accepts every text."""
    return url.partition("://")[2].partition("/")[0].rpartition("@")[2].lower()
