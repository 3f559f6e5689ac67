"""`python -m bench.logins`, with `tests` on the path: whole logins, in process, and what they cost.

A whole login is the page, the password, the code, and the tokens; its time is the server's for these three requests.
What it has to cost is the hash of its password and its signatures; the rest is measured against that.
"""

import hashlib
import os
import resource
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from statistics import median

from flask import Flask
from robustness.browser import Browser, auth

from mockauth.realms.credentials import Password
from mockauth.realms.files import load
from mockauth.state import State
from mockauth.state.clock import Clock
from mockauth.state.ring import KeyRing
from mockauth.web.app import Entry, Settings, create_app

_REALMS = Path(__file__).parent.parent / "realms" / "logins.json"
_ROUNDS = 27_500
_LOGINS = 300
_MANY = 50_000
_A_WHILE = 60
_HOUR = 3600
_TOKEN = "/realms/logins/protocol/openid-connect/token"
_FORM = {"grant_type": "password", "client_id": "app", "username": "bob", "password": "bob-password"}


def main() -> None:
    """Measure, and print what was found."""
    many = int(sys.argv[1]) if len(sys.argv) > 1 else _MANY
    log: list[Entry] = []
    plain, hashed, clock = _app(Clock(), log, hashed=False), _app(Clock(), log, hashed=True), Clock()
    own = median(_served(plain, log) for _ in range(_LOGINS))
    with_hash = median(_served(hashed, log) for _ in range(_LOGINS))
    a_hash = median(_seconds(_hash) for _ in range(_LOGINS))
    key = KeyRing().signing(load([_REALMS], {}).realms["logins"], "RS256")
    assert key
    signature = median(_seconds(lambda: key.sign(b"{}" * 500)) for _ in range(_LOGINS))
    print(f"a login with a plain password: {own * 1000:.2f} ms, {1 / own:.0f} in a second")
    print(f"a login with {_ROUNDS} rounds of pbkdf2-sha256: {with_hash * 1000:.2f} ms, {1 / with_hash:.0f} in a second")
    print(f"the hash alone: {a_hash * 1000:.2f} ms; two RS256 signatures: {signature * 2000:.2f} ms")
    print(f"a login beyond its hash and signatures: {(with_hash - a_hash - 2 * signature) * 1000:.2f} ms")
    alone, beside = _token_latencies(hashed)
    print(f"a token: {alone * 1000:.2f} ms alone, {beside * 1000:.2f} ms beside two people who log in all the time")
    flat = _app(clock, None, hashed=False)
    for number in range(many):
        _log_in(flat)
        # As if they came over days: what is over has to go.
        clock.advance(_A_WHILE)
        if number in (many // 10, many - 1):
            print(f"after {number + 1} logins: {_resident():.1f} MiB")


def _app(clock: Clock, log: list[Entry] | None, *, hashed: bool) -> Flask:
    realms = dict(load([_REALMS], {}).realms)
    realm = realms["logins"]
    if hashed:
        salt = os.urandom(16)
        digest = hashlib.pbkdf2_hmac("sha256", b"ada-password", salt, _ROUNDS, 32)
        kept = Password(algorithm="pbkdf2-sha256", digest=digest, salt=salt, cost=_ROUNDS)
        users = tuple(replace(it, passwords=(kept,)) if it.username == "ada" else it for it in realm.users)
        realms["logins"] = replace(realm, users=users)
    return create_app(State(realms, KeyRing(), clock), Settings(log=log.append) if log is not None else None)


def _log_in(app: Flask) -> None:
    browser = Browser(app)
    answer = browser.token(browser.log_in(auth()))
    if answer.status_code != 200:
        raise RuntimeError(browser.page)


def _served(app: Flask, log: list[Entry]) -> float:
    """Log in; give the seconds that the server took."""
    log.clear()
    _log_in(app)
    return sum(entry.seconds for entry in log)


def _hash() -> None:
    hashlib.pbkdf2_hmac("sha256", b"ada-password", b"0123456789abcdef", _ROUNDS, 32)


def _token_latencies(app: Flask) -> tuple[float, float]:
    def token() -> float:
        return _seconds(lambda: Browser(app).open(_TOKEN, _FORM))

    alone = median(token() for _ in range(_LOGINS))
    going = [True]

    def log_in_again_and_again(_: int) -> None:
        while going:
            _log_in(app)

    with ThreadPoolExecutor(2) as people:
        logging_in = people.map(log_in_again_and_again, range(2))
        beside = median(token() for _ in range(_LOGINS))
        going.clear()
        list(logging_in)
    return alone, beside


def _seconds(do: Callable[[], object]) -> float:
    started = time.perf_counter()
    do()
    return time.perf_counter() - started


def _resident() -> float:
    status = Path("/proc/self/status")
    if status.exists():
        line = next(it for it in status.read_text().splitlines() if it.startswith("VmRSS"))
        return int(line.split()[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main()
