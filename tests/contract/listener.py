"""A client's server on the loopback interface: it takes what Keycloak and mockauth send to clients, and tells it after.

`http://LISTENER` in a realm file stands for it. Both servers tell a client before they answer, so that whatever has
come when an answer is there was sent for its sake.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Lock, Thread

from contract.keycloak import CACHE, free_ports, made

NAME = "LISTENER"
# What the listener answers below a path; elsewhere it is content.
STATUS = {"/failing": 500, "/moved": 302}
# As many bytes as a client takes.
_LARGEST = 65536


@dataclass(frozen=True)
class Told:
    """A request that the listener got."""

    method: str
    path: str
    content_type: str
    body: str


class Listener:
    """Keeps what it was sent until it is asked."""

    def __init__(self, port: int) -> None:
        self.address = f"127.0.0.1:{port}"
        self._told: list[Told] = []
        self._lock = Lock()

    def take(self) -> list[Told]:
        """Give what has come since the last time, by paths: the order is nobody's promise."""
        with self._lock:
            found, self._told = self._told, []
        return sorted(found, key=lambda it: it.path)

    def keep(self, told: Told) -> None:
        """Keep a request."""
        with self._lock:
            self._told.append(told)


@contextmanager
def listening(port: int = 0) -> Iterator[Listener]:
    """Listen, on any free port if need be."""
    listener: Listener

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(min(int(self.headers.get("Content-Length", "0")), _LARGEST)).decode()
            listener.keep(Told(self.command, self.path, self.headers.get("Content-Type", ""), body))
            self.send_response(STATUS.get(self.path, 200))
            self.send_header("Location", "/told")
            self.send_header("Content-Length", "0")
            self.end_headers()

        do_GET = do_POST  # noqa: N815 - so does http.server call it

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", port), Handler)
    server.daemon_threads = True
    listener = Listener(server.server_port)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield listener
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)


def usual_port() -> int:
    """Give the port that the realm files of a Keycloak name: always the same, as far as this folder goes."""
    file = made(CACHE) / "listener.json"
    if not file.exists():
        file.write_text(json.dumps(free_ports(1)[0]))
    return int(json.loads(file.read_text()))


def filled(file: Path, folder: Path, address: str) -> Path:
    """Write a realm file with the listener's address in it."""
    written = made(folder) / file.name
    written.write_text(file.read_text(encoding="utf-8").replace(NAME, address), encoding="utf-8")
    return written
