"""What stands between a user and a complete login: required actions, and the attributes that the profile asks for."""

import json
from dataclasses import dataclass
from typing import Any

from mockauth.realms.reader import Reader

_PROVIDER = "org.keycloak.userprofile.UserProfileProvider"


@dataclass(frozen=True, slots=True)
class Attribute:
    """An attribute of the user profile: its label (a text, or `${a key of the messages}`), who has to give it and how.

    `required` says that users have to. `kind` is the type of its field in a form.
    """

    name: str
    label: str
    required: bool = False
    kind: str = ""
    options: tuple[str, ...] = ()
    editable: bool = True


# What a new realm asks of its users (keycloak-default-user-profile.json).
_PROFILE = (
    Attribute("username", "${username}"),
    Attribute("email", "${email}", required=True),
    Attribute("firstName", "${firstName}", required=True),
    Attribute("lastName", "${lastName}", required=True),
)

# What a new realm has on, in its order (DefaultRequiredActions).
_ACTIONS = (
    "UPDATE_PROFILE",
    "VERIFY_EMAIL",
    "CONFIGURE_TOTP",
    "UPDATE_PASSWORD",
    "webauthn-register",
    "webauthn-register-passwordless",
    "VERIFY_PROFILE",
    "delete_credential",
    "idp_link",
    "CONFIGURE_RECOVERY_AUTHN_CODES",
    "update_user_locale",
)


def required_actions(top: Reader) -> tuple[str, ...]:
    """Give the required actions that are on, by their priority."""
    if top.rep.get("requiredActions") is None:
        return _ACTIONS
    actions = [action for action in top.objects("requiredActions", "alias") if action.flag("enabled", False)]
    actions.sort(key=lambda action: (action.number("priority", 0), action.text("name").lower()))
    return tuple(action.text("alias") for action in actions)


def required_profile(top: Reader) -> tuple[str, ...]:
    """Give the attributes without which VERIFY_PROFILE holds a user up; none where that action is off.

    It is on where the file has no `requiredActions` (as DefaultRequiredActions.addActions).
    """
    if "VERIFY_PROFILE" not in required_actions(top):
        return ()
    return tuple(it.name for it in profile(top) if it.required)


def profile(top: Reader) -> tuple[Attribute, ...]:
    """Give the attributes of the realm's user profile."""
    for component in top.object("components").objects(_PROVIDER, "name"):
        configured = component.object("config").texts("kc.user.profile.config")
        if configured:
            try:
                return tuple(_attribute(it) for it in json.loads(configured[0]).get("attributes") or [])
            except (ValueError, KeyError, TypeError, AttributeError):
                component.problems.append((f"{component.place}.config", "the user profile cannot be read"))
                return ()
    return _PROFILE


def _attribute(rep: dict[str, Any]) -> Attribute:
    name = str(rep["name"])
    annotations = rep.get("annotations") or {}
    validations = rep.get("validations") or {}
    options = (validations.get("options") or {}).get("options") or ()
    return Attribute(
        name=name,
        label=str(rep.get("displayName") or name),
        required=name != "username" and _asked_of_users(rep.get("required")),
        kind=str(annotations.get("inputType") or ""),
        options=tuple(str(option) for option in options),
        editable="user" in (rep.get("permissions") or {"edit": ["user"]}).get("edit", ()),
    )


def _asked_of_users(required: dict[str, Any] | None) -> bool:
    if required is None or required.get("scopes"):
        return False
    roles = required.get("roles")
    return not roles or "user" in roles
