"""What an Admin call changes is true at once: for the next token, the sessions, and the discovery document."""

from typing import Any

from contract.admin.calls import Admin
from contract.call import Call, encoded
from contract.exchange import FORM, Request

REALM = "sequences"
OIDC = f"/realms/{REALM}/protocol/openid-connect"
APP = {"clientId": "app", "secret": "app-secret", "directAccessGrantsEnabled": True, "serviceAccountsEnabled": True}
ADA = {"username": "ada", "enabled": True, "email": "ada@example.org", "firstName": "Ada", "lastName": "Lovelace"}
PASSWORD = [{"type": "password", "value": "password"}]


def password_grant(call: Call, password: str = "password", client: str = "app", **form: Any) -> str:
    who: Any = {"username": "ada", "password": password, "client_id": client, "client_secret": f"{client}-secret"}
    call.token(REALM, **{"grant_type": "password", "scope": "openid", **who, **form})
    return f"access_token_of_answer_{call.count}"


def userinfo(call: Call, token: str) -> None:
    call.get(f"{OIDC}/userinfo", authorization=f"Bearer {token}")


def refresh(call: Call, number: int, client: str = "app") -> None:
    token = f"refresh_token_of_answer_{number}"
    who: Any = {"client_id": client, "client_secret": f"{client}-secret"}
    call.token(REALM, grant_type="refresh_token", refresh_token=token, **who)


def introspect(call: Call, token: str) -> None:
    form = encoded({"token": token, "client_id": "app", "client_secret": "app-secret"})
    call.send(Request("POST", f"{OIDC}/token/introspect", (("Content-Type", FORM),), form))


def test_a_user_from_creation_to_deletion(admin: Admin) -> None:
    call = admin.call
    with admin.new_realm(REALM):
        admin.post("/clients", APP)
        password_grant(call)
        user = admin.post("/users", {**ADA, "credentials": PASSWORD})
        token = password_grant(call)
        number = call.count
        userinfo(call, token)
        admin.put(user, {"firstName": "Augusta", "email": "new@example.org"})
        userinfo(call, token)
        refresh(call, number)
        admin.put(user, {"enabled": False})
        password_grant(call)
        userinfo(call, token)
        admin.put(user, {"enabled": True})
        password_grant(call)
        admin.delete(user)
        userinfo(call, token)
        introspect(call, token)
        refresh(call, number)
        password_grant(call)
        admin.post("/users", {**ADA, "credentials": PASSWORD})
        userinfo(call, token)
        refresh(call, number)
        password_grant(call)


def test_a_client_from_creation_to_deletion(admin: Admin) -> None:
    call = admin.call
    with admin.new_realm(REALM):
        admin.post("/users", {**ADA, "credentials": PASSWORD})
        password_grant(call)
        client = admin.post("/clients", APP)
        token = password_grant(call)
        number = call.count
        admin.put(client, {"attributes": {"access.token.lifespan": "77"}})
        password_grant(call)
        admin.put(client, {"directAccessGrantsEnabled": False})
        password_grant(call)
        call.token(REALM, client_id="app", client_secret="app-secret")
        admin.put(client, {"directAccessGrantsEnabled": True, "enabled": False})
        password_grant(call)
        admin.put(client, {"enabled": True})
        userinfo(call, token)
        admin.delete(client)
        userinfo(call, token)
        password_grant(call)
        admin.post("/clients", APP)
        userinfo(call, token)
        refresh(call, number)


def test_a_client_gets_a_new_client_id(admin: Admin) -> None:
    call = admin.call
    with admin.new_realm(REALM):
        client = admin.post("/clients", APP)
        call.token(REALM, client_id="app", client_secret="app-secret")
        admin.put(client, {"clientId": "new"})
        call.token(REALM, client_id="app", client_secret="app-secret")
        call.token(REALM, client_id="new", client_secret="app-secret")
        admin.get("/users", username="service-account")


def test_a_service_account_comes_and_goes(admin: Admin) -> None:
    call = admin.call
    with admin.new_realm(REALM):
        client = admin.post("/clients", {**APP, "serviceAccountsEnabled": False})
        call.token(REALM, client_id="app", client_secret="app-secret")
        admin.put(client, {"serviceAccountsEnabled": True})
        call.token(REALM, client_id="app", client_secret="app-secret")
        admin.put(client, {"serviceAccountsEnabled": False})
        call.token(REALM, client_id="app", client_secret="app-secret")
        admin.get("/users", username="service-account")


def test_a_realm_changes(admin: Admin) -> None:
    call = admin.call
    with admin.new_realm(REALM):
        admin.post("/users", {**ADA, "credentials": PASSWORD})
        admin.post("/clients", APP)
        admin.put("", {"accessTokenLifespan": 99, "ssoSessionIdleTimeout": 400})
        token = password_grant(call)
        admin.put("", {"enabled": False})
        password_grant(call)
        userinfo(call, token)
        admin.put("", {"enabled": True})
        userinfo(call, token)
        admin.put("", {"loginWithEmailAllowed": False})
        password_grant(call, username="ada@example.org")
        call.get(f"/realms/{REALM}/.well-known/openid-configuration")


def test_a_realm_is_created_again(admin: Admin) -> None:
    call = admin.call
    with admin.new_realm(REALM):
        admin.post("/users", {**ADA, "credentials": PASSWORD})
        admin.post("/clients", APP)
        token = password_grant(call)
        number = call.count
        admin.delete()
        userinfo(call, token)
        admin.post("/admin/realms", {"realm": REALM, "enabled": True})
        userinfo(call, token)
        admin.get("/users")
        admin.post("/clients", APP)
        refresh(call, number)
