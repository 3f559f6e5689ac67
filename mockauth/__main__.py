"""`python -m mockauth`, and the script `mockauth`."""

import gc
import os
import signal
import sys


def main() -> None:
    """Run the command line."""
    # Imports make much and drop little: looking for garbage meanwhile takes 7 % of the time to the first token.
    # `serve` turns it on again.
    gc.disable()
    if sys.argv[1:2] == ["serve"]:
        # A server that is ended while it starts ends with 0 as well, and says nothing of its imports.
        for ended_by in (signal.SIGINT, signal.SIGTERM):
            signal.signal(ended_by, lambda _signal, _frame: os._exit(0))
    from mockauth.cli import main as run

    run()


if __name__ == "__main__":
    main()
