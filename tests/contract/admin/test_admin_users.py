"""Users: create, search, count, read, update, delete, reset the password."""

from typing import Any

import pytest

from contract.admin.calls import ADMINISTERED, Admin

REALM = "users-realm"
ADA = {"username": "ada", "enabled": True, "email": "ada@example.org", "firstName": "Ada", "lastName": "Lovelace"}
PASSWORD = [{"type": "password", "value": "password"}]
NEW_USERS: dict[str, Any] = {
    "with a username": {"username": "ada"},
    "with capital letters": {"username": "ADA", "email": "ADA@Example.org"},
    "with everything": {
        **ADA,
        "emailVerified": True,
        "requiredActions": ["UPDATE_PASSWORD", "VERIFY_EMAIL", "NONSENSE"],
        "credentials": PASSWORD,
        "attributes": {"phone": ["1"]},
        "realmRoles": ["offline_access", "nothing"],
        "createdTimestamp": 1600000000000,
        "id": "5adb0b3c-1111-4000-8000-000000000001",
    },
    "with a temporary password": {**ADA, "credentials": [{"type": "password", "value": "x", "temporary": True}]},
    "without a username": {"email": "ada@example.org"},
    "with an empty username": {"username": ""},
    "with a blank username": {"username": "  "},
    "with a short username": {"username": "ab"},
    "with a long username": {"username": "a" * 256},
    "with invalid characters": {"username": "a<b>", "firstName": "<"},
    "with an invalid email": {"username": "ada", "email": "nobody"},
    "with an empty email": {"username": "ada", "email": ""},
    "of a group that does not exist": {"username": "ada", "groups": ["/nowhere"]},
}


@pytest.mark.parametrize("rep", NEW_USERS.values(), ids=NEW_USERS.keys())
def test_a_new_user(admin: Admin, rep: Any) -> None:
    with admin.new("/users", rep) as user:
        admin.get(user)
        admin.get("/users", username="ada")


@pytest.mark.parametrize(
    "rep", [{"username": "ADA"}, {"username": "other", "email": "Ada@example.org"}, {"username": "ada@example.org"}]
)
def test_a_name_or_email_that_is_taken(admin: Admin, rep: Any) -> None:
    with admin.new("/users", ADA):
        admin.post("/users", rep)
        other = admin.post("/users", {"username": "third"})
        admin.put(other, rep)
        admin.delete(other)


UPDATES: dict[str, Any] = {
    "of nothing": {},
    "of the name": {"firstName": "Augusta", "lastName": "King"},
    "of the username": {"username": "lovelace"},
    "of the same username": {"username": "ADA", "firstName": "A"},
    "of the email": {"email": "New@example.org"},
    "that removes the email": {"email": ""},
    "with null": {"email": None, "firstName": None},
    "that disables": {"enabled": False},
    "of the attributes": {"attributes": {"phone": ["1"]}},
    "with attributes and a name": {"attributes": {}, "firstName": "A"},
    "of required actions": {"requiredActions": ["VERIFY_EMAIL"]},
    "that removes required actions": {"requiredActions": []},
    "of the password": {"credentials": [{"type": "password", "value": "new"}]},
    "with an invalid email": {"email": "nobody"},
    "of the time of creation": {"createdTimestamp": 5},
    "of the id": {"id": "5adb0b3c-1111-4000-8000-000000000002"},
    "of roles, which are ignored": {"realmRoles": ["offline_access"]},
    "with an unknown key": {"nonsense": 1},
}


@pytest.mark.parametrize("rep", UPDATES.values(), ids=UPDATES.keys())
def test_an_update(admin: Admin, rep: Any) -> None:
    with admin.new("/users", {**ADA, "requiredActions": ["UPDATE_PROFILE"], "credentials": PASSWORD}) as user:
        admin.put(user, rep)
        admin.get(user)


def test_the_username_is_changed_if_the_realm_allows_it(admin: Admin) -> None:
    with admin.new_realm(REALM, editUsernameAllowed=True):
        user = admin.post("/users", ADA)
        admin.put(user, {"username": "Lovelace"})
        admin.get(user)
        admin.post("/users", {"username": "ada"})
        admin.put(user, {"username": "ada"})


def test_the_email_is_the_username_if_the_realm_says_so(admin: Admin) -> None:
    with admin.new_realm(REALM, registrationEmailAsUsername=True):
        user = admin.post("/users", {**ADA, "username": "ignored"})
        admin.get(user)
        admin.put(user, {"email": "new@example.org"})
        admin.get(user)


@pytest.mark.parametrize("policy", ["ENABLED", "ADMIN_EDIT", "ADMIN_VIEW", ""])
def test_attributes_that_are_not_in_the_profile(admin: Admin, policy: str) -> None:
    from json import dumps

    names = ("username", "email", "firstName", "lastName")
    both = {"view": ["admin", "user"], "edit": ["admin", "user"]}
    profile: dict[str, Any] = {"attributes": [{"name": name, "permissions": both} for name in names]}
    profile |= {"unmanagedAttributePolicy": policy} if policy else {}
    component = {"providerId": "declarative-user-profile", "config": {"kc.user.profile.config": [dumps(profile)]}}
    with admin.new_realm(REALM, components={"org.keycloak.userprofile.UserProfileProvider": [component]}):
        user = admin.post("/users", {**ADA, "attributes": {"phone": ["1", "2"], "empty": [""]}})
        admin.get(user)
        admin.put(user, {"firstName": "A"})
        admin.get(user)
        admin.put(user, {**ADA, "attributes": {"other": ["3"]}})
        admin.get(user)
        admin.get("/users", q="other:3")


def test_a_user_is_deleted(admin: Admin) -> None:
    with admin.new("/users", ADA) as user:
        admin.delete(user)
        admin.get(user)
        admin.delete(user)
        admin.put(user, {})
        admin.get("/users/count", username="ada")
        admin.delete(admin.post("/users", ADA))


PASSWORDS: dict[str, Any] = {
    "plain": {"type": "password", "value": "new"},
    "temporary": {"type": "password", "value": "new", "temporary": True},
    "without a type": {"value": "new"},
    "of another type": {"type": "otp", "value": "new"},
    "without a value": {"type": "password"},
    "empty": {"type": "password", "value": ""},
    "blank": {"type": "password", "value": " "},
    "with an unknown key": {"value": "new", "nonsense": 1},
}


@pytest.mark.parametrize("rep", PASSWORDS.values(), ids=PASSWORDS.keys())
def test_a_new_password(admin: Admin, rep: Any) -> None:
    with admin.new("/users", {**ADA, "credentials": PASSWORD}) as user:
        admin.put(f"{user}/reset-password", rep)
        admin.get(user)
        for password in ("password", "new"):
            who: Any = {"username": "ada", "password": password, "client_id": "app", "client_secret": "app-secret"}
            admin.call.token(ADMINISTERED, grant_type="password", **who)


@pytest.mark.parametrize("policy", ["length(8)", "digits(1) and upperCase(1)", "notUsername", "passwordHistory(2)"])
def test_a_password_that_breaks_the_policy(admin: Admin, policy: str) -> None:
    with admin.new_realm(REALM, passwordPolicy=policy):
        admin.post("/users", {**ADA, "credentials": [{"type": "password", "value": "ada"}]})
        user = admin.post("/users", {**ADA, "username": "eve", "email": "eve@example.org"})
        admin.put(f"{user}/reset-password", {"value": "eve"})
        admin.put(f"{user}/reset-password", {"value": "Long-enough-1"})
        admin.put(f"{user}/reset-password", {"value": "Long-enough-1"})
        admin.put(user, {"credentials": [{"type": "password", "value": "eve"}]})


PEOPLE = (
    {**ADA, "createdTimestamp": 1600000000000, "emailVerified": True},
    {"username": "adam", "enabled": True, "email": "adam@other.org", "firstName": "Adam", "lastName": "Ant"},
    {"username": "bob", "enabled": False, "email": "bob@example.org", "firstName": "Bob", "lastName": "Adamson"},
    {"username": "carol_x", "enabled": True, "firstName": "Carol Ann", "lastName": "O'Hara"},
    {"username": "dave%", "enabled": True, "email": "dave@example.org"},
)
QUERIES: tuple[dict[str, str], ...] = (
    *({}, {"max": "2"}, {"first": "1", "max": "2"}, {"first": "10"}, {"max": "0"}, {"max": "-1"}, {"first": "-1"}),
    *({"max": "x"}, {"first": "x"}, {"max": ""}, {"briefRepresentation": "true"}, {"briefRepresentation": "x"}),
    *({"username": "ada"}, {"username": "ADA"}, {"username": "da"}, {"username": "ada", "exact": "true"}),
    *({"username": "da", "exact": "true"}, {"username": ""}, {"username": "", "exact": "true"}, {"exact": "true"}),
    *({"email": "example"}, {"email": "ada@example.org", "exact": "true"}, {"firstName": "a"}, {"lastName": "ADAM"}),
    *({"firstName": "carol ann", "exact": "true"}, {"firstName": "ada", "lastName": "love"}, {"username": "_"}),
    *({"username": "%"}, {"username": "*"}, {"search": "ada"}, {"search": "ADA"}, {"search": "da"}, {"search": "*da*"}),
    *({"search": "ad*"}, {"search": "*am"}, {"search": '"ada"'}, {"search": '"ad"'}, {"search": "ada love"}),
    *({"search": "love ada"}, {"search": "carol ann"}, {"search": '"carol ann"'}, {"search": ""}, {"search": " "}),
    *({"search": "*"}, {"search": "nobody"}, {"search": "o'hara"}, {"search": "a_a"}, {"search": "dave%"}),
    *(
        {"search": "example.org"},
        {"search": "ada@"},
        {"search": "ada", "enabled": "false"},
        {"search": "a", "max": "1"},
    ),
    *({"search": "username:ada bob"}, {"search": "email:ada@example.org"}, {"search": "id:nothing"}),
    *({"search": "username: ada"}, {"search": "ada", "username": "bob"}, {"enabled": "true"}, {"enabled": "false"}),
    *(
        {"enabled": "x"},
        {"emailVerified": "true"},
        {"emailVerified": "false", "enabled": "true"},
        {"q": "username:ada"},
    ),
    *({"q": "nothing:x"}, {"q": "nonsense"}, {"q": ""}, {"idpAlias": "google"}, {"idpUserId": "x"}),
    *({"createdAfter": "2021-01-01"}, {"createdBefore": "2021-01-01"}, {"createdAfter": "1600000000001"}),
    *({"createdBefore": "1600000000000"}, {"createdAfter": "x"}, {"createdBefore": "2020-13-01"}, {"nonsense": "x"}),
)


def test_searches(admin: Admin) -> None:
    with admin.new_realm(REALM):
        for rep in PEOPLE:
            admin.post("/users", rep)
        admin.post("/clients", {"clientId": "robot", "serviceAccountsEnabled": True})
        for query in QUERIES:
            admin.get("/users", **query)
            admin.get("/users/count", **query)
