"""Who may send Admin calls, and what is refused first: token, realm, object, method, body, role."""

import pytest

from contract.admin.calls import ADMINISTERED, Admin
from contract.call import Call

ROLES = (
    *("view-realm", "manage-realm", "view-users", "manage-users", "query-users", "view-clients", "manage-clients"),
    *("query-clients", "create-client", "view-events", "query-realms", "impersonation", "realm-admin", "nothing"),
)
USER = "/users/5adb0b3c-0000-4000-8000-000000000001"
NOBODY = "/users/5adb0b3c-0000-4000-8000-00000000dead"
CLIENT = "/clients/5adb0b3c-0000-4000-8000-0000000000c1"
NO_CLIENT = "/clients/5adb0b3c-0000-4000-8000-00000000dead"
MISSING = {"user": NOBODY, "client": NO_CLIENT}


@pytest.mark.parametrize("token", ["", "nonsense", "a.b.c"])
@pytest.mark.parametrize(
    "path", ["", "/users", "/nothing", "/admin/realms", "/admin/realms/nowhere", "/admin/serverinfo"]
)
def test_without_a_valid_token(admin: Admin, token: str, path: str) -> None:
    admin.token = token
    admin.get(path)


@pytest.mark.parametrize("scheme", ["bearer", "Basic", "BEARER", "DPoP"])
def test_schemes_of_the_authorization_header(admin: Admin, scheme: str) -> None:
    admin.login()
    admin.send("GET", "/users/count", header={"authorization": f"{scheme} {admin.token}"})


def test_a_refresh_token_is_not_accepted(admin: Admin) -> None:
    admin.login()
    admin.token = "refresh_token_of_answer_1"
    admin.get("/users/count")


def test_a_token_after_logout(admin: Admin) -> None:
    admin.login()
    form = "client_id=admin-cli&refresh_token=refresh_token_of_answer_1"
    headers = {"content_type": "application/x-www-form-urlencoded", "authorization": ""}
    admin.send("POST", "/realms/master/protocol/openid-connect/logout", raw=form, header=headers)
    admin.get("/users/count")


@pytest.mark.parametrize("kind", ["user", "client"])
@pytest.mark.parametrize("method", ["GET", "PUT", "PATCH"])
def test_an_object_that_does_not_exist(admin: Admin, method: str, kind: str) -> None:
    admin.login()
    admin.send(method, MISSING[kind], raw="{" if method == "PUT" else None)


def test_the_body_is_read_before_roles_are_checked(admin: Admin) -> None:
    admin.login_of_realm("nothing")
    admin.send("POST", "/users", raw="{")
    admin.send("PUT", USER, raw='{"nonsense": 1}')
    admin.send("PUT", "", raw="{", header={"content_type": "text/plain"})


@pytest.mark.parametrize("realm", ["master", "desk", "nowhere"])
def test_admins_of_one_realm_cannot_administer_another(admin: Admin, realm: str) -> None:
    admin.login_of_realm("realm-admin")
    admin.get(f"/admin/realms/{realm}")
    admin.get(f"/admin/realms/{realm}/users/count")


def test_a_service_account_may_be_an_admin(admin: Admin) -> None:
    admin.login(realm=ADMINISTERED, grant_type="client_credentials", client_id="robot", client_secret="robot-secret")
    admin.get("/users/count")
    admin.get("/clients")


@pytest.mark.parametrize("path", ["/users", "/admin/realms", "/admin/realms/nowhere/x", "/admin/serverinfo"])
@pytest.mark.parametrize("origin", ["", "http://spa.example"])
def test_a_preflight_request(call: Call, path: str, origin: str) -> None:
    target = path if path.startswith("/admin") else f"/admin/realms/{ADMINISTERED}{path}"
    call.get(target, "OPTIONS", (("Origin", origin),) if origin else ())
