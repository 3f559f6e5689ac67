"""Hints suggest what a wrong value was probably meant to be."""

import json
from collections.abc import Callable

import pytest

from mockauth.realms import registry
from mockauth.realms.problems import ConfigError
from mockauth.realms.problems.hints import flag_hint, listed, name_hint, number_hint

Problems = Callable[..., list[str]]


def refused(lines: str) -> str:
    with pytest.raises(ConfigError) as error:
        registry.representations(f"[realms.demo]\n{lines}", "demo.toml", {})
    return str(error.value)


@pytest.mark.parametrize(
    ("value", "hint"),
    [
        ("5m", "write 300, in seconds"),
        ("5 min", "write 300, in seconds"),
        ("PT5M", "write 300, in seconds"),
        ("90s", "write 90, in seconds"),
        ("2h", "write 7200, in seconds"),
        ("1 day", "write 86400, in seconds"),
        ("300", "write 300, without quotes"),
        (" 300 ", "write 300, without quotes"),
        ("five", ""),
        ("5 parsecs", ""),
        ("-5m", ""),
        ("", ""),
        ([300], ""),
        (True, ""),
        ("9" * 5000, ""),
    ],
)
def test_a_number_is_suggested_for_a_string(value: object, hint: str) -> None:
    assert number_hint(value) == hint


@pytest.mark.parametrize(
    ("value", "hint"),
    [
        ("yes", "write true"),
        ("On", "write true"),
        (1, "write true"),
        ("no", "write false"),
        (0, "write false"),
        ("true", "write true, without quotes"),
        ("FALSE", "write false, without quotes"),
        ("maybe", ""),
        ("", ""),
        (5, ""),
        ({}, ""),
    ],
)
def test_a_boolean_is_suggested_for_a_word(value: object, hint: str) -> None:
    assert flag_hint(value) == hint


def test_the_most_similar_name_is_suggested() -> None:
    assert name_hint("emial", ["profile", "email"]) == 'did you mean "email"?'


def test_all_names_are_listed_if_none_is_similar() -> None:
    assert name_hint("xyz", ["b", "a"]) == "available: a, b"


def test_an_empty_list_is_said_in_words() -> None:
    assert name_hint("xyz", []) == "none are defined"
    assert name_hint("xyz", [], "groups") == "no groups are defined"


def test_a_long_list_is_shortened() -> None:
    assert listed(map(str, range(12))) == "0, 1, 2, 3, 4, 5, 6, 7, 8, 9 and 2 more"


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        ('access_token_lifespan = "5m"', 'got a string "5m": write 300, in seconds'),
        ('enabled = "yes"', 'realms.demo.enabled: expected true or false, got a string "yes": write true'),
        ("enabled = 1", "expected true or false, got a number 1: write true"),
        ('default_default_client_scopes = "email"', 'expected a list of strings, got a string: write ["email"]'),
        ('clients.a.redirect_uris = "http://a/*"', 'got a string: write ["http://a/*"]'),
        ('users.a.groups = ["/staff"]', 'group "/staff" does not exist: no groups are defined'),
    ],
)
def test_a_message_about_a_registry_suggests_the_right_value(lines: str, message: str) -> None:
    assert message in refused(lines)


def test_a_list_is_not_suggested_for_a_string_that_is_invalid_in_a_list_too() -> None:
    assert refused('clients.a.web_origins = "nonsense"').endswith("got a string")


def test_a_wrong_secret_is_not_shown() -> None:
    assert "12345" not in refused("clients.a.secret = 12345")


@pytest.mark.parametrize(
    ("key", "value", "message"),
    [
        ("accessTokenLifespan", "5m", "expected a number, got a string: write 300, in seconds"),
        ("enabled", "yes", "expected true or false, got a string: write true"),
    ],
)
def test_a_message_about_a_realm_file_suggests_the_right_value(
    problems: Problems, key: str, value: object, message: str
) -> None:
    assert message in problems(json.dumps({"realm": "it", key: value}))[0]
