"""Claims: their paths in a token, and their types."""

from typing import Any

import pytest

from mockauth.protocol.claims.claim import ACCESS, ID, Claim
from mockauth.protocol.claims.placing import claim_with_value, permitted, place, split
from mockauth.protocol.claims.typed import ABSENT, in_hash_order, typed
from mockauth.protocol.errors import InvalidRequest
from mockauth.realms.model import Mapper


def mapper(**options: str) -> Mapper:
    return Mapper("i", "m", "t", {name.replace("_", "."): value for name, value in options.items()})


def placed(*claims: Claim) -> dict[str, Any]:
    return place(claims, {}, ID)


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("a", ("a",)),
        ("a.b.c", ("a", "b", "c")),
        (r"a\.b", ("a.b",)),
        (r"a\.b.c\.d", ("a.b", "c.d")),
        (r"a\\.b", ("a\\", "b")),
        ("", ()),
        (".", (".",)),
        ("a.", ("a",)),
        ("a..b", ("a", ".b")),
        (r"resource_access.my\.client.roles", ("resource_access", "my.client", "roles")),
    ],
)
def test_a_name_is_split_at_unescaped_dots(name: str, path: tuple[str, ...]) -> None:
    assert split(name) == path


@pytest.mark.parametrize(
    ("kind", "value", "claim"),
    [
        ("String", "5", "5"),
        (None, "5", "5"),
        ("boolean", "true", True),
        ("boolean", "TRUE", True),
        ("boolean", "yes", False),
        ("int", "2147483647", 2147483647),
        ("int", "2147483648", ABSENT),
        ("int", "-2147483648", -2147483648),
        ("int", "+5", 5),
        ("int", "five", ABSENT),
        ("int", "1.5", ABSENT),
        ("int", "5" * 5000, ABSENT),
        ("long", "9223372036854775807", 9223372036854775807),
        ("long", "9223372036854775808", ABSENT),
        ("JSON", '{"a": [1]}', {"a": [1]}),
        ("JSON", "null", None),
        ("JSON", "007", ABSENT),
        ("JSON", "127.0.0.1", ABSENT),
        ("JSON", "5 6", 5),
        ("JSON", "{", ABSENT),
        ("JSON", "[" * 100_000, ABSENT),
        ("String", None, ABSENT),
        ("String", [], ABSENT),
        ("int", ["1", "2"], 1),
    ],
    ids=lambda value: repr(value)[:20],
)
def test_a_value_is_converted_to_the_type_of_its_mapper(kind: str | None, value: Any, claim: Any) -> None:
    assert typed(mapper(**({"jsonType_label": kind} if kind else {})), value, many=False) == claim


def test_each_value_of_a_list_is_converted() -> None:
    assert typed(mapper(jsonType_label="int"), ["1", "2"], many=True) == [1, 2]


def test_claims_with_a_common_path_share_an_object() -> None:
    assert placed(Claim(("a", "b"), 1), Claim(("a", "c"), 2)) == {"a": {"b": 1, "c": 2}}


def test_a_path_through_a_value_that_is_not_an_object_is_an_error_as_in_keycloak() -> None:
    with pytest.raises(InvalidRequest):
        placed(Claim(("a",), 1), Claim(("a", "b"), 2))


@pytest.mark.parametrize(
    ("how", "claim"), [("put", ["b", "c"]), ("add", ["a", "b", "c"]), ("extend", ["a", "b", "b", "c"])]
)
def test_a_list_is_replaced_merged_or_extended(how: str, claim: list[str]) -> None:
    assert placed(Claim(("l",), ["a", "b"]), Claim(("l",), ["b", "c"], how)) == {"l": claim}


def test_placing_a_claim_in_an_object_does_not_change_the_original() -> None:
    own = {"b": 1}
    placed(Claim(("a",), own), Claim(("a", "c"), 2))
    assert own == {"b": 1}


@pytest.mark.parametrize("name", ["exp", "iss", "jti", "typ", "iat", "scope", "nonce", "session_state", ""])
def test_a_mapper_cannot_set_a_reserved_claim(name: str) -> None:
    named = mapper(claim_name=name)
    assert [*permitted(named, claim_with_value(named, "x"), ACCESS)] == []


def test_members_are_in_the_order_of_java_at_every_depth() -> None:
    inside = {"iat": 1, "aud": 2}
    assert [*in_hash_order({"x": inside, "sub": 3})["x"]] == ["aud", "iat"]
