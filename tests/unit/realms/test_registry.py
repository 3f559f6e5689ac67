"""The registry (TOML): what it stands for."""

from typing import Any

import pytest

from mockauth.realms import registry


def realm(text: str, **env: str) -> dict[str, Any]:
    [found] = registry.representations(text, "demo.toml", env)
    return found


def client(lines: str, **env: str) -> dict[str, Any]:
    found = realm(f"[realms.demo.clients.it]\n{lines}", **env)
    return next(one for one in found["clients"] if one["clientId"] == "it")


def test_a_secret_makes_a_client_confidential() -> None:
    assert client('secret = "s"')["publicClient"] is False


def test_a_client_without_a_secret_is_public() -> None:
    assert client('name = "It"')["publicClient"] is True


def test_a_client_that_authenticates_otherwise_is_confidential() -> None:
    assert client('client_authenticator_type = "client-jwt"')["publicClient"] is False


def test_a_bearer_only_client_is_not_public() -> None:
    assert client("bearer_only = true")["publicClient"] is False


def test_public_client_said_outright_wins() -> None:
    assert client('secret = "s"\npublic_client = true')["publicClient"] is True


@pytest.mark.parametrize(
    "flow", ["standardFlowEnabled", "implicitFlowEnabled", "directAccessGrantsEnabled", "serviceAccountsEnabled"]
)
def test_a_flow_that_is_not_named_is_off(flow: str) -> None:
    assert client('secret = "s"')[flow] is False


def test_a_root_url_gives_everything_below_it_as_redirect_uri() -> None:
    assert client('root_url = "http://localhost:8282/app/"')["redirectUris"] == ["http://localhost:8282/app/*"]


def test_a_root_url_gives_its_origin() -> None:
    assert client('root_url = "http://localhost:8282/app"')["webOrigins"] == ["http://localhost:8282"]


def test_redirect_uris_that_are_named_are_the_only_ones() -> None:
    lines = 'root_url = "http://localhost:8282"\nredirect_uris = ["/callback"]'
    assert client(lines)["redirectUris"] == ["/callback"]


def test_a_url_of_keys_is_used() -> None:
    attributes = client('jwks_url = "http://localhost:8282/keys"')["attributes"]
    assert attributes == {"jwks.url": "http://localhost:8282/keys", "use.jwks.url": "true"}


def test_several_request_uris_are_one_attribute() -> None:
    attributes = client('request_uris = ["http://a/*", "http://b/x"]\nattributes = { more = "1" }')["attributes"]
    assert attributes == {"request.uris": "http://a/*##http://b/x", "more": "1"}


def test_a_client_may_have_to_push_its_requests() -> None:
    found = client("require_pushed_authorization_requests = true")["attributes"]
    assert found == {"require.pushed.authorization.requests": "true"}


def test_the_lifespan_of_pushed_requests_is_an_attribute_of_the_realm() -> None:
    found = realm("[realms.demo]\npar_request_uri_lifespan = 5")["attributes"]
    assert found["parRequestUriLifespan"] == "5"
    assert realm("[realms.demo]")["attributes"]["parRequestUriLifespan"] == "60"


def test_a_service_account_gets_its_scope() -> None:
    assert "service_account" in client('secret = "s"\nservice_accounts_enabled = true')["defaultClientScopes"]


def test_a_service_account_has_the_default_roles_and_its_own() -> None:
    found = realm(
        '[realms.demo.clients.it]\nsecret = "s"\nservice_accounts_enabled = true\nservice_account_roles = ["R"]'
    )
    assert found["users"][0]["realmRoles"] == ["default-roles-demo", "R"]


def test_a_role_that_is_only_given_to_somebody_is_made() -> None:
    found = realm('[realms.demo.users.alice]\nrealm_roles = ["R"]')
    assert {"name": "R", "composite": False} in found["roles"]["realm"]


def test_roles_are_a_list_of_names_or_tables() -> None:
    as_list, as_tables = realm('[realms.demo]\nroles = ["R"]'), realm("[realms.demo.roles.R]")
    assert as_list["roles"] == as_tables["roles"]


def test_a_composite_role_is_marked_as_one() -> None:
    found = realm('[realms.demo.roles]\nA = {realm_composites = ["B"]}\nB = {}')
    assert {"name": "A", "composite": True, "composites": {"realm": ["B"], "client": {}}} in found["roles"]["realm"]


def test_a_mapper_writes_to_all_tokens_unless_it_says_else() -> None:
    lines = """[realms.demo.clients.it.protocol_mappers.m]
protocol_mapper = "oidc-hardcoded-claim-mapper"
config = {"id.token.claim" = false}"""
    [mapper] = client(f"\n{lines}")["protocolMappers"]
    assert (mapper["config"]["id.token.claim"], mapper["config"]["access.token.claim"]) == ("false", "true")


def test_a_client_of_a_built_in_name_takes_its_place() -> None:
    found = realm('[realms.demo.clients.admin-cli]\nsecret = "s"')
    assert [one["publicClient"] for one in found["clients"] if one["clientId"] == "admin-cli"] == [False]


def test_a_scope_of_a_built_in_name_takes_its_place() -> None:
    found = realm('[realms.demo.client_scopes.email]\ndescription = "mine"')
    assert [one["description"] for one in found["clientScopes"] if one["name"] == "email"] == ["mine"]


def test_a_role_of_a_built_in_name_takes_its_place() -> None:
    found = realm("[realms.demo.roles.offline_access]\ndescription = 'mine'")
    assert [role.get("description") for role in found["roles"]["realm"] if role["name"] == "offline_access"] == ["mine"]


def test_a_user_has_a_verified_email_where_there_is_one() -> None:
    found = realm('[realms.demo.users.alice]\nemail = "alice@example.org"\n[realms.demo.users.bob]')
    assert [user["emailVerified"] for user in found["users"]] == [True, False]


def test_a_username_is_in_lower_case() -> None:
    assert realm("[realms.demo.users.Alice]")["users"][0]["username"] == "alice"


def test_one_attribute_value_stands_for_a_list_of_one() -> None:
    found = realm('[realms.demo.users.alice.attributes]\na = 1\nb = ["x", "y"]\nc = true')
    assert found["users"][0]["attributes"] == {"a": ["1"], "b": ["x", "y"], "c": ["true"]}


def test_sub_groups_have_the_path_of_their_parents() -> None:
    found = realm("[realms.demo.groups.staff.sub_groups.admins]")
    assert found["groups"][0]["subGroups"][0]["path"] == "/staff/admins"


def test_ids_are_the_same_on_every_start() -> None:
    text = '[realms.demo.clients.it]\nsecret = "s"\nservice_accounts_enabled = true\n[realms.demo.users.alice]'
    assert realm(text) == realm(text)


def test_an_id_does_not_depend_on_what_else_is_there() -> None:
    alone, together = (realm(f"[realms.demo.users.bob]\n{more}") for more in ("", "[realms.demo.users.alice]"))
    assert alone["users"][0]["id"] == together["users"][0]["id"]


def test_an_id_depends_on_the_realm() -> None:
    here, there = (realm(f"[realms.{name}.users.bob]")["users"][0]["id"] for name in ("a", "b"))
    assert here != there


def test_an_id_that_is_given_is_taken() -> None:
    assert client('id = "of-my-own"')["id"] == "of-my-own"


def test_the_derived_id_of_a_service_account_never_changes() -> None:
    found = realm('[realms.sivalabs.clients.archival-service]\nsecret = "s"\nservice_accounts_enabled = true')
    assert found["users"][0]["id"] == "3a888428-6b7a-5302-a298-d98854c61ee5"
