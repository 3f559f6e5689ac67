"""Loading files and folders, and the errors of those that cannot be read."""

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


def test_the_json_files_of_a_folder_are_loaded_in_order(tmp_path: Path) -> None:
    for name in ("b.json", "a.json", "notes.txt", "c.toml"):
        (tmp_path / name).write_text(realm(name[0]), encoding="utf-8")
    assert [Path(file).name for file in load([tmp_path], {}).sources.values()] == ["a.json", "b.json"]


def test_a_folder_without_json_files_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"this folder has no \.json files"):
        load([tmp_path], {})


def test_a_folder_with_only_a_registry_is_refused_with_a_hint(tmp_path: Path) -> None:
    (tmp_path / "mockauth.toml").touch()
    with pytest.raises(ConfigError, match=r"to load the registry, give its path: .*mockauth\.toml"):
        load([tmp_path], {})


def test_the_problems_of_all_files_are_reported(tmp_path: Path) -> None:
    for name, text in (("a.json", "{"), ("b.json", realm("b")), ("c.json", '{"realm": "c", "clients": 5}')):
        (tmp_path / name).write_text(text, encoding="utf-8")
    with pytest.raises(ConfigError) as refused:
        load([tmp_path, tmp_path / "none.json"], {})
    assert [Path(problem.file).name for problem in refused.value.problems] == ["a.json", "c.json", "none.json"]


def test_valid_realms_are_loaded_despite_invalid_ones(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text("{", encoding="utf-8")
    (tmp_path / "b.json").write_text(f"[{realm('b')}, 5, {realm('c')}]", encoding="utf-8")
    found = files.read([tmp_path])
    assert (list(found.realms), len(found.problems)) == (["b", "c"], 2)


def test_a_registry_and_a_realm_file_are_loaded_together(tmp_path: Path) -> None:
    (tmp_path / "r.toml").write_text(TOML, encoding="utf-8")
    (tmp_path / "r.json").write_text(realm("other"), encoding="utf-8")
    assert list(load([tmp_path / "r.toml", tmp_path / "r.json"], {}).realms) == ["demo", "other"]


def test_a_duplicate_realm_is_refused(problems: Problems) -> None:
    assert problems(f"[{realm('a')}, {realm('a')}]") == ["realm.json: realm a: duplicate realm: keep one of them"]


def test_a_realm_in_two_files_is_refused_in_the_second(tmp_path: Path) -> None:
    for name in ("one.json", "two.json"):
        (tmp_path / name).write_text(realm("a"), encoding="utf-8")
    with pytest.raises(ConfigError, match=r"two\.json: realm a: duplicate realm: it is already in .*one\.json"):
        load([tmp_path], {})


@pytest.mark.parametrize(("name", "text"), [("realm.json", realm("demo")), ("mockauth.toml", TOML)])
@pytest.mark.parametrize(
    "written",
    [
        pytest.param(lambda text: b"\xef\xbb\xbf" + text.encode(), id="with a byte order mark"),
        pytest.param(
            lambda text: text.replace("\n", "\r\n").replace("{", "{\r\n").encode(), id="with Windows line endings"
        ),
    ],
)
def test_a_file_from_windows_is_read(read: Read, written: Callable[[str], bytes], name: str, text: str) -> None:
    assert list(read(written(text), name).realms) == ["demo"]


def test_a_path_may_contain_spaces_and_umlauts(read: Read) -> None:
    assert list(read(realm("a"), "my realms/größe 1.json").realms) == ["a"]


@pytest.mark.parametrize("name", ["realm.json", "mockauth.toml"])
def test_text_that_is_not_utf_8_is_refused(problems: Problems, name: str) -> None:
    [problem] = problems('# "größe"'.encode("latin-1"), name)
    assert problem.startswith(f"{name}: byte 5: the file is not UTF-8 text: save it as UTF-8")


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_utf_16_is_read_as_by_keycloak(read: Read, encoding: str) -> None:
    assert list(read(realm("größe").encode(encoding)).realms) == ["größe"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('{\n"realm": "a"\n"b": 1}', "realm.json: line 3: invalid JSON (Expecting ',' delimiter)"),
        ("", "realm.json: line 1: the file is empty"),
        ("[" * 100_000, "realm.json: nested too deeply"),
        ('{"realm": ' + "5" * 5000 + "}", "realm.json: "),
        ("5", "realm.json: realm: the realm has no name"),
        ("null", "realm.json: realm: the realm has no name"),
        ("[[]]", "realm.json: realm: the realm has no name"),
        ("{}", 'realm.json: realm: the realm has no name: a realm file is an object with "realm": "NAME"'),
        ("[]", "realm.json: this file contains no realm"),
    ],
    ids=lambda text: text[:20],
)
def test_a_broken_realm_file_is_refused_with_its_place(problems: Problems, text: str, expected: str) -> None:
    [problem] = problems(text)
    assert problem.startswith(expected)


def nested(depth: int) -> str:
    return '{"realm": "a", "groups": ' + '[{"name": "g", "subGroups": ' * depth + "[]" + "}]" * depth + "}"


def test_groups_may_be_nested_100_levels_deep(read: Read) -> None:
    assert len(read(nested(100)).realms["a"].groups) == 100


@pytest.mark.parametrize("depth", [1000, 20_000])
def test_groups_nested_too_deeply_are_refused(problems: Problems, depth: int) -> None:
    assert problems(nested(depth))[0].endswith("nested too deeply")


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigError) as refused:
        load([tmp_path / "none.toml"], {})
    assert str(refused.value) == f"{tmp_path / 'none.toml'}: cannot be read (No such file or directory)"


def test_a_missing_file_is_refused_with_a_similar_name(tmp_path: Path) -> None:
    (tmp_path / "mockauth.toml").touch()
    with pytest.raises(ConfigError, match=r'mockauht\.toml: cannot be read .*: did you mean "mockauth\.toml"\?'):
        load([tmp_path / "mockauht.toml"], {})


def test_a_registry_without_the_suffix_toml_is_refused_with_a_hint(problems: Problems) -> None:
    assert problems(TOML, "registry.txt")[0].endswith(
        "invalid JSON (Expecting value): the name of a registry ends in .toml, that of a realm file in .json"
    )


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root can read every file")
def test_a_file_without_read_permission_is_refused(tmp_path: Path) -> None:
    (tmp_path / "realm.json").touch(0o000)
    with pytest.raises(ConfigError, match="Permission denied"):
        load([tmp_path / "realm.json"], {})


def test_additions_to_an_older_file_are_noted(read: Read) -> None:
    notes = read('{"realm": "a", "keycloakVersion": "22.0.0", "clientScopes": []}').notes
    assert any('added, as Keycloak 26.7.3 does: client scope "basic"' in str(note) for note in notes)


def test_a_registry_can_be_loaded_from_a_string() -> None:
    assert list(load_text(TOML, "a text", {}).realms) == ["demo"]


def test_a_realm_knows_whether_it_comes_from_a_registry(tmp_path: Path) -> None:
    file = tmp_path / "demo.json"
    file.write_text('{"realm": "demo"}', encoding="utf-8")
    assert not load([file], {}).realms["demo"].in_registry
    assert load_text("[realms.demo]", "built in", {}).realms["demo"].in_registry
