"""Measure logins: their CPU time, the memory of their sessions, and how much they slow down other clients.

A whole login is the login page, the password, the code, and the tokens. It is measured in CPU time, which depends
less on other load on the machine. The goal is that it takes little more than the password hash and the signatures.
"""

import base64
import gc
import hashlib
import json
import resource
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from http import HTTPStatus
from pathlib import Path
from statistics import quantiles
from typing import Any

from robustness.browser import Browser, auth

from bench.measures import CONNECTIONS, Figures, Size
from bench.processes import TYPE, Bench
from mockauth.realms.files import load
from mockauth.state import State
from mockauth.state.clock import Clock
from mockauth.state.key_ring import KeyRing
from mockauth.web.app import create_app

ROUNDS = 27_500
REALMS = Path(__file__).parent.parent / "realms" / "logins.json"
_SALT = b"sixteen bytes it"
_PATH = "/realms/logins/protocol/openid-connect/token"
_MINUTES = 60


def _form(user: str) -> str:
    return f"grant_type=password&client_id=app&username={user}&password={user}-password"


def _request(user: str) -> str:
    form = _form(user)
    head = f"POST {_PATH} HTTP/1.1\r\nHost: localhost\r\nContent-Type: {TYPE}\r\nContent-Length: {len(form)}"
    return f"{head}\r\n\r\n{form}"


def hashed(folder: Path) -> Path:
    """Write the realm `logins`, with ada's password hashed as in Keycloak 23 and older. Return the file."""
    realm = next(it for it in json.loads(REALMS.read_bytes()) if it["realm"] == "logins")
    secret = {"value": _base64(_hash()), "salt": _base64(_SALT)}
    data = {"hashIterations": ROUNDS, "algorithm": "pbkdf2-sha256"}
    kept = {"type": "password", "secretData": json.dumps(secret), "credentialData": json.dumps(data)}
    users = [{**user, "credentials": [kept]} if user["username"] == "ada" else user for user in realm["users"]]
    file = folder / "hashed.json"
    file.write_text(json.dumps({**realm, "users": users}))
    return file


def cost(folder: Path, size: Size) -> Figures:
    """Return the server's CPU seconds for a whole login, for its password hash, and for its signatures.

    The result is the fastest tenth of all rounds, because other processes on the same core increase even CPU time.
    """
    app = _Counting(hashed(folder), Clock())
    _log_in(app)
    # As in `mockauth serve`, so that the garbage collector skips the loaded realms.
    gc.freeze()
    key = KeyRing().signing_key(load([REALMS], {}).realms["logins"], "RS256")
    assert key
    rounds = [
        {
            "login": app.cost_of(_log_in),
            "hash": _cpu(_hash),
            "signatures": _cpu(lambda: key.sign(b"x" * 900)) + _cpu(lambda: key.sign(b"x" * 600)),
        }
        for _ in range(size.logins)
    ]
    return {name: quantiles((each[name] for each in rounds), n=10)[0] for name in rounds[0]}


def left(size: Size) -> Figures:
    """Return the MiB of this process after a tenth of the sessions and after all, with the clock running for weeks."""
    clock = Clock()
    app = _Counting(REALMS, clock)
    found = {}
    for number in range(1, size.sessions + 1):
        if Browser(app).open(_PATH, _form("bob")).status_code != HTTPStatus.OK:
            raise RuntimeError("no token")
        clock.advance(_MINUTES)
        if number in (size.sessions // 10, size.sessions):
            found["warm" if number < size.sessions else "end"] = _resident()
    return found


def beside(bench: Bench, size: Size) -> Figures:
    """Return which share of the rate remains while two clients log in nonstop, and how p99 changes."""
    realms = ("--config", "mockauth.toml", "--import", str(hashed(bench.folder)))
    with bench.serving("mockauth", *realms) as (port, _):
        bench.load(port, CONNECTIONS[0], 1)
        alone = bench.load(port, CONNECTIONS[0], size.seconds)
        with ThreadPoolExecutor(1) as others:
            logging_in = others.submit(bench.load, port, 2, size.seconds + 1, request=_request("ada"))
            time.sleep(0.5)
            with_them = bench.load(port, CONNECTIONS[0], size.seconds)
            logins = logging_in.result()
    return {
        "rate": with_them["rate"] / alone["rate"],
        "p99": with_them["p99"],
        "p99 alone": alone["p99"],
        "logins": logins["rate"],
        "wrong": with_them["wrong"] + logins["wrong"],
    }


class _Counting:
    """The application, with a counter of the CPU seconds that its thread has spent."""

    def __init__(self, realms: Path, clock: Clock) -> None:
        self._app = create_app(State(load([realms], {}).realms, KeyRing(), clock))
        self.spent = 0.0

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        began = time.thread_time()
        answered = list(self._app(environ, start_response))
        self.spent += time.thread_time() - began
        return answered

    def cost_of(self, what: Callable[["_Counting"], object]) -> float:
        before = self.spent
        what(self)
        return self.spent - before


def _log_in(app: _Counting) -> None:
    browser = Browser(app)
    answer = browser.token(browser.log_in(auth()))
    if answer.status_code != HTTPStatus.OK:
        raise RuntimeError(browser.page)


def _hash() -> bytes:
    return hashlib.pbkdf2_hmac("sha256", b"ada-password", _SALT, ROUNDS, 32)


def _cpu(do: Callable[[], object]) -> float:
    began = time.thread_time()
    do()
    return time.thread_time() - began


def _base64(data: bytes) -> str:
    return base64.b64encode(data).decode()


def _resident() -> float:
    status = Path("/proc/self/status")
    if status.exists():
        line = next(it for it in status.read_text().splitlines() if it.startswith("VmRSS"))
        return int(line.split()[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
