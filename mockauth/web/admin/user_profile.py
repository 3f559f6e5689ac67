"""The values of a user as an admin may write and see them (Keycloak's user profile in the context USER_API)."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from mockauth.protocol import validators
from mockauth.protocol.java import hash_order
from mockauth.realms.model import Realm, User
from mockauth.realms.model.profile import Attribute
from mockauth.web.admin.call import Call, Rep
from mockauth.web.admin.errors import AdminError, Conflict, FieldErrors

ROOT = ("username", "email", "firstName", "lastName")
_LOWER = ("username", "email")
_EDIT = ("ENABLED", "ADMIN_EDIT")
Values = dict[str, list[str]]
Problem = tuple[str, str, Sequence[Any]]


def values_of(rep: Mapping[str, Any]) -> Values:
    """Return the values in a representation, by attribute (UserRepresentation.getRawAttributes)."""
    own = {name: list(values) for name, values in (rep.get("attributes") or {}).items()}
    return {**own, **{name: [rep[name]] for name in ROOT if rep.get(name) is not None}}


def written(call: Call, sent: Rep, before: User | None) -> Rep:
    """Return the keys of a representation that an admin's values change.

    Raises AdminError, Conflict and FieldErrors as Keycloak does for invalid values.
    """
    realm, policy = call.realm, call.realm.unmanaged_attributes
    current = values_of(before.rep) if before else {}
    values = {**(current if "attributes" not in sent else {}), **values_of(sent)}
    if realm.registration_email_as_username and values.get("email"):
        values["username"] = values["email"]
    if before and not values.get("username"):
        values["username"] = [before.username]
    for name in _LOWER:
        values[name] = [value.lower() for value in values.get(name, ())]
    managed = {it.name: it for it in _attributes(realm)}
    known = {name: own for name, own in values.items() if name in managed or policy in _EDIT}
    _check(call, managed, known, current, before)
    for name, attribute in managed.items():
        if not attribute.for_admins.editable and name != "username":
            known[name] = current.get(name, [])
    if policy == "ADMIN_VIEW":
        known |= {name: own for name, own in current.items() if name not in managed}
    filled = {name: kept for name, own in known.items() if (kept := [value for value in own if value.strip()])}
    attributes = {name: own for name, own in filled.items() if name not in ROOT}
    root = {name: filled[name][0] if name in filled else None for name in ROOT}
    return {**root, "attributes": attributes or None}


def readable(realm: Realm, rep: Rep) -> Rep:
    """Return the attributes of a user that an admin can see."""
    seen = {it.name for it in _attributes(realm) if it.for_admins.visible}
    own = rep.get("attributes") or {}
    return {name: list(it) for name, it in own.items() if it and (name in seen or realm.unmanaged_attributes)}


def _attributes(realm: Realm) -> list[Attribute]:
    named = [Attribute("locale", "locale")] if realm.appearance.international else []
    return [*realm.profile, *(it for it in named if all(it.name != own.name for own in realm.profile))]


def _check(call: Call, managed: Mapping[str, Attribute], values: Values, current: Values, before: User | None) -> None:
    """Raise the errors of the values."""
    if not any(value.strip() for value in values["username"]):
        raise AdminError("User name is missing", "the user has no username")
    _check_taken(call, values, before)
    found = [
        it for name in values for it in _problems(call.realm, managed.get(name, Attribute(name, name)), values[name])
    ]
    found += [
        (name, "error-user-attribute-required", (name,))
        for name, attribute in managed.items()
        if attribute.for_admins.required and not any(value.strip() for value in values.get(name, ()))
    ]
    fixed = before and not (call.realm.edit_username_allowed or call.realm.registration_email_as_username)
    if fixed and values["username"] != current["username"]:
        found.append(("username", "error-user-attribute-read-only", ("username",)))
    if found:
        keys = hash_order([*dict.fromkeys(key for _, key, _ in found)])
        errors = [
            {"field": name, "errorMessage": key, "params": list(params)}
            for wanted in keys
            for name, key, params in found
            if key == wanted
        ]
        raise FieldErrors(errors, "invalid values: " + ", ".join(f"{name} ({key})" for name, key, _ in found))


def _problems(realm: Realm, attribute: Attribute, values: Sequence[str]) -> Iterator[Problem]:
    for value in filter(None, values):
        for message in validators.problems(realm, attribute, value):
            yield attribute.name, message.key, (attribute.name, *message.arguments[1:])


def _check_taken(call: Call, values: Values, before: User | None) -> None:
    """Raise Conflict for a username or an email that another user has."""
    accounts, realm = call.ctx.accounts, call.realm
    [name] = values["username"]
    email = next(iter(values["email"]), "")
    either = ["username", "email"] if realm.login_with_email else ["username"]
    others = [accounts.find(realm, key, name) for key in (either if "@" in name else ["username"])]
    if any(other and (before is None or other.id != before.id) for other in others):
        raise Conflict("User exists with same username", f'username "{name}" is taken')
    if email and not realm.duplicate_emails_allowed:
        others = [accounts.find(realm, key, email) for key in (either if realm.login_with_email else ["email"])]
        if any(other and (before is None or other.id != before.id) for other in others):
            raise Conflict("User exists with same email", "the email is taken")
