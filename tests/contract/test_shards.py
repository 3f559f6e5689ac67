"""The shards of `make verify`: every test module is in one, and `--minutes` chooses those that fit."""

from pathlib import Path

import pytest

from contract.record import Outcome, table
from contract.schedule import Schedule, Seconds, in_turn, recorded_seconds
from contract.shards import SHARDS, TESTED_BY, affected, modules

ROOT = Path(__file__).parents[2]
RECORDED = {"a": Seconds(10, 60), "b": Seconds(20, 10), "c": Seconds(10, 30)}


class StandingClock:
    """A clock that the test sets."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def schedule(seconds: float | None, clock: StandingClock | None = None) -> Schedule:
    return Schedule(["a", "b", "c"], RECORDED, seconds, clock or StandingClock())


def all_of(plan: Schedule) -> list[str | None]:
    return [plan.next() for _ in range(4)]


def test_a_test_module_is_in_one_shard_at_most() -> None:
    found = [file for shard in SHARDS for file in modules(shard)]
    assert len(found) == len(set(found))
    assert [file for file in found if not file.exists()] == []


def test_every_shard_has_recorded_seconds() -> None:
    assert list(recorded_seconds()) == list(SHARDS)


def test_the_table_of_tested_sources_names_existing_files_and_shards() -> None:
    assert [path for path in TESTED_BY if not (ROOT / path).exists()] == []
    assert {shard for shards in TESTED_BY.values() for shard in shards} <= set(SHARDS)


@pytest.mark.parametrize(
    ("path", "shards"),
    [
        ("tests/contract/test_userinfo.py", {"tokens"}),
        ("tests/contract/transcripts/26.7.3/test_logout.json", {"logout"}),
        ("mockauth/protocol/grants/password.py", {"tokens", "exchange", "memory"}),
        ("mockauth/protocol/login/par.py", {"logins", "prompts", "requests", "memory"}),
        ("mockauth/state/clock.py", {"admin"}),
        ("tests/unit/test_userinfo.py", set()),
        ("README.md", set()),
    ],
)
def test_a_changed_file_concerns_the_shards_that_test_it(path: str, shards: set[str]) -> None:
    assert affected([path]) == shards


def test_affected_shards_come_first_and_the_others_in_turn() -> None:
    assert in_turn("abcdef", "ea", 2) == ["e", "a", "c", "d", "f", "b"]


def test_successive_turns_start_with_every_shard() -> None:
    assert {in_turn("abc", "", turn)[0] for turn in (7, 8, 9)} == set("abc")


def test_all_shards_run_if_the_time_is_not_limited() -> None:
    assert all_of(schedule(None)) == ["a", "b", "c", None]


def test_a_shard_that_does_not_fit_is_passed_over_for_one_that_does() -> None:
    plan = schedule(45)
    assert all_of(plan) == ["b", "c", None, None]
    assert plan.waiting == ["a"]


def test_the_time_that_has_passed_counts() -> None:
    clock = StandingClock()
    plan = schedule(75, clock)
    clock.now = 40
    assert plan.next() == "b"


def test_the_next_keycloak_starts_while_tests_run() -> None:
    assert schedule(None).needs("b", running="c") == 30 + 10
    assert schedule(None).needs("a", running="b") == 10 + 60


def test_estimates_follow_the_pace_of_the_machine() -> None:
    plan = schedule(100)
    plan.measure(expected=10, actual=50)
    plan.measure(expected=30, actual=110)
    assert plan.pace == 4
    assert plan.needs("c") == 160
    assert plan.next() is None


def test_the_pace_is_that_of_the_table_before_anything_is_measured() -> None:
    assert schedule(None).pace == 1


def test_the_table_names_every_shard_that_is_left_out() -> None:
    lines = table({"a": Outcome(0, 12.3, {"passed": 5, "failed": 0})}, ["b", "c"])
    assert lines[1].split() == ["a", "12", "5", "0"]
    assert [line.split()[0] for line in lines if "left out" in line] == ["b", "c"]


@pytest.mark.parametrize(
    ("outcome", "failed"),
    [
        (Outcome(pytest.ExitCode.OK, 1), False),
        (Outcome(pytest.ExitCode.NO_TESTS_COLLECTED, 1), False),
        (Outcome(pytest.ExitCode.TESTS_FAILED, 1, {"failed": 1}), True),
        (Outcome(pytest.ExitCode.USAGE_ERROR, 1), True),
        (Outcome(pytest.ExitCode.INTERRUPTED, 1, {"failed": 0}, interrupted=True), False),
        (Outcome(pytest.ExitCode.INTERRUPTED, 1, {"failed": 1}, interrupted=True), True),
    ],
)
def test_a_shard_that_ran_out_of_time_has_not_failed(outcome: Outcome, failed: bool) -> None:
    assert outcome.failed is failed
