"""The user profile: which attributes a user must have before a login is complete."""

import json
from typing import Any

from mockauth.realms.reader import Reader

_PROVIDER = "org.keycloak.userprofile.UserProfileProvider"
# What a new realm asks of its users (keycloak-default-user-profile.json).
_REQUIRED = ("email", "firstName", "lastName")


def required_profile(top: Reader) -> tuple[str, ...]:
    """Give the attributes without which VERIFY_PROFILE holds a user up; none where that action is off.

    It is on where the file has no `requiredActions` (as DefaultRequiredActions.addActions).
    """
    actions = top.rep.get("requiredActions")
    if actions is not None:
        verify = [it for it in top.objects("requiredActions", "alias") if it.text("alias") == "VERIFY_PROFILE"]
        if not any(action.flag("enabled", False) for action in verify):
            return ()
    for component in top.object("components").objects(_PROVIDER, "name"):
        configured = component.object("config").texts("kc.user.profile.config")
        if configured:
            return _required(configured[0], component)
    return _REQUIRED


def _required(configuration: str, component: Reader) -> tuple[str, ...]:
    try:
        attributes: list[dict[str, Any]] = json.loads(configuration).get("attributes") or []
        return tuple(
            it["name"] for it in attributes if it["name"] != "username" and _asked_of_users(it.get("required"))
        )
    except (ValueError, KeyError, TypeError, AttributeError):
        component.problems.append((f"{component.place}.config", "the user profile cannot be read"))
        return ()


def _asked_of_users(required: dict[str, Any] | None) -> bool:
    if required is None or required.get("scopes"):
        return False
    roles = required.get("roles")
    return not roles or "user" in roles
