"""The signals that end a server."""

import os
import signal
from collections.abc import Callable
from types import FrameType

# SIGHUP: the terminal is closed. SIGQUIT: Ctrl-\. Windows has neither.
_NAMES = ("SIGTERM", "SIGINT", "SIGHUP", "SIGQUIT")


def on_end(action: Callable[[], object]) -> None:
    """Call `action` when a signal asks the process to end. A second signal ends the process at once, with 0."""
    numbers = [number for name in _NAMES if (number := getattr(signal, name, None)) and not _is_ignored(number)]

    def end(_signal: int, _frame: FrameType | None) -> None:
        for number in numbers:
            signal.signal(number, lambda _signal, _frame: os._exit(0))
        action()

    for number in numbers:
        signal.signal(number, end)


def _is_ignored(number: int) -> bool:
    """Tell whether the parent wants the process to ignore a signal, as nohup does with SIGHUP."""
    return number == getattr(signal, "SIGHUP", None) and signal.getsignal(number) is signal.SIG_IGN
