"""What belongs to a user: groups, credentials, links to identity providers, consents, sessions, login failures."""

from typing import Any

from contract.admin.calls import Admin

REALM = "user-details"
_ID = "6bdb0b3c-5555-4000-8000-0000000000{:02}"


def _group(number: int, name: str, *below: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"id": _ID.format(number), "name": name, "subGroups": [*below], **more}


def _user(number: int, name: str, **more: Any) -> dict[str, Any]:
    return {
        "id": _ID.format(number),
        "username": name,
        "enabled": True,
        "email": f"{name}@example.org",
        "firstName": name.title(),
        "lastName": "Example",
        "createdTimestamp": 1700000000000 + number,
        "credentials": [{"type": "password", "value": "password"}],
        **more,
    }


STAFF, CLUB = _group(2, "staff", _group(3, "dev")), _group(4, "Club", attributes={"floor": ["2"]})
ADA, BOB, CYD = _ID.format(21), _ID.format(22), _ID.format(23)
SHOP, DESK = _ID.format(31), _ID.format(32)
DETAILS: dict[str, Any] = {
    "groups": [STAFF, CLUB],
    "clients": [
        {"id": SHOP, "clientId": "shop", "secret": "shop-secret", "directAccessGrantsEnabled": True},
        {"id": DESK, "clientId": "desk", "publicClient": True, "directAccessGrantsEnabled": True},
    ],
    "identityProviders": [
        {
            "alias": "other",
            "providerId": "oidc",
            "config": {
                "clientId": "a",
                "authorizationUrl": "https://a.example/auth",
                "tokenUrl": "https://a.example/t",
            },
        }
    ],
    "users": [_user(21, "ada", groups=["/staff/dev", "/Club"]), _user(22, "bob"), _user(23, "cyd")],
}
NOBODY = "/users/6bdb0b3c-5555-4000-8000-000000000099"
NOTHING = "6bdb0b3c-5555-4000-8000-000000000098"


def test_groups_of_a_user(admin: Admin) -> None:
    with admin.new_realm(REALM, **DETAILS):
        path = f"/users/{ADA}/groups"
        for query in ("", "?briefRepresentation=false", "?search=d", "?search=CL", "?first=1&max=1", "?max=0"):
            admin.get(f"{path}{query}")
        for query in ("", "?search=d", "?search="):
            admin.get(f"{path}/count{query}")
        admin.get(f"/users/{BOB}/groups")
        admin.get(f"{NOBODY}/groups")


def test_join_and_leave_groups(admin: Admin) -> None:
    with admin.new_realm(REALM, **DETAILS):
        path = f"/users/{BOB}/groups"
        admin.send("PUT", f"{path}/{STAFF['id']}")
        admin.send("PUT", f"{path}/{STAFF['id']}")
        admin.put(f"{path}/{CLUB['id']}", {})
        admin.get(path)
        admin.get(f"/groups/{STAFF['id']}/members")
        admin.delete(f"{path}/{STAFF['id']}")
        admin.delete(f"{path}/{STAFF['id']}")
        admin.get(path)
        admin.send("PUT", f"{path}/{NOTHING}")
        admin.delete(f"{path}/{NOTHING}")
        admin.send("PUT", f"{NOBODY}/groups/{CLUB['id']}")


def test_credentials_of_a_user(admin: Admin) -> None:
    with admin.new_realm(REALM, **DETAILS):
        path = f"/users/{ADA}/credentials"
        admin.get(path)
        admin.get(f"/users/{ADA}/configured-user-storage-credential-types")
        admin.put(f"/users/{ADA}/disable-credential-types", ["password"])
        admin.delete(f"{path}/{NOTHING}")
        admin.send("POST", f"{path}/{NOTHING}/moveToFirst")
        admin.send("POST", f"{path}/{NOTHING}/moveAfter/{NOTHING}")
        admin.send("PUT", f"{path}/{NOTHING}/userLabel", raw="mine", header={"content_type": "text/plain"})
        admin.get(f"{NOBODY}/credentials")


def test_links_to_identity_providers(admin: Admin) -> None:
    with admin.new_realm(REALM, **DETAILS):
        path = f"/users/{ADA}/federated-identity"
        admin.get(path)
        admin.send("POST", f"{path}/other", {"userId": "17", "userName": "ada17"})
        admin.send("POST", f"{path}/other", {"userId": "18", "userName": "ada18"})
        admin.send("POST", f"{path}/unknown", {"userId": "18", "identityProvider": "ignored"})
        admin.get(path)
        admin.get(f"/users/{ADA}")
        admin.send("POST", f"{path}/third", {"unknown": 1})
        admin.delete(f"{path}/other")
        admin.delete(f"{path}/other")
        admin.get(path)


def _log_in(admin: Admin, client: str, scope: str | None = None) -> None:
    form: dict[str, Any] = {"grant_type": "password", "username": "ada", "password": "password", "client_id": client}
    form |= {"client_secret": "shop-secret"} if client == "shop" else {}
    form |= {"scope": scope} if scope else {}
    admin.call.token(REALM, **form)


def test_sessions_of_a_user(admin: Admin) -> None:
    with admin.new_realm(REALM, **DETAILS):
        admin.get(f"/users/{ADA}/sessions")
        _log_in(admin, "shop")
        admin.get(f"/users/{ADA}/sessions")
        admin.get(f"/clients/{SHOP}/user-sessions")
        admin.get(f"/clients/{SHOP}/session-count")
        admin.get(f"/clients/{DESK}/user-sessions")
        admin.get(f"/clients/{DESK}/session-count")
        admin.get("/client-session-stats")
        admin.send("POST", f"/users/{ADA}/logout")
        admin.get(f"/users/{ADA}/sessions")
        admin.get(f"/users/{BOB}/sessions")
        admin.send("POST", f"{NOBODY}/logout")
        admin.get(f"{NOBODY}/sessions")


def test_offline_sessions_and_consents_of_a_user(admin: Admin) -> None:
    with admin.new_realm(REALM, **DETAILS):
        admin.get(f"/users/{ADA}/consents")
        _log_in(admin, "shop", "openid offline_access")
        admin.get(f"/users/{ADA}/offline-sessions/{SHOP}")
        admin.get(f"/users/{ADA}/offline-sessions/{DESK}")
        admin.get(f"/users/{ADA}/offline-sessions/{NOTHING}")
        admin.get(f"/clients/{SHOP}/offline-sessions")
        admin.get(f"/clients/{SHOP}/offline-session-count")
        admin.get("/client-session-stats")
        admin.get(f"/users/{ADA}/consents")
        admin.delete(f"/users/{ADA}/consents/shop")
        admin.delete(f"/users/{ADA}/consents/shop")
        admin.delete(f"/users/{ADA}/consents/nothing")
        admin.get(f"/users/{ADA}/consents")
        admin.get(f"/users/{ADA}/offline-sessions/{SHOP}")


def test_sessions_of_the_realm_end(admin: Admin) -> None:
    with admin.new_realm(REALM, **DETAILS):
        _log_in(admin, "desk")
        admin.delete(f"/sessions/{NOTHING}")
        admin.send("POST", "/push-revocation")
        admin.send("POST", "/logout-all")
        admin.get(f"/users/{ADA}/sessions")
        admin.get("/client-session-stats")


def test_login_failures_of_a_user(admin: Admin) -> None:
    with admin.new_realm(REALM, **DETAILS, bruteForceProtected=True, failureFactor=2):
        path = "/attack-detection/brute-force/users"
        admin.get(f"{path}/{ADA}")
        admin.get(f"{path}/{NOTHING}")
        admin.delete(f"{path}/{ADA}")
        admin.delete(f"{path}/{NOTHING}")
        admin.delete(path)


def test_callers_with_too_few_roles(admin: Admin) -> None:
    for user in ("view-users", "query-users", "manage-users", "view-clients", "view-realm"):
        admin.login_of_realm(user)
        for method, path in (
            ("GET", f"{NOBODY}/groups"),
            ("PUT", f"{NOBODY}/groups/{NOTHING}"),
            ("GET", f"{NOBODY}/credentials"),
            ("GET", f"{NOBODY}/consents"),
            ("POST", "/logout-all"),
            ("GET", f"/attack-detection/brute-force/users/{NOTHING}"),
            ("DELETE", f"/sessions/{NOTHING}"),
            ("GET", "/default-groups"),
            ("GET", "/default-default-client-scopes"),
        ):
            if (user, path) != ("manage-users", "/logout-all"):
                admin.send(method, path)
