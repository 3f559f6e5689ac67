"""The realm `shop` of tests/browser, for clients that log users in."""

import subprocess
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from browser import application, shop
from browser.application import Application

from clients.person import Person
from clients.server import serving

SECRET = "shop-secret"
TIMEOUT_SECONDS = 120


@contextmanager
def shop_served(folder: Path) -> Iterator[Application]:
    """Serve the realm, and the application of its redirect URIs."""
    with application.running() as app, serving("--import", str(shop.written(folder, app.url))) as server:
        app.issuer = f"{server.url}/realms/shop"
        yield app


def run_with_browser(command: Sequence[str], folder: Path, env: dict[str, str], person: Person) -> None:
    """Run a program that has to succeed. For each line `open URL`, open the URL and send the program the last URL."""
    with subprocess.Popen(
        command,
        cwd=folder,
        env=env,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
    ) as process:
        timer = threading.Timer(TIMEOUT_SECONDS, process.kill)
        timer.start()
        try:
            assert process.stdin
            assert process.stdout
            output = []
            for line in process.stdout:
                output.append(line)
                verb, _, url = line.strip().partition(" ")
                if verb == "open":
                    visits(person, url)
                    with suppress(BrokenPipeError):
                        process.stdin.write(f"{person.url}\n")
                        process.stdin.flush()
            process.wait()
        finally:
            timer.cancel()
            process.kill()
    assert process.returncode == 0, "".join(output)


def visits(person: Person, url: str) -> None:
    """Open a URL, and fill in the pages that follow."""
    person.opens(url)
    if 'id="kc-form-login"' in person.text:
        person.logs_in("ada", "ada-password")
    if 'id="kc-oauth"' in person.text:
        person.sends("", accept="Yes")
