"""Metrics in Prometheus's formats, at /metrics as in Keycloak (--metrics-enabled=true).

docs/decisions/0011-metrics.md explains why no library writes them.
"""

import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from http import HTTPStatus
from threading import Lock
from typing import NamedTuple

from mockauth.web.endpoints import ROUTES
from mockauth.web.request_log import Entry
from mockauth.web.responses import Response

_TEXT = "text/plain; version=0.0.4; charset=utf-8"
_OPEN_METRICS = "application/openmetrics-text; version=1.0.0; charset=utf-8"
_OUTCOMES = {1: "INFORMATIONAL", 2: "SUCCESS", 3: "REDIRECTION", 4: "CLIENT_ERROR", 5: "SERVER_ERROR"}
_TOKEN = "/protocol/openid-connect/token"
_METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"}
_OUTSIDE_REALMS = {"", "/health", "/health/ready", "/health/live", "/health/started", "/metrics"}
_UNKNOWN = "UNKNOWN"
Labels = tuple[tuple[str, str], ...]


class Family(NamedTuple):
    """Samples of one metric: their names without the family's name, labels and values."""

    name: str
    kind: str
    text: str
    samples: Sequence[tuple[str, Labels, float]]


class _Duration:
    """Durations in seconds: how many, their sum, and the longest."""

    def __init__(self) -> None:
        self.count, self.sum, self.max = 0, 0.0, 0.0

    def add(self, seconds: float) -> None:
        self.count += 1
        self.sum += seconds
        self.max = max(self.max, seconds)


class Metrics:
    """Counts requests and token requests. `sessions` returns the number of user sessions of each realm."""

    def __init__(self, sessions: Callable[[], Mapping[str, int]], root: str = "") -> None:
        self._sessions = sessions
        self._root = root
        self._started = time.time()
        self._lock = Lock()
        self._requests: defaultdict[Labels, _Duration] = defaultdict(_Duration)
        self._tokens: defaultdict[Labels, int] = defaultdict(int)

    def observe(self, entry: Entry) -> None:
        """Count a request."""
        outcome = _OUTCOMES.get(entry.status // 100, _UNKNOWN)
        uri, realm = self._uri(entry)
        # Clients choose the method and the path: labels are limited to known ones.
        method = entry.method if entry.method in _METHODS else _UNKNOWN
        named = (("method", method), ("outcome", outcome), ("status", str(entry.status)), ("uri", uri))
        with self._lock:
            self._requests[named].add(entry.seconds)
            if realm and entry.path.endswith(_TOKEN):
                token = (("client_id", entry.client), ("error", entry.error))
                self._tokens[(*token, ("grant_type", entry.grant_type), ("realm", realm))] += 1

    def respond(self, path: str, root: str, accept: str) -> Response | None:
        """Answer the path of the metrics, whatever the method; None for all other paths."""
        if path.removeprefix(root).removesuffix("/") != "/metrics":
            return None
        content_type = _negotiated(accept)
        if content_type is None:
            # Quarkus puts the reason into the status line, where WSGI servers do not all allow it.
            return Response(HTTPStatus.NOT_ACCEPTABLE)
        write = _open_metrics if content_type == _OPEN_METRICS else _text
        return Response(200, "".join(write(self._families())).encode(), content_type)

    def _uri(self, entry: Entry) -> tuple[str, str]:
        """Return the path with Keycloak's names for its variable parts, and the realm."""
        path = entry.path.removeprefix(self._root)
        if not path.startswith("/realms/"):
            if path.rstrip("/") in _OUTSIDE_REALMS:
                return path.rstrip("/") or "root", ""
            return "NOT_FOUND" if entry.status == HTTPStatus.NOT_FOUND else _UNKNOWN, ""
        realm, _, below = path.removeprefix("/realms/").partition("/")
        if below and below not in ROUTES:
            return "/realms/{realm}/{extension}", ""
        below = below.replace("protocol/openid-connect", "protocol/{protocol}").rstrip("/")
        if below.startswith(".well-known/"):
            below = ".well-known/{alias}"
        return f"/realms/{{realm}}/{below}".rstrip("/"), "" if entry.status == HTTPStatus.NOT_FOUND else realm

    def _families(self) -> Iterator[Family]:
        with self._lock:
            requests = [(labels, it.count, it.sum, it.max) for labels, it in self._requests.items()]
            tokens = [("", labels, float(count)) for labels, count in self._tokens.items()]
        now = time.time()
        text = "HTTP server request processing time"
        totals = [
            sample
            for labels, count, total, _ in requests
            for sample in (("_count", labels, float(count)), ("_sum", labels, total))
        ]
        yield Family("http_server_requests_seconds", "summary", text, totals)
        longest = [("", labels, most) for labels, _, _, most in requests]
        yield Family("http_server_requests_seconds_max", "gauge", text, longest)
        yield Family("mockauth_token_requests", "counter", "Token requests by client, grant and error", tokens)
        sessions = [("", (("realm", realm),), float(count)) for realm, count in self._sessions().items()]
        yield Family("mockauth_sessions", "gauge", "User sessions", sessions)
        started = ("", (), self._started)
        yield Family("process_start_time_seconds", "gauge", "Start time in seconds since 1970", [started])
        yield Family("process_uptime_seconds", "gauge", "The uptime of the process", [("", (), now - self._started)])


def _negotiated(accept: str) -> str | None:
    """Return the content type for an Accept header; None if there is no acceptable one (PrometheusHandler)."""
    ranges = [part.replace(" ", "").lower().split(";") for part in accept.split(",") if part.strip()]
    if not ranges:
        return _OPEN_METRICS
    for media_type, *parameters in ranges:
        if media_type == "text/plain":
            return _TEXT
        if media_type == "*/*" or {"version=1.0.0", "charset=utf-8"}.issubset(parameters):
            return _OPEN_METRICS
    return None


def _text(families: Iterator[Family]) -> Iterator[str]:
    for name, kind, text, samples in families:
        total = "_total" if kind == "counter" else ""
        yield f"# HELP {name}{total} {text}\n# TYPE {name}{total} {kind}\n"
        for suffix, labels, value in samples:
            yield f"{name}{suffix}{total}{_written(labels)} {value!r}\n"


def _open_metrics(families: Iterator[Family]) -> Iterator[str]:
    for name, kind, text, samples in families:
        total = "_total" if kind == "counter" else ""
        yield f"# TYPE {name} {kind}\n# HELP {name} {text}\n"
        for suffix, labels, value in samples:
            yield f"{name}{suffix}{total}{_written(labels)} {value!r}\n"
    yield "# EOF\n"


def _written(labels: Labels) -> str:
    pairs = ",".join(f'{name}="{_escaped(value)}"' for name, value in labels)
    return f"{{{pairs}}}" if pairs else ""


def _escaped(value: str) -> str:
    return value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
