"""Files and folders: which are read, and what is said of those that cannot be."""

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from mockauth.realms import files
from mockauth.realms.files import Loaded, load, load_text
from mockauth.realms.problems import ConfigError

Read = Callable[..., Loaded]
Problems = Callable[..., list[str]]
TOML = "[realms.demo.clients.web]\n"


def realm(name: str) -> str:
    return json.dumps({"realm": name})


def test_a_file_may_hold_a_list_of_realms(read: Read) -> None:
    assert list(read(f"[{realm('a')}, {realm('b')}]").realms) == ["a", "b"]


def test_a_folder_gives_all_its_json_files_in_order(tmp_path: Path) -> None:
    for name in ("b.json", "a.json", "notes.txt", "c.toml"):
        (tmp_path / name).write_text(realm(name[0]), encoding="utf-8")
    assert [Path(file).name for file in load([tmp_path], {}).sources.values()] == ["a.json", "b.json"]


def test_a_folder_without_json_files_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"there is no \.json file in this folder"):
        load([tmp_path], {})


def test_a_folder_that_has_a_registry_only_is_refused_with_a_hint(tmp_path: Path) -> None:
    (tmp_path / "mockauth.toml").touch()
    with pytest.raises(ConfigError, match=r"a registry is named itself: .*mockauth\.toml"):
        load([tmp_path], {})


def test_what_is_wrong_in_every_file_is_said(tmp_path: Path) -> None:
    for name, text in (("a.json", "{"), ("b.json", realm("b")), ("c.json", '{"realm": "c", "clients": 5}')):
        (tmp_path / name).write_text(text, encoding="utf-8")
    with pytest.raises(ConfigError) as refused:
        load([tmp_path, tmp_path / "none.json"], {})
    assert [Path(problem.file).name for problem in refused.value.problems] == ["a.json", "c.json", "none.json"]


def test_what_is_good_is_read_beside_what_is_not(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text("{", encoding="utf-8")
    (tmp_path / "b.json").write_text(f"[{realm('b')}, 5, {realm('c')}]", encoding="utf-8")
    found = files.read([tmp_path])
    assert (list(found.realms), len(found.problems)) == (["b", "c"], 2)


def test_a_registry_and_a_realm_file_are_served_together(tmp_path: Path) -> None:
    (tmp_path / "r.toml").write_text(TOML, encoding="utf-8")
    (tmp_path / "r.json").write_text(realm("other"), encoding="utf-8")
    assert list(load([tmp_path / "r.toml", tmp_path / "r.json"], {}).realms) == ["demo", "other"]


def test_a_realm_that_is_there_twice_is_refused(problems: Problems) -> None:
    assert problems(f"[{realm('a')}, {realm('a')}]") == [
        "realm.json: realm a: this realm is there twice: name it in one place"
    ]


def test_a_realm_in_two_files_is_refused_with_the_second(tmp_path: Path) -> None:
    for name in ("one.json", "two.json"):
        (tmp_path / name).write_text(realm("a"), encoding="utf-8")
    with pytest.raises(
        ConfigError, match=r"two\.json: realm a: this realm is there twice: it is in .*one\.json already"
    ):
        load([tmp_path], {})


@pytest.mark.parametrize(("name", "text"), [("realm.json", realm("demo")), ("mockauth.toml", TOML)])
@pytest.mark.parametrize(
    "written",
    [
        pytest.param(lambda text: b"\xef\xbb\xbf" + text.encode(), id="with a byte order mark"),
        pytest.param(
            lambda text: text.replace("\n", "\r\n").replace("{", "{\r\n").encode(), id="with Windows line ends"
        ),
    ],
)
def test_a_file_from_windows_is_read(read: Read, written: Callable[[str], bytes], name: str, text: str) -> None:
    assert list(read(written(text), name).realms) == ["demo"]


def test_a_path_may_have_spaces_and_umlauts(read: Read) -> None:
    assert list(read(realm("a"), "my realms/größe 1.json").realms) == ["a"]


@pytest.mark.parametrize("name", ["realm.json", "mockauth.toml"])
def test_text_that_is_not_utf_8_is_refused(problems: Problems, name: str) -> None:
    [problem] = problems('# "größe"'.encode("latin-1"), name)
    assert problem.startswith(f"{name}: byte 5: this is not UTF-8 text: save it as UTF-8")


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_utf_16_is_read_as_by_keycloak(read: Read, encoding: str) -> None:
    assert list(read(realm("größe").encode(encoding)).realms) == ["größe"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('{\n"realm": "a"\n"b": 1}', "realm.json: line 3: this is not JSON (Expecting ',' delimiter)"),
        ("", "realm.json: line 1: this file is empty"),
        ("[" * 100_000, "realm.json: this is nested too deeply"),
        ('{"realm": ' + "5" * 5000 + "}", "realm.json: "),
        ("5", "realm.json: realm: there is no realm name"),
        ("null", "realm.json: realm: there is no realm name"),
        ("[[]]", "realm.json: realm: there is no realm name"),
        ("{}", 'realm.json: realm: there is no realm name: a realm file is an object with "realm": "name"'),
        ("[]", "realm.json: there is no realm in this file"),
    ],
    ids=lambda text: text[:20],
)
def test_a_broken_realm_file_is_refused_with_its_place(problems: Problems, text: str, said: str) -> None:
    [problem] = problems(text)
    assert problem.startswith(said)


def nested(depth: int) -> str:
    return '{"realm": "a", "groups": ' + '[{"name": "g", "subGroups": ' * depth + "[]" + "}]" * depth + "}"


def test_groups_may_be_nested_deeply(read: Read) -> None:
    assert len(read(nested(100)).realms["a"].groups) == 100


@pytest.mark.parametrize("depth", [1000, 20_000])
def test_groups_nested_without_end_are_refused(problems: Problems, depth: int) -> None:
    assert problems(nested(depth))[0].endswith("this is nested too deeply")


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigError) as refused:
        load([tmp_path / "none.toml"], {})
    assert str(refused.value) == f"{tmp_path / 'none.toml'}: cannot be read (No such file or directory)"


def test_a_missing_file_is_answered_with_its_neighbour(tmp_path: Path) -> None:
    (tmp_path / "mockauth.toml").touch()
    with pytest.raises(ConfigError, match=r'mockauht\.toml: cannot be read .*: did you mean "mockauth\.toml"\?'):
        load([tmp_path / "mockauht.toml"], {})


def test_a_registry_of_another_name_is_explained(problems: Problems) -> None:
    assert problems(TOML, "registry.txt")[0].endswith(
        "this is not JSON (Expecting value): a registry's name ends in .toml, a realm file's in .json"
    )


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read_is_refused(tmp_path: Path) -> None:
    (tmp_path / "realm.json").touch(0o000)
    with pytest.raises(ConfigError, match="Permission denied"):
        load([tmp_path / "realm.json"], {})


def test_what_was_added_to_an_older_file_is_noted(read: Read) -> None:
    notes = read('{"realm": "a", "keycloakVersion": "22.0.0", "clientScopes": []}').notes
    assert any('added, as Keycloak 26.7.3 does: client scope "basic"' in str(note) for note in notes)


def test_a_registry_needs_no_file() -> None:
    assert list(load_text(TOML, "a text", {}).realms) == ["demo"]
