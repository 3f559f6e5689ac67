"""`mockauth wait`."""

import http.client
import sys
import time
from urllib.parse import urlsplit

import click

from mockauth.cli import FAILED
from mockauth.cli.configuration import is_http_url

_PAUSE_SECONDS = 0.05
_ATTEMPT_SECONDS = 2.0


@click.command
@click.argument("url")
@click.option("--timeout", type=float, default=30.0, show_default=True, metavar="SECONDS", help="When to give up.")
def command(url: str, timeout: float) -> None:
    """Wait until URL answers with success: a realm, such as http://localhost:9191/realms/demo.

    It asks a Keycloak as well as a mockauth. The exit code is 1 where the time runs out.
    """
    if not is_http_url(url):
        raise click.UsageError(f"{url}: not an http or https URL")
    until = time.monotonic() + timeout
    said = "nothing was tried"
    while time.monotonic() < until:
        said = _tried(url, min(_ATTEMPT_SECONDS, timeout))
        if not said:
            return
        time.sleep(_PAUSE_SECONDS)
    click.secho(f"{url}: not ready after {timeout:g} s: {said}", err=True, fg="red")
    sys.exit(FAILED)


def _tried(url: str, timeout: float) -> str:
    """Ask once; give what stands in the way, or nothing."""
    parts = urlsplit(url)
    kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
    try:
        connection = kind(parts.hostname or "", parts.port, timeout=timeout)
        connection.request("GET", f"{parts.path or '/'}{'?' + parts.query if parts.query else ''}")
        status = connection.getresponse().status
        connection.close()
    except (OSError, http.client.HTTPException, ValueError) as error:
        return str(error) or type(error).__name__
    return "" if status < http.client.BAD_REQUEST else f"it answers {status}"
