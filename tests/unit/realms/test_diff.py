"""The difference between two states of the configuration, as a reload logs it."""

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
    ("before", "after", "said"),
    [
        ("", "", []),
        ("", "# a comment", []),
        ("", "[realms.other]", ["realm other is new"]),
        ("[realms.other]", "", ["realm other is gone"]),
        ("", CLIENT.format("a", "true"), ["realm demo: client robot is new"]),
        (CLIENT.format("a", "true"), "", ["realm demo: client robot is gone"]),
        (
            CLIENT.format("a", "true"),
            CLIENT.format("b", "false"),
            ["realm demo: client robot: enabled, secret changed"],
        ),
        ("", "[realms.demo.users.alice]", ["realm demo: user alice is new"]),
        ("", "[realms.demo.client_scopes.mine]", ["realm demo: client scope mine is new"]),
        ("[realms.demo]\nnot_before = 1", "[realms.demo]\nnot_before = 2", ["realm demo: notBefore changed"]),
        ("[realms.demo.roles.R]", "", ["realm demo: roles changed"]),
    ],
)
def test_each_change_is_a_line(before: str, after: str, said: list[str]) -> None:
    assert between(before, after) == said


def test_no_line_holds_a_secret() -> None:
    said = between(CLIENT.format("hush-old", "true"), CLIENT.format("hush-new", "true"))
    assert "hush" not in "".join(said)


def test_things_without_a_name_are_no_traceback() -> None:
    assert differences({"a": {"clients": [{}]}}, {"a": {"clients": None}}) == ["realm a: client None is gone"]
