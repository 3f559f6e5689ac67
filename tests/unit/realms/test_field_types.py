"""Values are accepted or rejected as Keycloak's own classes do, according to the tables in this folder.

The tables were recorded with the classes of Keycloak 26.7.3: `coercions.json` with Jackson and RealmRepresentation,
`java_uris.json` with java.net.URI and its toURL, `placeholders.json` with StringPropertyReplacer.
"""

import json
from pathlib import Path
from typing import Any

import pytest

from mockauth.realms.parsing.placeholders import replace_placeholders
from mockauth.realms.validation.field_types import check_types
from mockauth.realms.validation.java_uri import is_uri, is_url

HERE = Path(__file__).parent
ENV = {
    "A": "one",
    "B": "two",
    "E": "",
    "Q": 'say "x"',
    "N": "A",
    "R": "${A}",
    "U": "größe",
    "a.b": "dot",
    "X,Y": "comma",
    "S": " ",
}


def table(name: str) -> Any:
    return json.loads((HERE / name).read_text(encoding="utf-8"))


@pytest.mark.parametrize("kind", table("coercions.json"))
def test_values_are_coerced_as_by_jackson(kind: str) -> None:
    accepted = {}
    for value in table("coercions.json")[kind]:
        found = {"it": json.loads(value)}
        accepted[value] = not check_types(found, f"map of {kind}")
    assert accepted == table("coercions.json")[kind]


def test_uris_and_urls_are_recognised_as_by_java() -> None:
    assert [[text, is_uri(text), is_url(text)] for text, *_ in table("java_uris.json")] == table("java_uris.json")


def test_placeholders_are_replaced_as_by_keycloak() -> None:
    assert [[text, replace_placeholders(text, ENV)[0]] for text, _ in table("placeholders.json")] == table(
        "placeholders.json"
    )


def test_endless_placeholders_raise_an_error() -> None:
    with pytest.raises(RecursionError):
        replace_placeholders("${A}", {"A": "${B}", "B": "${A}"})


@pytest.mark.parametrize(
    ("rep", "place", "hint"),
    [
        ({"clients": [{"clientId": "web", "redirectUrls": []}]}, ("clients", "web", "redirectUrls"), '"redirectUris"'),
        ({"_comment": "x"}, ("_comment",), "cannot contain comments"),
        ({"registrationAllowed": "yes"}, ("registrationAllowed",), "write true"),
        ({"accessTokenLifespan": "5m"}, ("accessTokenLifespan",), "write 300"),
        ({"supportedLocales": "en"}, ("supportedLocales",), '["en"]'),
        ({"bruteForceStrategy": "linear"}, ("bruteForceStrategy",), '"LINEAR"'),
    ],
    ids=str,
)
def test_an_invalid_value_is_removed_with_a_hint(rep: dict[str, Any], place: tuple[str, ...], hint: str) -> None:
    [(found, _, fix)] = check_types(rep)
    assert found == place
    assert hint in fix
    assert check_types(rep) == []
