"""The difference between two versions of the configuration, as a reload logs it."""

import pytest

from mockauth.realms.diff import differences
from mockauth.realms.files import load_text


def between(before: str, after: str) -> list[str]:
    old, new = (
        load_text(f"[realms.demo.clients.web]\n{text}", "demo.toml", {}).representations for text in (before, after)
    )
    return differences(old, new)


CLIENT = '[realms.demo.clients.robot]\nsecret = "{}"\nenabled = {}\n'


@pytest.mark.parametrize(
    ("before", "after", "lines"),
    [
        ("", "", []),
        ("", "# a comment", []),
        ("", "[realms.other]", ["realm other added"]),
        ("[realms.other]", "", ["realm other removed"]),
        ("", CLIENT.format("a", "true"), ["realm demo: client robot added"]),
        (CLIENT.format("a", "true"), "", ["realm demo: client robot removed"]),
        (
            CLIENT.format("a", "true"),
            CLIENT.format("b", "false"),
            ["realm demo: client robot: enabled, secret changed"],
        ),
        ("", "[realms.demo.users.alice]", ["realm demo: user alice added"]),
        ("", "[realms.demo.client_scopes.mine]", ["realm demo: client scope mine added"]),
        ("[realms.demo]\nnot_before = 1", "[realms.demo]\nnot_before = 2", ["realm demo: notBefore changed"]),
        ("[realms.demo.roles.R]", "", ["realm demo: roles changed"]),
    ],
)
def test_each_change_is_one_line(before: str, after: str, lines: list[str]) -> None:
    assert between(before, after) == lines


def test_no_line_contains_a_secret() -> None:
    lines = between(CLIENT.format("hush-old", "true"), CLIENT.format("hush-new", "true"))
    assert "hush" not in "".join(lines)


def test_items_without_a_name_are_compared() -> None:
    assert differences({"a": {"clients": [{}]}}, {"a": {"clients": None}}) == ["realm a: client None removed"]
