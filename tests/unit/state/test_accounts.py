"""Accounts: usernames and emails while users change them."""

from dataclasses import replace

from demo import REGISTRY

from mockauth.realms.files import load_text
from mockauth.state.accounts import Accounts

_USERS = """
[realms.demo.users.ada]
email = "ada@example.org"
"""
REALM = load_text(REGISTRY + _USERS, "demo.toml", {}).realms["demo"]
SERVICE = "service-account-robot"
ADA = next(user for user in REALM.users if user.username == "ada")


def test_a_user_is_not_found_by_a_previous_name() -> None:
    accounts = Accounts()
    accounts.save(replace(ADA, username="lovelace", email=None))
    assert accounts.find_by_login(REALM, "ADA") is None
    assert accounts.find_by_login(REALM, "ada@example.org") is None
    assert accounts.find_by_login(REALM, "Lovelace") == accounts.by_id(REALM, ADA.id)
    accounts.save(ADA)
    found = accounts.find_by_login(REALM, "ada@example.org")
    assert found
    assert found.id == ADA.id
    assert accounts.find_by_login(REALM, "lovelace") is None


def test_a_name_or_email_that_is_taken_cannot_be_used_again() -> None:
    accounts = Accounts()
    one, other = (replace(ADA, id=name, username="twin", email=f"{name}@example.org") for name in ("one", "other"))
    assert accounts.add(REALM, one)
    assert not accounts.add(REALM, other)
    assert not accounts.add(REALM, replace(other, username="other", email="one@example.org"))
    assert not accounts.add(REALM, replace(other, username="ada"))
    assert accounts.add(REALM, replace(other, username="other"))


def test_users_without_an_email_are_not_confused() -> None:
    accounts = Accounts()
    assert accounts.add(REALM, replace(ADA, id="one", username="one", email=None))
    assert accounts.add(REALM, replace(ADA, id="two", username="two", email=None))


def test_users_are_listed_by_username_while_they_change() -> None:
    accounts = Accounts()
    for name in ("carol", "bob"):
        accounts.save_rep({"id": name, "username": name})
    listed = accounts.reps(REALM)
    assert next(listed)["username"] == "ada"
    accounts.save_rep({"id": "zoe", "username": "zoe"})
    accounts.save_rep({"id": "bob", "username": "ben"}, accounts.by_id(REALM, "bob"))
    assert [rep["username"] for rep in accounts.reps(REALM)] == ["ada", "ben", "carol", SERVICE, "zoe"]
    accounts.remove(ADA)
    assert [rep["username"] for rep in accounts.reps(REALM)] == ["ben", "carol", SERVICE, "zoe"]
    assert accounts.count(REALM) == 4


def test_a_deleted_user_is_not_found() -> None:
    accounts = Accounts()
    accounts.remove(ADA)
    assert accounts.by_id(REALM, ADA.id) is None
    assert accounts.find_by_login(REALM, "ada") is None
    accounts.save_rep({"id": "new", "username": "ada"})
    found = accounts.find_by_login(REALM, "ada")
    assert found
    assert found.id == "new"


def test_what_a_user_does_not_know_is_kept_when_it_changes() -> None:
    accounts = Accounts()
    password = {"type": "password", "value": "x", "id": "p", "createdDate": 5, "userLabel": "first"}
    rep = {"id": "u", "username": "eve", "federationLink": "f", "credentials": [password, {"type": "webauthn"}]}
    accounts.save_rep(rep)
    eve = accounts.by_id(REALM, "u")
    assert eve
    accounts.save(replace(eve, email="eve@example.org"))
    [after] = [it for it in accounts.reps(REALM) if it["id"] == "u"]
    assert (after["email"], after["federationLink"], after["credentials"]) == (
        "eve@example.org",
        "f",
        rep["credentials"],
    )
