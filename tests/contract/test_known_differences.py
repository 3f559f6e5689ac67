"""The list of known differences and the transcripts have no leftover entries."""

import subprocess
import sys
from pathlib import Path

import pytest

from contract.comparison import ABSENT, Difference, Known, all_transcripts, known_differences
from contract.coverage import PAGE, page
from contract.shards import SHARDS, modules

HERE = Path(__file__).parent


def test_every_known_difference_has_a_reason_and_is_about_a_test() -> None:
    for known in known_differences():
        assert len(known.reason) > 20, known
        for pattern in known.tests:
            assert any(Known([pattern], "").covers(test) for test in all_transcripts()), (
                f"{pattern}: there is no such test"
            )


def test_every_transcript_belongs_to_a_test() -> None:
    command = [sys.executable, "-m", "pytest", "--collect-only", "-q", "-p", "no:cacheprovider", str(HERE)]
    listed = subprocess.run(command, capture_output=True, text=True, check=True, cwd=HERE.parents[1]).stdout
    tests = {line.rpartition("contract/")[2].removeprefix("admin/") for line in listed.splitlines()}
    left = [test for test in all_transcripts() if test not in tests]
    assert not left, "no test replays these any more; `make record` drops them"


@pytest.mark.parametrize(
    ("difference", "statuses", "excused"),
    [
        (Difference("headers.vary", "a", ABSENT), (200, 200), True),
        (Difference("headers.pragma", "a", "b"), (200, 200), False),
        (Difference("status", 200, 400), (200, 400), False),
        (Difference("json.error", "a", "b"), (400, 400), False),
        (Difference("json.error_description", "a", "b"), (400, 400), False),
        (Difference("json.access_token.claims.sub", "a", ABSENT), (200, 200), False),
        (Difference("json.access_token.claims.sub", "a", "b"), (200, 200), True),
        (Difference("status", 500, 400), (500, 400), True),
        (Difference("status", 500, 200), (500, 200), False),
        (Difference("status", 200, 501), (200, 501), False),
    ],
)
def test_a_known_difference_excuses_only_its_paths(
    difference: Difference, statuses: tuple[int, int], excused: bool
) -> None:
    everything = Known(["*"], "a reason", ["headers.vary", "status", "json.error*", "json.access_token*"])
    assert everything.excuses(difference, *statuses) is excused


def test_only_an_entry_with_not_there_excuses_a_501() -> None:
    assert Known(["*"], "a reason", not_there=True).excuses(Difference("status", 200, 501), 200, 501)


def test_the_coverage_page_matches_the_transcripts() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "run `make coverage`"


def test_every_test_of_keycloak_is_in_a_shard() -> None:
    asking = {file for file in HERE.glob("test_*.py") if "call: " in file.read_text(encoding="utf-8")}
    assert (
        asking - {file for shard in SHARDS for file in modules(shard)} - {HERE / "test_known_differences.py"} == set()
    )
