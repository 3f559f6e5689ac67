"""The application as a `flask.Flask`: with its test client, and for programs that put it behind WSGI middleware."""

from typing import TYPE_CHECKING

from flask import Flask

from mockauth.web.application import create_application
from mockauth.web.request_log import Entry
from mockauth.web.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterable
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

    from mockauth.state import State

__all__ = ["Entry", "Settings", "create_app"]


class _App(Flask):
    """A Flask application that answers every request itself (docs/decisions/0005)."""

    def __init__(self, application: "WSGIApplication") -> None:
        super().__init__("mockauth", static_folder=None, template_folder=None)
        self._application = application

    def wsgi_app(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> "Iterable[bytes]":
        """Answer a request (PEP 3333)."""
        return self._application(environ, start_response)


def create_app(state: "State", settings: Settings | None = None) -> Flask:
    """Create the Flask application that serves the realms of a state."""
    return _App(create_application(state, settings))
