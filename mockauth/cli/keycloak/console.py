"""The output of a server as Keycloak writes it: log records as text or as JSON, for programs that wait for them."""

import json
import os
import socket
import time
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from mockauth import __version__
from mockauth.cli.console import Console

if TYPE_CHECKING:
    from mockauth.web.app import Entry

_VERSION = "26.7.3"
_OURS = "mockauth"
# The logger of Quarkus, which writes that the server has started.
_QUARKUS = "io.quarkus"


class KeycloakConsole(Console):
    """Writes each event as one record with time, level, logger and thread."""

    def write(self, event: str, text: str, heading: str = "", **fields: Any) -> None:
        """Write an event, on one line."""
        if event == "ready":
            self._record("info", _QUARKUS, _started(fields["listening"]))
        if event in ("ready", "management"):
            return
        words = " ".join(filter(None, (heading.strip(), text.strip())))
        self._record("warning" if event == "warning" else "info", _OURS, words)

    def log(self, event: str, text: str) -> None:
        """Write an event of a running server."""
        self.write(event, text)

    def log_request(self, entry: "Entry") -> None:
        """Write one request; a refusal is a warning."""
        from mockauth.web.request_log import request_line

        self._record("warning" if entry.reason else "info", _OURS, request_line(entry))

    def _record(self, level: str, logger: str, text: str) -> None:
        if not self.is_written(level):
            return
        name = "WARN" if level == "warning" else level.upper()
        now = time.time()
        if not self.as_json:
            at = datetime.fromtimestamp(now)
            self._write(f"{at:%Y-%m-%d %H:%M:%S},{at.microsecond // 1000:03} {name:<5} [{logger}] (main) {text}")
            return
        record = {
            "timestamp": datetime.fromtimestamp(now, UTC).isoformat().replace("+00:00", "Z"),
            "loggerName": logger,
            "level": name,
            "message": text,
            "threadName": "main",
            "hostName": socket.gethostname(),
            "processId": os.getpid(),
            "service.name": "keycloak",
        }
        self._write(json.dumps(record, ensure_ascii=False))


def _started(listening: Mapping[str, str]) -> str:
    # As Quarkus. Until now the process has used one thread, so the time is that of its CPU.
    started = f"Keycloak {_VERSION} on mockauth {__version__} started in {time.process_time():.3f}s."
    management = f" Management interface listening on {listening['management']}." if "management" in listening else ""
    return f"{started} Listening on: {listening['main']}.{management}"
