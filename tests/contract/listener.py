"""A client's server on the loopback interface: it receives what Keycloak and mockauth send to clients.

It also serves what a test has set up: key sets and request objects.

`http://LISTENER` in a realm file stands for its address. Both servers notify clients before they answer, so everything
that has arrived when the answer arrives belongs to that request.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Event, Lock, Thread
from typing import Any

from contract.keycloak import CACHE, free_ports, make_folder, write_atomically

NAME = "LISTENER"
# The listener's answers, by path; for other paths it answers 200.
STATUS = {"/failing": 500, "/moved": 302}
# The number of bytes that the listener reads.
_LARGEST = 65536


@dataclass(frozen=True)
class Notification:
    """A request that the listener received."""

    method: str
    path: str
    content_type: str
    body: str


@dataclass(frozen=True)
class Served:
    """An answer for a path, with `padding` spaces; a `late` one comes after every client has given up."""

    body: str = ""
    status: int = 200
    location: str = "/told"
    padding: int = 0
    late: bool = False


class Listener:
    """Stores the requests it receives, and the answers it gives."""

    def __init__(self, port: int) -> None:
        self.address = f"127.0.0.1:{port}"
        self._told: list[Notification] = []
        self._lock = Lock()
        self._served: dict[str, Served] = {}
        self.over = Event()

    def serve(self, path: str, body: str = "", status: int = 200, **more: Any) -> None:
        """Set the answer for this path from now on."""
        self._served[path] = Served(body, status, **more)

    def served(self, path: str) -> Served:
        """Return the answer for a path."""
        return self._served.get(path) or Served(status=STATUS.get(path, 200))

    def take(self) -> list[Notification]:
        """Return the requests received since the last call, sorted by path, because their order is not guaranteed."""
        with self._lock:
            found, self._told = self._told, []
        return sorted(found, key=lambda it: it.path)

    def store(self, told: Notification) -> None:
        """Store a request."""
        with self._lock:
            self._told.append(told)


@contextmanager
def listening(port: int = 0) -> Iterator[Listener]:
    """Listen on this port; 0 takes any free one."""
    listener: Listener

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(min(int(self.headers.get("Content-Length", "0")), _LARGEST)).decode()
            listener.store(Notification(self.command, self.path, self.headers.get("Content-Type", ""), body))
            answer = listener.served(self.path)
            if answer.late:
                listener.over.wait(60)
                return
            self.send_response(answer.status)
            self.send_header("Location", answer.location)
            text = (answer.body + " " * answer.padding).encode()
            self.send_header("Content-Length", str(len(text)))
            self.end_headers()
            with suppress(OSError):
                self.wfile.write(text)

        do_GET = do_POST  # noqa: N815 - named by http.server

        def log_message(self, *_: object) -> None:
            """Suppress the log."""

    server = ThreadingHTTPServer(("127.0.0.1", port), Handler)
    server.daemon_threads = True
    listener = Listener(server.server_port)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield listener
    finally:
        listener.over.set()
        server.shutdown()
        server.server_close()
        thread.join(5)


def usual_port() -> int:
    """Return the port in the realm files of a Keycloak; it is always the same for this folder."""
    file = make_folder(CACHE) / "listener.json"
    if not file.exists():
        file.write_text(json.dumps(free_ports(1)[0]))
    return int(json.loads(file.read_text()))


def fill_in_address(file: Path, folder: Path, address: str) -> Path:
    """Write a realm file with the listener's address filled in."""
    written = make_folder(folder) / file.name
    write_atomically(written, file.read_text(encoding="utf-8").replace(NAME, address))
    return written
