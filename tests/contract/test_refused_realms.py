"""mockauth imports and refuses the same realm files as Keycloak, and says why it refuses one."""

from pathlib import Path
from typing import Any

import pytest

from contract import import_verdicts
from contract.realm_files import FILES, NAME, text_of
from mockauth.realms.files import Loaded, LoadOptions, load, read
from mockauth.realms.problems import ConfigError
from mockauth.state.key_ring import KeyRing

# Files for which mockauth decides differently, and why.
DIFFERENT_VERDICTS = {
    "text behind the end": "Keycloak stops reading at the last brace; what follows is a slip, or a second file",
    "half of a character": "Keycloak writes a question mark for it; there is no such text",
    "a name of two dots": "no URL leads to this realm",
    "the name master": "kc.sh import replaces the realm master by that of the file; only the Admin API refuses it",
    "a list": "kc.sh import takes a list of realms; only the Admin API refuses it",
    "a component of an unknown provider": "an extension may have it: it is named as set aside",
    "a component of an unknown kind": "an extension may have it: it is named as set aside",
    "an identity provider of an unknown type": "an extension may have it; no identity provider is used",
    "a federation of users": "what a federation needs is its own affair: it is named as set aside",
    "a key in a keystore": "the keystore is on the disk of another server: it is named as set aside",
    "profiles of clients that are not known": "an extension may have the executor; profiles of clients are not used",
    "a policy of an unknown hash": "an extension may have it",
    "a policy of a blacklist that is not there": "the list is in the folder of the Keycloak that serves the realm",
}


def verdict(name: str) -> import_verdicts.Verdict:
    assert name in import_verdicts.recorded(), f"{name} has no verdict: record it with --keycloak URL --record"
    return import_verdicts.recorded()[name]


def write_realm_file(name: str, folder: Path) -> Path:
    file = folder / "realm.json"
    file.write_bytes(text_of(FILES[name]).encode("utf-8", "surrogatepass"))
    return file


def refusal(file: Path, **how: Any) -> ConfigError | None:
    try:
        for realm in load([file], options=LoadOptions({}, **how)).realms.values():
            KeyRing().imported(realm)
    except ConfigError as error:
        return error
    return None


@pytest.mark.parametrize("name", FILES)
def test_mockauth_refuses_the_same_realm_files_as_keycloak(name: str, tmp_path: Path) -> None:
    taken = verdict(name)["status"] == 201
    refused = refusal(write_realm_file(name, tmp_path))
    assert (refused is None) == (taken != (name in DIFFERENT_VERDICTS)), refused


@pytest.mark.parametrize("name", FILES)
def test_a_refusal_is_one_line_with_the_location(name: str, tmp_path: Path) -> None:
    file = write_realm_file(name, tmp_path)
    refused = refusal(file)
    for problem in refused.problems if refused else ():
        assert problem.file in (str(file), "")
        assert problem.what
        assert str(problem).isprintable()


@pytest.mark.parametrize(
    "name", [name for name, file in FILES.items() if not isinstance(file, str) and "read" not in name]
)
def test_a_lenient_mockauth_leaves_out_and_names_invalid_parts(name: str, tmp_path: Path) -> None:
    file = write_realm_file(name, tmp_path)
    refused = refusal(file)
    found: Loaded = read([file], LoadOptions({}, lenient=True))
    assert list(found.realms) == [NAME]
    assert found.problems == []
    left_out = [note.what for note in found.notes if note.what.startswith("left out: ")]
    assert left_out == [f"left out: {it.what}" for it in (refused.problems if refused else ())]


def test_keycloak_gives_the_recorded_verdicts(admin: import_verdicts.Admin, request: pytest.FixtureRequest) -> None:
    option = request.config.getoption
    known = {} if option("verdicts") else import_verdicts.recorded()
    found = {name: known[name] if name in known else admin.verdict(file) for name, file in FILES.items()}
    if option("record", False):
        import_verdicts.write(found)
        import_verdicts.recorded.cache_clear()
    assert found == import_verdicts.recorded()


def test_every_recorded_verdict_is_about_a_file() -> None:
    assert [name for name in import_verdicts.recorded() if name not in FILES] == []


def test_every_different_verdict_is_about_a_file() -> None:
    assert [name for name in DIFFERENT_VERDICTS if name not in FILES] == []
