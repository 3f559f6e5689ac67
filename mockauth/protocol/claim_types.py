"""The types of claims that Keycloak needs to read a token (the fields of JsonWebToken to AccessToken).

A mapper may write a claim of another type: resource servers accept such a token, but the server itself does not.
"""

import re
from collections.abc import Callable, Mapping
from typing import Any

_TEXTS = (
    *("jti", "iss", "sub", "typ", "azp", "nonce", "sid", "at_hash", "c_hash", "s_hash", "acr", "scope", "name"),
    *("given_name", "family_name", "middle_name", "nickname", "preferred_username", "profile", "picture", "website"),
    *("email", "gender", "birthdate", "zoneinfo", "locale", "phone_number", "claims_locales"),
)


# The first number that a Java long cannot hold.
_BEYOND = 2**63


def unreadable_claim(claims: Mapping[str, Any]) -> str:
    """Return the name of a claim with the wrong type, or ""."""
    wrong = (name for name, value in claims.items() if value is not None and name in _TYPES and not _TYPES[name](value))
    return next(wrong, "")


def is_access(value: Any) -> bool:
    """Return whether a value is a valid AccessToken.Access: roles and nothing else."""
    if not isinstance(value, dict) or not value.keys() <= {"roles", "verify_caller"}:
        return False
    return value.get("roles") is None or _are_texts(value["roles"])


def _is_text(value: Any) -> bool:
    return not isinstance(value, (dict, list))


def _is_number(value: Any) -> bool:
    if isinstance(value, str):
        return not value.strip() or (bool(re.fullmatch(r"\s*-?\d{1,19}\s*", value)) and abs(int(value)) < _BEYOND)
    return isinstance(value, (int, float)) and not isinstance(value, bool) and abs(value) < _BEYOND


def _is_flag(value: Any) -> bool:
    return (
        value in ("true", "false", "True", "False", "TRUE", "FALSE", "") if isinstance(value, str) else _is_text(value)
    )


def _are_texts(value: Any) -> bool:
    return isinstance(value, list) and all(map(_is_text, value))


_TYPES: Mapping[str, Callable[[Any], bool]] = {
    **dict.fromkeys(_TEXTS, _is_text),
    **dict.fromkeys(("exp", "iat", "nbf", "auth_time", "updated_at"), _is_number),
    **dict.fromkeys(("email_verified", "phone_number_verified"), _is_flag),
    "aud": lambda value: _is_text(value) or _are_texts(value),
    "allowed-origins": _are_texts,
    "realm_access": is_access,
    "resource_access": lambda value: isinstance(value, dict) and all(map(is_access, value.values())),
}
