"""The required actions of a realm, and its user profile: the attributes that users must or may have."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from mockauth.realms.parsing.json_reader import Reader

_PROVIDER = "org.keycloak.userprofile.UserProfileProvider"


class Access(NamedTuple):
    """The access to an attribute of the user profile: is it required, can it be edited, can it be seen."""

    required: bool = False
    editable: bool = True
    visible: bool = True


_DEFAULT_ACCESS = Access()


@dataclass(frozen=True, slots=True)
class Attribute:
    """An attribute of the user profile.

    `label` is a text or `${message key}`. `required` means that users must provide it; `editable` and `visible` are
    the permissions of users. `for_admins` are the same three properties for admins. `kind` is the input type of its
    form field. `validators` and `annotations` are as configured.
    """

    name: str
    label: str
    required: bool = False
    kind: str = ""
    options: tuple[str, ...] = ()
    editable: bool = True
    visible: bool = True
    multivalued: bool = False
    group: str = ""
    default: str = ""
    validators: Mapping[str, Mapping[str, Any]] = field(default_factory=dict, hash=False)
    annotations: Mapping[str, Any] = field(default_factory=dict, hash=False)
    for_admins: Access = _DEFAULT_ACCESS


# The user profile of a new realm (keycloak-default-user-profile.json).
_LENGTH: Mapping[str, Any] = {"length": {"max": 255}}
_NAME = {"person-name-prohibited-characters": {}, **_LENGTH}
_USERNAME: Mapping[str, Any] = {
    "length": {"min": 3, "max": 255},
    "username-prohibited-characters": {},
    "up-username-not-idn-homograph": {},
}
_PROFILE = (
    Attribute("username", "${username}", validators=_USERNAME),
    Attribute("email", "${email}", required=True, validators={"email": {}, **_LENGTH}),
    Attribute("firstName", "${firstName}", required=True, validators=_NAME),
    Attribute("lastName", "${lastName}", required=True, validators=_NAME),
)
# Default labels of the attributes that every profile has.
_LABELS = {"username": "${username}", "email": "${email}"}
_GROUPS: tuple[Mapping[str, Any], ...] = (
    {
        "name": "user-metadata",
        "displayHeader": "User metadata",
        "displayDescription": "Attributes, which refer to user metadata",
    },
)


def required_actions(top: Reader) -> tuple[str, ...]:
    """Return the aliases of the enabled required actions, sorted by priority."""
    actions = [action for action in _actions(top) if action.flag("enabled", False)]
    actions.sort(key=lambda action: (action.number("priority", 0), action.text("name").lower()))
    return tuple(action.text("alias") for action in actions)


def default_actions(top: Reader) -> frozenset[str]:
    """Return the aliases of the required actions that are set for new users, if they are enabled."""
    return frozenset(action.text("alias") for action in _actions(top) if action.flag("defaultAction", False))


def max_age_of_actions(top: Reader) -> Mapping[str, int]:
    """Return the maximum age of a login in seconds, by required action: it may be configured (max_auth_age)."""
    ages = {action.text("providerId"): action.options("config").get("max_auth_age", "") for action in _actions(top)}
    return {name: int(age) for name, age in ages.items() if re.fullmatch("[0-9]{1,9}", age)}


def _actions(top: Reader) -> list[Reader]:
    return list(top.objects("requiredActions", "alias"))


def required_profile(top: Reader) -> tuple[str, ...]:
    """Return the attributes that VERIFY_PROFILE requires; none if that required action is disabled."""
    if "VERIFY_PROFILE" not in required_actions(top):
        return ()
    return tuple(attribute.name for attribute in profile(top) if attribute.required)


def profile(top: Reader) -> tuple[Attribute, ...]:
    """Return the attributes of the realm's user profile."""
    for component, configured in _configurations(top):
        try:
            return tuple(_attribute(it) for it in json.loads(configured).get("attributes") or [])
        except (ValueError, KeyError, TypeError, AttributeError):
            component.problems.append((f"{component.place}.config", "the user profile cannot be read"))
            return ()
    return _PROFILE


def unmanaged_attributes(top: Reader) -> str:
    """Return the policy for attributes that are not in the profile: ENABLED, ADMIN_EDIT, ADMIN_VIEW, or empty."""
    for _, configured in _configurations(top):
        try:
            return str(json.loads(configured).get("unmanagedAttributePolicy") or "")
        except (ValueError, AttributeError):
            # `profile` already reports this problem.
            return ""
    return ""


def profile_groups(top: Reader) -> tuple[Mapping[str, Any], ...]:
    """Return the attribute groups of the realm's user profile, as configured."""
    for _, configured in _configurations(top):
        try:
            return tuple({**it} for it in json.loads(configured).get("groups") or [])
        except (ValueError, TypeError, AttributeError):
            # `profile` already reports this problem.
            return ()
    return _GROUPS


def _configurations(top: Reader) -> Iterator[tuple[Reader, str]]:
    for component in top.object("components").objects(_PROVIDER, "name"):
        for configured in component.object("config").texts("kc.user.profile.config")[:1]:
            yield component, configured


def _attribute(rep: dict[str, Any]) -> Attribute:
    name = str(rep["name"])
    annotations = rep.get("annotations") or {}
    validations = rep.get("validations") or {}
    permissions = rep.get("permissions") or {"edit": ["user"]}
    options = (validations.get("options") or {}).get("options") or ()
    return Attribute(
        name=name,
        label=str(rep.get("displayName") or _LABELS.get(name, name)),
        required=name != "username" and _is_required_for("user", rep.get("required")),
        kind=str(annotations.get("inputType") or ""),
        options=tuple(str(option) for option in options),
        editable="user" in permissions.get("edit", ()),
        visible=not {"user"}.isdisjoint([*permissions.get("edit", ()), *permissions.get("view", ())]),
        multivalued=bool(rep.get("multivalued")),
        group=str(rep.get("group") or ""),
        default=str(rep.get("defaultValue") or ""),
        validators={kind: {**(config or {})} for kind, config in validations.items()},
        annotations={**annotations},
        for_admins=Access(
            _is_required_for("admin", rep.get("required")),
            "admin" in permissions.get("edit", ()),
            not {"admin"}.isdisjoint([*permissions.get("edit", ()), *permissions.get("view", ())]),
        ),
    )


def _is_required_for(role: str, required: dict[str, Any] | None) -> bool:
    if required is None or required.get("scopes"):
        return False
    roles = required.get("roles")
    return not roles or role in roles
