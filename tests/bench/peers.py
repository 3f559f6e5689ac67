"""Compare with other mock servers: `python -m bench.peers`, with `tests` on the path.

Each server gets the same requests from the same load generator, in turn. The servers are installed into .cache/peers
first: oauth2-mock-server and Node.js 24 with npm, mock-oauth2-server with Maven. What cannot be installed is left out.
"""

import argparse
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

from bench.measures import openssl
from bench.processes import FORM, PATH, ROOT, Bench, bench, cpu, first_token, free_port, memory, stop, token_request

CONNECTIONS = (1, 8, 64)
_CACHE = ROOT / ".cache" / "peers"
_NODE, _OAUTH2_MOCK_SERVER, _NAVIKT, _SLF4J = "24", "9.3.0", "6.0.2", "2.0.17"
_SERVICE = "grant_type=client_credentials&client_id=svc&client_secret=s3cret&scope=api"
_POM = """<project xmlns="http://maven.apache.org/POM/4.0.0"><modelVersion>4.0.0</modelVersion>
<groupId>peers</groupId><artifactId>peers</artifactId><version>1</version><dependencies>
<dependency><groupId>no.nav.security</groupId><artifactId>mock-oauth2-server</artifactId><version>{navikt}</version></dependency>
<dependency><groupId>org.slf4j</groupId><artifactId>slf4j-simple</artifactId><version>{slf4j}</version></dependency>
</dependencies></project>"""


@dataclass(frozen=True)
class Peer:
    """A server: how it is started on a port, where its tokens are, and the seconds until it is warm."""

    name: str
    command: Callable[[int], Sequence[str]]
    path: str
    form: str
    warm_seconds: float
    environment: Callable[[int], Mapping[str, str]] = field(default=lambda _port: {})


def main() -> None:
    """Measure all servers and print a table."""
    parser = argparse.ArgumentParser(prog="python -m bench.peers", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="fewer and shorter rounds, for a first impression")
    options = parser.parse_args()
    starts, rounds, seconds = (3, 1, 2.0) if options.quick else (9, 3, 8.0)
    with bench() as runner:
        (runner.folder / "keys").mkdir()
        peers = [_mockauth(runner), *_installed()]
        print(f"One core signs {openssl():.0f} tokens per second (openssl speed rsa2048).\n", flush=True)
        times = [{peer.name: _start(runner, peer) for peer in peers} for _ in range(starts + 1)][1:]
        rows = [
            [peer.name, f"{median(each[peer.name] for each in times):.2f} s", *_loaded(runner, peer, rounds, seconds)]
            for peer in peers
        ]
    head = ["server", "start to first token", "memory: first token → after load"]
    head += ["tokens/s at 1, 8, 64 connections", "p99 at 64", "CPU per token at 8", "wrong answers"]
    for row in (head, ["---"] * len(head), *rows):
        print(f"| {' | '.join(row)} |")


def _mockauth(runner: Bench) -> Peer:
    def command(port: int) -> Sequence[str]:
        return [*runner.mockauth_command(port), "--keys", "keys"]

    return Peer("mockauth", command, PATH, FORM, 3)


def _installed() -> Iterator[Peer]:
    """Install the other servers, and yield those that work here."""
    for name, install in {"oauth2-mock-server": _oauth2_mock_server, "mock-oauth2-server": _mock_oauth2_server}.items():
        try:
            yield install()
        except (OSError, subprocess.SubprocessError) as error:
            print(f"{name} is not measured: {error}", file=sys.stderr)


def _oauth2_mock_server() -> Peer:
    folder = _CACHE / "node"
    packages = [f"node@{_NODE}", f"oauth2-mock-server@{_OAUTH2_MOCK_SERVER}"]
    script = folder / "node_modules" / "oauth2-mock-server" / "dist" / "oauth2-mock-server.mjs"
    if not script.exists():
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "package.json").write_text('{"private": true}', encoding="utf-8")
        _run("npm", "install", "--no-audit", "--no-fund", "--loglevel=error", *packages, folder=folder)
    node = str((folder / "node_modules" / ".bin" / "node").resolve())
    return Peer(
        f"oauth2-mock-server {_OAUTH2_MOCK_SERVER} (Node.js {_NODE})",
        lambda port: [node, str(script), "-a", "127.0.0.1", "-p", str(port)],
        "/token",
        _SERVICE,
        5,
    )


def _mock_oauth2_server() -> Peer:
    folder = _CACHE / "navikt"
    if not folder.exists():
        _CACHE.mkdir(parents=True, exist_ok=True)
        pom = _CACHE / "navikt-pom.xml"
        pom.write_text(_POM.format(navikt=_NAVIKT, slf4j=_SLF4J), encoding="utf-8")
        goal = "org.apache.maven.plugins:maven-dependency-plugin:3.6.1:copy-dependencies"
        _run("mvn", "-B", "-q", "-f", str(pom), goal, f"-DoutputDirectory={folder}", "-DincludeScope=runtime")
    return Peer(
        f"navikt/mock-oauth2-server {_NAVIKT} (JVM)",
        lambda _port: ["java", "-cp", f"{folder}/*", "no.nav.security.mock.oauth2.StandaloneMockOAuth2ServerKt"],
        "/default/token",
        _SERVICE,
        20,
        lambda port: {"SERVER_PORT": str(port), "SERVER_HOSTNAME": "127.0.0.1"},
    )


def _run(*command: str, folder: Path = ROOT) -> None:
    tool = shutil.which(command[0])
    if tool is None:
        raise OSError(f"{command[0]} is not installed")
    subprocess.run([tool, *command[1:]], cwd=folder, check=True, capture_output=True, timeout=600)


@contextmanager
def _started(runner: Bench, peer: Peer, port: int) -> Iterator["subprocess.Popen[bytes]"]:
    process = subprocess.Popen(
        peer.command(port),
        cwd=runner.folder,
        env={**(runner.environment if peer.path == PATH else os.environ), **peer.environment(port)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        first_token(port, process, peer.path, peer.form)
        yield process
    finally:
        stop(process)


def _start(runner: Bench, peer: Peer) -> float:
    """Return the seconds from process start to first token."""
    port, began = free_port(), time.perf_counter()
    with _started(runner, peer, port):
        return time.perf_counter() - began


def _loaded(runner: Bench, peer: Peer, rounds: int, seconds: float) -> Iterator[str]:
    """Yield memory, rates, latency, CPU time and wrong answers under load."""
    request, port = token_request(peer.path, peer.form), free_port()
    with _started(runner, peer, port) as process:
        first = memory(process)
        runner.load(port, CONNECTIONS[-1], peer.warm_seconds, request=request)
        found, spent = {}, 0.0
        for connections in CONNECTIONS:
            before = cpu(process)
            found[connections] = [runner.load(port, connections, seconds, request=request) for _ in range(rounds)]
            if connections == CONNECTIONS[1]:
                tokens = sum(each["rate"] * seconds for each in found[connections])
                spent = (cpu(process) - before) * 1000 / tokens if tokens else 0.0
        yield f"{first:.0f} → {memory(process):.0f} MiB"
    yield " / ".join(f"{median(each['rate'] for each in found[number]):.0f}" for number in CONNECTIONS)
    yield f"{median(each['p99'] for each in found[CONNECTIONS[-1]]):.0f} ms"
    yield f"{spent:.2f} ms"
    yield f"{sum(each['wrong'] for runs in found.values() for each in runs):.0f}"


if __name__ == "__main__":
    main()
