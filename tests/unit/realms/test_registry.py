"""The registry (TOML): what it stands for, and what it refuses with file, place, what and hint."""

from collections.abc import Callable
from typing import Any

import pytest

from mockauth.realms import registry
from mockauth.realms.problems import ConfigError

Refused = Callable[[str], list[str]]


def realm(text: str, **env: str) -> dict[str, Any]:
    [found] = registry.representations(text, "demo.toml", env)
    return found


def client(lines: str, **env: str) -> dict[str, Any]:
    found = realm(f"[realms.demo.clients.it]\n{lines}", **env)
    return next(one for one in found["clients"] if one["clientId"] == "it")


def refused(text: str, **env: str) -> list[str]:
    with pytest.raises(ConfigError) as error:
        registry.representations(text, "demo.toml", env)
    return [str(problem) for problem in error.value.problems]


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


# Placeholders.


def test_a_variable_comes_from_the_environment() -> None:
    assert client('secret = "${SECRET}"', SECRET="from outside")["secret"] == "from outside"


def test_a_variable_is_replaced_inside_a_string() -> None:
    assert client('root_url = "http://${HOST}:${PORT:80}/"', HOST="a")["rootUrl"] == "http://a:80/"


def test_a_default_stands_in_for_a_variable() -> None:
    assert client('secret = "${SECRET:quiet}"')["secret"] == "quiet"


def test_a_default_may_be_empty_and_hold_colons() -> None:
    assert client('name = "${A:}"\ndescription = "${B:http://b:1}"')["description"] == "http://b:1"


def test_a_variable_wins_over_its_default() -> None:
    assert client('secret = "${SECRET:quiet}"', SECRET="loud")["secret"] == "loud"


def test_a_value_from_the_environment_is_not_replaced_again() -> None:
    assert client('secret = "${A}"', A="${B}")["secret"] == "${B}"


def test_keycloaks_own_placeholders_stay() -> None:
    assert client('base_url = "${authBaseUrl}/x"')["baseUrl"] == "${authBaseUrl}/x"


def test_a_variable_that_is_not_there_is_refused() -> None:
    assert refused('[realms.demo.clients.it]\nsecret = "${SECRET}"') == [
        "demo.toml: realms.demo.clients.it.secret: the environment has no SECRET:"
        " set it, or give a default: ${SECRET:something}"
    ]


def test_a_url_is_checked_after_its_variables_are_replaced() -> None:
    [problem] = refused('[realms.demo.clients.it]\nroot_url = "${ROOT}"', ROOT="nonsense")
    assert 'realms.demo.clients.it.root_url: expected an http or https URL, got a string "nonsense"' in problem


# Refusals.


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[realms.demo.clients.it]\nsecrets = 's'", 'realms.demo.clients.it.secrets: unknown key "secrets": did you'),
        ("[realms.demo.clients.it]\nredirectUris = []", 'did you mean "redirect_uris"?'),
        ("[realms.demo.clients.it]\nredirect-uris = []", 'did you mean "redirect_uris"?'),
        ("[realms.demo.roles.r]\nzzz = 1", "known are: description, realm_composites, client_composites"),
        ("[realm.demo]", 'realm: unknown key "realm": did you mean "realms"?'),
        ("", "realms: there is no realm: begin with [realms.NAME.clients.CLIENT-ID]"),
        ("realms = 5", "realms: expected tables by name, got a number"),
        ("[realms]\ndemo = 'x'", "realms.demo: expected a table, got a string"),
        ("[realms.demo]\nclients = ['it']", "realms.demo.clients: expected tables by name, got a list"),
        ("[realms.demo.clients]\nit = 'x'", "realms.demo.clients.it: expected a table, got a string"),
        ("[realms.demo.clients.it]\nsecret = 5", "secret: expected a string, got a number"),
        ("[realms.demo.clients.it]\nenabled = 'yes'", "enabled: expected true or false, got a string"),
        ("[realms.demo.clients.it]\nredirect_uris = 'x'", "redirect_uris: expected a list of URLs (absolute, or from"),
        ("[realms.demo.clients.it]\nredirect_uris = ['a b']", "redirect_uris: expected a list of URLs"),
        ("[realms.demo.clients.it]\nredirect_uris = ['http://a/#b']", "redirect_uris: expected a list of URLs"),
        ("[realms.demo.clients.it]\nweb_origins = ['http://a/b']", "web_origins: expected a list of origins"),
        (
            "[realms.demo.clients.it]\nroot_url = 'localhost:80'",
            "root_url: expected an http or https URL, got a string",
        ),
        ("[realms.demo.clients.it]\nroot_url = 1979-05-27", "got a date or time"),
        ("[realms.demo.clients.it]\nattributes = {a = [1]}", "attributes: expected a table of strings, got a table"),
        ("[realms.demo]\naccess_token_lifespan = true", "expected a whole number from -1 to 2147483647, got true or"),
        ("[realms.demo]\naccess_token_lifespan = 1.5", "got a fraction"),
        ("[realms.demo]\naccess_token_lifespan = 2147483648", "expected a whole number from -1 to 2147483647"),
        ("[realms.demo]\nroles = ['a', 1]", "realms.demo.roles: expected tables by name, got a list with something"),
        ("[realms.'a/b']", "realms.a/b: Keycloak does not accept this as the name of a realm: use letters, digits"),
        ("[realms.'']", "Keycloak does not accept this as the name of a realm"),
        ("[realms.'..']", "Keycloak does not accept this as the name of a realm"),
        (
            "[realms.demo.clients.it]\nsecret = 's'\ndefault_client_scopes = ['emial']",
            'default_client_scopes: there is no client scope "emial": did you mean "email"?',
        ),
        (
            "[realms.demo.clients.it]\nservice_accounts_enabled = true",
            'service_accounts_enabled: a client without a secret has no service account: add secret = "…"',
        ),
        (
            "[realms.demo.users.a]\nclient_roles = {accuont = ['x']}",
            'users.a.client_roles: there is no client with roles "accuont": did you mean "account"?',
        ),
        (
            "[realms.demo.users.a]\nclient_roles = {account = ['view-profil']}",
            'there is no role of client "account" "view-profil": did you mean "view-profile"?',
        ),
        ("[realms.demo.users.a]\ngroups = ['/staf']\n[realms.demo.groups.staff]", 'did you mean "/staff"?'),
        ("[realms.demo.clients]\na = {id = 'x'}\nb = {id = 'x'}", 'clients.b: id "x" is also that of "a": give each'),
        ("[realms.demo.users]\nalice = {}\nAlice = {}", 'users.alice: id "'),
        ("[realms.demo", "demo.toml: line 1: this is not TOML"),
        ("[realms.demo]\n\na = ", "demo.toml: line 3"),
        ("[realms.demo]\n[realms.demo]", "this is not TOML"),
        ("a = " + "5" * 5000, "demo.toml: this is not TOML: Exceeds the limit"),
        ("a = " + "[" * 5000, "this is nested too deeply"),
    ],
)
def test_a_mistake_is_refused_at_its_place(text: str, said: str) -> None:
    assert any(problem.startswith("demo.toml: ") and said in problem for problem in refused(text)), refused(text)


def test_all_mistakes_are_said_at_once() -> None:
    assert len(refused("[realms.demo.clients.it]\na = 1\nb = 2\nenabled = 3")) == 3


def test_no_problem_holds_a_secret() -> None:
    text = "[realms.demo.clients.it]\nsecret = ['hush']\nredirect_uris = 5"
    assert "hush" not in "".join(refused(text))
