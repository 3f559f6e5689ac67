"""mockauth imports and refuses the same realm files as Keycloak, and says why it refuses one."""

from pathlib import Path
from typing import Any

import pytest

from contract import import_verdicts
from contract.realm_files import FILES, NAME, text_of
from mockauth.realms.files import Loaded, LoadOptions, load, read
from mockauth.realms.problems import ConfigError
from mockauth.state.key_ring import KeyRing

# Files that mockauth accepts and Keycloak refuses, or the other way round, with the reason.
DIFFERENT_VERDICTS = {
    "text after the end": "Keycloak ignores text after the last brace; mockauth reports it, because it is a mistake",
    "half of a surrogate pair": "Keycloak replaces it by a question mark; it is not valid Unicode",
    "two dots as the name": "no URL can contain this name: browsers and servers resolve the dots",
    "the name master": "only the Admin API refuses it; kc.sh import replaces the realm master",
    "a list of realms": "only the Admin API refuses it; kc.sh import accepts it",
    "a component of an unknown provider": "an extension may provide it; mockauth ignores it with a note",
    "a component of an unknown provider type": "an extension may provide it; mockauth ignores it with a note",
    "an identity provider of an unknown type": "an extension may provide it; mockauth has no brokering",
    "a user federation provider": "mockauth ignores user federation with a note, whatever its settings are",
    "a key provider with a Java keystore": "the keystore is on the disk of another server",
    "a client profile with an unknown executor": "an extension may provide it; mockauth ignores client profiles",
    "a password policy with an unknown hash algorithm": "an extension may provide it",
    "a password policy with a missing blacklist": "the list is on the disk of another server",
}
# mockauth reads private keys when the server starts, not when it loads a file.
READ_AT_THE_START = "an RSA key provider with an invalid private key"


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
    "name", [name for name, file in FILES.items() if not isinstance(file, str) and name != READ_AT_THE_START]
)
def test_a_lenient_mockauth_leaves_out_and_names_invalid_parts(name: str, tmp_path: Path) -> None:
    file = write_realm_file(name, tmp_path)
    refused = refusal(file)
    found: Loaded = read([file], LoadOptions({}, lenient=True))
    assert list(found.realms) == [NAME]
    assert found.problems == []
    left_out = [note.what for note in found.notes if note.what.startswith("left out: ")]
    assert left_out == [f"left out: {it.what}" for it in (refused.problems if refused else ())]


def test_keycloak_still_gives_the_recorded_verdicts(
    admin: import_verdicts.Admin, request: pytest.FixtureRequest
) -> None:
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
