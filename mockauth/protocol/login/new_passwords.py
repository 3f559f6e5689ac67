"""Check new passwords against the realm's password policy, and set them (PasswordPolicyManagerProvider)."""

from dataclasses import replace

from mockauth.protocol.java import hash_order, integer
from mockauth.protocol.pages import Message
from mockauth.realms.model import Realm, User
from mockauth.realms.model.credentials import Password
from mockauth.realms.model.password_policy import RULES, Owner, violations

_HISTORY, _AGE = "passwordHistory", "passwordAge"
# Default number of former passwords, and default number of days.
_DEFAULTS = {_HISTORY: "3", _AGE: "30"}


def policy_error(realm: Realm, user: User, password: str) -> Message | None:
    """Return the message of the first broken rule, in the order of Java's HashMap, or None."""
    owner = Owner(user.username, user.email or "")
    return _first(realm, {**_broken(realm, owner, password), **_repeated(realm, user, password)})


def policy_error_of_registration(realm: Realm, name: str | None, password: str) -> Message | None:
    """Return the message of the first broken rule for a new account, whose username Keycloak uses as email too."""
    return _first(realm, _broken(realm, Owner(None if name is None else name.lower(), (name or "").lower()), password))


def with_password(realm: Realm, user: User, password: str) -> User:
    """Return the user with a new password; former passwords are kept as far as the policy requires."""
    count, days = _number(realm, _HISTORY), _number(realm, _AGE)
    former = (*user.passwords, *user.password_history) if count > 1 or days > 0 else ()
    kept = former if days > 0 else former[: max(0, count - 1)]
    return replace(user, passwords=(Password(plain=password),), password_history=kept)


def _first(realm: Realm, errors: dict[str, Message]) -> Message | None:
    return next(
        (errors[name] for name in hash_order([rule for rule, _ in realm.password_policy]) if name in errors), None
    )


def _broken(realm: Realm, owner: Owner, password: str) -> dict[str, Message]:
    found = violations(realm.password_policy, password, owner)
    return {name: Message("error", RULES[name].message, _arguments(name, value)) for name, value in found}


def _arguments(name: str, value: str) -> list[str | float | None]:
    return [value if name == "regexPattern" else integer(value)] if value else []


def _repeated(realm: Realm, user: User, password: str) -> dict[str, Message]:
    keys = {_HISTORY: "invalidPasswordHistoryMessage", _AGE: "invalidPasswordGenericMessage"}
    found = {}
    for name, key in keys.items():
        count = _number(realm, name)
        former = user.password_history[: max(0, count - 1)] if name == _HISTORY else user.password_history
        compared = (*user.passwords, *(former if count > 0 else ()))
        if count != -1 and any(kept.matches(password) for kept in compared):
            found[name] = Message("error", key, (count,))
    return found


def _number(realm: Realm, name: str) -> int:
    policy = dict(realm.password_policy)
    found = integer(policy[name] or _DEFAULTS[name]) if name in policy else None
    return -1 if found is None else found
