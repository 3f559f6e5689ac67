"""What stands between a user and a complete login: required actions, and the attributes that the profile asks for."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from mockauth.realms.json_reader import Reader

_PROVIDER = "org.keycloak.userprofile.UserProfileProvider"


@dataclass(frozen=True, slots=True)
class Attribute:
    """An attribute of the user profile: its label (a text, or `${a key of the messages}`), who has to give it and how.

    `required` says that users have to. `kind` is the type of its field in a form. `validators` and `annotations` are as
    they are configured.
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
    validators: Mapping[str, Mapping[str, Any]] = field(default_factory=dict, hash=False)
    annotations: Mapping[str, Any] = field(default_factory=dict, hash=False)


# What a new realm asks of its users (keycloak-default-user-profile.json).
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
# What these two are called where a profile does not say.
_LABELS = {"username": "${username}", "email": "${email}"}
_GROUPS: tuple[Mapping[str, Any], ...] = (
    {
        "name": "user-metadata",
        "displayHeader": "User metadata",
        "displayDescription": "Attributes, which refer to user metadata",
    },
)


def required_actions(top: Reader) -> tuple[str, ...]:
    """Give the required actions that are on, by their priority."""
    actions = [action for action in top.objects("requiredActions", "alias") if action.flag("enabled", False)]
    actions.sort(key=lambda action: (action.number("priority", 0), action.text("name").lower()))
    return tuple(action.text("alias") for action in actions)


def required_profile(top: Reader) -> tuple[str, ...]:
    """Give the attributes without which VERIFY_PROFILE holds a user up; none where that action is off."""
    if "VERIFY_PROFILE" not in required_actions(top):
        return ()
    return tuple(it.name for it in profile(top) if it.required)


def profile(top: Reader) -> tuple[Attribute, ...]:
    """Give the attributes of the realm's user profile."""
    for component, configured in _configured(top):
        try:
            return tuple(_attribute(it) for it in json.loads(configured).get("attributes") or [])
        except (ValueError, KeyError, TypeError, AttributeError):
            component.problems.append((f"{component.place}.config", "the user profile cannot be read"))
            return ()
    return _PROFILE


def profile_groups(top: Reader) -> tuple[Mapping[str, Any], ...]:
    """Give the groups of attributes of the realm's user profile, as they are configured."""
    for _, configured in _configured(top):
        try:
            return tuple({**it} for it in json.loads(configured).get("groups") or [])
        except (ValueError, TypeError, AttributeError):
            # What cannot be read is said of the attributes.
            return ()
    return _GROUPS


def _configured(top: Reader) -> Iterator[tuple[Reader, str]]:
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
        required=name != "username" and _asked_of_users(rep.get("required")),
        kind=str(annotations.get("inputType") or ""),
        options=tuple(str(option) for option in options),
        editable="user" in permissions.get("edit", ()),
        visible=not {"user"}.isdisjoint([*permissions.get("edit", ()), *permissions.get("view", ())]),
        multivalued=bool(rep.get("multivalued")),
        group=str(rep.get("group") or ""),
        validators={kind: {**(config or {})} for kind, config in validations.items()},
        annotations={**annotations},
    )


def _asked_of_users(required: dict[str, Any] | None) -> bool:
    if required is None or required.get("scopes"):
        return False
    roles = required.get("roles")
    return not roles or "user" in roles
