"""Realms: create, list, read, update, delete."""

import json
from typing import Any

import pytest

from contract.admin.calls import Admin

BAD_REALMS = {
    "without a name": "{}",
    "with an empty name": '{"realm": ""}',
    "with a blank name": '{"realm": " "}',
    "with a slash": '{"realm": "a/b"}',
    "with a question mark": '{"realm": "a?b"}',
    "with an unknown key": '{"realm": "bad-realm", "nonsense": 1}',
    "with a wrong type": '{"realm": "bad-realm", "enabled": "maybe"}',
    "that is a list": "[]",
    "that is not JSON": "{",
    "that is empty": "",
    "that exists": '{"realm": "administered"}',
    "that is the master realm": '{"realm": "master"}',
}


@pytest.mark.parametrize("body", BAD_REALMS.values(), ids=BAD_REALMS.keys())
def test_a_realm_that_cannot_be_created(admin: Admin, body: str) -> None:
    admin.login()
    admin.send("POST", "/admin/realms", raw=body)


@pytest.mark.parametrize("content_type", ["", "text/plain"])
def test_a_realm_needs_the_content_type_of_json(admin: Admin, content_type: str) -> None:
    admin.login()
    admin.send("POST", "/admin/realms", {"realm": "bad-realm"}, header={"content_type": content_type})


def test_a_new_realm(admin: Admin) -> None:
    with admin.new_realm("realms-new"):
        admin.get()
        admin.get("/clients")
        admin.get("/users")
        admin.get("/users/count")
        admin.get("/realms/realms-new")
        admin.send("POST", "/admin/realms", {"realm": "realms-new"})
    admin.get()
    admin.delete()


def test_a_new_realm_is_disabled_by_default(admin: Admin) -> None:
    admin.login()
    admin.post("/admin/realms", {"realm": "realms-disabled"})
    admin.realm = "realms-disabled"
    admin.call.token("realms-disabled", client_id="admin-cli", grant_type="password", username="x", password="y")
    admin.put("", {"enabled": True})
    admin.call.token("realms-disabled", client_id="admin-cli", grant_type="password", username="x", password="y")
    admin.delete()


def test_a_realm_from_an_export(admin: Admin) -> None:
    user = {"username": "ada", "enabled": True, "email": "a@example.org", "firstName": "A", "lastName": "L"}
    content = {
        "displayName": "Exported",
        "accessTokenLifespan": 120,
        "attributes": {"own": "value"},
        "smtpServer": {"from": "a@example.org", "host": "localhost", "auth": "true", "user": "u", "password": "p"},
        "roles": {"realm": [{"name": "clerk"}]},
        "clients": [{"clientId": "app", "secret": "app-secret", "directAccessGrantsEnabled": True}],
        "users": [{**user, "credentials": [{"type": "password", "value": "password"}], "realmRoles": ["clerk"]}],
    }
    with admin.new_realm("realms-exported", **content):
        admin.get()
        admin.get("/clients", clientId="app")
        admin.get("/users")
        who: dict[str, Any] = {
            "username": "ada",
            "password": "password",
            "client_id": "app",
            "client_secret": "app-secret",
        }
        admin.call.token("realms-exported", grant_type="password", **who)


CHANGES = {
    "displayName": '{"displayName": "Changed", "displayNameHtml": "<b>Changed</b>"}',
    "lifespans": '{"accessTokenLifespan": 77, "ssoSessionIdleTimeout": 600}',
    "attributes": '{"attributes": {"own": "value"}}',
    "nothing": "{}",
    "an unknown key": '{"nonsense": 1}',
    "a wrong type": '{"accessTokenLifespan": "soon"}',
    "a number as text": '{"accessTokenLifespan": "88"}',
    "users, which are ignored": '{"users": [{"username": "ignored"}]}',
    "clients, which are ignored": '{"clients": [{"clientId": "ignored"}]}',
    "roles, which are ignored": '{"roles": {"realm": [{"name": "ignored"}]}}',
    "the name of another realm": '{"realm": "administered"}',
    "a reserved character": '{"realm": "a/b"}',
    "its own name": '{"realm": "realms-changed", "displayName": "Same"}',
    "policies": '{"passwordPolicy": "length(8) and digits(1)", "bruteForceProtected": true}',
    "internationalization": '{"internationalizationEnabled": true, "supportedLocales": ["de"], "defaultLocale": "de"}',
    "an invalid mail server": '{"smtpServer": {"from": "nobody"}}',
}


@pytest.mark.parametrize("body", CHANGES.values(), ids=CHANGES.keys())
def test_changes_of_a_realm(admin: Admin, body: str) -> None:
    with admin.new_realm("realms-changed"):
        admin.send("PUT", "", raw=body)
        admin.get()


def test_a_realm_is_written_as_it_was_read(admin: Admin) -> None:
    with admin.new_realm("realms-written", attributes={"own": "value"}):
        read = json.loads(admin.get().body)
        # The answer differs between servers, so only its own keys are sent back.
        kept = {key: read[key] for key in ("realm", "enabled", "sslRequired", "accessTokenLifespan", "attributes")}
        admin.put("", {**kept, "registrationAllowed": True})
        admin.get()


def test_a_realm_is_renamed(admin: Admin) -> None:
    user = {"username": "ada", "enabled": True, "email": "a@example.org", "firstName": "A", "lastName": "L"}
    with admin.new_realm("realms-old"):
        admin.post("/users", {**user, "credentials": [{"type": "password", "value": "password"}]})
        admin.put("", {"realm": "realms-renamed"})
        admin.get()
        admin.realm = "realms-renamed"
        admin.login()
        admin.get("/users", username="ada")
        admin.get("/realms/realms-renamed")


def test_the_list_of_realms(admin: Admin) -> None:
    admin.login_of_realm("realm-admin")
    admin.get("/admin/realms")
    admin.get("/admin/realms", briefRepresentation="true")


def test_the_master_realm(admin: Admin) -> None:
    admin.login()
    admin.realm = "master"
    admin.get("/realms/master")
    admin.get("/users")
    admin.put("", {"realm": "other"})
    admin.delete()
