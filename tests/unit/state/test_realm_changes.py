"""Changes of realms while mockauth runs: what is read again, the master realm, and the reload of files."""

from mockauth.realms.files import load_text
from mockauth.realms.representation import read_realm
from mockauth.state import State
from mockauth.state.key_ring import KeyRing

_REALMS = """
[realms.one.clients.app]
[realms.two]
"""
LOADED = load_text(_REALMS, "realms.toml", {})


def state() -> State:
    return State(LOADED.realms, KeyRing())


def test_only_what_changed_is_read_again() -> None:
    before = LOADED.realms["one"]
    client = {**before.rep["clients"][0], "name": "Changed"}
    rep = {**before.rep, "clients": [client, *before.rep["clients"][1:]]}
    after, problems = read_realm(rep, before)
    assert not problems
    assert after.clients[client["clientId"]].name == "Changed"
    kept = [it for it in before.clients if it != client["clientId"]]
    assert all(after.clients[it] is before.clients[it] for it in kept)
    assert all(after.scopes[it] is before.scopes[it] for it in before.scopes)
    assert after.roles is before.roles
    assert after.users is before.users
    assert after.source == before.source


def test_the_master_realm_has_an_admin_client_for_every_realm() -> None:
    own = state()
    master = own.find_realm("master")
    assert master
    assert {"one-realm", "two-realm", "master-realm"} <= set(master.clients)
    own.remove_realm("two")
    master = own.find_realm("master")
    assert master
    assert "two-realm" not in master.clients
    assert not any(role.client == "two-realm" for role in master.roles)


def test_a_realm_that_was_changed_stays_when_another_file_changes() -> None:
    own = state()
    changed = own.put_realm({**LOADED.realms["one"].rep, "displayName": "Changed"}, LOADED.realms["one"])
    fresh = load_text(_REALMS + 'display_name = "New"', "realms.toml", {})
    own.reload(LOADED.representations, fresh.realms)
    assert own.find_realm("one") is changed
    assert own.find_realm("two") is fresh.realms["two"]


def test_the_file_wins_if_its_own_realm_changes() -> None:
    own = state()
    own.put_realm({**LOADED.realms["two"].rep, "displayName": "Changed"}, LOADED.realms["two"])
    fresh = load_text(_REALMS + 'display_name = "New"', "realms.toml", {})
    own.reload(LOADED.representations, fresh.realms)
    assert own.find_realm("two") is fresh.realms["two"]


def test_realms_that_were_created_or_deleted_stay_so_when_files_are_reloaded() -> None:
    own = state()
    own.put_realm({**LOADED.realms["two"].rep, "realm": "three"})
    own.remove_realm("one")
    own.reload(LOADED.representations, load_text(_REALMS, "realms.toml", {}).realms)
    assert {*own.realms} == {"two", "three"}


def test_a_realm_whose_file_is_gone_is_gone() -> None:
    own = state()
    own.reload(LOADED.representations, load_text("[realms.two]", "realms.toml", {}).realms)
    assert {*own.realms} == {"two"}
