"""Check the password policy of a realm, and its plain passwords against the policy (org.keycloak.policy)."""

import re

from mockauth.realms.model.password_policy import RULES, Owner, Policy, parse_policy, violations
from mockauth.realms.problems.hints import name_hint
from mockauth.realms.validation.field_types import Errors, Rep

_NUMBERS = ("length", "maxLength", "digits", "lowerCase", "upperCase", "specialChars", "passwordHistory", "passwordAge")
_MORE_NUMBERS = ("forceExpiredPasswordChange", "hashIterations", "maxAuthAge", "recoveryCodesWarningThreshold")
_OTHERS = ("hashAlgorithm", "passwordBlacklist", "passwordHistory", "passwordAge")
_WHOLE = re.compile(r"[+-]?\d{1,10}")


def check_passwords(rep: Rep, errors: Errors) -> None:
    """Remove unknown or invalid policies, and the plain passwords that violate the others."""
    text = rep.get("passwordPolicy")
    if not text or not text.strip():
        return
    known = tuple((name, value) for name, value in parse_policy(text) if _is_known(name, value, errors))
    rep["passwordPolicy"] = " and ".join(name if value is None else f"{name}({value})" for name, value in known)
    if not any(name in RULES for name, _ in known):
        return
    for user in rep.get("users", ()):
        for credential in user.get("credentials", ()):
            if "value" in credential and (credential.get("type") or "password") == "password":
                _check(user, credential, known, errors)


def _is_known(name: str, value: str | None, errors: Errors) -> bool:
    known = (*RULES, *_MORE_NUMBERS, *_OTHERS)
    place = ("passwordPolicy",)
    if name not in known:
        errors.append((place, f'unknown password policy "{name}"', name_hint(name, known)))
        return False
    if name == "regexPattern" and value and (reason := _pattern_error(value)):
        errors.append((place, f"invalid regular expression: {reason}", "see java.util.regex.Pattern"))
        return False
    if name in (*_NUMBERS, *_MORE_NUMBERS) and value is not None and not _WHOLE.fullmatch(value):
        errors.append(
            (
                place,
                f'{name} expects a number, got "{value}"',
                f"for example {name}({RULES[name].default if name in RULES else 1})",
            )
        )
        return False
    return True


def _pattern_error(text: str) -> str:
    """Return what is wrong with a pattern, if it is wrong in Java too."""
    try:
        re.compile(text)
    except re.error as error:
        return error.msg if error.msg.startswith(("unterminated", "unbalanced", "missing", "nothing to repeat")) else ""
    return ""


def _check(user: Rep, credential: Rep, policy: Policy, errors: Errors) -> None:
    owner = Owner(_lower_case(user, "username"), _lower_case(user, "email"))
    found = [f"{name}({value})" if value else name for name, value in violations(policy, credential["value"], owner)]
    if found:
        place = ("users", user.get("username", ""), "credentials")
        what = f'the password violates the "passwordPolicy" of the realm: {" and ".join(found)}'
        errors.append((place, what, "change the password or the policy"))
        user["credentials"] = [other for other in user["credentials"] if other is not credential]


def _lower_case(user: Rep, key: str) -> str:
    return str(user.get(key, "")).lower()
