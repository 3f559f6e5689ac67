"""Keycloak's options: their sources, their precedence, their meaning for mockauth, and errors."""

import json
import re
from collections.abc import Callable, Mapping
from pathlib import Path

import click
import pytest
from contract.record_options import merged
from contract.record_options import options as parsed

from cli.conftest import Result
from mockauth.cli.keycloak import command_first, options, sources
from mockauth.cli.keycloak.meanings import MEANINGS, serve_arguments, without_meaning
from mockauth.cli.keycloak.sources import Configuration

Run = Callable[..., Result]
OWN = {"--login": True, "--lenient": False}
PAGE = Path(__file__).parents[2] / "docs" / "drop-in.md"


def read(*arguments: str, command: str = "start-dev", **env: str) -> Configuration:
    return sources.read(arguments, command, {"KC_HOME_DIR": "/nowhere", **env}, OWN)


def arguments(*given: str, in_container: bool = False, is_production: bool = False, **env: str) -> Mapping[str, str]:
    """Return the options of `mockauth serve` and their values; of repeated ones the last."""
    found = serve_arguments(read(*given, **env), Path("/nowhere"), in_container, is_production)
    return {name: value for name, value in zip(found, [*found[1:], ""], strict=True) if name.startswith("--")}


def test_an_option_has_its_value_after_an_equals_sign_or_a_space() -> None:
    assert read("--http-port=1").text("http-port") == "1"
    assert read("--http-port", "2", "--import-realm").text("http-port") == "2"


def test_the_command_line_overrides_variables_and_these_override_properties_and_the_file(tmp_path: Path) -> None:
    conf = tmp_path / "x.conf"
    conf.write_text("http-port=4\nhostname : http://a.example.org\n# http-host=b\nlog-level=info,\\\n  a:debug\n")
    given = [f"--config-file={conf}", "-Dkc.http-port=3"]
    assert read(*given, "--http-port=1", KC_HTTP_PORT="2").text("http-port") == "1"
    assert read(*given, KC_HTTP_PORT="2").text("http-port") == "2"
    assert read(*given).text("http-port") == "3"
    found = read(given[0])
    assert {name: value.text for name, value in found.values.items()} == {
        "http-port": "4",
        "hostname": "http://a.example.org",
        "log-level": "info,a:debug",
    }


def test_keycloak_conf_of_the_home_folder_is_read(tmp_path: Path) -> None:
    (tmp_path / "conf").mkdir()
    (tmp_path / "conf" / "keycloak.conf").write_text("http-port=5")
    assert read(KC_HOME_DIR=str(tmp_path)).text("http-port") == "5"


def test_expressions_are_replaced() -> None:
    text = read(KC_HTTPS_CERTIFICATE_FILE="${kc.home.dir}/${NAME}.${ENDING:pem}", NAME="x").text
    assert text("https-certificate-file") == "/nowhere/x.pem"


def test_expressions_in_raw_variables_are_not_replaced() -> None:
    assert read(KCRAW_DB_PASSWORD="a${b}").text("db-password") == "a${b}"


def test_an_expression_with_an_unknown_variable_is_an_error() -> None:
    with pytest.raises(click.UsageError, match=r"option 'KC_DB': the variable NOTHING in \${NOTHING} is not set"):
        read(KC_DB="${NOTHING}")


@pytest.mark.parametrize("name", ["log-level-org.acme", "db-url-full-users", "feature-login", "spi-login--a--b"])
def test_names_with_a_part_of_ones_own_are_known(name: str) -> None:
    assert options.find(name, "start-dev")


def test_variables_are_named_after_their_options() -> None:
    found = read(KC_LOG_LEVEL_ORG_ACME="debug", KC_SPI_A="b", KC_X="5", KCKEY_X="http-port")
    assert {"log-level-org-acme", "spi-a", "http-port"} == {*found.values}


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ("--htp-port=1", "Unknown option: '--htp-port'\nPossible solutions: --http-port"),
        ("extra", "Unknown option: 'extra'"),
        ("--http-port", "Option '--http-port' expects a single value."),
        ("--http-port=abc", "Invalid value for option '--http-port': Expected an integer value, got \"abc\""),
        (
            "--health-enabled=maybe",
            "Invalid value for option '--health-enabled': maybe. Expected values are: true, false",
        ),
        (
            "--log=file,paper",
            "Invalid value for option '--log': file,paper. Expected values are: console, file, syslog",
        ),
        ("--lenien", "Unknown option: '--lenien'\nPossible solutions: --lenient"),
    ],
)
def test_errors_have_keycloaks_texts(given: str, message: str) -> None:
    with pytest.raises(click.UsageError) as raised:
        read(given)
    assert raised.value.message.startswith(message)


def test_an_invalid_value_of_a_variable_or_of_the_file_is_reported_with_its_source(tmp_path: Path) -> None:
    conf = tmp_path / "x.conf"
    conf.write_text("health-enabled=perhaps")
    with pytest.raises(click.UsageError, match="option 'KC_HEALTH_ENABLED': maybe"):
        read(KC_HEALTH_ENABLED="maybe")
    with pytest.raises(click.UsageError, match=r"option 'kc.health-enabled' in x.conf: perhaps"):
        read("-cf", str(conf))


def test_unknown_variables_and_unknown_names_in_the_file_are_remarks(tmp_path: Path) -> None:
    conf = tmp_path / "x.conf"
    conf.write_text("http-prot=1")
    assert read("-cf", str(conf), KC_HTTP_PROT="1", KC_RUN_IN_CONTAINER="true").remarks == [
        "KC_HTTP_PROT is not an option of Keycloak 26.7: did you mean KC_HTTP_PORT?",
        f"{conf}: http-prot is not an option of Keycloak 26.7: did you mean http-port?",
    ]


def test_the_version_of_a_feature_is_accepted() -> None:
    assert read("--features=login:v1,passkeys").text("features") == "login:v1,passkeys"


def test_options_of_mockauth_are_passed_on() -> None:
    assert read("--login", "auto", "--http-port=1", "--lenient").own == ["--login", "auto", "--lenient"]


@pytest.mark.parametrize("name", ["KEYCLOAK_ADMIN", "KEYCLOAK_USER", "KC_BOOTSTRAP_ADMIN_USERNAME"])
def test_the_bootstrap_admin_is_passed_on(name: str) -> None:
    found = arguments("--bootstrap-admin-password=p", in_container=False, is_production=False, **{name: "root"})
    assert (found["--bootstrap-admin-username"], found["--bootstrap-admin-password"]) == ("root", "p")


def test_realm_files_can_have_the_names_of_older_options() -> None:
    found = read("-Dkeycloak.migration.file=/a.json", "-Dkeycloak.profile=x", KEYCLOAK_IMPORT="/b.json, /c.json")
    assert found.imports == [Path("/a.json"), Path("/b.json"), Path("/c.json")]


def test_the_defaults_are_those_of_keycloak() -> None:
    assert arguments()["--port"] == "8080"
    assert arguments()["--host"] == "localhost"
    assert arguments(in_container=True)["--host"] == "0.0.0.0"
    assert arguments(is_production=True)["--host"] == "0.0.0.0"
    assert arguments("--http-host=::1", in_container=True)["--host"] == "::1"


@pytest.mark.parametrize(
    ("given", "option", "value"),
    [
        ("--http-port=1", "--port", "1"),
        ("--hostname=http://a", "--hostname", "http://a"),
        ("--hostname=sso.example.org", "--hostname", "sso.example.org"),
        ("--proxy-headers=xforwarded", "--proxy-headers", "xforwarded"),
        ("--proxy-headers=forwarded", "--proxy-headers", "forwarded"),
        ("--proxy-trusted-addresses=10.0.0.0/8", "--proxy-trusted-addresses", "10.0.0.0/8"),
        ("--spi-x509cert-lookup--provider=nginx", "--client-cert-lookup", "nginx"),
        ("--log-console-output=json", "--log-format", "keycloak-json"),
        ("--log-console-output=default", "--log-format", "keycloak"),
        ("--log-level=org.acme:debug,WARN", "--log-level", "warning"),
        ("--log-level=org.acme:debug", "--log-level", "info"),
    ],
)
def test_an_option_becomes_an_option_of_serve(given: str, option: str, value: str) -> None:
    assert arguments(given)[option] == value


def test_a_flag_that_is_false_is_left_out() -> None:
    assert "--hostname-backchannel-dynamic" in arguments("--hostname-backchannel-dynamic=true")
    assert "--hostname-backchannel-dynamic" not in arguments("--hostname-backchannel-dynamic=false")


@pytest.mark.parametrize(
    ("given", "health", "metrics"),
    [
        ([], "off", "off"),
        (["--health-enabled=true"], "management", "off"),
        (["--metrics-enabled=true"], "off", "management"),
        (
            ["--health-enabled=true", "--http-management-health-enabled=false", "--metrics-enabled=true"],
            "main",
            "management",
        ),
        (["--health-enabled=true", "--metrics-enabled=true", "--legacy-observability-interface=true"], "main", "main"),
    ],
)
def test_health_and_metrics_are_on_the_management_port(given: list[str], health: str, metrics: str) -> None:
    found = arguments(*given)
    assert (found["--health"], found["--metrics"]) == (health, metrics)


def test_options_without_a_meaning_are_named() -> None:
    assert without_meaning(read("--db=postgres", "--http-port=1", KC_CACHE="local")) == ["cache", "db"]


def test_every_meaning_is_of_an_option_that_keycloak_has() -> None:
    assert [name for name in MEANINGS if not options.find(name, "start")] == []


@pytest.mark.parametrize("name", MEANINGS)
def test_every_meaning_is_documented(name: str) -> None:
    assert f"| `--{name}` | {MEANINGS[name].sentence} |" in PAGE.read_text(encoding="utf-8")


def test_a_help_text_is_parsed() -> None:
    text = """
Options:

-h, --help           This help message.
--import-realm       Import realms.

Cache:

--cache <type>       The cache. Possible values are:
                       ispn, local.
--http-enabled <true|false>
                     Enables the HTTP listener.
--features <feature> Enables features. Possible values are: account[:v3], admin-api[:
                       v1].
--log-level-<category> <level>
                     A level. Possible values are (case insensitive): off, all.
--https-protocols <protocols>
                     Possible values are: TLSv1.3, or a custom one. Default: x.

Examples:
"""
    assert merged({"start": parsed(text)}) == {
        "cache": {"commands": ["start"], "section": "Cache", "value": "<type>", "choices": ["ispn", "local"]},
        "features": {
            "commands": ["start"],
            "section": "Cache",
            "value": "<feature>",
            "choices": ["account", "admin-api"],
        },
        "help": {"commands": ["start"], "section": "", "value": ""},
        "http-enabled": {
            "commands": ["start"],
            "section": "Cache",
            "value": "<true|false>",
            "choices": ["true", "false"],
        },
        "https-protocols": {"commands": ["start"], "section": "Cache", "value": "<protocols>"},
        "import-realm": {"commands": ["start"], "section": "", "value": ""},
        "log-level-<category>": {
            "commands": ["start"],
            "section": "Cache",
            "value": "<level>",
            "choices": ["off", "all"],
        },
    }


def test_production_needs_key_material_or_http_and_a_hostname(run: Run) -> None:
    assert "Key material not provided to setup HTTPS." in run("start").err
    failed = run("start", "--http-enabled=true")
    assert failed.code == 2
    assert "hostname is not configured; either configure hostname, or set hostname-strict to false" in failed.err


def test_help_all_lists_all_options_of_keycloak(run: Run) -> None:
    text = run("start", "--help-all").out
    assert [name for name in options.options("start") if f"--{name}" not in text] == []


def realm(file: Path, name: str) -> Path:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps({"realm": name, "enabled": True}), encoding="utf-8")
    return file


def test_imported_realms_are_exported(run: Run, in_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KC_HOME_DIR", str(in_folder / "home"))
    assert run("import", "--file", realm(in_folder / "a.json", "a")).out == "Realm 'a' imported\n"
    assert run("export", "--dir", "out").code == 0
    assert json.loads((in_folder / "out" / "a-realm.json").read_text(encoding="utf-8"))["realm"] == "a"


def test_an_imported_realm_is_not_imported_again_at_the_start(
    run: Run, in_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KC_HOME_DIR", str(in_folder))
    run("import", "--file", realm(in_folder / "a.json", "a"))
    realm(in_folder / "data" / "import" / "x.json", "a")
    beside = realm(in_folder / "data" / "import" / "y.json", "b")
    found = serve_arguments(read("--import-realm", KC_HOME_DIR=str(in_folder)), in_folder, False, False)
    assert found[-4:] == ["--import", str(in_folder / "data" / "imported"), "--import", str(beside)]


def test_options_of_a_build_are_used_at_the_start(run: Run, in_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KC_HOME_DIR", str(in_folder))
    assert "Server configuration updated and persisted." in run("build", "--health-enabled=true").out
    assert read(KC_HOME_DIR=str(in_folder)).is_on("health-enabled")
    assert "\tkc.health-enabled =  true ('kc.health-enabled' in build.conf)\n" in run("show-config").out


def test_show_config_masks_passwords(run: Run) -> None:
    out = run("show-config", "--bootstrap-admin-password=hush").out
    assert "hush" not in out
    assert "kc.bootstrap-admin-password =  *******" in out


@pytest.mark.parametrize(
    ("given", "arranged"),
    [
        (["--verbose", "start-dev", "--import-realm"], ["start-dev", "--verbose", "--import-realm"]),
        (["-cf", "x.conf", "start"], ["start", "-cf", "x.conf"]),
        (["start-dev", "build"], ["start-dev", "build"]),
        (["check", "start-dev"], ["check", "start-dev"]),
        (["--help"], ["--help"]),
    ],
)
def test_options_may_come_before_the_command(given: list[str], arranged: list[str]) -> None:
    assert command_first(given) == arranged


def test_programs_find_the_words_that_they_wait_for(run: Run, in_folder: Path) -> None:
    (in_folder / "bad.json").write_text("[", encoding="utf-8")
    out = run("--verbose", "start-dev", "--import", "bad.json", "--bootstrap-admin-username=test").out
    assert "Running the server in development mode. DO NOT use this configuration in production.\n" in out
    assert re.search(r"Created temporary admin user with username test\b", out)
