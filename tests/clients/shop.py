"""The realm `shop` of tests/browser for clients that log people in, and what they say to those people."""

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
GIVEN_UP_AFTER = 120


@contextmanager
def shop_served(folder: Path) -> Iterator[Application]:
    """Serve the realm, and an application to be sent back to."""
    with application.running() as app, serving("--import", str(shop.written(folder, app.url))) as server:
        app.issuer = f"{server.url}/realms/shop"
        yield app


def told(command: Sequence[str], folder: Path, env: dict[str, str], person: Person) -> None:
    """Run a program that has to succeed, and do what it says in lines: `open URL` wants to know where that led."""
    with subprocess.Popen(
        command,
        cwd=folder,
        env=env,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
    ) as process:
        timer = threading.Timer(GIVEN_UP_AFTER, process.kill)
        timer.start()
        try:
            assert process.stdin
            assert process.stdout
            said = []
            for line in process.stdout:
                said.append(line)
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
    assert process.returncode == 0, "".join(said)


def visits(person: Person, url: str) -> None:
    """Go to a URL, and do what the pages there ask for."""
    person.opens(url)
    if 'id="kc-form-login"' in person.text:
        person.logs_in("ada", "ada-password")
    if 'id="kc-oauth"' in person.text:
        person.sends("", accept="Yes")
