"""Java's behaviour: the order of a `java.util.HashMap`, as printed by Java 17, and numbers."""

import pytest

from mockauth.protocol import java
from mockauth.protocol.java import hash_order

ROLES = [f"role-{number}" for number in range(40)]


@pytest.mark.parametrize(
    ("added", "ordered"),
    [
        ("exp iat jti iss aud sub typ azp acr scope", "aud sub acr azp scope iss typ exp iat jti"),
        (
            "email_verified clientHost preferred_username clientAddress client_id",
            "email_verified clientHost preferred_username clientAddress client_id",
        ),
        ("view-profile manage-account manage-account-links", "manage-account manage-account-links view-profile"),
        ("grün straße 日本 😀 e\u0301", "straße 😀 日本 e\u0301 grün"),
        (
            " ".join(ROLES[:12]),
            "role-9 role-8 role-10 role-7 role-11 role-6 role-5 role-4 role-3 role-2 role-1 role-0",
        ),
        (
            " ".join(ROLES[:13]),
            "role-10 role-11 role-6 role-12 role-5 role-4 role-3 role-2 role-1 role-0 role-9 role-8 role-7",
        ),
        (
            " ".join(ROLES),
            "role-30 role-31 role-10 role-32 role-11 role-33 role-6 role-12 role-34 role-5 role-13 role-35 role-4"
            " role-14 role-36 role-3 role-15 role-37 role-2 role-16 role-38 role-1 role-17 role-39 role-0 role-18"
            " role-19 role-20 role-21 role-22 role-23 role-24 role-25 role-26 role-27 role-28 role-29 role-9 role-8"
            " role-7",
        ),
    ],
    ids=["claims", "service", "account", "beyond ASCII", "12 of 16", "13 of 32", "40 of 64"],
)
def test_words_are_in_the_order_of_a_hash_map(added: str, ordered: str) -> None:
    assert hash_order(added.split()) == ordered.split()


@pytest.mark.parametrize("words", [["Aa", "BB"], ["BB", "Aa"]])
def test_words_with_the_same_hash_stay_in_the_order_of_insertion(words: list[str]) -> None:
    assert hash_order(words) == words


@pytest.mark.parametrize("words", [[], [""], ["one"]])
def test_at_most_one_word_has_one_order(words: list[str]) -> None:
    assert hash_order(words) == words


def test_a_lone_surrogate_is_accepted() -> None:
    assert hash_order(["\ud83d"]) == ["\ud83d"]


@pytest.mark.parametrize(
    ("text", "number"),
    [("0", 0), ("+7", 7), ("-7", -7), ("2147483647", 2147483647), ("2147483648", None), ("-2147483648", -2147483648)],
)
def test_an_integer_is_parsed_as_in_java(text: str, number: int | None) -> None:
    assert java.integer(text) == number


@pytest.mark.parametrize("text", ["", " 7", "7 ", "7.0", "1e3", "--7", "0x7", "seven", "9" * 5000])
def test_any_other_text_is_not_an_integer(text: str) -> None:
    assert java.integer(text) is None


def test_a_long_has_64_bits() -> None:
    assert java.integer("9223372036854775807", bits=64) == 2**63 - 1
    assert java.integer("9223372036854775808", bits=64) is None
