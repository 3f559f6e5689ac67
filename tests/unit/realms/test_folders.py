"""Folders written by `kc.sh export --dir`, and placeholders in realm files."""

import json
from pathlib import Path
from typing import Any

import pytest

from mockauth.realms.files import LoadOptions, load, read
from mockauth.realms.problems import ConfigError


def write(folder: Path, name: str, content: Any) -> Path:
    file = folder / name
    file.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    return file


def users(*names: str) -> dict[str, Any]:
    return {"realm": "shop", "users": [{"username": name, "enabled": True} for name in names]}


def test_users_in_separate_files_are_added_to_their_realm(tmp_path: Path) -> None:
    write(tmp_path, "shop-realm.json", {"realm": "shop", "enabled": True})
    for number in range(12):
        write(tmp_path, f"shop-users-{number}.json", users(f"u{number}"))
    write(tmp_path, "other.json", {"realm": "other"})
    loaded = load([tmp_path], {})
    realms = loaded.realms
    assert list(realms) == ["other", "shop"]
    assert loaded.notes == []
    assert [user.username for user in realms["shop"].users] == [f"u{number}" for number in range(12)]


def test_a_user_in_two_files_is_refused(tmp_path: Path) -> None:
    write(tmp_path, "shop-realm.json", {"realm": "shop"})
    for number in range(2):
        write(tmp_path, f"shop-users-{number}.json", users("ada"))
    with pytest.raises(ConfigError, match='duplicate username "ada"'):
        load([tmp_path], {})


@pytest.mark.parametrize("content", [{"realm": "another", "users": []}, [], "{", {"realm": "shop", "users": 5}])
def test_an_invalid_users_file_is_refused_under_its_name(tmp_path: Path, content: Any) -> None:
    write(tmp_path, "shop-realm.json", {"realm": "shop"})
    file = write(tmp_path, "shop-users-0.json", content)
    with pytest.raises(ConfigError) as refused:
        load([tmp_path], {})
    assert {problem.file for problem in refused.value.problems} == {str(file)}


def test_a_realm_file_without_its_users_files_is_noted(tmp_path: Path) -> None:
    file = write(tmp_path, "shop-realm.json", {"realm": "shop"})
    write(tmp_path, "shop-users-0.json", users("ada"))
    [note] = load([file], {}).notes
    assert "its users are in shop-users-0.json: import the folder to load them" in str(note)


def test_placeholders_are_replaced_before_the_file_is_parsed(tmp_path: Path) -> None:
    text = '{"realm": "${REALM:shop}", "enabled": ${ON}, "clients": [{"clientId": "api", "secret": "${SECRET:a:b}"}]}'
    file = write(tmp_path, "realm.json", text)
    realm = load([file], {"ON": "true"}).realms["shop"]
    assert realm.enabled
    assert realm.clients["api"].secret == "a:b"


def test_a_placeholder_that_is_not_set_stays_and_is_noted(tmp_path: Path) -> None:
    text = '{"realm": "shop", "clients": [{"clientId": "api", "secret": "${SECRET}", "name": "${client_api}"}]}'
    loaded = load([write(tmp_path, "realm.json", text)], {})
    assert loaded.realms["shop"].clients["api"].secret == "${SECRET}"
    [note] = loaded.notes
    assert "SECRET is not set, so ${SECRET} is not replaced: set it, or add a default: ${SECRET:value}" in str(note)


def test_a_variable_that_breaks_the_json_is_refused(tmp_path: Path) -> None:
    file = write(tmp_path, "realm.json", '{"realm": "${NAME}"}')
    with pytest.raises(ConfigError, match="line 1: invalid JSON"):
        load([file], {"NAME": 'a"b'})


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('{"realm": "shop", // x\n"enabled": true}', "comments are not allowed"),
        ('{"realm": "shop",}', 'trailing comma before "}"'),
        ('{"realm": "shop", "notBefore": NaN}', "NaN is not a number in JSON"),
    ],
)
def test_frequent_syntax_errors_are_named(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(ConfigError, match=message):
        load([write(tmp_path, "realm.json", text)], {})


def test_a_lenient_load_notes_what_is_left_out(tmp_path: Path) -> None:
    file = write(tmp_path, "realm.json", {"realm": "shop", "clients": [{"clientId": "a"}, {"clientId": "a"}]})
    loaded = read([file], LoadOptions({}, lenient=True))
    assert list(loaded.realms) == ["shop"]
    assert [str(note) for note in loaded.notes] == [f'{file}: shop.clients.a: left out: duplicate client "a"']
