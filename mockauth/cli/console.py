"""Terminal output: plain lines, problems in red, and the log of a server as text or as JSON lines."""

import json
import os
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import click

from mockauth.printable import escaped, printable
from mockauth.realms.problems import Problem

if TYPE_CHECKING:
    from mockauth.cli.log_writer import LogWriter
    from mockauth.web.request_log import Entry

_MOST_PROBLEMS = 20
LEVELS = ("debug", "info", "warning", "error")
_COLOURS = {2: "green", 3: "cyan", 4: "yellow", 5: "red"}


class Console:
    """Writes the output of a server to standard output, one line per event.

    Colours are used on a terminal only, and never if NO_COLOR is set. Events below the `level` are not written.
    """

    def __init__(self, as_json: bool, level: str = "info") -> None:
        self.as_json = as_json
        self._level = LEVELS.index(level)
        self._terminal = sys.stdout.isatty()
        self._print = _print_if_possible

    def write_in_background(self) -> "LogWriter":
        """Write all further lines in a thread of their own; `close` of the result writes the last ones."""
        import logging

        from mockauth.cli.log_writer import LogHandler, LogWriter

        writer = LogWriter(_print_if_possible)
        self._print = writer.put
        logging.getLogger().addHandler(LogHandler(lambda text: self.log("warning", text)))
        return writer

    def is_written(self, level: str) -> bool:
        """Tell whether events of this level are written."""
        return LEVELS.index(level) >= self._level

    @property
    def is_private(self) -> bool:
        """Tell whether only a person reads the output, so that it may show secrets. Logs are stored and shared."""
        return self._terminal and not self.as_json

    def write(self, event: str, text: str, heading: str = "", **fields: Any) -> None:
        """Write an event: `text`, below its `heading` if it has one; as JSON the event, time, text and fields."""
        if not self.is_written("warning" if event == "warning" else "info"):
            return
        if self.as_json:
            title = {"title": heading.strip(" :")} if heading else {}
            document = {"event": event, "time": _now(), **title, "text": text.strip(), **fields}
            self._write(json.dumps(document, ensure_ascii=False))
            return
        if heading:
            heading = escaped(heading)
            self._write(click.style(heading, bold=True) if self._is_coloured else heading, clean=True)
        self._write(text)

    def log(self, event: str, text: str) -> None:
        """Write an event of a running server: with the time in text output too."""
        self.write(event, text if self.as_json else f"{_now()} {text}")

    def log_request(self, entry: "Entry") -> None:
        """Write one request: method, path, status and client; for a refusal also the error and its reason."""
        if not self.is_written("warning" if entry.reason else "info"):
            return
        # Imported here, because the other commands do without the protocol.
        from mockauth.web.request_log import milliseconds, named, request_line

        if self.as_json:
            request = {"method": entry.method, "path": entry.path, "status": entry.status, "ms": milliseconds(entry)}
            refusal = {"error": entry.error, "reason": entry.reason} if entry.reason else {}
            document = {**request, **named(entry), **refusal}
            fields = {name: printable(it) if isinstance(it, str) else it for name, it in document.items()}
            self._write(json.dumps({"event": "request", "time": _now(), **fields}, ensure_ascii=False))
            return
        status = click.style(str(entry.status), fg=_COLOURS.get(entry.status // 100)) if self._is_coloured else ""
        self._write(f"{_now()} {request_line(entry, status)}", clean=True)

    @property
    def _is_coloured(self) -> bool:
        return self._terminal and _may_colour()

    def _write(self, line: str, clean: bool = False) -> None:
        self._print(line if clean else escaped(line))


def _print_if_possible(line: str) -> None:
    # A closed pipe or a full disk must not stop the server.
    with suppress(OSError, ValueError):
        _print(line)


def open_console(log_format: str, level: str = "info") -> Console:
    """Return the console of a `--log-format`."""
    if log_format.startswith("keycloak"):
        from mockauth.cli.keycloak.console import KeycloakConsole

        return KeycloakConsole(log_format == "keycloak-json", level)
    return Console(log_format == "json", level)


def print_line(line: str, clean: bool = False) -> None:
    """Write a line to standard output. Unless it is `clean`, control characters are escaped."""
    _print(line if clean else escaped(line))


def _print(line: str) -> None:
    try:
        sys.stdout.write(f"{line}\n")
    except UnicodeEncodeError:
        sys.stdout.write(f"{line.encode('ascii', 'backslashreplace').decode()}\n")
    sys.stdout.flush()


def print_error(text: str) -> None:
    """Write a line to standard error, in red on a terminal."""
    text = escaped(text)
    click.echo(click.style(text, fg="red") if _may_colour() else text, err=True)


def print_problems(problems: Sequence[Problem]) -> None:
    """Write a line for each problem to standard error, at most a screenful."""
    for problem in problems[:_MOST_PROBLEMS]:
        print_error(str(problem))
    if len(problems) > _MOST_PROBLEMS:
        print_error(f'and {len(problems) - _MOST_PROBLEMS} more: "mockauth check FILE" lists them all')


def connection_error(error: Exception) -> str:
    """Explain in one sentence why a request to a server failed."""
    cause = getattr(error, "reason", error)
    if isinstance(cause, ConnectionRefusedError):
        return "Connection refused: nothing listens on this port; is the server running, and is the port right?"
    return str(getattr(cause, "strerror", "") or cause) or type(cause).__name__


def progress_line() -> Callable[[str], None]:
    """Return a function that shows the progress of a slow step in one line of a terminal; "" clears the line.

    If standard error is not a terminal, the function does nothing.
    """
    if not sys.stderr.isatty() or _is_dumb():
        return lambda _: None

    def update(text: str) -> None:
        sys.stderr.write(f"\r\x1b[2K{escaped(text)}")
        sys.stderr.flush()

    return update


def _may_colour() -> bool:
    return not os.environ.get("NO_COLOR") and not _is_dumb()


def _is_dumb() -> bool:
    return os.environ.get("TERM") == "dumb"


def _now() -> str:
    return _at(int(time.time()))


@lru_cache(maxsize=1)
def _at(second: int) -> str:
    return datetime.fromtimestamp(second).astimezone().isoformat()
