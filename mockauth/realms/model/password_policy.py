"""The password policy of a realm, and the policies that a password violates (org.keycloak.policy)."""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

Policy = tuple[tuple[str, str | None], ...]


class Owner(NamedTuple):
    """The owner of a password, in lower case; the username is None if a form does not contain one."""

    username: str | None
    email: str


class Rule(NamedTuple):
    """A policy that checks a password: its default value, its message key, and the check."""

    default: str
    message: str
    is_met: Callable[[str, str, Owner], bool]


def _at_least(counts: Callable[[str], bool]) -> Callable[[str, str, Owner], bool]:
    return lambda password, value, _: sum(map(counts, password)) >= int(value)


def _matches(password: str, value: str, _owner: Owner) -> bool:
    try:
        return re.fullmatch(value, password) is not None
    except re.error:
        # The pattern may use syntax that only Java has.
        return True


def utf16_length(text: str) -> int:
    """Return the length as Java counts it, in UTF-16 code units."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


RULES: Mapping[str, Rule] = {
    "length": Rule("8", "invalidPasswordMinLengthMessage", lambda it, value, _: utf16_length(it) >= int(value)),
    "maxLength": Rule("64", "invalidPasswordMaxLengthMessage", lambda it, value, _: utf16_length(it) <= int(value)),
    "digits": Rule("1", "invalidPasswordMinDigitsMessage", _at_least(str.isdecimal)),
    "lowerCase": Rule("1", "invalidPasswordMinLowerCaseCharsMessage", _at_least(str.islower)),
    "upperCase": Rule("1", "invalidPasswordMinUpperCaseCharsMessage", _at_least(str.isupper)),
    "specialChars": Rule("1", "invalidPasswordMinSpecialCharsMessage", _at_least(lambda letter: not letter.isalnum())),
    "notUsername": Rule("", "invalidPasswordNotUsernameMessage", lambda it, _, owner: it.lower() != owner.username),
    "notContainsUsername": Rule(
        "",
        "invalidPasswordNotContainsUsernameMessage",
        lambda it, _, owner: owner.username is None or owner.username not in it.lower(),
    ),
    "notEmail": Rule(
        "", "invalidPasswordNotEmailMessage", lambda it, _, owner: not owner.email or it.lower() != owner.email
    ),
    "regexPattern": Rule("", "invalidPasswordRegexPatternMessage", _matches),
}


def parse_policy(text: str | None) -> Policy:
    """Parse a policy such as `length(8) and digits` into pairs of a name and its value, or None."""
    if not text or not text.strip():
        return ()
    return tuple(dict(map(_parse_rule, text.split(" and "))).items())


def violations(policy: Policy, password: str, owner: Owner) -> Iterator[tuple[str, str]]:
    """Yield the name and value of each policy that a password violates."""
    for name, configured in policy:
        rule = RULES.get(name)
        value = (configured or rule.default) if rule else ""
        if rule and not rule.is_met(password, value, owner):
            yield name, value


def _parse_rule(text: str) -> tuple[str, str | None]:
    name, bracket, value = text.strip().partition("(")
    return name.strip(), value[:-1] if bracket else None
