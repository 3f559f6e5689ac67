"""The fields of a user's profile in a form: what they show, what is wrong with what was written, and the user after."""

import re
from dataclasses import replace
from typing import Any

from mockauth.protocol.context import Context
from mockauth.protocol.pages import Message
from mockauth.realms.model import User
from mockauth.realms.profile import Attribute

_EMAIL = re.compile(r"[^\s@<>()\[\],;:\"\\]+@[^\s@.]+(?:\.[^\s@.]+)*")
_OWN = {"email": "email", "firstName": "first_name", "lastName": "last_name"}


def fields(ctx: Context, user: User | None) -> list[dict[str, Any]]:
    """Give the fields, as the templates want them; what was written comes before what is known."""
    found = [_field(ctx, attribute, user) for attribute in _shown(ctx, user)]
    # Who registers in one of several languages keeps it.
    return [{"name": "locale"}, *found] if user is None and ctx.realm.appearance.international else found


def problems(ctx: Context, user: User | None) -> dict[str, Message]:
    """Say by field what is wrong with what was written (the validators of the user profile)."""
    found = {}
    for attribute in _shown(ctx, user):
        value = (ctx.form.get(attribute.name) or "").strip()
        if not value and (attribute.required or attribute.name == "username"):
            found[attribute.name] = _left_empty(attribute, user) if attribute.name in ctx.form else _missing(attribute)
        elif value and attribute.name == "email" and not _EMAIL.fullmatch(value):
            found["email"] = Message("error", "invalidEmailMessage")
        elif value and attribute.options and value not in attribute.options:
            found[attribute.name] = Message("error", "error-invalid-value")
    return found | (_taken(ctx, user) if not found else {})


def lacks(ctx: Context, user: User | None) -> dict[str, Message]:
    """Say by field what a known profile lacks."""
    known = {it: _value(user, it.name) for it in _shown(ctx, user)} if user else {}
    return {it.name: _missing(it) for it, value in known.items() if it.required and not value}


def changed(ctx: Context, user: User) -> User:
    """Give the user with what was written."""
    written = {it.name: (ctx.form.get(it.name) or "").strip() for it in _shown(ctx, user) if it.editable}
    own = {_OWN[name]: value or None for name, value in written.items() if name in _OWN}
    if "email" in own:
        own["email"] = (own["email"] or "").lower() or None
    attributes = {**user.attributes}
    for name, value in written.items():
        if name not in _OWN and name != "username":
            attributes[name] = (value,) if value else ()
    same = own.get("email", user.email) == user.email
    username = written.get("username", "").lower() or user.username
    return replace(
        user,
        email=own.get("email", user.email),
        first_name=own.get("first_name", user.first_name),
        last_name=own.get("last_name", user.last_name),
        username=username,
        attributes=attributes,
        email_verified=user.email_verified and same,
    )


def _shown(ctx: Context, user: User | None) -> list[Attribute]:
    realm = ctx.realm
    if user is None:
        hidden = "username" if realm.registration_email_as_username else ""
    else:
        hidden = "" if realm.edit_username_allowed and not realm.registration_email_as_username else "username"
    return [it for it in realm.profile if it.name != hidden and (it.editable or user is not None)]


def _field(ctx: Context, attribute: Attribute, user: User | None) -> dict[str, Any]:
    known = _value(user, attribute.name) if user else ""
    written = ctx.form.get(attribute.name)
    return {
        "name": attribute.name,
        "label": attribute.label,
        "value": known if written is None else written,
        "required": attribute.required or attribute.name == "username",
        "read_only": not attribute.editable,
        "type": attribute.kind or None,
        "options": attribute.options,
    }


def _value(user: User, name: str) -> str:
    if name == "username":
        return user.username
    own = getattr(user, _OWN[name]) if name in _OWN else None
    return own or next(iter(user.attributes.get(name, ())), "")


def _left_empty(attribute: Attribute, user: User | None) -> Message:
    """Say that a field was left empty; of an email two validators say it, except of one that is new."""
    if attribute.name != "email":
        return _missing(attribute)
    return Message("error", "missingEmailMessage", also=_missing(attribute) if user else None)


def _missing(attribute: Attribute) -> Message:
    if attribute.name == "username":
        return Message("error", "missingUsernameMessage")
    return Message("error", "error-user-attribute-required", (attribute.label,))


def _taken(ctx: Context, user: User | None) -> dict[str, Message]:
    """Say whose name or email somebody else has."""
    found = {}
    keys = {"username": "usernameExistsMessage", "email": "emailExistsMessage"}
    for name, key in keys.items():
        value = (ctx.form.get(name) or "").strip().lower()
        other = ctx.accounts.having(ctx.realm, name, value) if value else None
        if other and (user is None or other.id != user.id):
            found[name] = Message("error", key)
    return found
