"""A server in a thread of this process."""

from collections import deque
from collections.abc import Mapping, Sequence
from os import PathLike
from pathlib import Path
from threading import Thread
from typing import Any, Self

from mockauth.realms.files import Loaded
from mockauth.realms.source import Source
from mockauth.state import State
from mockauth.state.key_ring import KeyRing
from mockauth.testing.issuing import issue
from mockauth.testing.server import Server
from mockauth.web.application import Settings, create_application
from mockauth.web.request_log import Entry, request_line
from mockauth.web.server import Server as HttpServer
from mockauth.web.server.sockets import listen

_MOST_LOGGED = 1000
# The keys of all servers of this process that have no key folder.
_KEYS: dict[tuple[str, str], Any] = {}


class ThreadServer(Server):
    """Serves realms until it is closed. `state` is the server's state, for tests that need more than this class has."""

    def __init__(self, loaded: Loaded, state: State, url: str, http: HttpServer, entries: deque[Entry]) -> None:
        self.url = url
        self.realms: Sequence[str] = [*loaded.realms]
        self.state = state
        self._http = http
        self._entries = entries
        self._thread = Thread(target=http.run, name=f"mockauth {url}", daemon=True)
        self._thread.start()

    @classmethod
    def start(cls, source: Source, *, host: str, port: int, keys: str | PathLike[str] | None, login: str) -> Self:
        """Start a server. Raises ConfigError for invalid realms, and OSError if the port cannot be opened."""
        loaded = source.load()
        ring = KeyRing(Path(keys)) if keys is not None else KeyRing(in_memory=_KEYS)
        state = State(loaded.realms, ring, from_environment=loaded.from_environment)
        entries: deque[Entry] = deque(maxlen=_MOST_LOGGED)
        sockets = listen(host, port)
        http = HttpServer(create_application(state, Settings(login=login, log=entries.append)), sockets)
        named = f"[{host}]" if ":" in host else host
        return cls(loaded, state, f"http://{named}:{sockets[0].getsockname()[1]}", http, entries)

    def _token(self, realm: str, client: str, user: str | None, scope: str | None) -> Mapping[str, Any]:
        return issue(self.state, self.url, realm, client, user, scope)

    def reset(self) -> None:
        """Forget sessions, consents, registered users, locked users, changed passwords, and the log."""
        self.state.reset()
        self._entries.clear()

    def advance(self, seconds: int) -> None:
        """Advance the clock of the server, for example past the expiry of a token."""
        self.state.clock.advance(seconds)

    @property
    def log(self) -> list[str]:
        """The requests since the last reset, one line each, with the reason of each refusal; the last 1,000."""
        return [request_line(entry) for entry in self._entries.copy()]

    def close(self) -> None:
        """Stop the server. Closing it twice does no harm."""
        self._http.stop()
        self._thread.join()
