"""Check that the values of a realm file fit into the columns of Keycloak's database.

The lengths are those of the columns that Keycloak 26.7.3 creates (META-INF/jpa-changelog-*.xml).
"""

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any, NamedTuple

from mockauth.realms.validation.field_types import REMOVED, Errors, Rep, name_of, representation_classes

_ID, _TEXT = 36, 255
# Removes what is too long in a value, in place; returns REMOVED if nothing of it can stay.
Check = Callable[[Any, Errors], Any]


class Entries(NamedTuple):
    """The lengths of the keys of a map, and of its values; None if the column holds any length."""

    keys: int
    values: int | None = None


_OPTIONS = Entries(_TEXT)
_SHORT_VALUES = Entries(_TEXT, _TEXT)


def _texts(*names: str) -> Mapping[str, int]:
    return dict.fromkeys(names, _TEXT)


# By representation class and field: the length of its column. For a list, the length of each item.
LENGTHS: Mapping[str, Mapping[str, int | Entries]] = {
    "RealmRepresentation": {
        **_texts("displayName", "loginTheme", "accountTheme", "adminTheme", "emailTheme", "defaultLocale"),
        **_texts("supportedLocales", "eventsListeners", "enabledEventTypes", "defaultRoles"),
        "id": _ID,
        "otpPolicyType": _ID,
        "otpPolicyAlgorithm": _ID,
        "passwordPolicy": 2550,
        "attributes": _OPTIONS,
        "localizationTexts": _OPTIONS,
        "smtpServer": _SHORT_VALUES,
        # A header is stored as a realm attribute whose name begins with "_browser_header.".
        "browserSecurityHeaders": Entries(_TEXT - len("_browser_header.")),
    },
    "ClientRepresentation": {
        **_texts("clientId", "name", "description", "rootUrl", "baseUrl", "adminUrl", "secret", "redirectUris"),
        **_texts("webOrigins", "clientAuthenticatorType", "defaultRoles"),
        "id": _ID,
        "attributes": _OPTIONS,
        "registeredNodes": _OPTIONS,
    },
    "ProtocolMapperRepresentation": {"id": _ID, **_texts("name", "protocol", "protocolMapper"), "config": _OPTIONS},
    "ClientScopeRepresentation": {
        "id": _ID,
        "attributes": Entries(_TEXT, 2048),
        **_texts("name", "description", "protocol"),
    },
    "RoleRepresentation": {"id": _ID, **_texts("name", "description"), "attributes": _SHORT_VALUES},
    "GroupRepresentation": {"id": _ID, **_texts("name", "description"), "attributes": _SHORT_VALUES},
    "UserRepresentation": {
        "id": _ID,
        "attributes": _OPTIONS,
        **_texts("username", "email", "firstName", "lastName", "requiredActions", "federationLink", "realmRoles"),
    },
    "CredentialRepresentation": {"id": _ID, "userLabel": _TEXT},
    "FederatedIdentityRepresentation": _texts("userId", "userName"),
    "IdentityProviderRepresentation": {
        "internalId": _ID,
        "config": _OPTIONS,
        **_texts("alias", "displayName", "providerId"),
    },
    "IdentityProviderMapperRepresentation": {
        "id": _ID,
        "config": _OPTIONS,
        **_texts("name", "identityProviderMapper"),
    },
    "AuthenticationFlowRepresentation": {"id": _ID, "providerId": _ID, **_texts("alias", "description")},
    "AuthenticationExecutionExportRepresentation": {"authenticator": _ID},
    "AuthenticatorConfigRepresentation": {"id": _ID, "alias": _TEXT, "config": _OPTIONS},
    "RequiredActionProviderRepresentation": {**_texts("alias", "name", "providerId"), "config": _OPTIONS},
    "ComponentExportRepresentation": {"id": _ID, "providerId": _ID, **_texts("name", "subType"), "config": _OPTIONS},
    "OrganizationRepresentation": {
        **_texts("id", "name", "alias"),
        "description": 4000,
        "redirectUrl": 2048,
        "attributes": _SHORT_VALUES,
    },
    "OrganizationDomainRepresentation": {"name": _TEXT},
    "ResourceRepresentation": {
        "_id": _ID,
        "attributes": _SHORT_VALUES,
        **_texts("name", "displayName", "type", "icon_uri", "uris", "uri"),
    },
    "ScopeRepresentation": {"id": _ID, **_texts("name", "displayName", "iconUri")},
    "PolicyRepresentation": {"id": _ID, **_texts("name", "description", "type"), "config": _OPTIONS},
}
# Fields without which an object cannot stay, if they are too long.
_REQUIRED = frozenset(("clientId", "username", "name", "alias", "providerId", "protocolMapper", "authenticator"))
_REQUIRED |= {"identityProviderMapper"}


def check_lengths(rep: Rep, errors: Errors) -> None:
    """Remove values that are too long."""
    _check_of("RealmRepresentation")(rep, errors)


@cache
def _check_of(class_: str) -> Check:
    """Return the check of the objects of a class."""
    fields = representation_classes()[class_]
    return _object_of({key: check for key in fields if (check := _field_check(class_, key))}, LENGTHS.get(class_, {}))


def _object_of(checks: Mapping[str, Check], limits: Mapping[str, int | Entries]) -> Check:
    # There may be 100,000 users: texts that are surely short enough need no check.
    short = {key: limit // 2 for key, limit in limits.items() if isinstance(limit, int)}

    def check(value: Any, errors: Errors) -> Any:
        removed = []
        for key, item in value.items():
            if key not in checks or (type(item) is str and len(item) <= short.get(key, 0)):
                continue
            before = len(errors)
            if checks[key](item, errors) is REMOVED:
                removed.append(key)
            if len(errors) > before:
                errors[before:] = [((key, *place), what, hint) for place, what, hint in errors[before:]]
        for key in removed:
            del value[key]
        return value if _REQUIRED.isdisjoint(removed) else REMOVED

    return check


def _field_check(class_: str, key: str) -> Check | None:
    """Return the check of a field, or None if it may have any length."""
    limit, type_ = LENGTHS.get(class_, {}).get(key), representation_classes()[class_][key]
    if isinstance(limit, Entries):
        return _map_of(limit)
    if limit is not None:
        return _list_of(_text_of(limit)) if type_.startswith("list of ") else _text_of(limit)
    return _type_check(type_)


def _type_check(type_: str) -> Check | None:
    """Return the check of the objects in a value of this type, or None if it holds no objects."""
    kind, _, inner = type_.partition(" of ")
    if inner:
        inside = _type_check(inner.removesuffix(" or text"))
        return None if inside is None else _list_of(inside) if kind == "list" else _values_of(inside)
    if type_ not in representation_classes():
        return None
    # Classes contain each other, so that their checks are looked up when they are needed. Keycloak stores a password
    # in plain text without the other fields of its credential.
    return lambda value, errors: (
        value if not isinstance(value, dict) or "value" in value else _check_of(type_)(value, errors)
    )


def _text_of(limit: int) -> Check:
    def check(value: Any, errors: Errors) -> Any:
        # Java counts a character outside of the basic plane as two.
        if isinstance(value, str) and len(value) > limit // 2 and len(value.encode("utf-16-le")) > limit * 2:
            errors.append(((), f"longer than {limit} characters", "shorten it"))
            return REMOVED
        return value

    return check


def _list_of(inside: Check) -> Check:
    def check(value: Any, errors: Errors) -> Any:
        any_removed = False
        for number, item in enumerate(value):
            before = len(errors)
            value[number] = inside(item, errors)
            any_removed |= value[number] is REMOVED
            if len(errors) > before:
                name = name_of(item, number)
                errors[before:] = [((name, *place), what, hint) for place, what, hint in errors[before:]]
        value[:] = [item for item in value if item is not REMOVED] if any_removed else value
        return value

    return check


def _values_of(inside: Check) -> Check:
    return lambda value, errors: _object_of(dict.fromkeys(value, inside), {})(value, errors)


def _map_of(limits: Entries) -> Check:
    key_check = _text_of(limits.keys)
    value_check = _text_of(limits.values) if limits.values else None

    def check(value: Any, errors: Errors) -> Any:
        for key in [key for key in value if key_check(key, errors) is REMOVED]:
            del value[key]
        if value_check:
            for item in value.values():
                if isinstance(item, list):
                    _list_of(value_check)(item, errors)
            _values_of(value_check)(value, errors)
        return value

    return check
