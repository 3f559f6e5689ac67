"""The measurements. Each returns medians over interleaved rounds, so that other load affects both sides."""

import re
import shutil
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from statistics import median

from bench.processes import BARE_IMPORT, Bench, cpu, first_token, free_port, memory, stop

CONNECTIONS = (8, 64)
SLOW = 50
Figures = Mapping[str, float]
Served = tuple[int, "subprocess.Popen[bytes]"]


@dataclass(frozen=True)
class Size:
    """The size of a run: rounds of starts, rounds of load and their seconds, tokens and sessions for the memory."""

    starts: int
    rounds: int
    seconds: float
    tokens: int
    logins: int
    sessions: int


def start(bench: Bench, size: Size) -> Figures:
    """Return the seconds from process start to first token, and the seconds of the bare import."""
    kinds: Mapping[str, Callable[[], float]] = {
        "bare import": partial(_bare_import, bench),
        "mockauth": partial(_first_token, bench),
    }
    # The first round only fills the caches of the system.
    rounds = [{name: measure() for name, measure in kinds.items()} for _ in range(size.starts + 1)]
    return _medians(rounds[1:])


def _bare_import(bench: Bench) -> float:
    started = time.perf_counter()
    bench.python("-c", BARE_IMPORT).wait()
    return time.perf_counter() - started


def _first_token(bench: Bench) -> float:
    port = free_port()
    started = time.perf_counter()
    process = bench.mockauth(port)
    try:
        first_token(port, process)
        return time.perf_counter() - started
    finally:
        stop(process)


def tokens(bench: Bench, size: Size) -> Mapping[int, Figures]:
    """Return mockauth's figures and their ratios to the bare endpoint and to openssl, by number of connections.

    `slow` is the share of the rate that remains while other connections are slow or half-open.
    """
    with bench.serving("mockauth") as ours, bench.serving("bare") as bare:
        for port, _ in (ours, bare):
            bench.load(port, CONNECTIONS[0], 1)
        return {
            connections: _medians([_round(bench, ours, bare, connections, size) for _ in range(size.rounds)])
            for connections in CONNECTIONS
        }


def _round(bench: Bench, ours: Served, bare: Served, connections: int, size: Size) -> Figures:
    signatures = openssl()
    mine = _load(bench, ours, connections, size)
    other = _load(bench, bare, connections, size)
    beside_slow = bench.load(ours[0], connections, size.seconds, slow=SLOW)
    return {
        "rate": mine["rate"],
        "of openssl": mine["rate"] / signatures if signatures else 0.0,
        "bare of openssl": other["rate"] / signatures if signatures else 0.0,
        "of bare": mine["rate"] / other["rate"],
        "cpu": mine["cpu"],
        "cpu of bare": mine["cpu"] / other["cpu"] if other["cpu"] else 0.0,
        "p50": mine["p50"],
        "p99": mine["p99"],
        "p50 of bare": mine["p50"] / other["p50"],
        "p99 of bare": mine["p99"] / other["p99"],
        "slow": beside_slow["rate"] / mine["rate"],
        "wrong": mine["wrong"] + beside_slow["wrong"],
    }


def _load(bench: Bench, served: Served, connections: int, size: Size) -> Figures:
    """Return the figures of the load generator, and the CPU milliseconds of the server per answer."""
    port, process = served
    before = cpu(process)
    seen = bench.load(port, connections, size.seconds)
    spent = cpu(process) - before
    return {**seen, "cpu": spent * 1000 / (seen["rate"] * size.seconds) if seen["rate"] else 0.0}


def openssl() -> float:
    """Return the RSA-2048 signatures that OpenSSL makes per second on one core, or 0 if it is not installed."""
    tool = shutil.which("openssl")
    if tool is None:
        return 0.0
    done = subprocess.run([tool, "speed", "-seconds", "1", "rsa2048"], capture_output=True, text=True, check=False)
    # rsa 2048 bits 0.000670s 0.000020s   1492.6  50543.1
    found = re.search(r"rsa\s+2048 bits\s+(?:[\d.]+s\s+)+([\d.]+)", done.stdout)
    return float(found[1]) if found else 0.0


def resident(bench: Bench, size: Size) -> Figures:
    """Return the PSS in MiB of a bare import, and of mockauth after the first token and after many tokens."""
    with bench.python("-c", f"{BARE_IMPORT}; print(flush=True); input()", pipes=True) as process:
        assert process.stdout
        process.stdout.readline()
        bare = memory(process)
        stop(process)
    with bench.serving("mockauth") as (port, served):
        first = memory(served)
        bench.load(port, CONNECTIONS[1], 300, size.tokens // 10)
        warm = memory(served)
        bench.load(port, CONNECTIONS[1], 300, size.tokens - size.tokens // 10)
        return {"bare import": bare, "start": first, "warm": warm, "end": memory(served)}


def _medians(rounds: Sequence[Figures]) -> Figures:
    return {name: median(each[name] for each in rounds) for name in rounds[0]}
