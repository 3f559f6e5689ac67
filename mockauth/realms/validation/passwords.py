"""The realm's password policy, which plain passwords in a realm file have to meet (org.keycloak.policy)."""

import re

from mockauth.realms.hints import name_hint
from mockauth.realms.password_policy import RULES, Owner, Policy, broken, rules
from mockauth.realms.validation.field_types import Rep, Wrong

_NUMBERS = ("length", "maxLength", "digits", "lowerCase", "upperCase", "specialChars", "passwordHistory", "passwordAge")
_MORE_NUMBERS = ("forceExpiredPasswordChange", "hashIterations", "maxAuthAge", "recoveryCodesWarningThreshold")
_OTHERS = ("hashAlgorithm", "passwordBlacklist", "passwordHistory", "passwordAge")
_WHOLE = re.compile(r"[+-]?\d{1,10}")


def find_bad_passwords(rep: Rep, wrong: Wrong) -> None:
    """Take out rules that Keycloak has not, and plain passwords that break the others."""
    text = rep.get("passwordPolicy")
    if not text or not text.strip():
        return
    known = tuple((name, value) for name, value in rules(text) if _is_known(name, value, wrong))
    rep["passwordPolicy"] = " and ".join(name if value is None else f"{name}({value})" for name, value in known)
    if not any(name in RULES for name, _ in known):
        return
    for user in rep.get("users", ()):
        for credential in user.get("credentials", ()):
            if "value" in credential and (credential.get("type") or "password") == "password":
                _check(user, credential, known, wrong)


def _is_known(name: str, value: str | None, wrong: Wrong) -> bool:
    known = (*RULES, *_MORE_NUMBERS, *_OTHERS)
    place = ("passwordPolicy",)
    if name not in known:
        wrong.append((place, f'Keycloak has no password rule "{name}"', name_hint(name, known)))
        return False
    if name == "regexPattern" and value and (reason := _why_no_pattern(value)):
        wrong.append((place, f"this is no regular expression: {reason}", "see java.util.regex.Pattern"))
        return False
    if name in (*_NUMBERS, *_MORE_NUMBERS) and value is not None and not _WHOLE.fullmatch(value):
        wrong.append(
            (
                place,
                f'{name} needs a number, not "{value}"',
                f"write {name}({RULES[name].default if name in RULES else 1})",
            )
        )
        return False
    return True


def _why_no_pattern(text: str) -> str:
    """Say what is wrong with a pattern, where it is something that Java minds too."""
    try:
        re.compile(text)
    except re.error as error:
        return error.msg if error.msg.startswith(("unterminated", "unbalanced", "missing", "nothing to repeat")) else ""
    return ""


def _check(user: Rep, credential: Rep, policy: Policy, wrong: Wrong) -> None:
    owner = Owner(_of(user, "username"), _of(user, "email"))
    found = [f"{name}({value})" if value else name for name, value in broken(policy, credential["value"], owner)]
    if found:
        place = ("users", user.get("username", ""), "credentials")
        what = f"this password breaks the realm's own passwordPolicy: {' and '.join(found)}"
        wrong.append((place, what, "change the password, or the policy"))
        user["credentials"] = [it for it in user["credentials"] if it is not credential]


def _of(user: Rep, key: str) -> str:
    return str(user.get(key, "")).lower()
