"""Record the transcripts: run the contract tests against live Keycloaks and write down what they answer.

cd tests && python -m contract.record [SHARD …] [--minutes N] [--since REV] [pytest's arguments]

Each shard (see `shards`) runs against a Keycloak of its own. While one shard runs, the next Keycloak starts.
Without the name of a shard, all shards run. `--minutes` limits the time (see `schedule`).
"""

import argparse
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event
from xml.etree import ElementTree

import pytest

from contract.external_realms import external_files
from contract.keycloak import Unavailable, running
from contract.realms import prepared
from contract.schedule import (
    Schedule,
    Seconds,
    changed_files,
    in_turn,
    recorded_seconds,
    turn_of_today,
    write_seconds,
)
from contract.shards import EXTERNAL, SHARDS, affected, modules, realm_files

ROOT = Path(__file__).parents[2]
# How long a shard may run past the limit before it is interrupted: its estimate may be wrong.
GRACE_SECONDS = 180
# pytest's exit codes that do not mean that a test failed.
GOOD = (pytest.ExitCode.OK, pytest.ExitCode.NO_TESTS_COLLECTED)


@dataclass(frozen=True)
class Live:
    """A live Keycloak: its base URL, the seconds its start took, and the stack that stops it."""

    base: str
    seconds: float
    stack: ExitStack


@dataclass(frozen=True)
class Outcome:
    """What became of a shard: pytest's exit code, seconds of its tests, and the number of tests by result."""

    code: int
    seconds: float
    counts: Mapping[str, int] = field(default_factory=dict)
    interrupted: bool = False

    @property
    def failed(self) -> bool:
        """Whether a test failed, or pytest did. That the time was up is no failure."""
        return bool(self.counts.get("failed")) if self.interrupted else self.code not in GOOD


def run(*always: str) -> int:
    """Run the contract tests with pytest's arguments from the command line; return 0, or an exit code of pytest."""
    parser = argparse.ArgumentParser(add_help=False, allow_abbrev=False)
    parser.add_argument("--minutes", type=float)
    parser.add_argument("--since", metavar="REV")
    parser.add_argument("--write-seconds", action="store_true")
    options, rest = parser.parse_known_args()
    named = [argument for argument in rest if argument in SHARDS]
    arguments = [*always, *(argument for argument in rest if argument not in SHARDS)]
    waiting, deadline = named or [shard for shard in SHARDS if shard != EXTERNAL or external_files()], None
    if options.minutes is not None:
        waiting = in_turn(waiting, affected(changed_files(options.since)), turn_of_today())
        deadline = time.monotonic() + 60 * options.minutes
    schedule = Schedule(waiting, recorded_seconds(), deadline)
    outcomes, measured = _run_all(schedule, arguments)
    if options.write_seconds:
        write_seconds(measured)
    print("\n".join(table(outcomes, schedule.waiting)), flush=True)
    return next((int(each.code) or 1 for each in outcomes.values() if each.failed), 0)


def table(outcomes: Mapping[str, Outcome], left_out: Iterable[str]) -> list[str]:
    """Return the lines of a table that says what became of each shard."""
    lines = [f"{'shard':<14} {'seconds':>7} {'passed':>7} {'failed':>7}"]
    for shard, each in outcomes.items():
        passed, failed = (each.counts.get(name, 0) for name in ("passed", "failed"))
        note = "  interrupted: the time was up before all of its tests ran" if each.interrupted else ""
        lines.append(f"{shard:<14} {each.seconds:>7.0f} {passed:>7} {failed:>7}{note}")
    return [*lines, *(f"{shard:<14} left out: it would not have ended in time" for shard in left_out)]


def _run_all(schedule: Schedule, arguments: Sequence[str]) -> tuple[dict[str, Outcome], dict[str, Seconds]]:
    """Run the shards of a schedule; return their outcomes and how long the start and the tests of each took."""
    outcomes: dict[str, Outcome] = {}
    measured: dict[str, Seconds] = {}
    cancelled = Event()
    # Whoever terminates this program stops its Keycloaks too.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    with ThreadPoolExecutor(1) as pool:
        ahead: Future[Live] | None = None
        try:
            shard = schedule.next()
            while shard:
                live = (ahead or pool.submit(_start, shard, cancelled)).result()
                ahead = None
                with live.stack:
                    expected = schedule.seconds(shard)
                    schedule.measure(expected.start, live.seconds)
                    following = schedule.next(shard)
                    ahead = pool.submit(_start, following, cancelled) if following else None
                    outcome = _ask(shard, live.base, arguments, schedule.deadline)
                measured[shard] = Seconds(live.seconds, outcome.seconds)
                if not outcome.interrupted:
                    schedule.measure(expected.tests, outcome.seconds)
                outcomes[shard] = _ask_again(shard, outcome, arguments, schedule.deadline)
                shard = following or schedule.next()
        finally:
            cancelled.set()
            if ahead and not ahead.exception():
                ahead.result().stack.close()
    return outcomes, measured


def _start(shard: str, cancelled: Event | None = None) -> Live:
    """Start the Keycloak of a shard."""
    files = realm_files(shard, prepared(live=True))
    print(f"{shard}: starting a Keycloak with {len(files)} realm files", flush=True)
    stack, begun = ExitStack(), time.monotonic()
    base = stack.enter_context(running(files, cancelled=cancelled))
    return Live(base, time.monotonic() - begun, stack)


def _ask_again(shard: str, first: Outcome, arguments: Sequence[str], deadline: float | None) -> Outcome:
    """Run the failed tests of a shard once more, against a fresh Keycloak, and return the final outcome.

    A second may end between two answers that are compared. A difference is real if two Keycloaks show it.
    """
    if first.code != pytest.ExitCode.TESTS_FAILED or "--record" in arguments:
        return first
    print(f"{shard}: running the failed tests once more", flush=True)
    live = _start(shard)
    with live.stack:
        second = _ask(shard, live.base, [*arguments, "--last-failed"], deadline)
    recovered = second.counts.get("passed", 0)
    counts = {
        "passed": first.counts.get("passed", 0) + recovered,
        "failed": first.counts.get("failed", 0) - recovered,
    }
    return Outcome(second.code, first.seconds + live.seconds + second.seconds, counts, second.interrupted)


def _ask(shard: str, base: str, arguments: Sequence[str], deadline: float | None) -> Outcome:
    """Run the tests of a shard against a Keycloak; interrupt them if they run far past the deadline."""
    print(f"{shard}: running the tests", flush=True)
    begun, interrupted = time.monotonic(), False
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.xml"
        options = ["--keycloak", base, f"--junit-xml={report}", *arguments]
        process = subprocess.Popen([sys.executable, "-m", "pytest", *map(str, modules(shard)), *options], cwd=ROOT)
        try:
            process.wait(None if deadline is None else max(1.0, deadline + GRACE_SECONDS - begun))
        except subprocess.TimeoutExpired:
            interrupted = True
            process.send_signal(signal.SIGINT)
            process.wait()
        finally:
            if process.poll() is None:
                process.kill()
        return Outcome(process.returncode, time.monotonic() - begun, _counts(report), interrupted)


def _counts(report: Path) -> dict[str, int]:
    """Return the number of passed and failed tests of a JUnit report; xfail counts as passed."""
    if not report.exists():
        return {}
    found = {"passed": 0, "failed": 0}
    for case in ElementTree.parse(report).getroot().iter("testcase"):
        skipped = case.find("skipped")
        if case.find("failure") is not None or case.find("error") is not None:
            found["failed"] += 1
        elif skipped is None or skipped.get("type") == "pytest.xfail":
            found["passed"] += 1
    return found


def main() -> int:
    """Record, and tell what was not recorded."""
    code = run("--record", "-q")
    if not external_files():
        print("MOCKAUTH_REALMS names no realm files, so the recordings of external realms were left as they are.")
    return code


if __name__ == "__main__":
    try:
        sys.exit(main())
    except Unavailable as reason:
        sys.exit(str(reason))
