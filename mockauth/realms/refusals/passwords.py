"""The realm's password policy, which plain passwords in a realm file have to meet (org.keycloak.policy)."""

import re
from collections.abc import Callable, Mapping

from mockauth.realms.hints import name_hint
from mockauth.realms.refusals.vocabulary import Rep, Wrong

_Meets = Callable[[str, str, Rep], bool]


def _at_least(is_counted: Callable[[str], bool]) -> _Meets:
    return lambda password, value, _: sum(map(is_counted, password)) >= int(value)


def _matches(password: str, value: str, _user: Rep) -> bool:
    try:
        return re.fullmatch(value, password) is not None
    except re.error:
        # Java may know what Python does not.
        return True


# The rules that look at a password, and what they ask for where they say no more.
_RULES: Mapping[str, tuple[str, _Meets]] = {
    "length": ("8", lambda password, value, _: _units(password) >= int(value)),
    "maxLength": ("64", lambda password, value, _: _units(password) <= int(value)),
    "digits": ("1", _at_least(str.isdecimal)),
    "lowerCase": ("1", _at_least(str.islower)),
    "upperCase": ("1", _at_least(str.isupper)),
    "specialChars": ("1", _at_least(lambda it: not it.isalnum())),
    "notUsername": ("", lambda password, _, user: password.lower() != _of(user, "username")),
    "notContainsUsername": ("", lambda password, _, user: _of(user, "username") not in password.lower()),
    "notEmail": ("", lambda password, _, user: password.lower() != (_of(user, "email") or None)),
    "regexPattern": ("", _matches),
}
_NUMBERS = ("length", "maxLength", "digits", "lowerCase", "upperCase", "specialChars", "passwordHistory", "passwordAge")
_MORE_NUMBERS = ("forceExpiredPasswordChange", "hashIterations", "maxAuthAge", "recoveryCodesWarningThreshold")
_OTHERS = ("hashAlgorithm", "passwordBlacklist", "passwordHistory", "passwordAge")
_WHOLE = re.compile(r"[+-]?\d{1,10}")


def find_bad_passwords(rep: Rep, wrong: Wrong) -> None:
    """Take out rules that Keycloak has not, and plain passwords that break the others."""
    text = rep.get("passwordPolicy")
    if not text or not text.strip():
        return
    rules = [rule for rule in map(_rule, text.split(" and ")) if _is_known(*rule, wrong)]
    rep["passwordPolicy"] = " and ".join(name if value is None else f"{name}({value})" for name, value in rules)
    checked = [(name, value or _RULES[name][0]) for name, value in rules if name in _RULES]
    if not checked:
        return
    for user in rep.get("users", ()):
        for credential in user.get("credentials", ()):
            if "value" in credential and (credential.get("type") or "password") == "password":
                _check(user, credential, checked, wrong)


def _rule(text: str) -> tuple[str, str | None]:
    name, bracket, value = text.strip().partition("(")
    return name.strip(), value[:-1] if bracket else None


def _is_known(name: str, value: str | None, wrong: Wrong) -> bool:
    known = (*_RULES, *_MORE_NUMBERS, *_OTHERS)
    place = ("passwordPolicy",)
    if name not in known:
        wrong.append((place, f'Keycloak has no password rule "{name}"', name_hint(name, known)))
        return False
    if name == "regexPattern" and value and (reason := _why_no_pattern(value)):
        wrong.append((place, f"this is no regular expression: {reason}", "see java.util.regex.Pattern"))
        return False
    if name in (*_NUMBERS, *_MORE_NUMBERS) and value is not None and not _WHOLE.fullmatch(value):
        wrong.append((place, f'{name} needs a number, not "{value}"', f"write {name}({_RULES.get(name, ('1',))[0]})"))
        return False
    return True


def _why_no_pattern(text: str) -> str:
    """Say what is wrong with a pattern, where it is something that Java minds too."""
    try:
        re.compile(text)
    except re.error as error:
        return error.msg if error.msg.startswith(("unterminated", "unbalanced", "missing", "nothing to repeat")) else ""
    return ""


def _check(user: Rep, credential: Rep, rules: list[tuple[str, str]], wrong: Wrong) -> None:
    broken = [
        f"{name}({value})" if value else name for name, value in rules if not _meets(user, credential, name, value)
    ]
    if broken:
        place = ("users", user.get("username", ""), "credentials")
        what = f"this password breaks the realm's own passwordPolicy: {' and '.join(broken)}"
        wrong.append((place, what, "change the password, or the policy"))
        user["credentials"] = [it for it in user["credentials"] if it is not credential]


def _meets(user: Rep, credential: Rep, name: str, value: str) -> bool:
    return _RULES[name][1](credential["value"], value, user)


def _units(password: str) -> int:
    """Give the length as Java counts it, in UTF-16 units."""
    return len(password.encode("utf-16-le", "surrogatepass")) // 2


def _of(user: Rep, key: str) -> str:
    return str(user.get(key, "")).lower()
