"""The password policy of a realm: its rules, and which of them a password breaks (org.keycloak.policy)."""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

Policy = tuple[tuple[str, str | None], ...]


class Owner(NamedTuple):
    """Whose password it is, in small letters; a form may give no name."""

    username: str | None
    email: str


class Rule(NamedTuple):
    """A rule that looks at a password: what it asks for by default, and the message where that is not met."""

    default: str
    message: str
    is_met: Callable[[str, str, Owner], bool]


def _at_least(is_counted: Callable[[str], bool]) -> Callable[[str, str, Owner], bool]:
    return lambda password, value, _: sum(map(is_counted, password)) >= int(value)


def _matches(password: str, value: str, _owner: Owner) -> bool:
    try:
        return re.fullmatch(value, password) is not None
    except re.error:
        # Java may know what Python does not.
        return True


def units(text: str) -> int:
    """Give the length as Java counts it, in UTF-16 units."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


RULES: Mapping[str, Rule] = {
    "length": Rule("8", "invalidPasswordMinLengthMessage", lambda it, value, _: units(it) >= int(value)),
    "maxLength": Rule("64", "invalidPasswordMaxLengthMessage", lambda it, value, _: units(it) <= int(value)),
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


def rules(text: str | None) -> Policy:
    """Read a policy such as `length(8) and digits`: its rules by name, each with what it asks for if it says so."""
    if not text or not text.strip():
        return ()
    return tuple(dict(map(_rule, text.split(" and "))).items())


def broken(policy: Policy, password: str, owner: Owner) -> Iterator[tuple[str, str]]:
    """Give the rules that a password breaks, each with what it asks for."""
    for name, said in policy:
        rule = RULES.get(name)
        value = (said or rule.default) if rule else ""
        if rule and not rule.is_met(password, value, owner):
            yield name, value


def _rule(text: str) -> tuple[str, str | None]:
    name, bracket, value = text.strip().partition("(")
    return name.strip(), value[:-1] if bracket else None
