"""Write the log in a thread of its own, so that a slow reader of the output never makes a request wait."""

import logging
import time
from collections.abc import Callable
from queue import Empty, SimpleQueue
from threading import Thread

# Lines that arrive within this time are written together: every write costs the requests a turn in Python.
_SECONDS = 0.01
_MOST_WAITING = 10_000


class LogWriter:
    """Passes lines to `write` in their order. If the output is not read and too many wait, further ones are dropped."""

    def __init__(self, write: Callable[[str], None]) -> None:
        self._write = write
        self._lines: SimpleQueue[str | None] = SimpleQueue()
        self._dropped = 0
        self._thread = Thread(target=self._run, daemon=True)
        self._thread.start()

    def put(self, line: str) -> None:
        """Write a line soon."""
        if self._lines.qsize() < _MOST_WAITING:
            self._lines.put(line)
        else:
            self._dropped += 1

    def close(self, seconds: float) -> None:
        """Write the lines that wait, for at most so many seconds."""
        self._lines.put(None)
        self._thread.join(seconds)

    def _run(self) -> None:
        ended = False
        while not ended:
            lines = [self._lines.get()]
            if lines[0] is not None:
                time.sleep(_SECONDS)
            try:
                while True:
                    lines.append(self._lines.get_nowait())
            except Empty:
                pass
            ended = None in lines
            self._write("\n".join(line for line in lines if line is not None))
            dropped, self._dropped = self._dropped, 0
            if dropped:
                self._write(f"{dropped} lines were dropped, because the output of mockauth was not read")


class LogHandler(logging.Handler):
    """Passes records of Python's `logging`, which would go to standard error, to a function as text."""

    def __init__(self, write: Callable[[str], None]) -> None:
        super().__init__(logging.WARNING)
        self._write = write

    def emit(self, record: logging.LogRecord) -> None:
        """Write a record."""
        self._write(self.format(record))
