"""Compare mockauth's answers with Keycloak's: transcripts, differences, and the differences that are known."""

import json
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path
from typing import Any

from contract.keycloak import VERSION, make_folder

HERE = Path(__file__).parent
TRANSCRIPTS = HERE / "transcripts" / VERSION
KNOWN = HERE / "known_differences.toml"
# Fields that a known difference can never excuse.
PROTECTED = ("status", "json.error", "json.error_description")

Exchange = dict[str, Any]


@dataclass(frozen=True)
class Difference:
    """One value that differs; `path` is its location, beginning with the number of the exchange."""

    path: str
    keycloak: Any
    mockauth: Any

    def __str__(self) -> str:
        return f"{self.path}\n    Keycloak: {shown(self.keycloak)}\n    mockauth: {shown(self.mockauth)}"


class Differs(AssertionError):
    """mockauth's answer differs from Keycloak's."""


class KnownDifference(Differs):
    """mockauth's answer differs from Keycloak's, and known_differences.toml says why."""


@dataclass(frozen=True)
class Known:
    """An entry of known_differences.toml: tests (with `*`), the paths that may differ in them, and the reason.

    `not_there` means that the requested feature is not implemented, and that mockauth answers 501.
    """

    tests: Sequence[str]
    reason: str
    paths: Sequence[str] = ()
    not_there: bool = False

    def covers(self, test: str) -> bool:
        """Tell whether the entry is about this test."""
        return any(matches(test, pattern) for pattern in self.tests)

    def excuses(self, difference: Difference, keycloak: int, mockauth: int) -> bool:
        """Tell whether the entry excuses a difference, given both statuses of its exchange."""
        if mockauth == 501:
            return self.not_there
        if keycloak >= 500 and mockauth == 400:
            return True
        return not protected(difference) and any(matches(difference.path, path) for path in self.paths)


class Absent:
    """A placeholder for a value that one side does not have."""

    def __repr__(self) -> str:
        return "absent"


ABSENT = Absent()
# Every page has both; transcripts that were recorded before these were compared do not.
_NOT_IN_ALL_TRANSCRIPTS = ("page.ids", "page.scripts")


def compare(keycloak: Any, mockauth: Any, path: str = "") -> Iterator[Difference]:
    """Yield all differences between two normalised answers. The order of keys counts, because Keycloak's is fixed."""
    if isinstance(keycloak, dict) and isinstance(mockauth, dict):
        for key in [*keycloak, *(mockauth.keys() - keycloak.keys())]:
            below = f"{path}.{key}" if path else key
            if key not in keycloak and below.endswith(_NOT_IN_ALL_TRANSCRIPTS):
                continue
            yield from compare(keycloak.get(key, ABSENT), mockauth.get(key, ABSENT), below)
        both = [[key for key in one if key in other] for one, other in ((keycloak, mockauth), (mockauth, keycloak))]
        if both[0] != both[1]:
            yield Difference(f"{path} (order)", *both)
    elif isinstance(keycloak, list) and isinstance(mockauth, list) and len(keycloak) == len(mockauth):
        for number, (one, other) in enumerate(zip(keycloak, mockauth, strict=True)):
            yield from compare(one, other, f"{path}[{number}]")
    elif type(keycloak) is not type(mockauth) or keycloak != mockauth:
        yield Difference(path, keycloak, mockauth)


def assert_same_answers(test: str, keycloak: Sequence[Exchange], mockauth: Sequence[Exchange]) -> None:
    """Compare the exchanges of one test; raise Differs, or KnownDifference if all differences are known."""
    found, excused = [], True
    for number, (one, other) in enumerate(zip(keycloak, mockauth, strict=True), 1):
        for difference in compare(one["answer"], other["answer"]):
            excused &= is_known(test, difference, one, other)
            found.append(f"exchange {number}: {difference}")
    if found:
        told = "\n".join([f"{len(found)} differences in {test}", *found])
        raise (KnownDifference if excused else Differs)(told)


def is_known(test: str, difference: Difference, keycloak: Exchange, mockauth: Exchange) -> bool:
    """Tell whether known_differences.toml excuses a difference between two exchanges of a test."""
    statuses = keycloak["answer"]["status"], mockauth["answer"]["status"]
    return any(entry.excuses(difference, *statuses) for entry in known_differences() if entry.covers(test))


def assert_as_recorded(test: str, recorded: Sequence[Exchange], answered: Sequence[Exchange]) -> None:
    """Compare Keycloak's answers with those recorded for the test; raise Differs.

    The order of keys does not count: for some claims it changes from one start of Keycloak to the next.
    """
    if recorded == answered:
        return
    found = [
        f"exchange {number}: {difference.path}\n    recorded: {shown(difference.keycloak)}\n"
        f"    answered: {shown(difference.mockauth)}"
        for number, (one, other) in enumerate(zip(recorded, answered, strict=True), 1)
        for difference in compare(one, other)
    ]
    if found:
        raise Differs("\n".join([f"Keycloak no longer answers as in the transcript of {test}", *found]))


def protected(difference: Difference) -> bool:
    """Tell whether nothing can excuse a difference: one of status, error, or the name of a claim."""
    if difference.path in PROTECTED:
        return True
    missing = difference.keycloak is ABSENT or difference.mockauth is ABSENT
    return ".claims" in difference.path and (missing or difference.path.endswith("(order)"))


@cache
def known_differences() -> Sequence[Known]:
    """Return the entries of known_differences.toml."""
    return [Known(**entry) for entry in tomllib.loads(KNOWN.read_text(encoding="utf-8")).get("difference", [])]


def matches(text: str, pattern: str) -> bool:
    """Match with `*`; brackets in test ids and paths are literal."""
    return fnmatchcase(text, pattern.replace("[", "[[]"))


@cache
def transcript(module: str) -> dict[str, list[Exchange]]:
    """Return the exchanges recorded for the tests of a module, by test."""
    file = TRANSCRIPTS / f"{module}.json"
    return json.loads(file.read_text(encoding="utf-8")) if file.exists() else {}


@cache
def all_transcripts() -> dict[str, list[Exchange]]:
    """Return all recorded exchanges, by `module.py::test`."""
    modules = sorted(file.stem for file in TRANSCRIPTS.glob("*.json"))
    return {f"{module}.py::{test}": exchanges for module in modules for test, exchanges in transcript(module).items()}


def write_transcript(module: str, tests: dict[str, list[Exchange]]) -> None:
    """Write the transcript of a module, or delete its file if there are no exchanges."""
    file = make_folder(TRANSCRIPTS) / f"{module}.json"
    if tests:
        file.write_text(json.dumps(tests, indent=1) + "\n", encoding="utf-8")
    else:
        file.unlink(missing_ok=True)


def shown(value: Any) -> str:
    """Return a value on one line."""
    return repr(value) if value is ABSENT else json.dumps(value, ensure_ascii=False)
