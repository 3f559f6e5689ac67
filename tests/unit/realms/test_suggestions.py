"""The nearest known name for a typo is found without comparing all names."""

import difflib
from typing import Any

import pytest

from mockauth.realms.problems import did_you_mean


@pytest.fixture
def comparisons(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names that difflib compares with a word."""
    compared: list[str] = []
    original = difflib.SequenceMatcher.set_seq1

    def set_seq1(matcher: Any, name: Any) -> None:
        compared.append(str(name))
        original(matcher, name)

    monkeypatch.setattr(difflib.SequenceMatcher, "set_seq1", set_seq1)
    return compared


@pytest.mark.parametrize(
    "typo",
    ["client-4321", "cleint-04321", "client-0432", "client-043211", "xclient-04321", "client_04321", "client-04321x"],
)
def test_few_of_thousands_of_names_are_compared(comparisons: list[str], typo: str) -> None:
    names = [f"client-{number:05}" for number in range(5000)]
    assert did_you_mean(typo, names).startswith('did you mean "client-0')
    assert len(comparisons) <= 60


@pytest.mark.parametrize("typo", ["accuont-service", "account-servce", "acount-service", "account_service"])
def test_the_nearest_of_thousands_of_names_is_suggested(typo: str) -> None:
    names = [*(f"client-{number:05}" for number in range(5000)), "account-service"]
    assert did_you_mean(typo, names) == 'did you mean "account-service"?'


def test_all_of_a_few_names_are_compared(comparisons: list[str]) -> None:
    assert did_you_mean("toborr", ["robot", "web", "desk"]) == ""
    assert len(comparisons) >= 3


def test_a_very_long_word_is_not_compared(comparisons: list[str]) -> None:
    assert did_you_mean("x" * 10_000, ["x" * 100]) == ""
    assert comparisons == []
