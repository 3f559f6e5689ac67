"""Required actions: list, read, change, order, register, delete."""

from typing import Any

import pytest

from contract.admin.calls import Admin

REALM = "actions-realm"
ALL = "/authentication/required-actions"
OTP: dict[str, Any] = {"alias": "CONFIGURE_TOTP", "name": "OTP", "enabled": True, "defaultAction": True, "priority": 7}
CHANGES: dict[str, Any] = {
    "everything": {**OTP, "config": {"a": "b"}},
    "disabled": {**OTP, "enabled": False},
    "only the alias": {"alias": "CONFIGURE_TOTP"},
    "another provider": {**OTP, "providerId": "UPDATE_PASSWORD"},
    "an unknown field": {**OTP, "nonsense": 1},
}


@pytest.mark.parametrize("change", CHANGES)
def test_change_a_required_action(admin: Admin, change: str) -> None:
    with admin.new_realm(REALM):
        admin.put(f"{ALL}/CONFIGURE_TOTP", CHANGES[change])
        admin.get(f"{ALL}/CONFIGURE_TOTP")
        admin.get(ALL)


def test_order_required_actions(admin: Admin) -> None:
    with admin.new_realm(REALM):
        admin.get(ALL)
        admin.send("POST", f"{ALL}/UPDATE_PASSWORD/raise-priority")
        admin.send("POST", f"{ALL}/TERMS_AND_CONDITIONS/raise-priority")
        admin.send("POST", f"{ALL}/VERIFY_EMAIL/lower-priority")
        admin.send("POST", f"{ALL}/update_user_locale/lower-priority")
        admin.get(ALL)


def test_register_a_required_action_again(admin: Admin) -> None:
    with admin.new_realm(REALM):
        admin.get("/authentication/unregistered-required-actions")
        admin.delete(f"{ALL}/UPDATE_PROFILE")
        admin.get("/authentication/unregistered-required-actions")
        admin.send("POST", "/authentication/register-required-action", {"providerId": "UPDATE_PROFILE", "name": "New"})
        admin.send("POST", "/authentication/register-required-action", {"providerId": "nothing", "name": "New"})
        admin.get(ALL)


def test_a_required_action_that_does_not_exist(admin: Admin) -> None:
    with admin.new_realm(REALM):
        admin.get(f"{ALL}/nothing")
        admin.put(f"{ALL}/nothing", {})
        admin.delete(f"{ALL}/nothing")
        admin.send("POST", f"{ALL}/nothing/raise-priority")
        admin.send("POST", f"{ALL}/nothing/lower-priority")


@pytest.mark.parametrize("user", ["view-realm", "manage-realm", "query-users", "view-users", "nothing"])
def test_who_may_manage_required_actions(admin: Admin, user: str) -> None:
    admin.login_of_realm(user)
    admin.get(ALL)
    admin.get(f"{ALL}/nothing")
    admin.put(f"{ALL}/nothing", {})
