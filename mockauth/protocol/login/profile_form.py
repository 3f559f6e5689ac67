"""The fields of a user's profile in a form: what they show, what is wrong with what was written, and the user after."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from mockauth.protocol import validators
from mockauth.protocol.context import Context
from mockauth.protocol.java import hash_order
from mockauth.protocol.pages import Message
from mockauth.protocol.validators import OWN
from mockauth.realms.model import User
from mockauth.realms.profile import Attribute

_TAKEN = {"username": "usernameExistsMessage", "email": "emailExistsMessage"}


def fields(ctx: Context, user: User | None) -> list[dict[str, Any]]:
    """Give the fields, as the templates want them; what was written comes before what is known."""
    found = [_field(ctx, attribute, user) for attribute in _shown(ctx, user)]
    # Who registers in one of several languages keeps it.
    return [{"name": "locale"}, *found] if user is None and ctx.realm.appearance.international else found


def problems(ctx: Context, user: User | None) -> dict[str, Message]:
    """Say by field what is wrong with what was written (the validators of the user profile)."""
    wrong = []
    for attribute in _shown(ctx, user):
        value = (ctx.form.get(attribute.name) or "").strip()
        is_wanted = (attribute.required and attribute.editable) or attribute.name == "username"
        if value and attribute.editable:
            wrong += [(attribute.name, it) for it in _taken(ctx, user, attribute.name, value)]
            wrong += [(attribute.name, it) for it in validators.problems(ctx.realm, attribute, value)]
        elif is_wanted and not value:
            wrong += [(attribute.name, it) for it in _nothing(ctx, attribute)]
    wrong += [*_read_only(ctx, user)] if user else []
    if user and all(it.name != "username" for it in _shown(ctx, user)):
        # As Keycloak: the name that a form has is looked at also where it cannot be changed.
        wrong += [("username", it) for it in _taken(ctx, user, "username", (ctx.form.get("username") or "").strip())]
    # As Keycloak: of a new account's fields the first error is said (FormAuthenticationFlow).
    return _by_field(wrong, most=1 if user is None else len(wrong))


def lacks(ctx: Context, user: User | None) -> dict[str, Message]:
    """Say by field what is wrong with a known profile."""
    wrong = [*validators.stored_problems(ctx.realm, user)] if user else []
    return _by_field(wrong, most=len(wrong))


def renames(ctx: Context, user: User) -> bool:
    """Whether the form has another name for somebody whose name cannot be changed (UsernameMutationValidator)."""
    said = (ctx.form.get("username") or "").strip().lower()
    fixed = not ctx.realm.edit_username_allowed and not ctx.realm.registration_email_as_username
    return bool(said) and fixed and said != user.username


def changed(ctx: Context, user: User) -> User:
    """Give the user with what was written."""
    written = {it.name: (ctx.form.get(it.name) or "").strip() for it in _shown(ctx, user) if it.editable}
    own = {OWN[name]: value or None for name, value in written.items() if name in OWN}
    if "email" in own:
        own["email"] = (own["email"] or "").lower() or None
    attributes = {**user.attributes}
    for name, value in written.items():
        if name not in OWN and name != "username":
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
        hidden: tuple[str, ...] = ("username",) if realm.registration_email_as_username else ()
        return [it for it in realm.profile if it.editable and it.name not in hidden]
    return [it for it in realm.profile if it.visible and it.name not in validators.hidden(realm)]


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
    return next(iter(validators.stored(user, name)), "")


def _read_only(ctx: Context, user: User) -> Iterator[tuple[str, Message]]:
    """Say what somebody wants to change who may not (ImmutableAttributeValidator), and what is wrong with it."""
    for it in ctx.realm.profile:
        value = (ctx.form.get(it.name) or "").strip()
        if it.editable or it.name == "username" or it.name not in ctx.form or value == _value(user, it.name):
            continue
        yield it.name, Message("error", "error-user-attribute-read-only", (it.label,))
        if value:
            yield from ((it.name, message) for message in validators.problems(ctx.realm, it, value))


def _nothing(ctx: Context, attribute: Attribute) -> list[Message]:
    """Say that a field was left empty; of an email two validators say it."""
    is_there = attribute.name == "email" and attribute.name in ctx.form
    return [*([Message("error", "missingEmailMessage")] if is_there else []), _missing(attribute)]


def _by_field(wrong: Sequence[tuple[str, Message]], most: int) -> dict[str, Message]:
    """Give by field as one what is wrong, in the order of a HashMap by their keys (ValidationException)."""
    found: dict[str, list[Message]] = {}
    for key in hash_order([*dict.fromkeys(message.key for _, message in wrong)]):
        for name, message in wrong:
            if message.key == key and message not in found.setdefault(name, []):
                found[name].append(message)
    return {name: together for name, it in found.items() if (together := _together(it[:most]))}


def _together(messages: Sequence[Message]) -> Message | None:
    found = None
    for message in reversed(messages):
        found = replace(message, also=found)
    return found


def _missing(attribute: Attribute) -> Message:
    if attribute.name == "username":
        return Message("error", "missingUsernameMessage")
    return Message("error", "error-user-attribute-required", (attribute.label,))


def _taken(ctx: Context, user: User | None, name: str, value: str) -> Iterator[Message]:
    """Say that somebody else has this name or this email, where people log in by both (DuplicateUsernameValidator)."""
    if not value or name not in _TAKEN or (name == "email" and ctx.realm.duplicate_emails_allowed):
        return
    said = value.lower()
    either = [name]
    if ctx.realm.login_with_email and (name == "email" or said.find("@") > 0):
        either = ["username", "email"]
    others = [ctx.accounts.find(ctx.realm, it, said) for it in either]
    if any(other and (user is None or other.id != user.id) for other in others):
        yield Message("error", _TAKEN[name])
