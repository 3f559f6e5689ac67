"""What a serving mockauth says: lines for people, or JSON lines for programs."""

import json
import sys
import time
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from mockauth.web.app import Entry

_LONGEST = 1000
_COLOURS = {2: "green", 3: "cyan", 4: "yellow", 5: "red"}


class Console:
    """Writes to standard output, one line at a time. Colours are only for terminals, and not where NO_COLOR is set."""

    def __init__(self, as_json: bool) -> None:
        self.as_json = as_json
        import os

        self._coloured = sys.stdout.isatty() and not os.environ.get("NO_COLOR")

    def say(self, event: str, text: str, **fields: Any) -> None:
        """Say something: `text` to people; the event, the text and the fields to programs."""
        if self.as_json:
            self._write(json.dumps({"event": event, "text": text.strip(), **fields}, ensure_ascii=False))
        else:
            self._write(text)

    def request(self, entry: "Entry") -> None:
        """Say one request: what was asked, what was answered, and for a refusal why."""
        milliseconds = round(entry.seconds * 1000, 1)
        if self.as_json:
            asked = {"method": _printable(entry.method), "path": _printable(entry.path)}
            fields = {**asked, "status": entry.status, "ms": milliseconds}
            why = {"error": entry.error, "reason": _printable(entry.reason)} if entry.reason else {}
            self._write(json.dumps({"event": "request", "time": _now(), **fields, **why}, ensure_ascii=False))
            return
        status = str(entry.status)
        if self._coloured:
            status = click.style(status, fg=_COLOURS.get(entry.status // 100))
        line = f"{_now()} {status} {_printable(entry.method)} {_printable(entry.path)} {milliseconds} ms"
        self._write(f"{line}  {entry.error}: {_printable(entry.reason)}" if entry.reason else line)

    def _write(self, line: str) -> None:
        try:
            sys.stdout.write(f"{line}\n")
            sys.stdout.flush()
        except UnicodeEncodeError:
            sys.stdout.write(f"{line.encode('ascii', 'backslashreplace').decode()}\n")
        except (BrokenPipeError, ValueError):
            pass  # Nobody reads the log any more: that is no reason to stop serving.


def _now() -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%S")


def _printable(text: str) -> str:
    """Give text from outside on one line of bearable length, without what could steer a terminal."""
    text = text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
    return text if text.isprintable() else "".join(it if it.isprintable() else f"\\x{ord(it):02x}" for it in text)
