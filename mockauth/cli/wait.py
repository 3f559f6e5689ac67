"""`mockauth wait`."""

import http.client
import json
import sys
import time
from urllib.parse import urlsplit

import click

from mockauth.cli import FAILED
from mockauth.cli.configuration import is_http_url, no_http_url
from mockauth.cli.console import complain, plain

# The pause between two attempts grows: soon there at the start, and no flood in the server's log later.
_FIRST_PAUSE, _GROWTH, _LONGEST_PAUSE = 0.05, 1.5, 1.0
_SECONDS = click.FloatRange(min=0)
_SECONDS.name = "number of seconds"  # click's own word for it, in "… is not a valid …", is "float range"
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
    help="When to give up.",
)
def command(url: str, timeout: float) -> None:
    """Wait until URL answers with success: a realm, such as http://localhost:9191/realms/demo.

    It asks a Keycloak as well as a mockauth. The exit code is 1 where the time runs out.
    """
    if not is_http_url(url):
        raise click.UsageError(no_http_url(url))
    until, pause = time.monotonic() + timeout, _FIRST_PAUSE
    while said := _tried(url, max(0.1, min(_ATTEMPT_SECONDS, timeout))):
        left = until - time.monotonic()
        if not left > 0:
            complain(f"{url}: not ready within {timeout:g} s (--timeout): {said}")
            sys.exit(FAILED)
        time.sleep(min(pause, left))
        pause = min(pause * _GROWTH, _LONGEST_PAUSE)


def _tried(url: str, timeout: float) -> str:
    """Ask once; give what stands in the way, or nothing."""
    parts = urlsplit(url)
    kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
    try:
        connection = kind(parts.hostname or "", parts.port, timeout=timeout)
        connection.request("GET", f"{parts.path or '/'}{'?' + parts.query if parts.query else ''}")
        answer = connection.getresponse()
        body = answer.read(_LONGEST_ANSWER)
        connection.close()
    except (OSError, http.client.HTTPException, ValueError) as error:
        return plain(error)
    if answer.status < http.client.BAD_REQUEST:
        return ""
    hint = ": a realm's path is /realms/NAME" if answer.status == http.client.NOT_FOUND else ""
    return f"it answers {answer.status}{_error(body)}{hint}"


def _error(body: bytes) -> str:
    """Give the error that Keycloak names in an answer."""
    try:
        return f" ({json.loads(body)['error']:.100})"
    except (ValueError, KeyError, TypeError):
        return ""
