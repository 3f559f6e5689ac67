"""`keycloak = { … }` in a registry takes keys in Keycloak's own spelling, under the rules for realm files."""

from typing import Any

import pytest

from mockauth.realms.files import load_text
from mockauth.realms.problems import ConfigError


def realm(text: str) -> dict[str, Any]:
    return load_text(text, "demo.toml", {}).representations["demo"]


def refused(text: str) -> str:
    with pytest.raises(ConfigError) as error:
        load_text(text, "demo.toml", {})
    return str(error.value)


def test_a_realm_takes_any_key_of_keycloak() -> None:
    rep = realm('[[realms.demo.keycloak.identityProviders]]\nalias = "github"\nproviderId = "github"')
    assert [provider["alias"] for provider in rep["identityProviders"]] == ["github"]


@pytest.mark.parametrize(
    ("table", "section"),
    [
        ("clients.x", "clients"),
        ("users.x", "users"),
        ("groups.x", "groups"),
        ("client_scopes.x", "clientScopes"),
        ("organizations.x", "organizations"),
    ],
)
def test_a_table_takes_keys_of_keycloak(table: str, section: str) -> None:
    key = '{ firstName = "X" }' if section == "users" else '{ description = "X" }'
    assert "X" in realm(f"[realms.demo.{table}]\nkeycloak = {key}")[section][-1].values()


def test_a_role_and_a_mapper_take_keys_of_keycloak() -> None:
    rep = realm(
        '[realms.demo.roles.R]\nkeycloak = { attributes = { a = ["1"] } }\n'
        '[realms.demo.clients.x.protocol_mappers.m]\nprotocol_mapper = "oidc-sub-mapper"\n'
        'keycloak = { config = { "own.option" = "1" } }'
    )
    assert {"a": ["1"]} in [role.get("attributes") for role in rep["roles"]["realm"]]
    [mapper] = rep["clients"][-1]["protocolMappers"]
    assert (mapper["config"]["own.option"], mapper["config"]["id.token.claim"]) == ("1", "true")


def test_objects_are_merged_and_lists_are_replaced() -> None:
    [client] = [
        one
        for one in realm(
            '[realms.demo.clients.x]\nredirect_uris = ["/a"]\nattributes = { a = "1" }\n'
            'keycloak = { redirectUris = ["/b"], attributes = { b = "2" } }'
        )["clients"]
        if one["clientId"] == "x"
    ]
    assert client["redirectUris"] == ["/b"]
    assert client["attributes"] == {"a": "1", "b": "2"}


def test_values_are_converted_as_in_a_realm_file() -> None:
    assert realm('[realms.demo]\nkeycloak = { ssoSessionIdleTimeout = "77" }')["ssoSessionIdleTimeout"] == 77


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[realms.demo]\nkeycloak = 5", "line 2: realms.demo.keycloak: expected a table"),
        ("[realms.demo]\nkeycloak = { ssoSessionIdleTimout = 5 }", 'did you mean "ssoSessionIdleTimeout"?'),
        ("[realms.demo]\nkeycloak = { enabled = [] }", "demo.keycloak.enabled: expected true or false, got a list"),
        ("[realms.demo]\nkeycloak = { clients = [] }", '"clients" cannot be set here: write clients outside keycloak'),
        ("[realms.demo.clients.x]\nkeycloak = { clientId = 'y' }", '"clientId" cannot be set here'),
        ("[realms.demo]\nkeycloak = { smtpServer = { from = 1979-05-27 } }", "has no equivalent in JSON"),
        (
            "[realms.demo]\n\nkeycloak = { defaultGroups = ['/x'] }",
            'line 3: realms.demo.defaultGroups: group "/x" does not exist',
        ),
        ("[realms.demo]\n\nbrowser_flow = 'x'", "line 3: realms.demo.browserFlow"),
        (
            "[realms.demo.clients.x]\nkeycloak = { redirectUris = ['a b'] }",
            "line 2: realms.demo.clients.x.redirectUris",
        ),
    ],
)
def test_the_rules_for_realm_files_apply(text: str, message: str) -> None:
    assert message in refused(text)


def test_a_key_that_mockauth_ignores_is_written_to_the_realm_json() -> None:
    rep = realm('[realms.demo]\naccount_theme = "mine"\nevents_listeners = ["a"]\nevents_expiration = 4294967296')
    assert (rep["accountTheme"], rep["eventsListeners"], rep["eventsExpiration"]) == ("mine", ["a"], 4294967296)


def test_a_registry_over_a_realm_file_takes_keys_of_keycloak(tmp_path: Any) -> None:
    from mockauth.realms.files import load

    (tmp_path / "shop.json").write_text('{"realm": "shop", "enabled": true, "users": [{"username": "ada"}]}')
    (tmp_path / "shop.toml").write_text(
        '[realms.shop]\nkeycloak = { accessCodeLifespan = 7 }\n[realms.shop.users.ada]\nkeycloak = { lastName = "L" }'
    )
    loaded = load([tmp_path / "shop.json", tmp_path / "shop.toml"], {})
    assert loaded.realms["shop"].lifespans.code == 7
    assert loaded.representations["shop"]["users"][0]["lastName"] == "L"
