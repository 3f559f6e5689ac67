"""Accounts: who has which name, as people change them."""

from dataclasses import replace

from demo import REGISTRY

from mockauth.realms.files import load_text
from mockauth.state.accounts import Accounts

_USERS = """
[realms.demo.users.ada]
email = "ada@example.org"
"""
REALM = load_text(REGISTRY + _USERS, "demo.toml", {}).realms["demo"]
ADA = next(user for user in REALM.users if user.username == "ada")


def test_a_name_that_was_given_up_is_nobodys() -> None:
    accounts = Accounts()
    accounts.keep(replace(ADA, username="lovelace", email=None))
    assert accounts.who_logs_in_as(REALM, "ADA") is None
    assert accounts.who_logs_in_as(REALM, "ada@example.org") is None
    assert accounts.who_logs_in_as(REALM, "Lovelace") == accounts.by_id(REALM, ADA.id)
    accounts.keep(ADA)
    assert accounts.who_logs_in_as(REALM, "ada@example.org") == ADA
    assert accounts.who_logs_in_as(REALM, "lovelace") is None


def test_of_two_who_want_a_name_one_gets_it() -> None:
    accounts = Accounts()
    one, other = (replace(ADA, id=name, username="twin", email=f"{name}@example.org") for name in ("one", "other"))
    assert accounts.add(REALM, one)
    assert not accounts.add(REALM, other)
    assert not accounts.add(REALM, replace(other, username="other", email="one@example.org"))
    assert not accounts.add(REALM, replace(other, username="ada"))
    assert accounts.add(REALM, replace(other, username="other"))


def test_nobody_without_an_email_is_taken_for_another() -> None:
    accounts = Accounts()
    assert accounts.add(REALM, replace(ADA, id="one", username="one", email=None))
    assert accounts.add(REALM, replace(ADA, id="two", username="two", email=None))
