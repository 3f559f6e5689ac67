"""Organizations in realm files and registries."""

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


def test_a_registry_may_define_organizations() -> None:
    realm = load_text(REGISTRY, "mockauth.toml", {}).realms["shop"]
    acme = realm.organizations["acme"]
    assert realm.organizations_enabled
    assert (acme.name, acme.domains, dict(acme.attributes)) == ("ACME Corp", ("acme.example",), {"plan": ("gold",)})
    assert list(acme.members) == ["alice"]


def test_a_registry_may_disable_organizations() -> None:
    text = REGISTRY.replace("[realms.shop.users", "[realms.shop]\norganizations_enabled = false\n[realms.shop.users")
    assert not load_text(text, "mockauth.toml", {}).realms["shop"].organizations_enabled


def test_a_member_who_is_not_a_user_is_refused() -> None:
    with pytest.raises(ConfigError, match=r"organizations\.acme\.members"):
        load_text(REGISTRY.replace('"Alice"', '"bob"'), "mockauth.toml", {})


@pytest.mark.parametrize(
    ("organization", "message"),
    [
        ({"name": ""}, 'has no "name"'),
        ({"name": "ACME Corp"}, "contains spaces"),
        ({"name": "acme", "members": [{"username": "nobody"}]}, 'user "nobody" does not exist'),
        ({"name": "acme", "members": "alice"}, "expected a list"),
    ],
)
def test_an_invalid_organization_is_refused(tmp_path: Path, organization: dict[str, object], message: str) -> None:
    file = tmp_path / "realm.json"
    file.write_text(json.dumps({"realm": "shop", "organizations": [organization]}), encoding="utf-8")
    with pytest.raises(ConfigError, match=message):
        load([file])


@pytest.mark.parametrize(
    ("two", "message"),
    [
        ([{"name": "acme"}, {"name": "acme"}], "duplicate organization"),
        ([{"name": "a", "alias": "x"}, {"name": "b", "alias": "x"}], "duplicate organization"),
        ([{"name": "a", "alias": "x"}, {"name": "a", "alias": "y"}], "duplicate organization"),
        (
            [{"name": "a", "domains": [{"name": "q.x"}]}, {"name": "b", "domains": [{"name": "q.x"}]}],
            "already belongs to organization",
        ),
    ],
)
def test_two_organizations_cannot_share_an_alias_a_name_or_a_domain(
    tmp_path: Path, two: list[object], message: str
) -> None:
    file = tmp_path / "realm.json"
    file.write_text(json.dumps({"realm": "shop", "organizations": two}), encoding="utf-8")
    with pytest.raises(ConfigError, match=message):
        load([file])
