"""Validate values of a user's profile, with the messages of Keycloak's validators (org.keycloak.validate)."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

from mockauth.protocol import java
from mockauth.protocol.pages import Message
from mockauth.protocol.user_profile import UPDATE_PROFILE, attributes
from mockauth.realms.model import Realm, User
from mockauth.realms.model.password_policy import utf16_length
from mockauth.realms.model.profile import Attribute

Config = Mapping[str, Any]
# The key of an error message, and its arguments after the attribute's label.
Problem = tuple[str, Sequence[str | float | None]]
OWN = {"email": "email", "firstName": "first_name", "lastName": "last_name"}

_PROHIBITED = r"<>&\"\x0b\x0a\x0c\x0d\x85\u2028\u2029$%!#?§;*~/\\|^=\[\]{}()\x00-\x1f\x7f"
_NAME = re.compile(f"[^{_PROHIBITED}]+")
_USERNAME = re.compile(rf"[^{_PROHIBITED}'\s,:`\xa0\u1680\u180e\u2000-\u200a\u202f\u205f\u3000]+")
_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~\x80-\uffff-]+"
_QUOTED = r'"(?:[A-Za-z0-9!#$%&\'*.(),<>\[\]:; @+/=?^_`{|}~\x80-\uffff-]|\\\\|\\")+"'
_LOCAL = re.compile(rf"(?:{_ATOM}|{_QUOTED})(?:\.(?:{_ATOM}|{_QUOTED}))*")
_OF_LABEL = r"A-Za-z0-9!#$%&'*+/=?^`{|}~\x80-\uffff"
_LABEL = rf"[{_OF_LABEL}](?:[{_OF_LABEL}-]*[{_OF_LABEL}])?"
_DOMAIN = re.compile(rf"{_LABEL}(?:\.{_LABEL})*|\[(?:\d{{1,3}}\.){{3}}\d{{1,3}}\]")
_LONGEST_LOCAL, _LONGEST_DOMAIN = 64, 255
_LONGEST_UNENCODED_DOMAIN = 1024
# The maximum length of an attribute without a length validator (DefaultAttributes).
_LONGEST = 2048
_FLOAT = re.compile(r"[+-]?(\d+(?:\.\d*)?|\.\d+)([eE][+-]?\d+)?[dDfF]?")
_ISO_DATE = re.compile(r"\d{4}-\d\d-\d\d")


def problems(realm: Realm, attribute: Attribute, value: str) -> Iterator[Message]:
    """Return the errors of a value that is not empty."""
    kinds = attribute.validators if attribute.name != "email" else {"email": {}, **attribute.validators}
    for kind, config in kinds.items():
        found = VALIDATORS[kind](realm, value, config) if kind in VALIDATORS else None
        if found:
            key, more = found
            yield Message("error", key, (attribute.label, *more))
    if "length" not in attribute.validators and utf16_length(value) > _LONGEST:
        yield Message("error", "error-invalid-length", (attribute.label, 0, _LONGEST))


def stored_problems(realm: Realm, user: User) -> Iterator[tuple[str, Message]]:
    """Return the errors of a stored profile by attribute, for the attributes that the user can edit."""
    for it in attributes(realm, UPDATE_PROFILE):
        if not it.editable:
            continue
        values = stored(user, it.name)
        if it.required and not any(value.strip() for value in values):
            yield it.name, Message("error", "error-user-attribute-required", (it.label,))
        for value in filter(None, values):
            yield from ((it.name, message) for message in problems(realm, it, value))
        if len(values) > 1 and not it.multivalued and "multivalued" not in it.validators:
            size = (it.label, 1 if it.required else 0, 1)
            yield it.name, Message("error", "error-invalid-multivalued-size", size)


def stored(user: User, name: str) -> tuple[str, ...]:
    """Return the values of a user's attribute."""
    if name == "username":
        return (user.username,)
    own = getattr(user, OWN[name]) if name in OWN else None
    return (own,) if own else user.attributes.get(name, ())


def is_email(value: str) -> bool:
    """Return whether Keycloak accepts a text as an email address (EmailValidationUtil)."""
    local, _, domain = value.rpartition("@")
    # Before the domain is encoded: IDNA takes seconds for a long one.
    if len(domain) > _LONGEST_UNENCODED_DOMAIN:
        return False
    if len(local) > _LONGEST_LOCAL or not _LOCAL.fullmatch(local) or not _DOMAIN.fullmatch(domain):
        return False
    try:
        return len(domain.encode("idna")) <= _LONGEST_DOMAIN
    except UnicodeError:
        return False


def _length(_realm: Realm, value: str, config: Config) -> Problem | None:
    least, most = _whole(config, "min"), _whole(config, "max")
    length = utf16_length(value if _flag(config, "trim-disabled", default=False) else value.strip())
    if (least is None or length >= least) and (most is None or length <= most):
        return None
    key = "error-invalid-length-too-short" if most is None else "error-invalid-length-too-long"
    return "error-invalid-length" if least is not None and most is not None else key, (least, most)


def _email(_realm: Realm, value: str, _config: Config) -> Problem | None:
    return None if is_email(value) else ("error-invalid-email", (value,))


def _pattern(_realm: Realm, value: str, config: Config) -> Problem | None:
    text = str(config.get("pattern") or "")
    try:
        matches = java.pattern(text).fullmatch(value)
    except (re.error, ValueError):
        # The pattern may use syntax that only Java has.
        return None
    return None if matches else (str(config.get("error-message") or "error-pattern-no-match"), (text,))


def _options(_realm: Realm, value: str, config: Config) -> Problem | None:
    options = config.get("options")
    return None if isinstance(options, list) and value in options else ("error-invalid-value", ())


def _name(_realm: Realm, value: str, config: Config) -> Problem | None:
    return _characters(_NAME, value, config, "error-person-name-invalid-character")


def _username(realm: Realm, value: str, config: Config) -> Problem | None:
    if realm.registration_email_as_username:
        return None
    return _characters(_USERNAME, value, config, "error-username-invalid-character")


def _no_homograph(_realm: Realm, value: str, config: Config) -> Problem | None:
    if all(_is_latin(it) for it in value):
        return None
    return str(config.get("error-message") or "error-username-invalid-character"), ()


def _integer(_realm: Realm, value: str, config: Config) -> Problem | None:
    return _in_range(java.integer(value, 64), _whole(config, "min"), _whole(config, "max"))


def _double(_realm: Realm, value: str, config: Config) -> Problem | None:
    return _in_range(_float(value), _float(str(config.get("min"))), _float(str(config.get("max"))))


def _uri(_realm: Realm, value: str, config: Config) -> Problem | None:
    schemes = config.get("allowedSchemes") or ["http", "https"]
    try:
        parts = urlsplit(value)
    except ValueError:
        return "error-invalid-uri", (value,)
    if parts.scheme and parts.scheme not in schemes:
        return "error-invalid-uri-scheme", (value, parts.scheme)
    if parts.fragment and not _flag(config, "allowFragment", default=True):
        return "error-invalid-uri-fragment", (value, parts.fragment)
    wants_url = _flag(config, "requireValidUrl", default=True)
    return ("error-invalid-uri", (value,)) if re.search(r"\s", value) or (wants_url and not parts.scheme) else None


def _iso_date(_realm: Realm, value: str, _config: Config) -> Problem | None:
    from datetime import date

    try:
        return None if _ISO_DATE.fullmatch(value) and date.fromisoformat(value) else ("error-invalid-date", (value,))
    except ValueError:
        return "error-invalid-date", (value,)


VALIDATORS: Mapping[str, Callable[[Realm, str, Config], Problem | None]] = {
    "double": _double,
    "email": _email,
    "integer": _integer,
    "iso-date": _iso_date,
    "length": _length,
    "options": _options,
    "pattern": _pattern,
    "person-name-prohibited-characters": _name,
    "up-username-not-idn-homograph": _no_homograph,
    "uri": _uri,
    "username-prohibited-characters": _username,
}


def _characters(good: "re.Pattern[str]", value: str, config: Config, key: str) -> Problem | None:
    return None if good.fullmatch(value) else (str(config.get("error-message") or key), ())


def _in_range(number: float | None, least: float | None, most: float | None) -> Problem | None:
    if number is None:
        return "error-invalid-number", ()
    if (least is None or number >= least) and (most is None or number <= most):
        return None
    key = "error-number-out-of-range-too-small" if most is None else "error-number-out-of-range-too-big"
    return "error-number-out-of-range" if least is not None and most is not None else key, (least, most)


def _float(text: str) -> float | None:
    return float(text.rstrip("dDfF")) if _FLOAT.fullmatch(text) else None


def _is_latin(letter: str) -> bool:
    """Return whether a character belongs to the Latin script, or is not a letter."""
    import unicodedata

    return not letter.isalpha() or unicodedata.name(letter, "").startswith(
        ("LATIN ", "FEMININE ", "MASCULINE ", "MICRO ")
    )


def _whole(config: Config, key: str) -> int | None:
    value = config.get(key)
    return None if value is None or isinstance(value, bool) else java.integer(str(value))


def _flag(config: Config, key: str, *, default: bool) -> bool:
    value = config.get(key)
    return default if value is None else str(value).lower() == "true"
