"""Mistakes in a registry are reported with their line, place and a hint; `${VARIABLES}` are replaced."""

import pytest

from mockauth.realms import registry
from mockauth.realms.problems import ConfigError


def read(lines: str, **env: str) -> dict[str, str]:
    """Return a client with these lines."""
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


def test_a_string_with_a_value_from_the_environment_is_recorded_as_written() -> None:
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
def test_a_string_is_quoted_for_a_shell_and_keeps_its_variables(written: str, words: str) -> None:
    assert registry.shell_words(written, {"A": "a"}) == words


def test_a_variable_is_replaced_inside_a_string() -> None:
    assert read('root_url = "http://${HOST}:${PORT:80}/"', HOST="a")["rootUrl"] == "http://a:80/"


def test_a_default_is_used_if_a_variable_is_not_set() -> None:
    assert read('secret = "${SECRET:quiet}"')["secret"] == "quiet"


def test_a_default_can_be_empty_or_contain_colons() -> None:
    assert read('name = "${A:}"\ndescription = "${B:http://b:1}"')["description"] == "http://b:1"


def test_a_variable_takes_precedence_over_its_default() -> None:
    assert read('secret = "${SECRET:quiet}"', SECRET="loud")["secret"] == "loud"


def test_variables_in_a_value_from_the_environment_are_not_replaced() -> None:
    assert read('secret = "${A}"', A="${B}")["secret"] == "${B}"


def test_placeholders_of_keycloak_are_kept() -> None:
    assert read('base_url = "${authBaseUrl}/x"')["baseUrl"] == "${authBaseUrl}/x"


def test_a_variable_that_is_not_set_is_refused() -> None:
    assert refused('[realms.demo.clients.it]\nsecret = "${SECRET}"') == [
        "demo.toml: line 2: realms.demo.clients.it.secret: environment variable SECRET is not set:"
        " set it, or write a default: ${SECRET:something}"
    ]


def test_a_url_is_checked_after_its_variables_are_replaced() -> None:
    [problem] = refused('[realms.demo.clients.it]\nroot_url = "${ROOT}"', ROOT="nonsense")
    assert 'realms.demo.clients.it.root_url: expected an http or https URL, got a string "nonsense"' in problem


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[realms.demo.clients.it]\nsecrets = 's'", 'realms.demo.clients.it.secrets: unknown key "secrets": did you'),
        ("[realms.demo.clients.it]\nredirectUris = []", 'did you mean "redirect_uris"?'),
        ("[realms.demo.clients.it]\nredirect-uris = []", 'did you mean "redirect_uris"?'),
        (
            "[realms.demo.roles.r]\nzzz = 1",
            "the keys here are description, realm_composites, client_composites, keycloak",
        ),
        ("[realm.demo]", 'realm: unknown key "realm": did you mean "realms"?'),
        ("", "realms: no realm is defined: begin with [realms.NAME.clients.CLIENT_ID]"),
        ("realms = 5", "realms: expected a table for each realm, got a number: write [realms.NAME]"),
        ("[realms]\ndemo = 'x'", "realms.demo: expected a table, got a string"),
        (
            "[realms.demo]\nclients = ['it']",
            "realms.demo.clients: expected a table for each client, got a list: write [realms.demo.clients.NAME]",
        ),
        ("[realms.demo.clients]\nit = 'x'", "realms.demo.clients.it: expected a table, got a string"),
        ("[realms.demo.clients.it]\nsecret = 5", "secret: expected a string, got a number"),
        ("[realms.demo.clients.it]\nenabled = 'yes'", "enabled: expected true or false, got a string"),
        ("[realms.demo.clients.it]\nredirect_uris = 'x'", "redirect_uris: expected a list of URLs (absolute, or begin"),
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
        ("[realms.demo]\naccess_token_lifespan = 1.5", "got a decimal number 1.5"),
        ("[realms.demo]\naccess_token_lifespan = 2147483648", "expected a whole number from -1 to 2147483647"),
        (
            "[realms.demo]\nroles = ['a', 1]",
            "realms.demo.roles: expected a table for each role, got a list that contains more",
        ),
        ("[realms.'a/b']", "realms.a/b: invalid realm name: use letters, digits"),
        ("[realms.'']", "invalid realm name"),
        ("[realms.'..']", "invalid realm name"),
        (
            "[realms.demo.clients.it]\nsecret = 's'\ndefault_client_scopes = ['emial']",
            'default_client_scopes: client scope "emial" does not exist: did you mean "email"?',
        ),
        (
            "[realms.demo.clients.it]\nservice_accounts_enabled = true",
            'service_accounts_enabled: a public client cannot have a service account: add secret = "…"',
        ),
        (
            "[realms.demo.users.a]\nclient_roles = {accuont = ['x']}",
            'users.a.client_roles: client "accuont" does not exist: did you mean "account"?',
        ),
        (
            "[realms.demo.users.a]\nclient_roles = {account = ['view-profil']}",
            'role "view-profil" of client "account" does not exist: did you mean "view-profile"?',
        ),
        ("[realms.demo.users.a]\ngroups = ['/staf']\n[realms.demo.groups.staff]", 'did you mean "/staff"?'),
        (
            "[realms.demo.clients.it.protocol_mappers.m]\nprotocol_mapper = 'oidc-hardcode-claim-mapper'",
            'it.protocol_mappers.m.protocol_mapper: protocol mapper "oidc-hardcode-claim-mapper" does not exist in'
            ' Keycloak: did you mean "oidc-hardcoded-claim-mapper"?',
        ),
        (
            "[realms.demo.client_scopes.s.protocol_mappers.m]\nprotocol_mapper = 'xyz'",
            's.protocol_mappers.m.protocol_mapper: protocol mapper "xyz" does not exist in Keycloak: available:',
        ),
        (
            "[realms.demo.clients.it.protocol_mappers.m]",
            "protocol_mappers.m: this mapper has no protocol_mapper: add its type, for example",
        ),
        (
            "[realms.demo.roles.A]\nrealm_composites = ['ofline_access']",
            'roles.A.realm_composites: realm role "ofline_access" does not exist: did you mean "offline_access"?',
        ),
        (
            "[realms.demo.clients.it.roles.A]\nclient_composites = {account = ['x']}",
            'clients.it.roles.A.client_composites: role "x" of client "account" does not exist',
        ),
        (
            "[realms.demo.client_scopes.s]\nclient_scope_mappings = {'' = ['x']}",
            'client_scopes.s.client_scope_mappings: client "" does not exist',
        ),
        (
            "[realms.demo.groups.a.sub_groups.b]\nclient_roles = {it = ['x']}",
            'groups.a.sub_groups.b.client_roles: client "it" does not exist',
        ),
        (
            "[realms.demo]\ndefault_default_client_scopes = ['emial']",
            'realms.demo.default_default_client_scopes: client scope "emial" does not exist: did you mean "email"?',
        ),
        (
            "[realms.demo.clients.it]\nsecret = 's'\nservice_account_roles = ['R']",
            "service_account_roles: this client has no service account: add service_accounts_enabled = true",
        ),
        ("[realms.demo.clients]\na = {id = 'x'}\nb = {id = 'x'}", 'clients.b: "a" has the same id, "x": change one'),
        ("[realms.demo.users]\nalice = {}\nAlice = {}", 'users.alice: "alice" has the same username, "alice"'),
        (
            "[realms.demo.users.a]\nrequired_actions = ['CONFIGURE_TOPT']",
            'users.a.required_actions: required action "CONFIGURE_TOPT" does not exist: did you mean "CONFIGURE_TOTP"?',
        ),
        (
            "[realms.demo.users.a]\ntotp_secret = 'no 1 or 8'",
            'totp_secret: expected a base32 string such as "JBSWY3DPEHPK3PXP" (A to Z, 2 to 7), got a string',
        ),
        (
            "[realms.demo.clients.it]\nclient_authenticator_type = 'client-jtw'",
            'client_authenticator_type: invalid value "client-jtw": did you mean "client-jwt"?',
        ),
        ("[realms.demo.clients.it]\nprotocol = 'oidc'", 'invalid value "oidc": available: openid-connect, saml'),
        ("[realms.demo]\nssl_required = 'externl'", 'ssl_required: invalid value "externl": did you mean "exter'),
        ("[realms.demo]\notp_policy_type = 'time'", 'invalid value "time": available: hotp, totp'),
        ("[realms.demo]\notp_policy_algorithm = 'SHA1'", 'invalid value "SHA1": did you mean "HmacSHA1"?'),
        ("[realms.demo]\ndefault_signature_algorithm = 'RS255'", 'invalid value "RS255": did you mean "RS25'),
        (
            "[realms.demo.users]\na = {email = 'x@y.example'}\nb = {email = 'X@y.example'}",
            'users.b: "a" has the same email, "x@y.example": change one of the two',
        ),
        (
            "[realms.demo.clients.it]\njwks_url = 'x'",
            "jwks_url: expected an http or https URL, or a path that begins with /",
        ),
        ("[realms.demo.clients.it]\nsecret = 5", "got a number: put it in quotes"),
        ("[realms.demo.clients.it]\nroot_url = 'localhost:80'", 'string "localhost:80": write "http://localhost:80"'),
        ("[realms.demo.clients.it]\nredirect_uris = ['/a', 'a b']", 'got a list that contains "a b"'),
        ("[realms.demo.clients.it]\nweb_origins = ['localhost']", 'got a list that contains "localhost"'),
        ("[realms.demo]\naccess_token_lifespan = -5", "from -1 to 2147483647, got a number -5"),
        ("[realms.demo.clients.it]\nattributes = {a.b = '1'}", 'put names that contain dots in quotes: "access.token'),
        (
            "[realms.demo.clients.my.service]\nsecret = 's'",
            'put a name that contains dots in quotes: [realms.demo.clients."my.service"]',
        ),
        (
            "[[realms.demo.users.ada]]",
            "users.ada: expected a table, got a list of tables: write [realms.demo.users.ada], with single brackets",
        ),
        ("[realms.demo", "demo.toml: line 1: invalid TOML"),
        ("[realms.demo]\n\na = ", "demo.toml: line 3"),
        ("[realms.demo]\n[realms.demo]", "invalid TOML"),
        ("a = " + "5" * 5000, "demo.toml: invalid TOML: Exceeds the limit"),
        ("a = " + "[" * 5000, "this is nested too deeply"),
    ],
)
def test_a_mistake_is_refused_with_its_place_and_a_hint(text: str, message: str) -> None:
    assert any(problem.startswith("demo.toml: ") and message in problem for problem in refused(text)), refused(text)


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("secret = hush", "put text in quotes"),
        ("secret = http://localhost/", "put text in quotes"),
        ('secret = "hush', "add the missing quote"),
        ("secret = 'hush\nenabled = true", "add the missing quote"),
        ("secret = “hush”", 'use straight quotes: "'),
        ('secret: "hush"', "write = between a key and its value"),
        ("enabled = True", "write true or false"),
        ("enabled = yes", "write true or false"),
        ("enabled = ", "write a value after the ="),
        ("enabled = # off", "write a value after the ="),
        ('attributes = { "a" = "b",\n"c" = "d" }', "keep a table in braces on one line"),
        ("[realms.demo.clients.my service]", 'letters, digits, - and _: ."a@b.example"'),
        ("[realms.demo.clients.web", "add the missing ]"),
        (r'name = "C:\Users\it"', r"put text that contains \ in single quotes: 'C:\file'"),
        ("[realms.demo.users.ada@example.org]", 'letters, digits, - and _: ."a@b.example"'),
        ("secret = 'a'\nsecret = 'b'", "it is already defined: keep one of the two"),
    ],
)
def test_invalid_toml_is_refused_with_a_hint(text: str, hint: str) -> None:
    [problem] = refused(f"[realms.demo.clients.it]\n{text}")
    assert problem.endswith(hint), problem
    assert "hush" not in problem


def test_a_table_that_is_defined_twice_is_spelled_as_in_the_file() -> None:
    [problem] = refused("[realms.demo]\n[realms.demo]")
    assert "Cannot declare realms.demo twice" in problem


def test_a_realm_file_with_the_suffix_toml_is_recognized() -> None:
    [problem] = refused('{"realm": "demo"}')
    assert "if this is a realm file, rename it" in problem


def test_users_can_share_an_email_if_the_realm_allows_it() -> None:
    text = "duplicate_emails_allowed = true\n[realms.demo.users]\na = {email = 'x@y.z'}\nb = {email = 'x@y.z'}"
    registry.representations(f"[realms.demo]\n{text}", "demo.toml", {})


@pytest.mark.parametrize("url", ["/keys", "http://a/#/out", "https://a:8443/x?y={z}", "${authBaseUrl}/x", ""])
def test_a_url_can_have_every_form_that_keycloak_accepts(url: str) -> None:
    assert read(f'frontchannel_logout_url = "{url}"')


def test_an_empty_name_is_refused() -> None:
    assert refused('[realms.demo.users." "]\npassword = "x"\n') == [
        'demo.toml: line 1: realms.demo.users." ": the name is empty: write a name between the quotes'
    ]


def test_all_mistakes_are_reported_at_once() -> None:
    assert len(refused("[realms.demo.clients.it]\na = 1\nb = 2\nenabled = 3")) == 3


def test_no_message_contains_a_secret() -> None:
    text = "[realms.demo.clients.it]\nsecret = ['hush']\nredirect_uris = 5"
    assert "hush" not in "".join(refused(text))


def test_a_secret_that_is_not_base32_is_refused_and_not_shown() -> None:
    [problem] = refused('[realms.demo.users.alice]\ntotp_secret = "not base32!"')
    assert "realms.demo.users.alice.totp_secret" in problem
    assert "not base32!" not in problem


def test_a_password_that_breaks_the_policy_of_its_realm_is_refused() -> None:
    [problem] = refused('[realms.demo]\npassword_policy = "length(8)"\n[realms.demo.users.alice]\npassword = "short"')
    assert (
        'realms.demo.users.alice.password: the password violates the "password_policy" of the realm: length(8)'
        in problem
    )


def test_an_invalid_password_policy_is_refused() -> None:
    [problem] = refused('[realms.demo]\npassword_policy = "lenght(8)"')
    assert 'realms.demo.password_policy: unknown password policy "lenght"' in problem


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("[[realms.demo.clients]]\nclient_id = 'web'", "write [realms.demo.clients.web], not [[realms.demo.clients]]"),
        ("[[realms.demo.users]]\nname = 'x'", "write [realms.demo.users.NAME], not [[realms.demo.users]]"),
        ("[realms.demo.clients.web]\nclient_id = 'web'", "take it out: the client ID is the name of the table"),
        (
            "[realms.demo.clients.web]\nclientId = 'my app'",
            'the client ID is the name of the table: [realms.demo.clients."my app"]',
        ),
        ("[realms.demo.users.ada]\ncredentials = []", 'write password = "…"'),
        ("[realms.demo.users.ada]\nroles = ['x']", "write realm_roles = […], or client_roles = { CLIENT_ID = […] }"),
        ("[realms.demo.clients.web]\nclient_secret = 'x'", 'write secret = "…"'),
        ("[realms.demo]\nidentity_providers = []", "write it as in Keycloak: keycloak = { identityProviders = … }"),
        ("[realms.demo]\nssoSessionIdleTimeout = 5", 'did you mean "sso_session_idle_timeout"?'),
        ("[realms.demo]\nacount_theme = 'x'", 'did you mean "account_theme"?'),
        (
            "[realms.demo.clients.web]\n'access.token.lifespan' = 60",
            'write attributes = { "access.token.lifespan" = … }',
        ),
        (
            "[realms.demo.clients.web.protocol_mappers.m]\nprotocol_mapper = 'oidc-hardcoded-claim-mapper'\n"
            "config = { 'claim.nam' = 'a' }",
            'unknown option "claim.nam" of oidc-hardcoded-claim-mapper: did you mean "claim.name"?',
        ),
    ],
)
def test_a_common_mistake_is_refused_with_the_right_way_to_write_it(text: str, hint: str) -> None:
    [problem] = refused(text)
    assert problem.endswith(hint), problem


def test_an_option_that_several_mappers_share_is_accepted() -> None:
    mapper = "protocol_mapper = 'oidc-sub-mapper'\nconfig = { 'multivalued' = 'true', 'userinfo.token.claim' = 'true' }"
    assert read(f"[realms.demo.clients.it.protocol_mappers.m]\n{mapper}")


def test_a_role_of_a_built_in_client_is_not_created() -> None:
    [problem] = refused("[realms.demo.groups.staff]\nclient_roles = { account = ['view-profil'] }")
    assert 'role "view-profil" of client "account" does not exist: did you mean "view-profile"?' in problem


@pytest.mark.parametrize("url", ["javascript:alert(1)", "JavaScript:alert(1)", "data:text/html,x"])
@pytest.mark.parametrize(
    ("line", "place"),
    [
        ('redirect_uris = ["http://localhost:3000/*", "URL"]', "redirect_uris"),
        ('post_logout_redirect_uris = ["URL"]', "post_logout_redirect_uris"),
        ('base_url = "URL"', "base_url"),
        ('admin_url = "URL"', "admin_url"),
        ('attributes = { policyUri = "URL" }', "attributes.policyUri"),
        ('attributes = { "request.uris" = "http://localhost/a##URL" }', "attributes.request.uris"),
    ],
)
def test_a_url_with_a_script_is_refused_as_in_a_realm_file(line: str, place: str, url: str) -> None:
    [problem] = refused(f"[realms.demo.clients.it]\n{line.replace('URL', url)}")
    assert problem == (
        f'demo.toml: line 2: realms.demo.clients.it.{place}: "{url}" has a scheme that Keycloak does not allow: '
        "use http:// or https://"
    )


@pytest.mark.parametrize(
    "line", ['redirect_uris = ["com.example.app:/cb"]', 'attributes = { logoUri = "data:image/png,x" }']
)
def test_a_url_with_the_scheme_of_an_app_is_accepted(line: str) -> None:
    assert read(line)
