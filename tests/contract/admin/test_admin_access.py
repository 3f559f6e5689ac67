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


@pytest.mark.parametrize("path", ["/admin/realms/nowhere", "/admin/realms/nowhere/users", "/nothing", "/users/a/b/c"])
@pytest.mark.parametrize("method", ["GET", "POST", "DELETE"])
def test_unknown_paths(admin: Admin, method: str, path: str) -> None:
    admin.login()
    admin.send(method, path, {} if method == "POST" else None)


@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "DELETE", "PATCH"])
@pytest.mark.parametrize("path", ["/admin/realms", "", "/users", USER, f"{USER}/reset-password", "/clients", CLIENT])
def test_methods_that_a_path_does_not_have(admin: Admin, path: str, method: str) -> None:
    allowed = {"/admin/realms": "GET POST", "/users": "GET POST", "/clients": "GET POST"}
    allowed[f"{USER}/reset-password"] = "PUT"
    if method in allowed.get(path, "GET PUT DELETE").split():
        method = "PATCH"
    admin.login()
    admin.send(method, path)


@pytest.mark.parametrize("path", ["/users/", f"{USER}/", "/clients/", "/", "/admin/realms/"])
def test_a_trailing_slash(admin: Admin, path: str) -> None:
    admin.login()
    admin.get(path)


@pytest.mark.parametrize("kind", ["user", "client"])
@pytest.mark.parametrize("method", ["GET", "PUT", "PATCH"])
def test_an_object_that_does_not_exist(admin: Admin, method: str, kind: str) -> None:
    admin.login()
    admin.send(method, MISSING[kind], raw="{" if method == "PUT" else None)


@pytest.mark.parametrize("role", ROLES)
def test_reading_with_an_admin_role(admin: Admin, role: str) -> None:
    admin.login_of_realm(role)
    for path in ("/admin/realms", "", "/users", "/users/count", USER, NOBODY, "/clients", CLIENT, NO_CLIENT):
        admin.get(path)
    admin.get(f"{CLIENT}/client-secret")


@pytest.mark.parametrize("role", ROLES)
def test_changing_with_an_admin_role(admin: Admin, role: str) -> None:
    admin.login_of_realm(role)
    admin.put("", {"displayName": "Administered"})
    admin.put(USER, {"firstName": "Ada"})
    admin.put(f"{USER}/reset-password", {"value": "password"})
    admin.put(CLIENT, {"name": "App"})
    admin.send("POST", "/admin/realms", {"realm": "never-created"})
    admin.send("POST", "/users", {"username": "someone"})
    admin.send("POST", "/clients", {"clientId": "app"})
    admin.delete(NOBODY)
    admin.delete(NO_CLIENT)


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


def test_a_client_without_full_scope_limits_the_roles(admin: Admin) -> None:
    admin.login_of_realm("realm-admin", client_id="narrow", client_secret="narrow-secret")
    admin.get("/users/count")
    admin.get("")


def test_the_roles_that_count_are_those_of_now(admin: Admin) -> None:
    """A token keeps its roles, but the Admin API asks for the roles that the user has now."""
    with admin.new_realm("access-changed"):
        app = {"clientId": "app", "secret": "app-secret", "directAccessGrantsEnabled": True}
        admin.post("/clients", app)
        user = {"username": "ada", "enabled": True, "email": "a@example.org", "firstName": "A", "lastName": "L"}
        admin.post("/users", {**user, "credentials": [{"type": "password", "value": "password"}]})
        who = {"client_id": "app", "client_secret": "app-secret", "password": "password", "username": "ada"}
        admin.login(realm="access-changed", **who)
        admin.get("/users/count")


@pytest.mark.parametrize("path", ["/users", "/admin/realms", "/admin/realms/nowhere/x", "/admin/serverinfo"])
@pytest.mark.parametrize("origin", ["", "http://spa.example"])
def test_a_preflight_request(call: Call, path: str, origin: str) -> None:
    target = path if path.startswith("/admin") else f"/admin/realms/{ADMINISTERED}{path}"
    call.get(target, "OPTIONS", (("Origin", origin),) if origin else ())


@pytest.mark.parametrize("origin", ["http://spa.example", "http://other.example"])
def test_the_origins_in_the_token_may_read_the_answer(admin: Admin, origin: str) -> None:
    admin.login_of_realm("realm-admin")
    admin.send("GET", "/users/count", header={"origin": origin})
    admin.send("GET", NOBODY, header={"origin": origin})
    admin.send("POST", "/users", {"username": "someone"}, header={"origin": origin})


@pytest.mark.parametrize("accept", ["text/html", "application/xml", "*/*", "application/json"])
def test_accept_headers(admin: Admin, accept: str) -> None:
    admin.login()
    admin.send("GET", "/users/count", header={"accept": accept})
    admin.send("GET", NOBODY, header={"accept": accept})


@pytest.mark.parametrize(
    "content_type", ["text/plain", "", "application/json; charset=utf-8", "application/x-www-form-urlencoded"]
)
def test_content_types(admin: Admin, content_type: str) -> None:
    admin.login()
    admin.send("PUT", USER, {"firstName": "Ada"}, header={"content_type": content_type})


@pytest.mark.parametrize(
    "body",
    [
        *("", "{", "[]", "null", '"text"', "1", '{"username": 1', '{"nonsense": "x"}', '{"nonsense": {"a": 1}}'),
        *('{"nonsense": 12}', '{"nonsense": true}', '{\n  "username": "ada",\n  "nonsense": null\n}'),
        *('{"enabled": "maybe"}', '{"enabled": "true"}', '{"username": ["x"]}', '{"attributes": {"a": "b"}}'),
        *('{"requiredActions": "x"}', '{"credentials": [{"nonsense": 1}]}', '{"createdTimestamp": "x"}'),
    ],
)
def test_bodies(admin: Admin, body: str) -> None:
    admin.login()
    admin.send("PUT", USER, raw=body)
