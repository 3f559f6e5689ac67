"""Folders as `kc.sh export --dir` writes them, and the placeholders of realm files."""

import json
from pathlib import Path
from typing import Any

import pytest

from mockauth.realms.files import How, load, read
from mockauth.realms.problems import ConfigError


def write(folder: Path, name: str, content: Any) -> Path:
    file = folder / name
    file.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    return file


def users(*names: str) -> dict[str, Any]:
    return {"realm": "shop", "users": [{"username": name, "enabled": True} for name in names]}


def test_users_in_files_of_their_own_belong_to_their_realm(tmp_path: Path) -> None:
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
    with pytest.raises(ConfigError, match='the username "ada" is there twice'):
        load([tmp_path], {})


@pytest.mark.parametrize("content", [{"realm": "another", "users": []}, [], "{", {"realm": "shop", "users": 5}])
def test_a_file_of_users_that_is_none_is_refused_by_its_name(tmp_path: Path, content: Any) -> None:
    write(tmp_path, "shop-realm.json", {"realm": "shop"})
    file = write(tmp_path, "shop-users-0.json", content)
    with pytest.raises(ConfigError) as refused:
        load([tmp_path], {})
    assert {problem.file for problem in refused.value.problems} == {str(file)}


def test_a_realm_that_is_named_alone_says_where_its_users_are(tmp_path: Path) -> None:
    file = write(tmp_path, "shop-realm.json", {"realm": "shop"})
    write(tmp_path, "shop-users-0.json", users("ada"))
    [note] = load([file], {}).notes
    assert "its users are in shop-users-0.json beside it: name the folder instead" in str(note)


def test_placeholders_are_replaced_before_the_file_is_read(tmp_path: Path) -> None:
    text = '{"realm": "${REALM:shop}", "enabled": ${ON}, "clients": [{"clientId": "api", "secret": "${SECRET:a:b}"}]}'
    file = write(tmp_path, "realm.json", text)
    realm = load([file], {"ON": "true"}).realms["shop"]
    assert realm.enabled
    assert realm.clients["api"].secret == "a:b"


def test_a_variable_that_is_not_set_stays_and_is_named(tmp_path: Path) -> None:
    text = '{"realm": "shop", "clients": [{"clientId": "api", "secret": "${SECRET}", "name": "${client_api}"}]}'
    loaded = load([write(tmp_path, "realm.json", text)], {})
    assert loaded.realms["shop"].clients["api"].secret == "${SECRET}"
    [note] = loaded.notes
    assert "${SECRET} stays as it is written: set SECRET, or give a default" in str(note)


def test_a_variable_with_a_quote_is_refused_where_it_breaks_the_file(tmp_path: Path) -> None:
    file = write(tmp_path, "realm.json", '{"realm": "${NAME}"}')
    with pytest.raises(ConfigError, match="line 1: this is not JSON"):
        load([file], {"NAME": 'a"b'})


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('{"realm": "shop", // x\n"enabled": true}', "it has no comments"),
        ('{"realm": "shop",}', 'a comma too many before "}"'),
        ('{"realm": "shop", "notBefore": NaN}', "NaN is no number"),
    ],
)
def test_the_usual_slips_are_called_by_their_names(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(ConfigError, match=said):
        load([write(tmp_path, "realm.json", text)], {})


def test_what_is_left_out_is_named(tmp_path: Path) -> None:
    file = write(tmp_path, "realm.json", {"realm": "shop", "clients": [{"clientId": "a"}, {"clientId": "a"}]})
    loaded = read([file], How({}, lenient=True))
    assert list(loaded.realms) == ["shop"]
    assert [str(note) for note in loaded.notes] == [f'{file}: shop.clients.a: left out: the client "a" is there twice']
