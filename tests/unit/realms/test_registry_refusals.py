"""What a registry is refused for, with file, place, what and hint; and its `${VARIABLES}`."""

import pytest

from mockauth.realms import registry
from mockauth.realms.problems import ConfigError


def read(lines: str, **env: str) -> dict[str, str]:
    """Give a client that has these lines."""
    [realm] = registry.representations(f"[realms.demo.clients.it]\n{lines}", "demo.toml", env)
    return next(client for client in realm["clients"] if client["clientId"] == "it")


def refused(text: str, **env: str) -> list[str]:
    with pytest.raises(ConfigError) as error:
        registry.representations(text, "demo.toml", env)
    return [str(problem) for problem in error.value.problems]


def test_a_variable_comes_from_the_environment() -> None:
    assert read('secret = "${SECRET}"', SECRET="from outside")["secret"] == "from outside"


def used(lines: str, **env: str) -> dict[str, str]:
    found: dict[str, str] = {}
    registry.representations(f"[realms.demo.clients.it]\n{lines}", "demo.toml", env, found)
    return found


def test_a_string_from_the_environment_is_remembered_as_it_is_written() -> None:
    assert used('secret = "${A}"\nname = "${B:b}"', A="a") == {"realms.demo.clients.it.secret": "${A}"}


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("${A}", "${A}"),
        ("x-${A:y}-${B:y}", "x-${A}-y"),
        ("${B:$1}", r"\$1"),
        ('${A}"`\\', r"${A}\"\`" + "\\\\"),
        ("plain", "plain"),
    ],
)
def test_a_string_is_written_for_a_shell_with_its_variables(written: str, words: str) -> None:
    assert registry.shell_words(written, {"A": "a"}) == words


def test_a_variable_is_replaced_inside_a_string() -> None:
    assert read('root_url = "http://${HOST}:${PORT:80}/"', HOST="a")["rootUrl"] == "http://a:80/"


def test_a_default_stands_in_for_a_variable() -> None:
    assert read('secret = "${SECRET:quiet}"')["secret"] == "quiet"


def test_a_default_may_be_empty_and_hold_colons() -> None:
    assert read('name = "${A:}"\ndescription = "${B:http://b:1}"')["description"] == "http://b:1"


def test_a_variable_wins_over_its_default() -> None:
    assert read('secret = "${SECRET:quiet}"', SECRET="loud")["secret"] == "loud"


def test_a_value_from_the_environment_is_not_replaced_again() -> None:
    assert read('secret = "${A}"', A="${B}")["secret"] == "${B}"


def test_keycloaks_own_placeholders_stay() -> None:
    assert read('base_url = "${authBaseUrl}/x"')["baseUrl"] == "${authBaseUrl}/x"


def test_a_variable_that_is_not_there_is_refused() -> None:
    assert refused('[realms.demo.clients.it]\nsecret = "${SECRET}"') == [
        "demo.toml: realms.demo.clients.it.secret: the environment has no SECRET:"
        " set it, or give a default: ${SECRET:something}"
    ]


def test_a_url_is_checked_after_its_variables_are_replaced() -> None:
    [problem] = refused('[realms.demo.clients.it]\nroot_url = "${ROOT}"', ROOT="nonsense")
    assert 'realms.demo.clients.it.root_url: expected an http or https URL, got a string "nonsense"' in problem


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
        ("[realms.demo.clients.it]\nroot_url = 'http://['", 'expected an http or https URL, got a string "http://["'),
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
        (
            "[realms.demo.clients.it.protocol_mappers.m]\nprotocol_mapper = 'oidc-hardcode-claim-mapper'",
            'it.protocol_mappers.m.protocol_mapper: Keycloak has no protocol mapper "oidc-hardcode-claim-mapper":'
            ' did you mean "oidc-hardcoded-claim-mapper"?',
        ),
        (
            "[realms.demo.client_scopes.s.protocol_mappers.m]\nprotocol_mapper = 'xyz'",
            's.protocol_mappers.m.protocol_mapper: Keycloak has no protocol mapper "xyz": there is: oidc-acr-mapper',
        ),
        (
            "[realms.demo.clients.it.protocol_mappers.m]",
            "protocol_mappers.m: this mapper has no protocol_mapper: add Keycloak's id of it, such as oidc-hardcoded-",
        ),
        (
            "[realms.demo.roles.A]\nrealm_composites = ['ofline_access']",
            'roles.A.realm_composites: there is no realm role "ofline_access": did you mean "offline_access"?',
        ),
        (
            "[realms.demo.clients.it.roles.A]\nclient_composites = {account = ['x']}",
            'clients.it.roles.A.client_composites: there is no role of client "account" "x"',
        ),
        (
            "[realms.demo.client_scopes.s]\nclient_scope_mappings = {'' = ['x']}",
            'client_scopes.s.client_scope_mappings: there is no client with roles ""',
        ),
        (
            "[realms.demo.groups.a.sub_groups.b]\nclient_roles = {it = ['x']}",
            'groups.a.sub_groups.b.client_roles: there is no client with roles "it"',
        ),
        (
            "[realms.demo]\ndefault_default_client_scopes = ['emial']",
            'realms.demo.default_default_client_scopes: there is no client scope "emial": did you mean "email"?',
        ),
        (
            "[realms.demo.clients.it]\nsecret = 's'\nservice_account_roles = ['R']",
            "service_account_roles: this client has no service account: add service_accounts_enabled = true",
        ),
        ("[realms.demo.clients]\na = {id = 'x'}\nb = {id = 'x'}", 'clients.b: id "x" is also that of "a": give each'),
        ("[realms.demo.users]\nalice = {}\nAlice = {}", 'users.alice: username "alice" is also that of "alice"'),
        (
            "[realms.demo.users.a]\nrequired_actions = ['CONFIGURE_TOPT']",
            'users.a.required_actions: there is no required action "CONFIGURE_TOPT": did you mean "CONFIGURE_TOTP"?',
        ),
        (
            "[realms.demo.users.a]\ntotp_secret = 'no 1 or 8'",
            'totp_secret: expected a base32 text such as "JBSWY3DPEHPK3PXP" (A to Z, 2 to 7), got a string',
        ),
        (
            "[realms.demo.clients.it]\nclient_authenticator_type = 'client-jtw'",
            'client_authenticator_type: "client-jtw" cannot be used here: did you mean "client-jwt"?',
        ),
        ("[realms.demo.clients.it]\nprotocol = 'oidc'", '"oidc" cannot be used here: there is: openid-connect, saml'),
        ("[realms.demo]\nssl_required = 'externl'", 'ssl_required: "externl" cannot be used here: did you mean "exter'),
        ("[realms.demo]\notp_policy_type = 'time'", '"time" cannot be used here: there is: hotp, totp'),
        ("[realms.demo]\notp_policy_algorithm = 'SHA1'", 'cannot be used here: did you mean "HmacSHA1"?'),
        ("[realms.demo]\ndefault_signature_algorithm = 'RS255'", 'cannot be used here: did you mean "RS25'),
        (
            "[realms.demo.users]\na = {email = 'x@y.example'}\nb = {email = 'X@y.example'}",
            'users.b: email "x@y.example" is also that of "a": give each its own',
        ),
        (
            "[realms.demo.clients.it]\njwks_url = 'x'",
            "jwks_url: expected an http or https URL, or a path from /, got a",
        ),
        ("[realms.demo.clients.it]\nsecret = 5", "got a number: put it in quotes"),
        ("[realms.demo.clients.it]\nroot_url = 'localhost:80'", 'string "localhost:80": write "http://localhost:80"'),
        ("[realms.demo.clients.it]\nredirect_uris = ['/a', 'a b']", 'got a list with "a b" in it'),
        ("[realms.demo.clients.it]\nweb_origins = ['localhost']", 'got a list with "localhost" in it'),
        ("[realms.demo]\naccess_token_lifespan = -5", "from -1 to 2147483647, got a number -5"),
        ("[realms.demo.clients.it]\nattributes = {a.b = '1'}", 'put names that have dots in quotes: "access.token'),
        (
            "[realms.demo.clients.my.service]\nsecret = 's'",
            'a name that has dots is put in quotes: [realms.demo.clients."my.service"]',
        ),
        (
            "[[realms.demo.users.ada]]",
            "users.ada: expected a table, got a list with something else in it: write [realms.demo.users.ada]",
        ),
        ("[realms.demo", "demo.toml: line 1: this is not TOML"),
        ("[realms.demo]\n\na = ", "demo.toml: line 3"),
        ("[realms.demo]\n[realms.demo]", "this is not TOML"),
        ("a = " + "5" * 5000, "demo.toml: this is not TOML: Exceeds the limit"),
        ("a = " + "[" * 5000, "this is nested too deeply"),
    ],
)
def test_a_mistake_is_refused_at_its_place(text: str, said: str) -> None:
    assert any(problem.startswith("demo.toml: ") and said in problem for problem in refused(text)), refused(text)


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("secret = hush", "put text in quotes"),
        ("secret = http://localhost/", "put text in quotes"),
        ('secret = "hush', "the quote is not closed"),
        ("secret = 'hush\nenabled = true", "the quote is not closed"),
        ("secret = “hush”", 'use straight quotes: "'),
        ('secret: "hush"', "write = between a key and its value"),
        ("enabled = True", "write true or false"),
        ("enabled = yes", "write true or false"),
        ("enabled = ", "write a value behind the ="),
        ("enabled = # off", "write a value behind the ="),
        ('attributes = { "a" = "b",\n"c" = "d" }', "keep a table in braces on one line"),
        ("[realms.demo.clients.my service]", 'in quotes: ."a@b.example"'),
        ("[realms.demo.clients.web", "the ] is missing"),
        (r'name = "C:\Users\it"', r"put text with \ in single quotes: 'C:\file'"),
        ("[realms.demo.users.ada@example.org]", 'in quotes: ."a@b.example"'),
        ("secret = 'a'\nsecret = 'b'", "it is there already: keep one of the two"),
    ],
)
def test_a_slip_that_makes_it_no_toml_is_named(text: str, hint: str) -> None:
    [problem] = refused(f"[realms.demo.clients.it]\n{text}")
    assert problem.endswith(hint), problem
    assert "hush" not in problem


def test_a_table_that_is_there_twice_is_named_as_it_is_written() -> None:
    [problem] = refused("[realms.demo]\n[realms.demo]")
    assert "Cannot declare realms.demo twice" in problem


def test_a_realm_file_that_is_called_toml_is_recognized() -> None:
    [problem] = refused('{"realm": "demo"}')
    assert "is it a realm file?" in problem


def test_users_may_share_an_email_where_the_realm_lets_them() -> None:
    text = "duplicate_emails_allowed = true\n[realms.demo.users]\na = {email = 'x@y.z'}\nb = {email = 'x@y.z'}"
    registry.representations(f"[realms.demo]\n{text}", "demo.toml", {})


@pytest.mark.parametrize("url", ["/keys", "http://a/#/out", "https://a:8443/x?y={z}", "${authBaseUrl}/x", ""])
def test_an_address_may_be_what_keycloak_takes_for_one(url: str) -> None:
    assert read(f'frontchannel_logout_url = "{url}"')


def test_what_has_no_name_is_refused() -> None:
    said = refused('[realms.demo.users." "]\npassword = "x"\n')
    assert said == ['demo.toml: realms.demo.users." ": this has no name: write one between the quotes']


def test_all_mistakes_are_said_at_once() -> None:
    assert len(refused("[realms.demo.clients.it]\na = 1\nb = 2\nenabled = 3")) == 3


def test_no_problem_holds_a_secret() -> None:
    text = "[realms.demo.clients.it]\nsecret = ['hush']\nredirect_uris = 5"
    assert "hush" not in "".join(refused(text))


def test_a_key_that_is_not_base32_is_refused_and_not_shown() -> None:
    [problem] = refused('[realms.demo.users.alice]\ntotp_secret = "not base32!"')
    assert "realms.demo.users.alice.totp_secret" in problem
    assert "not base32!" not in problem


def test_a_password_that_breaks_the_policy_of_its_realm_is_refused() -> None:
    [problem] = refused('[realms.demo]\npassword_policy = "length(8)"\n[realms.demo.users.alice]\npassword = "short"')
    assert (
        "realms.demo.users.alice.password: this password breaks the realm's own password_policy: length(8)" in problem
    )


def test_a_policy_that_is_none_is_refused() -> None:
    [problem] = refused('[realms.demo]\npassword_policy = "lenght(8)"')
    assert 'realms.demo.password_policy: Keycloak has no password rule "lenght"' in problem
