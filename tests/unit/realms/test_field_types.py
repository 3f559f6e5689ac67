"""Values are taken or refused as Keycloak's own classes take them; the tables beside this file were made by them.

`coercions.json` is what Jackson did with RealmRepresentation, `java_uris.json` what java.net.URI and its toURL took,
and `placeholders.json` what StringPropertyReplacer made of texts, all of Keycloak 26.7.3.
"""

import json
from pathlib import Path
from typing import Any

import pytest

from mockauth.realms.placeholders import replaced
from mockauth.realms.validation.field_types import checked
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
def test_a_value_is_taken_as_by_jackson(kind: str) -> None:
    taken = {}
    for value in table("coercions.json")[kind]:
        found = {"it": json.loads(value)}
        taken[value] = not checked(found, f"map of {kind}")
    assert taken == table("coercions.json")[kind]


def test_a_text_is_a_uri_or_a_url_as_for_java() -> None:
    assert [[text, is_uri(text), is_url(text)] for text, *_ in table("java_uris.json")] == table("java_uris.json")


def test_placeholders_are_replaced_as_by_keycloak() -> None:
    assert [[text, replaced(text, ENV)[0]] for text, _ in table("placeholders.json")] == table("placeholders.json")


def test_placeholders_that_lead_to_one_another_end() -> None:
    with pytest.raises(RecursionError):
        replaced("${A}", {"A": "${B}", "B": "${A}"})


@pytest.mark.parametrize(
    ("rep", "place", "hint"),
    [
        ({"clients": [{"clientId": "web", "redirectUrls": []}]}, ("clients", "web", "redirectUrls"), '"redirectUris"'),
        ({"_comment": "x"}, ("_comment",), "no room for comments"),
        ({"registrationAllowed": "yes"}, ("registrationAllowed",), "write true"),
        ({"accessTokenLifespan": "5m"}, ("accessTokenLifespan",), "write 300"),
        ({"supportedLocales": "en"}, ("supportedLocales",), '["en"]'),
        ({"bruteForceStrategy": "linear"}, ("bruteForceStrategy",), '"LINEAR"'),
    ],
    ids=str,
)
def test_what_is_wrong_is_taken_out_with_a_hint(rep: dict[str, Any], place: tuple[str, ...], hint: str) -> None:
    [(where, _, mend)] = checked(rep)
    assert where == place
    assert hint in mend
    assert checked(rep) == []
