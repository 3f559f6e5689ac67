"""`mockauth wait`: wait until a server answers."""

import http.client
import json
import sys
import time
from urllib.parse import urlsplit

import click

from mockauth.cli import FAILED
from mockauth.cli.configuration import is_http_url, not_an_http_url
from mockauth.cli.console import connection_error, print_error

# The pause between attempts grows: short at the start for speed, longer later to keep the server's log short.
_FIRST_PAUSE, _GROWTH, _LONGEST_PAUSE = 0.05, 1.5, 1.0
_SECONDS = click.FloatRange(min=0)
_SECONDS.name = "number of seconds"  # otherwise click writes "… is not a valid float range"
_ATTEMPT_SECONDS = 2.0
_LONGEST_ANSWER = 1000


@click.command
@click.argument("url")
@click.option(
    "--timeout",
    type=_SECONDS,
    default=30.0,
    show_default=True,
    metavar="SECONDS",
    help="Longest time to wait.",
)
def command(url: str, timeout: float) -> None:
    """Wait until URL answers with a status below 400, for example http://localhost:9191/realms/demo.

    Works for Keycloak too. If the time runs out, the exit code is 1.
    """
    if not is_http_url(url):
        raise click.UsageError(not_an_http_url(url))
    until, pause = time.monotonic() + timeout, _FIRST_PAUSE
    while obstacle := _attempt(url, max(0.1, min(_ATTEMPT_SECONDS, timeout))):
        left = until - time.monotonic()
        if not left > 0:
            print_error(f"{url}: not ready within {timeout:g} s (--timeout): {obstacle}")
            sys.exit(FAILED)
        time.sleep(min(pause, left))
        pause = min(pause * _GROWTH, _LONGEST_PAUSE)


def _attempt(url: str, timeout: float) -> str:
    """Send one request. Return why the server is not ready, or an empty string if it is."""
    parts = urlsplit(url)
    connect = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
    try:
        connection = connect(parts.hostname or "", parts.port, timeout=timeout)
        connection.request("GET", f"{parts.path or '/'}{'?' + parts.query if parts.query else ''}")
        answer = connection.getresponse()
        body = answer.read(_LONGEST_ANSWER)
        connection.close()
    except (OSError, http.client.HTTPException, ValueError) as error:
        return connection_error(error)
    if answer.status < http.client.BAD_REQUEST:
        return ""
    hint = ": the path of a realm is /realms/NAME" if answer.status == http.client.NOT_FOUND else ""
    return f"it answers {answer.status}{_error_of(body)}{hint}"


def _error_of(body: bytes) -> str:
    """Return the `error` of Keycloak's JSON answer in brackets, or an empty string."""
    try:
        return f" ({json.loads(body)['error']:.100})"
    except (ValueError, KeyError, TypeError):
        return ""
