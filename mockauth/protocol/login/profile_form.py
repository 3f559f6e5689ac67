"""User profile forms: the fields, their errors, and the user with the submitted values (UserProfile)."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from mockauth.protocol import validators
from mockauth.protocol.context import Context
from mockauth.protocol.java import hash_order
from mockauth.protocol.pages import Message
from mockauth.protocol.user_profile import REGISTRATION, UPDATE_PROFILE, attributes
from mockauth.protocol.validators import OWN
from mockauth.realms.model import User
from mockauth.realms.model.profile import Attribute

# HTML attributes of a field, by their annotations.
_HTML = {
    f"inputType{name.title()}": name
    for name in ("pattern", "size", "maxlength", "minlength", "max", "min", "step", "cols", "rows")
}
_TAKEN = {"username": "usernameExistsMessage", "email": "emailExistsMessage"}


def fields(ctx: Context, user: User | None) -> list[dict[str, Any]]:
    """Return the fields for the templates; submitted values override stored ones."""
    groups = {group["name"]: group for group in ctx.realm.profile_groups if "name" in group}
    found = [_field(ctx, attribute, user, groups.get(attribute.group)) for attribute in _shown(ctx, user)]
    # Attributes without a group come first, then the groups by their heading (AbstractUserProfileBean).
    found.sort(key=lambda field: field["group_header"])
    # In a realm with several languages, a registration stores the language.
    return [{"name": "locale"}, *found] if user is None and ctx.realm.appearance.international else found


def errors(ctx: Context, user: User | None) -> dict[str, Message]:
    """Return the errors of the submitted fields (the validators of the user profile)."""
    wrong = []
    for attribute in _shown(ctx, user):
        value = (ctx.form.get(attribute.name) or "").strip()
        is_required = attribute.required and (attribute.editable or attribute.name == "username")
        if value and attribute.editable:
            wrong += [(attribute.name, message) for message in _taken(ctx, user, attribute.name, value)]
            wrong += [(attribute.name, message) for message in validators.problems(ctx.realm, attribute, value)]
        elif is_required and not value:
            wrong += [(attribute.name, message) for message in _empty(ctx, attribute)]
    wrong += [*_read_only(ctx, user)] if user else []
    if user and all(attribute.name != "username" for attribute in _shown(ctx, user)):
        username = (ctx.form.get("username") or "").strip()
        # As Keycloak: a submitted username is checked even if it cannot be changed.
        wrong += [("username", message) for message in _taken(ctx, user, "username", username)]
    # As Keycloak: the registration page shows the first error of each field (FormAuthenticationFlow).
    return _by_field(wrong, most=1 if user is None else len(wrong))


def stored_errors(ctx: Context, user: User | None) -> dict[str, Message]:
    """Return the errors of the stored profile."""
    wrong = [*validators.stored_problems(ctx.realm, user)] if user else []
    return _by_field(wrong, most=len(wrong))


def changes_fixed_username(ctx: Context, user: User) -> bool:
    """Tell whether the form changes a username that cannot be changed (UsernameMutationValidator)."""
    username = (ctx.form.get("username") or "").strip().lower()
    fixed = not ctx.realm.edit_username_allowed and not ctx.realm.registration_email_as_username
    return bool(username) and fixed and username != user.username


def with_form(ctx: Context, user: User, *, is_new: bool = False) -> User:
    """Return the user with the submitted values; a user who `is_new` registers."""
    submitted = {
        attribute.name: (ctx.form.get(attribute.name) or "").strip()
        for attribute in _shown(ctx, None if is_new else user)
        if attribute.editable
    }
    own = {OWN[name]: value or None for name, value in submitted.items() if name in OWN}
    if "email" in own:
        own["email"] = (own["email"] or "").lower() or None
    others = {**user.attributes}
    for name, value in submitted.items():
        if name not in OWN and name != "username":
            others[name] = (value,) if value else ()
    same = own.get("email", user.email) == user.email
    username = submitted.get("username", "").lower() or user.username
    if ctx.realm.registration_email_as_username:
        username = own.get("email") or username
    return replace(
        user,
        email=own.get("email", user.email),
        first_name=own.get("first_name", user.first_name),
        last_name=own.get("last_name", user.last_name),
        username=username,
        attributes=others,
        email_verified=user.email_verified and same,
    )


def _shown(ctx: Context, user: User | None) -> list[Attribute]:
    if user is None:
        return [attribute for attribute in attributes(ctx.realm, REGISTRATION) if attribute.editable]
    return [attribute for attribute in attributes(ctx.realm, UPDATE_PROFILE) if attribute.visible]


def _field(ctx: Context, attribute: Attribute, user: User | None, group: Mapping[str, Any] | None) -> dict[str, Any]:
    stored = validators.stored(user, attribute.name) if user else ()
    default = (attribute.default,) if attribute.default else ()
    annotations = attribute.annotations
    own_data = {**annotations, **((group or {}).get("annotations") or {})}
    return {
        "name": attribute.name,
        "label": attribute.label,
        "values": ctx.form.all(attribute.name) or stored or default,
        "multivalued": attribute.multivalued,
        "required": attribute.required,
        "read_only": not attribute.editable,
        "type": attribute.kind or None,
        "options": _options(attribute),
        "option_labels": annotations.get("inputOptionLabels"),
        "option_prefix": annotations.get("inputOptionLabelsI18nPrefix"),
        "help_before": annotations.get("inputHelperTextBefore"),
        "help_after": annotations.get("inputHelperTextAfter"),
        "placeholder": annotations.get("inputTypePlaceholder"),
        "html": {html: annotations[name] for name, html in _HTML.items() if name in annotations},
        "data": {
            **{f"data-{name}": value for name, value in own_data.items() if name.startswith("kc")},
            **({"data-kcMultivalued": ""} if attribute.multivalued else {}),
        },
        "group": attribute.group if group else "",
        "group_header": (group.get("displayHeader") or attribute.group) if group else "",
        "group_description": (group or {}).get("displayDescription"),
    }


def _options(attribute: Attribute) -> Sequence[str]:
    named = attribute.annotations.get("inputOptionsFromValidation")
    options = attribute.validators.get(str(named), {}).get("options") or attribute.options
    return [str(option) for option in options]


def _value(user: User, name: str) -> str:
    return next(iter(validators.stored(user, name)), "")


def _read_only(ctx: Context, user: User) -> Iterator[tuple[str, Message]]:
    """Return the errors of submitted read-only attributes (ImmutableAttributeValidator)."""
    for attribute in ctx.realm.profile:
        value = (ctx.form.get(attribute.name) or "").strip()
        if (
            attribute.editable
            or attribute.name == "username"
            or attribute.name not in ctx.form
            or value == _value(user, attribute.name)
        ):
            continue
        yield attribute.name, Message("error", "error-user-attribute-read-only", (attribute.label,))
        if value:
            yield from ((attribute.name, message) for message in validators.problems(ctx.realm, attribute, value))


def _empty(ctx: Context, attribute: Attribute) -> list[Message]:
    """Return the errors of an empty field; an empty email has two."""
    is_submitted = attribute.name == "email" and attribute.name in ctx.form
    return [*([Message("error", "missingEmailMessage")] if is_submitted else []), _missing(attribute)]


def _by_field(wrong: Sequence[tuple[str, Message]], most: int) -> dict[str, Message]:
    """Join the errors of each field, in the order of a Java HashMap by message key (ValidationException)."""
    found: dict[str, list[Message]] = {}
    for key in hash_order([*dict.fromkeys(message.key for _, message in wrong)]):
        for name, message in wrong:
            if message.key == key and message not in found.setdefault(name, []):
                found[name].append(message)
    return {name: joined for name, messages in found.items() if (joined := _joined(messages[:most]))}


def _joined(messages: Sequence[Message]) -> Message | None:
    found = None
    for message in reversed(messages):
        found = replace(message, also=found)
    return found


def _missing(attribute: Attribute) -> Message:
    if attribute.name == "username":
        return Message("error", "missingUsernameMessage")
    return Message("error", "error-user-attribute-required", (attribute.label,))


def _taken(ctx: Context, user: User | None, name: str, value: str) -> Iterator[Message]:
    """Return the error of a username or email that another user has (DuplicateUsernameValidator)."""
    if not value or name not in _TAKEN or (name == "email" and ctx.realm.duplicate_emails_allowed):
        return
    lower = value.lower()
    either = [name]
    if ctx.realm.login_with_email and (name == "email" or lower.find("@") > 0):
        either = ["username", "email"]
    others = [ctx.accounts.find(ctx.realm, attribute, lower) for attribute in either]
    if any(other and (user is None or other.id != user.id) for other in others):
        yield Message("error", _TAKEN[name])
