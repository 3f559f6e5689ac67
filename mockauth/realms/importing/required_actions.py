"""The required actions of a realm as they are after an import (DefaultRequiredActions)."""

from typing import Any

Rep = dict[str, Any]

_TERMS = "TERMS_AND_CONDITIONS"
# By what the order of Keycloak before 26.7 is known, and what is later in it since.
_USUAL = {"VERIFY_EMAIL": 50, "CONFIGURE_TOTP": 10, "UPDATE_PASSWORD": 30}
_LATER = {"CONFIGURE_TOTP": 54, "UPDATE_PASSWORD": 57}


def complete_required_actions(rep: Rep, new: Rep) -> None:
    """Put in all actions of a new realm where the file has no list, and one more where it has some."""
    if rep.get("requiredActions") is None:
        rep["requiredActions"] = new["requiredActions"]
        return
    for action in rep["requiredActions"]:
        if str(action.get("alias")).upper() == _TERMS:
            action["alias"] = action["providerId"] = _TERMS
    add_required_action(rep, new, "delete_account")


def add_required_action(rep: Rep, new: Rep, alias: str) -> None:
    """Add a required action of a new realm, unless it is there."""
    if not any(action.get("alias") == alias for action in rep["requiredActions"]):
        rep["requiredActions"] += [action for action in new["requiredActions"] if action["alias"] == alias]


def of_newer_order(actions: list[Rep]) -> None:
    """Let people verify their email before they set up what they log in with (MigrateTo26_7_0)."""
    by_alias = {action.get("alias"): action for action in actions}
    if "VERIFY_EMAIL" not in by_alias:
        return
    there = {alias: by_alias[alias] for alias in _USUAL if alias in by_alias}
    if {alias: action.get("priority") for alias, action in there.items()} == _USUAL:
        later = _LATER
    else:
        taken = {action.get("priority") for action in actions}
        after = there["VERIFY_EMAIL"].get("priority") or 0
        free = (number for number in range(after + 1, after + len(actions) + 3) if number not in taken)
        later = {alias: next(free) for alias in _LATER if alias in there}
    for alias, priority in later.items():
        there[alias]["priority"] = priority
