"""Problems of a registry name the line of their key."""

import tomllib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mockauth.realms.registry.toml_lines import find_line, key_lines

TEXT = '''# A comment with [brackets] and an = sign
[realms.demo]
"quoted key" = 1

[realms.demo.clients."my.service"] # another comment
secret = "a # [b]"
attributes = { "k.l" = "v", m = [1,
  2], n = { o = 1 } }
redirect_uris = [
  "a", # one
  "b",
]
description = """
not_a_key = 1
[not.a.table]
"""
dotted.key = 'q'

[[realms.demo.users]]
name = 1
'''


@pytest.mark.parametrize(
    ("path", "line"),
    [
        ("realms", 2),
        ("realms.demo.quoted key", 3),
        ("realms.demo.clients", 5),
        ("realms.demo.clients.my.service", 5),
        ("realms.demo.clients.my.service.secret", 6),
        ("realms.demo.clients.my.service.attributes.k.l", 7),
        ("realms.demo.clients.my.service.attributes.n.o", 8),
        ("realms.demo.clients.my.service.redirect_uris", 9),
        ("realms.demo.clients.my.service.dotted.key", 17),
        ("realms.demo.users", 19),
        ("realms.demo.users.name", 20),
    ],
)
def test_each_key_has_the_line_where_it_is_first_written(path: str, line: int) -> None:
    assert key_lines(TEXT)[path] == line


def test_text_in_strings_is_not_a_key() -> None:
    assert not [path for path in key_lines(TEXT) if "not" in path]


def test_a_place_without_a_key_has_the_line_of_the_table_around_it() -> None:
    assert find_line("realms.demo.clients.my.service.enabled", key_lines(TEXT)) == 5


def test_a_place_in_the_spelling_of_keycloak_is_found() -> None:
    assert find_line("realms.demo.clients.my.service.redirectUris", key_lines(TEXT)) == 9


def test_a_place_that_is_nowhere_has_no_line() -> None:
    assert find_line("elsewhere", key_lines(TEXT)) == 0


def paths(document: dict[str, Any], above: str = "") -> list[str]:
    found = []
    for key, value in document.items():
        path = f"{above}.{key}" if above else key
        found += [path, *(paths(value, path) if isinstance(value, dict) else ())]
    return found


KEYS = st.sampled_from(["a", "b-c", '"d.e"', "'f'", '"g\\"h"', "1"])
VALUES = st.sampled_from(
    [
        "1",
        '"x # ["',
        "'='",
        "[1, [2]]",
        "{ x = 1, y.z = { w = [] } }",
        '"""\n[q]\nr = 1"""',
        "[\n 1, # c\n]",
        "1.5",
        "{}",
    ]
)
LINES = st.one_of(
    st.builds("{} = {}".format, st.lists(KEYS, min_size=1, max_size=2).map(".".join), VALUES),
    st.builds("[{}]".format, st.lists(KEYS, min_size=1, max_size=3).map(".".join)),
    st.sampled_from(["", "# [c] = 1"]),
)


@given(st.lists(LINES, max_size=8).map("\n".join))
def test_every_key_of_a_valid_file_has_a_line(text: str) -> None:
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return
    lines = key_lines(text)
    assert {*paths(document)} <= {*lines}
    assert all(1 <= line <= len(text.splitlines()) for line in lines.values())
