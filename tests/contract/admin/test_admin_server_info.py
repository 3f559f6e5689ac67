"""The server info: providers, types of mappers and components, features, themes, enumerations."""

import pytest

from contract.admin.calls import Admin


def test_server_info(admin: Admin) -> None:
    admin.login()
    admin.get("/admin/serverinfo")
    admin.get("/admin/serverinfo/")
    admin.send("POST", "/admin/serverinfo", {})


@pytest.mark.parametrize("user", ["realm-admin", "view-realm", "nothing"])
def test_who_may_read_the_server_info(admin: Admin, user: str) -> None:
    admin.login_of_realm(user)
    admin.get("/admin/serverinfo")
