"""The order of the shards, and which of them fit into a limited time.

Shards that recent changes concern come first. The others follow in turn: the number of commits decides where the turn
starts, so successive runs with little time reach all of them. A shard is started only if it is expected to end in
time: its recorded seconds (shard_seconds.json) are scaled by the pace of this machine, which is measured on the way.
"""

import json
import subprocess
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

HERE = Path(__file__).parent
SECONDS = HERE / "shard_seconds.json"
# How many commits count as recent, unless --since names a revision.
RECENT = 10
# Estimate for a shard that has no recorded seconds yet.
UNKNOWN = (60.0, 120.0)


@dataclass(frozen=True)
class Seconds:
    """How long the Keycloak of a shard takes to start, and how long the shard's tests take."""

    start: float
    tests: float


@dataclass
class Schedule:
    """The shards still waiting to run. `deadline` is a time of `clock` (in seconds), or None if time is unlimited."""

    waiting: list[str]
    recorded: Mapping[str, Seconds]
    deadline: float | None = None
    clock: Callable[[], float] = time.monotonic
    measured: list[tuple[float, float]] = field(default_factory=list)

    def measure(self, expected: float, actual: float) -> None:
        """Note how long something took for which the table says `expected` seconds."""
        self.measured.append((expected, actual))

    @property
    def pace(self) -> float:
        """How many times slower this machine is than the table, judged by everything measured so far."""
        expected = sum(each for each, _ in self.measured)
        return sum(each for _, each in self.measured) / expected if expected else 1.0

    def seconds(self, shard: str) -> Seconds:
        """Return the recorded seconds of a shard."""
        return self.recorded.get(shard, Seconds(*UNKNOWN))

    def needs(self, shard: str, running: str | None = None) -> float:
        """Return the seconds until a shard would end if its Keycloak started now.

        It starts while the tests of the `running` shard, which have just begun, run.
        """
        before = self.seconds(running).tests if running else 0.0
        own = self.seconds(shard)
        return self.pace * (max(before, own.start) + own.tests)

    def next(self, running: str | None = None) -> str | None:
        """Take the first waiting shard that is expected to end before the deadline, or return None."""
        for shard in self.waiting:
            if self.deadline is None or self.clock() + self.needs(shard, running) <= self.deadline:
                self.waiting.remove(shard)
                return shard
        return None


def in_turn(shards: Sequence[str], first: Iterable[str], turn: int) -> list[str]:
    """Return the shards rotated by `turn`, with those in `first` moved to the front."""
    start = turn % len(shards) if shards else 0
    urgent = set(first)
    return sorted([*shards[start:], *shards[:start]], key=lambda shard: shard not in urgent)


def recorded_seconds() -> dict[str, Seconds]:
    """Return the seconds of each shard from shard_seconds.json."""
    return {shard: Seconds(**each) for shard, each in json.loads(SECONDS.read_text(encoding="utf-8")).items()}


def write_seconds(found: Mapping[str, Seconds]) -> None:
    """Write the seconds of shards to shard_seconds.json; shards that are not in `found` keep theirs."""
    merged = {**recorded_seconds(), **found}
    lines = [
        f' "{shard}": {{"start": {round(each.start)}, "tests": {round(each.tests)}}}' for shard, each in merged.items()
    ]
    SECONDS.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")


def changed_files(since: str | None = None) -> list[str]:
    """Return the files changed since HEAD forked from `since`, or in the last commits, and those not committed yet.

    Paths are relative to the repository. Without Git or without a repository, no file is changed.
    """
    if since:
        base = next(iter(_git("merge-base", since, "HEAD")), None)
        if not base:
            raise SystemExit(f"--since {since}: HEAD did not fork from such a revision")
        committed = _git("diff", "--name-only", base, "HEAD")
    else:
        committed = _git("log", f"-{RECENT}", "--name-only", "--format=")
    return sorted({*committed, *_git("diff", "--name-only", "HEAD")} - {""})


def turn_of_today() -> int:
    """Return the number of commits, or of days since 1970 if the repository does not have its whole history."""
    if _git("rev-parse", "--is-shallow-repository") == ["false"]:
        return int(_git("rev-list", "--count", "HEAD")[0])
    return int(time.time() // 86400)


def _git(*arguments: str) -> list[str]:
    """Return the lines that a git command prints, or none if it fails."""
    try:
        done = subprocess.run(["git", *arguments], cwd=HERE, capture_output=True, text=True, check=False)
    except FileNotFoundError:
        return []
    return done.stdout.splitlines() if done.returncode == 0 else []
