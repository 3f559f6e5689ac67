"""Keycloak's management interface: health and metrics, on a port of their own or on the main port."""

from collections.abc import Callable, Iterable
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, NamedTuple

from mockauth.web import health
from mockauth.web.responses import Response

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIEnvironment

    from mockauth.web.metrics import Metrics

App = Callable[..., Iterable[bytes]]
_LINKS = {"/health": "Health endpoint", "/metrics": "Metrics endpoint"}
_NOT_FOUND = b"<html><body><h1>Resource not found</h1></body></html>"


class Observability(NamedTuple):
    """The endpoints for monitoring that a port has: health, and metrics if they are collected.

    `with_metrics` tells whether metrics are collected, on this port or on another one.
    """

    health: bool = False
    metrics: "Metrics | None" = None
    with_metrics: bool = False

    def respond(self, path: str, root: str, accept: str) -> Response | None:
        """Answer a path of monitoring; None for all other paths. `root` is the prefix of all paths."""
        if self.health and (found := health.respond(path, root, with_metrics=self.with_metrics)):
            return found
        return self.metrics.respond(path, root, accept) if self.metrics else None


def create_app(observability: Observability, root: str) -> App:
    """Create the WSGI application of the management port; `root` is the prefix of its paths."""

    def app(environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        response = _respond(str(environ["PATH_INFO"]), environ.get("HTTP_ACCEPT", ""))
        return response.send(start_response, with_body=environ["REQUEST_METHOD"] != "HEAD")

    def _respond(path: str, accept: str) -> Response:
        if path in (f"{root}/", root):
            return Response(200, _page(observability).encode())
        if root and path == "/":
            return Response(
                HTTPStatus.FOUND, f"Redirecting to {root}.".encode(), "text/plain; charset=utf-8", {"Location": root}
            )
        # Unlike on the main port, there is nothing without the prefix.
        found = observability.respond(path.removeprefix(root), "", accept) if path.startswith(f"{root}/") else None
        return found or Response(HTTPStatus.NOT_FOUND, _NOT_FOUND, "text/html; charset=utf-8")

    return app


def on_port(port: int, management: App, main: App) -> App:
    """Return an application that is `management` on this port, and `main` on all others."""
    number = str(port)

    def app(environ: dict[str, Any], start_response: "StartResponse") -> Iterable[bytes]:
        return (management if environ["SERVER_PORT"] == number else main)(environ, start_response)

    return app


def _page(observability: Observability) -> str:
    paths = (["/health"] if observability.health else []) + (["/metrics"] if observability.metrics else [])
    links = "\n".join(f'<li><a href="{path}">{path}</a> - {_LINKS[path]}</li>' for path in paths)
    return f"<html>\n<h2>Keycloak Management Interface</h2>\n<ul>{links}</ul>\n</html>\n"
