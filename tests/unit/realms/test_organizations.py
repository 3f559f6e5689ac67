"""Organizations of realm files and registries."""

import json
from pathlib import Path

import pytest

from mockauth.realms.files import load, load_text
from mockauth.realms.problems import ConfigError

REGISTRY = """
[realms.shop.users.alice]
[realms.shop.organizations.acme]
name = "ACME Corp"
domains = ["acme.example"]
members = ["Alice"]
attributes = { plan = "gold" }
"""


def test_a_registry_has_organizations() -> None:
    realm = load_text(REGISTRY, "mockauth.toml", {}).realms["shop"]
    acme = realm.organizations["acme"]
    assert realm.organizations_enabled
    assert (acme.name, acme.domains, dict(acme.attributes)) == ("ACME Corp", ("acme.example",), {"plan": ("gold",)})
    assert list(acme.members) == ["alice"]


def test_a_registry_may_keep_them_off() -> None:
    text = REGISTRY.replace("[realms.shop.users", "[realms.shop]\norganizations_enabled = false\n[realms.shop.users")
    assert not load_text(text, "mockauth.toml", {}).realms["shop"].organizations_enabled


def test_a_member_who_is_no_user_is_named() -> None:
    with pytest.raises(ConfigError, match=r"organizations\.acme\.members"):
        load_text(REGISTRY.replace('"Alice"', '"bob"'), "mockauth.toml", {})


@pytest.mark.parametrize(
    ("organization", "said"),
    [
        ({"name": ""}, "needs a name"),
        ({"name": "ACME Corp"}, "cannot be used as alias"),
        ({"name": "acme", "members": [{"username": "nobody"}]}, "there is no user"),
        ({"name": "acme", "members": "alice"}, "expected a list"),
    ],
)
def test_what_keycloak_refuses_is_refused(tmp_path: Path, organization: dict[str, object], said: str) -> None:
    file = tmp_path / "realm.json"
    file.write_text(json.dumps({"realm": "shop", "organizations": [organization]}), encoding="utf-8")
    with pytest.raises(ConfigError, match=said):
        load([file])


@pytest.mark.parametrize(
    ("two", "said"),
    [
        ([{"name": "acme"}, {"name": "acme"}], "twice"),
        ([{"name": "a", "alias": "x"}, {"name": "b", "alias": "x"}], "twice"),
        ([{"name": "a", "alias": "x"}, {"name": "a", "alias": "y"}], "twice"),
        ([{"name": "a", "domains": [{"name": "q.x"}]}, {"name": "b", "domains": [{"name": "q.x"}]}], "another"),
    ],
)
def test_no_two_organizations_share_alias_name_or_domain(tmp_path: Path, two: list[object], said: str) -> None:
    file = tmp_path / "realm.json"
    file.write_text(json.dumps({"realm": "shop", "organizations": two}), encoding="utf-8")
    with pytest.raises(ConfigError, match=said):
        load([file])
