"""The child process of `ProcessServer`: `python -m mockauth.testing.child`."""

import json
import signal
import sys
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from mockauth.realms.problems import ConfigError
from mockauth.realms.source import Source
from mockauth.testing.thread_server import ThreadServer
from mockauth.testing.token import TokenRefused


def main() -> None:
    """Answer calls until standard input is closed."""
    # Ctrl-C reaches every process of the terminal; the parent decides when this one ends.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    answer_calls(sys.stdin, sys.stdout.write)


def answer_calls(lines: Iterable[str], write: Callable[[str], object]) -> None:
    """Answer each line with a call by a line with its result or its error."""
    server: ThreadServer | None = None
    for line in lines:
        name, arguments = json.loads(line)
        answer: Mapping[str, Any]
        try:
            if server is None:
                server = _start(**arguments)
                answer = {"result": {"url": server.url, "realms": server.realms}}
            else:
                answer = {"result": _CALLS[name](server, arguments)}
        except ConfigError as error:
            answer = {"problems": error.problems}
        except (LookupError, OSError, TokenRefused) as error:
            kind = next(it for it in (LookupError, OSError, TokenRefused) if isinstance(error, it))
            answer = {"error": kind.__name__, "text": str(error)}
        write(json.dumps(answer) + "\n")
        sys.stdout.flush()
    if server:
        server.close()


def _start(paths: list[str], tables: Mapping[str, Any] | None, **options: Any) -> ThreadServer:
    return ThreadServer.start(Source([Path(path) for path in paths], tables=tables), **options)


_CALLS: Mapping[str, Callable[[ThreadServer, Mapping[str, Any]], Any]] = {
    "token": lambda server, given: server.token(**given).response,
    "reset": lambda server, _: server.reset(),
    "advance": lambda server, given: server.advance(given["seconds"]),
    "log": lambda server, _: server.log,
}

if __name__ == "__main__":
    main()
