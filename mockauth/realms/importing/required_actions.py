"""Complete and migrate the required actions of a realm (DefaultRequiredActions)."""

from typing import Any

Rep = dict[str, Any]

_TERMS = "TERMS_AND_CONDITIONS"
# The default priorities before Keycloak 26.7, and those that changed since.
_OLD_DEFAULTS = {"VERIFY_EMAIL": 50, "CONFIGURE_TOTP": 10, "UPDATE_PASSWORD": 30}
_NEW_DEFAULTS = {"CONFIGURE_TOTP": 54, "UPDATE_PASSWORD": 57}


def complete_required_actions(rep: Rep, new: Rep) -> None:
    """Add the required actions of a new realm if the file has none; otherwise add only `delete_account`."""
    if rep.get("requiredActions") is None:
        rep["requiredActions"] = new["requiredActions"]
        return
    for action in rep["requiredActions"]:
        if str(action.get("alias")).upper() == _TERMS:
            action["alias"] = action["providerId"] = _TERMS
        if action.get("providerId") == "CONFIGURE_TOTP" and action.get("name") == "Configure Totp":
            action["name"] = "Configure OTP"
    add_required_action(rep, new, "delete_account")


def add_required_action(rep: Rep, new: Rep, alias: str) -> None:
    """Add a required action of a new realm, unless it exists."""
    if not any(action.get("alias") == alias for action in rep["requiredActions"]):
        rep["requiredActions"] += [action for action in new["requiredActions"] if action["alias"] == alias]


def reorder_required_actions(actions: list[Rep]) -> None:
    """Move CONFIGURE_TOTP and UPDATE_PASSWORD after VERIFY_EMAIL (MigrateTo26_7_0)."""
    by_alias = {action.get("alias"): action for action in actions}
    if "VERIFY_EMAIL" not in by_alias:
        return
    existing = {alias: by_alias[alias] for alias in _OLD_DEFAULTS if alias in by_alias}
    if {alias: action.get("priority") for alias, action in existing.items()} == _OLD_DEFAULTS:
        priorities = _NEW_DEFAULTS
    else:
        taken = {action.get("priority") for action in actions}
        after = existing["VERIFY_EMAIL"].get("priority") or 0
        free = (number for number in range(after + 1, after + len(actions) + 3) if number not in taken)
        priorities = {alias: next(free) for alias in _NEW_DEFAULTS if alias in existing}
    for alias, priority in priorities.items():
        existing[alias]["priority"] = priority
