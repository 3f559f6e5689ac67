"""The registry (TOML) expands to realm representations."""

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


def test_a_client_with_another_authenticator_is_confidential() -> None:
    assert client('client_authenticator_type = "client-jwt"')["publicClient"] is False


def test_a_bearer_only_client_is_not_public() -> None:
    assert client("bearer_only = true")["publicClient"] is False


def test_public_client_takes_precedence_over_a_secret() -> None:
    assert client('secret = "s"\npublic_client = true')["publicClient"] is True


@pytest.mark.parametrize(
    "flow", ["standardFlowEnabled", "implicitFlowEnabled", "directAccessGrantsEnabled", "serviceAccountsEnabled"]
)
def test_a_flow_is_off_by_default(flow: str) -> None:
    assert client('secret = "s"')[flow] is False


def test_a_root_url_allows_redirects_to_everything_below_it() -> None:
    assert client('root_url = "http://localhost:8282/app/"')["redirectUris"] == ["http://localhost:8282/app/*"]


def test_a_root_url_is_a_web_origin() -> None:
    assert client('root_url = "http://localhost:8282/app"')["webOrigins"] == ["http://localhost:8282"]


def test_redirect_uris_replace_that_of_the_root_url() -> None:
    lines = 'root_url = "http://localhost:8282"\nredirect_uris = ["/callback"]'
    assert client(lines)["redirectUris"] == ["/callback"]


def test_a_jwks_url_is_used_for_the_keys_of_the_client() -> None:
    attributes = client('jwks_url = "http://localhost:8282/keys"')["attributes"]
    assert attributes == {"jwks.url": "http://localhost:8282/keys", "use.jwks.url": "true"}


def test_request_uris_are_joined_in_one_attribute() -> None:
    attributes = client('request_uris = ["http://a/*", "http://b/x"]\nattributes = { more = "1" }')["attributes"]
    assert attributes == {"request.uris": "http://a/*##http://b/x", "more": "1"}


def test_a_client_can_be_required_to_push_its_requests() -> None:
    found = client("require_pushed_authorization_requests = true")["attributes"]
    assert found == {"require.pushed.authorization.requests": "true"}


def test_the_lifespan_of_pushed_requests_is_an_attribute_of_the_realm() -> None:
    found = realm("[realms.demo]\npar_request_uri_lifespan = 5")["attributes"]
    assert found["parRequestUriLifespan"] == "5"
    assert realm("[realms.demo]")["attributes"]["parRequestUriLifespan"] == "60"


def test_a_service_account_gets_the_scope_service_account() -> None:
    assert "service_account" in client('secret = "s"\nservice_accounts_enabled = true')["defaultClientScopes"]


def test_a_service_account_has_the_default_roles_and_its_own() -> None:
    found = realm(
        '[realms.demo.clients.it]\nsecret = "s"\nservice_accounts_enabled = true\nservice_account_roles = ["R"]'
    )
    assert found["users"][0]["realmRoles"] == ["default-roles-demo", "R"]


def test_a_realm_role_that_is_assigned_but_not_defined_is_created() -> None:
    found = realm('[realms.demo.users.alice]\nrealm_roles = ["R"]')
    assert {"name": "R", "composite": False} in found["roles"]["realm"]


@pytest.mark.parametrize(
    "text",
    [
        'users.alice.client_roles = {it = ["R"]}',
        'groups.staff.client_roles = {it = ["R"]}',
        'clients.robot = {secret = "s", service_accounts_enabled = true, service_account_client_roles = {it = ["R"]}}',
        'clients.robot.client_scope_mappings = {it = ["R"]}',
    ],
)
def test_a_client_role_that_is_assigned_but_not_defined_is_created(text: str) -> None:
    found = realm(f"[realms.demo]\nclients.it = {{}}\n{text}")
    assert found["roles"]["client"]["it"] == [{"name": "R", "composite": False}]


def test_lifespans_have_the_names_of_keycloak() -> None:
    found = realm("[realms.demo]\nsso_session_idle_timeout = 5\nrevoke_refresh_token = true\naccess_code_lifespan = 7")
    assert (found["ssoSessionIdleTimeout"], found["revokeRefreshToken"], found["accessCodeLifespan"]) == (5, True, 7)


def test_roles_can_be_a_list_of_names_or_tables() -> None:
    as_list, as_tables = realm('[realms.demo]\nroles = ["R"]'), realm("[realms.demo.roles.R]")
    assert as_list["roles"] == as_tables["roles"]


def test_a_role_with_composites_is_composite() -> None:
    found = realm('[realms.demo.roles]\nA = {realm_composites = ["B"]}\nB = {}')
    assert {"name": "A", "composite": True, "composites": {"realm": ["B"], "client": {}}} in found["roles"]["realm"]


def test_a_mapper_applies_to_all_tokens_by_default() -> None:
    lines = """[realms.demo.clients.it.protocol_mappers.m]
protocol_mapper = "oidc-hardcoded-claim-mapper"
config = {"id.token.claim" = false}"""
    [mapper] = client(f"\n{lines}")["protocolMappers"]
    assert (mapper["config"]["id.token.claim"], mapper["config"]["access.token.claim"]) == ("false", "true")


def test_a_client_replaces_a_built_in_client_of_the_same_id() -> None:
    found = realm('[realms.demo.clients.admin-cli]\nsecret = "s"')
    assert [one["publicClient"] for one in found["clients"] if one["clientId"] == "admin-cli"] == [False]


def test_a_scope_replaces_a_built_in_scope_of_the_same_name() -> None:
    found = realm('[realms.demo.client_scopes.email]\ndescription = "mine"')
    assert [one["description"] for one in found["clientScopes"] if one["name"] == "email"] == ["mine"]


def test_a_role_replaces_a_built_in_role_of_the_same_name() -> None:
    found = realm("[realms.demo.roles.offline_access]\ndescription = 'mine'")
    assert [role.get("description") for role in found["roles"]["realm"] if role["name"] == "offline_access"] == ["mine"]


def test_the_email_address_of_a_user_is_verified_by_default() -> None:
    found = realm('[realms.demo.users.alice]\nemail = "alice@example.org"\n[realms.demo.users.bob]')
    assert [user["emailVerified"] for user in found["users"]] == [True, False]


def test_a_username_is_converted_to_lower_case() -> None:
    assert realm("[realms.demo.users.Alice]")["users"][0]["username"] == "alice"


def test_a_single_attribute_value_becomes_a_list() -> None:
    found = realm('[realms.demo.users.alice.attributes]\na = 1\nb = ["x", "y"]\nc = true')
    assert found["users"][0]["attributes"] == {"a": ["1"], "b": ["x", "y"], "c": ["true"]}


def test_the_path_of_a_subgroup_contains_its_parents() -> None:
    found = realm("[realms.demo.groups.staff.sub_groups.admins]")
    assert found["groups"][0]["subGroups"][0]["path"] == "/staff/admins"


def test_ids_are_the_same_on_every_start() -> None:
    text = '[realms.demo.clients.it]\nsecret = "s"\nservice_accounts_enabled = true\n[realms.demo.users.alice]'
    assert realm(text) == realm(text)


def test_an_id_does_not_depend_on_other_users() -> None:
    alone, together = (realm(f"[realms.demo.users.bob]\n{more}") for more in ("", "[realms.demo.users.alice]"))
    assert alone["users"][0]["id"] == together["users"][0]["id"]


def test_an_id_depends_on_the_realm() -> None:
    here, there = (realm(f"[realms.{name}.users.bob]")["users"][0]["id"] for name in ("a", "b"))
    assert here != there


def test_an_id_can_be_set() -> None:
    assert client('id = "of-my-own"')["id"] == "of-my-own"


def test_the_derived_id_of_a_service_account_never_changes() -> None:
    found = realm('[realms.sivalabs.clients.archival-service]\nsecret = "s"\nservice_accounts_enabled = true')
    assert found["users"][0]["id"] == "3a888428-6b7a-5302-a298-d98854c61ee5"
