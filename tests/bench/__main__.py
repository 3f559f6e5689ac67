"""Measure mockauth, and print Markdown tables of ratios: `python -m bench`, with `tests` on the path.

The benchmarks use only 127.0.0.1, take some minutes, and stop the processes that they started.
"""

import argparse
import platform
from collections.abc import Iterable, Sequence
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

from bench.keycloak import compared, is_downloaded
from bench.logins import ROUNDS, beside, cost, left
from bench.measures import CONNECTIONS, SLOW, Size, resident, start, tokens
from bench.processes import Bench, bench

_QUICK = Size(starts=5, rounds=1, seconds=1.5, tokens=3000, logins=50, sessions=2000)
_FULL = Size(starts=15, rounds=3, seconds=2, tokens=100_000, logins=300, sessions=50_000)
_PACKAGES = ("flask", "pyjwt", "cryptography", "waitress")
_MAX_MEMORY = 15
_MAX_LOGIN_MILLISECONDS = 3


def main() -> None:
    """Run the benchmarks that the options select."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="fewer and shorter rounds, for a first impression")
    parser.add_argument("--keycloak", action="store_true", help="measure Keycloak too, and download it if necessary")
    options = parser.parse_args()
    size = _QUICK if options.quick else _FULL
    print(f"{_machine()}, {'a quick run' if options.quick else 'a full run'}; all figures from this run.\n", flush=True)
    with bench() as runner:
        _start(runner, size)
        _tokens(runner, size)
        _memory(runner, size)
        _logins(runner, size)
        _realm_file(size)
        if options.keycloak or is_downloaded():
            _table(("beside Keycloak", "Keycloak", "mockauth", "times"), compared(runner, size))
        else:
            print(
                "Keycloak is not downloaded, so it is not measured. --keycloak downloads it (needs a JDK 17 and Maven)."
            )


def _machine() -> str:
    names = (f"{name} {version(name)}" for name in _PACKAGES if find_spec({"pyjwt": "jwt"}.get(name, name)))
    return f"Python {platform.python_version()}, {', '.join(names)}"


def _start(runner: Bench, size: Size) -> None:
    found = start(runner, size)
    bare = found["bare import"]
    rows = [(name, f"{seconds * 1000:.0f} ms", f"{seconds / bare:.2f}", "≤ 1.25") for name, seconds in found.items()]
    _table(("start to first token", "time", "ratio to the bare import", "goal"), rows)


def _tokens(runner: Bench, size: Size) -> None:
    rows = [
        (
            f"{connections}",
            f"{it['of openssl']:.2f}" if it["of openssl"] else "openssl not found",
            f"{it['bare of openssl']:.2f}" if it["of openssl"] else "",
            f"**{it['of bare']:.2f}**",
            f"{it['cpu']:.2f} ms ({it['cpu of bare']:.2f})",
            f"{it['p50']:.1f} ms ({it['p50 of bare']:.2f})",
            f"{it['p99']:.1f} ms ({it['p99 of bare']:.2f})",
            f"{it['slow']:.2f}",
            f"{it['wrong']:.0f}",
        )
        for connections, it in tokens(runner, size).items()
    ]
    head = (
        "tokens: connections",
        "of openssl",
        "bare endpoint of openssl",
        "of bare endpoint (goal ≥ 0.8)",
        "CPU per token (of bare)",
        "p50 (of bare)",
        "p99 (of bare)",
        f"rate left with {SLOW} slow connections",
        "wrong answers",
    )
    _table(head, rows)


def _memory(runner: Bench, size: Size) -> None:
    try:
        found = resident(runner, size)
    except OSError:
        print("Memory is not measured because this system has no /proc/PID/smaps_rollup.\n")
        return
    bare, first, warm, end = (found[name] for name in ("bare import", "start", "warm", "end"))
    rows = [
        ("bare import", f"{bare:.1f} MiB", "", ""),
        (
            "mockauth, after the first token",
            f"{first:.1f} MiB",
            f"+ {first - bare:.1f}",
            f"≤ + {_MAX_MEMORY}",
        ),
        (f"after {size.tokens // 10} tokens", f"{warm:.1f} MiB", f"{warm / first:.2f} of the row above", "flat"),
        (f"after {size.tokens} tokens", f"{end:.1f} MiB", f"{end / warm:.2f} of the row above", "flat"),
    ]
    _table(("memory (PSS)", "value", "change from the row above", "goal"), rows)


def _logins(runner: Bench, size: Size) -> None:
    spent = {name: seconds * 1000 for name, seconds in cost(runner.folder, size).items()}
    needed = spent["hash"] + spent["signatures"]
    rows = [
        (f"password hash, {ROUNDS} rounds", f"{spent['hash']:.2f} ms", ""),
        ("two signatures", f"{spent['signatures']:.2f} ms", ""),
        ("a whole login", f"{spent['login']:.2f} ms", f"{1000 / spent['login']:.0f} per second of CPU"),
        (
            "the login without hash and signatures",
            f"**{spent['login'] - needed:.2f} ms**",
            f"≤ {_MAX_LOGIN_MILLISECONDS} ms",
        ),
    ]
    _table(("logins: CPU of the server", "", "goal"), rows)
    it = beside(runner, size)
    rows = [
        ("rate left", f"{it['rate']:.2f}", ""),
        ("p99", f"{it['p99']:.1f} ms", f"{it['p99 alone']:.1f} ms alone"),
        ("logins per second", f"{it['logins']:.0f}", ""),
        ("wrong answers", f"{it['wrong']:.0f}", ""),
    ]
    _table((f"tokens at {CONNECTIONS[0]} connections while 2 clients log in nonstop", "", ""), rows)
    memory = left(size)
    grown = f"{memory['end'] / memory['warm']:.2f} of the row above"
    rows = [
        (f"after {size.sessions // 10} sessions", f"{memory['warm']:.1f} MiB", ""),
        (f"after {size.sessions}", f"{memory['end']:.1f} MiB", grown),
    ]
    _table(("memory with one login per minute of the server's clock", "resident", "flat once sessions expire"), rows)


def _realm_file(size: Size) -> None:
    if not Path("/proc/self/status").exists():
        print("Loading a large realm file is not measured because this system has no /proc/self/status.\n")
        return
    from bench.realm_file import CLIENTS, USERS, measure

    part = 1 if size is _FULL else 10
    found = measure(USERS // part, CLIENTS // part)
    rows = [
        ("time (CPU)", f"{found['seconds']:.1f} s", f"{found['time']:.1f} times json.load", "≤ 5"),
        ("memory", "", f"{found['memory']:.1f} times json.load", "≤ 2.5"),
        (
            "a lookup",
            f"{found['lookup']:.1f} µs",
            f"{found['lookup in a small one']:.1f} µs in a small realm",
            "the same",
        ),
    ]
    head = f"a realm file of {found['MB']:.0f} MB, {USERS // part:,} users, {CLIENTS // part:,} clients"
    _table((head, "mockauth", "compared with", "goal"), rows)


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    for row in (head, ["---"] * len(head), *rows):
        print(f"| {' | '.join(row)} |")
    print(flush=True)


if __name__ == "__main__":
    main()
