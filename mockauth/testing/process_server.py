"""A server in a process of its own, which ends with this process.

The child process reads calls from its standard input and writes their results to its standard output, one JSON
document per line. If this process ends, in whatever way, the pipe closes and the child ends too.
"""

import json
import subprocess
import sys
from collections.abc import Mapping
from os import PathLike, fspath
from threading import Lock
from typing import Any, Self

from mockauth.realms.problems import ConfigError, Problem
from mockauth.realms.source import Source
from mockauth.testing.server import Server
from mockauth.testing.token import TokenRefused

_SECONDS_TO_END = 5
# The errors that a call can raise, by name.
_ERRORS: Mapping[str, type[Exception]] = {"LookupError": LookupError, "TokenRefused": TokenRefused, "OSError": OSError}


class ProcessServer(Server):
    """The parent's side."""

    def __init__(self, child: "subprocess.Popen[str]", options: Mapping[str, Any]) -> None:
        self._child = child
        self._lock = Lock()
        started = self._call("start", **options)
        self.url, self.realms = started["url"], started["realms"]

    @classmethod
    def start(cls, source: Source, *, host: str, port: int, keys: str | PathLike[str] | None, login: str) -> Self:
        """Start a server. Raises ConfigError for invalid realms, and OSError if the port cannot be opened."""
        child = subprocess.Popen(
            [sys.executable, "-m", "mockauth.testing.child"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            encoding="utf-8",
        )
        options = {"host": host, "port": port, "keys": fspath(keys) if keys else None, "login": login}
        paths = [fspath(path) for path in source.paths]
        try:
            return cls(child, {"paths": paths, "tables": source.tables, **options})
        except BaseException:
            _end(child)
            raise

    def _call(self, name: str, **arguments: Any) -> Any:
        if self._child.stdin is None or self._child.stdout is None or self._child.stdin.closed:
            raise RuntimeError("the server is closed")
        with self._lock:
            self._child.stdin.write(json.dumps([name, arguments]) + "\n")
            self._child.stdin.flush()
            line = self._child.stdout.readline()
        if not line:
            raise RuntimeError(f"the server's process has ended with exit code {self._child.wait()}")
        answer = json.loads(line)
        if "problems" in answer:
            raise ConfigError(*(Problem(*problem) for problem in answer["problems"]))
        if "error" in answer:
            raise _ERRORS[answer["error"]](answer["text"])
        return answer["result"]

    def _token(self, realm: str, client: str, user: str | None, scope: str | None) -> Mapping[str, Any]:
        response: Mapping[str, Any] = self._call("token", realm=realm, client=client, user=user, scope=scope)
        return response

    def reset(self) -> None:
        """Forget sessions, consents, registered users, locked users, changed passwords, and the log."""
        self._call("reset")

    def advance(self, seconds: int) -> None:
        """Advance the clock of the server, for example past the expiry of a token."""
        self._call("advance", seconds=seconds)

    @property
    def log(self) -> list[str]:
        """The requests since the last reset, one line each, with the reason of each refusal; the last 1,000."""
        lines: list[str] = self._call("log")
        return lines

    def close(self) -> None:
        """Stop the server. Closing it twice does no harm."""
        _end(self._child)


def _end(child: "subprocess.Popen[str]") -> None:
    """Close the pipe, which ends the child."""
    if child.stdin and not child.stdin.closed:
        child.stdin.close()
    try:
        child.wait(_SECONDS_TO_END)
    except subprocess.TimeoutExpired:
        child.kill()
        child.wait()
    if child.stdout:
        child.stdout.close()
