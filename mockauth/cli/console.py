"""What commands say: problems in red, and while serving lines for people, or JSON lines for programs."""

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

from mockauth.realms.problems import Problem

if TYPE_CHECKING:
    from mockauth.web.app import Entry

_LONGEST = 1000
_MOST_PROBLEMS = 20
_COLOURS = {2: "green", 3: "cyan", 4: "yellow", 5: "red"}


class Console:
    """Writes to standard output, one line at a time. Colours are only for terminals, and not where NO_COLOR is set."""

    def __init__(self, as_json: bool) -> None:
        self.as_json = as_json
        self._terminal = sys.stdout.isatty()

    @property
    def is_private(self) -> bool:
        """Whether only a person reads this, so that a secret may be shown: logs are kept, and shown around."""
        return self._terminal and not self.as_json

    def say(self, event: str, text: str, **fields: Any) -> None:
        """Say something: `text` to people; the event, the time, the text and the fields to programs."""
        if self.as_json:
            said = {"event": event, "time": _now(), "text": text.strip(), **fields}
            self._write(json.dumps(said, ensure_ascii=False))
        else:
            self._write(text)

    def log(self, event: str, text: str) -> None:
        """Say what has just happened to a server that runs: with the time, for people too."""
        self.say(event, text if self.as_json else f"{_now()} {text}")

    def request(self, entry: "Entry") -> None:
        """Say one request: what was asked, by whom, what was answered, and for a refusal why."""
        milliseconds = round(entry.seconds * 1000, 1)
        asked = {name: value for name, value in (("client", entry.client), ("scope", entry.scope)) if value}
        if self.as_json:
            said = {"method": entry.method, "path": entry.path, "status": entry.status, "ms": milliseconds, **asked}
            why = {"error": entry.error, "reason": entry.reason} if entry.reason else {}
            fields = {name: printable(it) if isinstance(it, str) else it for name, it in {**said, **why}.items()}
            self._write(json.dumps({"event": "request", "time": _now(), **fields}, ensure_ascii=False))
            return
        status = str(entry.status)
        if self._terminal and _may_colour():
            status = click.style(status, fg=_COLOURS.get(entry.status // 100))
        parts = [_now(), status, printable(entry.method), printable(entry.path), f"{milliseconds} ms"]
        parts += [f'{name}="{printable(value)}"' for name, value in asked.items()]
        line = " ".join(parts)
        refused = ": ".join(filter(None, (entry.error, printable(entry.reason))))
        self._write(f"{line}  {refused}" if entry.reason else line, clean=True)

    def _write(self, line: str, clean: bool = False) -> None:
        # That nobody reads the log any more, or that its disk is full, is no reason to stop serving.
        with suppress(OSError, ValueError):
            show(line, clean)


def show(line: str, clean: bool = False) -> None:
    """Write a line to standard output; what could steer a terminal, or cannot be written there, is escaped."""
    line = line if clean else _escaped(line)
    try:
        sys.stdout.write(f"{line}\n")
    except UnicodeEncodeError:
        sys.stdout.write(f"{line.encode('ascii', 'backslashreplace').decode()}\n")
    sys.stdout.flush()


def complain(text: str) -> None:
    """Write a line to standard error, in red where that is a terminal."""
    text = _escaped(text)
    click.echo(click.style(text, fg="red") if _may_colour() else text, err=True)


def plain(error: Exception) -> str:
    """Say in plain words why a server could not be asked."""
    cause = getattr(error, "reason", error)
    if isinstance(cause, ConnectionRefusedError):
        return "Connection refused: nothing listens there: is the server started, and is this its port?"
    return str(getattr(cause, "strerror", "") or cause) or type(cause).__name__


def complain_of(problems: Sequence[Problem]) -> None:
    """Write a line for each problem, but no more than a screen of them."""
    for problem in problems[:_MOST_PROBLEMS]:
        complain(str(problem))
    if len(problems) > _MOST_PROBLEMS:
        complain(f'and {len(problems) - _MOST_PROBLEMS} more: "mockauth check FILE" lists them all')


def progress() -> Callable[[str], None]:
    """Give what tells of the progress of something slow, in one line that is wiped in the end: on a terminal only."""
    if not sys.stderr.isatty() or _is_dumb():
        return lambda _: None

    def tell(text: str) -> None:
        sys.stderr.write(f"\r\x1b[2K{_escaped(text)}")
        sys.stderr.flush()

    return tell


def printable(text: str) -> str:
    """Give text from outside on one line of bearable length, without what could steer a terminal."""
    return _escaped(text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…")


def _escaped(text: str) -> str:
    return text if text.isprintable() else "".join(it if it.isprintable() else f"\\x{ord(it):02x}" for it in text)


def _may_colour() -> bool:
    return not os.environ.get("NO_COLOR") and not _is_dumb()


def _is_dumb() -> bool:
    return os.environ.get("TERM") == "dumb"


def _now() -> str:
    return _at(int(time.time()))


@lru_cache(maxsize=1)
def _at(second: int) -> str:
    return datetime.fromtimestamp(second).astimezone().isoformat()
