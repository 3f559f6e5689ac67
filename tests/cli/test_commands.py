"""All commands except `serve`."""

import json
import os
import subprocess
import sys
import tomllib
from collections.abc import Callable
from dataclasses import asdict
from importlib.resources import files as files_of_package
from pathlib import Path

import jsonschema
import pytest
from demo import SECRET, claims

import mockauth
from cli.conftest import THIS_CODE, Result
from mockauth.cli import COMMANDS
from mockauth.cli.remarks import LANGUAGES
from mockauth.realms.files import load
from mockauth.realms.keys.generation import generate
from mockauth.realms.keys.providers import KeySpec
from mockauth.realms.source import SAMPLE
from mockauth.web.app import Entry

Run = Callable[..., Result]
REALMS = Path(__file__).parents[1] / "realms"
SUBCOMMANDS = [("keys", name) for name in ("list", "new", "rotate")]


@pytest.mark.parametrize("words", [(), *((name,) for name in COMMANDS), *SUBCOMMANDS], ids=" ".join)
@pytest.mark.parametrize("option", ["--help", "-h"])
def test_every_command_has_a_help_text(run: Run, words: tuple[str, ...], option: str) -> None:
    done = run(*words, option)
    assert done.code == 0
    assert done.out.startswith(f"Usage: mockauth {' '.join(words)}".rstrip())


def test_help_lists_the_commands_and_exit_codes(run: Run) -> None:
    text = run("--help").out
    assert all(f"  {name} " in text for name in COMMANDS)
    assert "Exit codes: 0 success" in text


@pytest.mark.parametrize(("word", "meant"), [("sreve", "serve"), ("chekc", "check"), ("realmjson", "realm-json")])
def test_an_unknown_command_is_2_with_the_most_similar_name(run: Run, word: str, meant: str) -> None:
    done = run(word)
    assert done.code == 2
    assert f'unknown command "{word}": did you mean "{meant}"?' in done.err


def test_an_unknown_command_without_a_similar_name_is_2(run: Run) -> None:
    assert run("xyzzy").code == 2


@pytest.mark.usefixtures("registry")
def test_check_summarizes_a_valid_realm(run: Run) -> None:
    done = run("check", "mockauth.toml")
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith("mockauth.toml: realm demo: valid: 2 clients (robot, web), ")


def test_check_reports_every_problem_and_continues_with_the_next_file(
    run: Run, registry: Path, in_folder: Path
) -> None:
    (in_folder / "bad.toml").write_text("realms.demo.clients.a.secrets = 's'", encoding="utf-8")
    done = run("check", "bad.toml", "none.json", registry.name)
    assert done.code == 3
    assert done.err.splitlines() == [
        'bad.toml: line 1: realms.demo.clients.a.secrets: unknown key "secrets": did you mean "secret"?',
        "none.json: cannot be read (No such file or directory)",
        "2 problems, 1 valid realm",
    ]
    assert "realm demo: valid" in done.out


def test_check_reports_the_problems_and_the_valid_realms_of_a_folder(run: Run, in_folder: Path) -> None:
    files = {"a": "{", "b": '{"realm": "b"}', "c": '{"realm": "c", "clients": 5}', "d": "[]"}
    (in_folder / "realms").mkdir()
    for name, text in files.items():
        (in_folder / "realms" / f"{name}.json").write_text(text, encoding="utf-8")
    done = run("check", "realms")
    assert done.code == 3
    assert [line.partition(":")[0] for line in done.err.splitlines()] == [
        "realms/a.json",
        "realms/c.json",
        "realms/d.json",
        "3 problems, 1 valid realm",
    ]
    assert "realms/b.json: realm b: valid: " in done.out


def test_check_lists_all_problems(run: Run, in_folder: Path) -> None:
    (in_folder / "bad.toml").write_text("[realms.a]\n" + "\n".join(f"x{it} = 1" for it in range(50)), encoding="utf-8")
    assert len(run("check", "bad.toml").err.splitlines()) == 51
    assert len(run("realm-json", "bad.toml").err.splitlines()) == 21


def test_check_counts_the_realms(run: Run, in_folder: Path) -> None:
    (in_folder / "two.toml").write_text("[realms.a]\n[realms.b]", encoding="utf-8")
    assert run("check", "two.toml").out.splitlines()[-1] == "no problems, 2 valid realms"


def test_a_broken_key_in_a_realm_file_is_reported_with_the_file(run: Run, in_folder: Path) -> None:
    provider = {"name": "rsa", "providerId": "rsa", "config": {"privateKey": ["nonsense"]}}
    realm = {"realm": "a", "components": {"org.keycloak.keys.KeyProvider": [provider]}}
    (in_folder / "a.json").write_text(json.dumps(realm), encoding="utf-8")
    for words in (
        ["check", "a.json"],
        ["serve", "--import", "a.json", "--port", "0"],
        ["keys", "list", "--import", "a.json"],
    ):
        done = run(*words)
        assert done.code == 3
        assert done.err.startswith("a.json: realm a: components: rsa: privateKey: not a readable private key")


def test_check_lists_what_keycloak_adds_and_what_is_ignored(run: Run, in_folder: Path) -> None:
    (in_folder / "old.json").write_text(
        '{"realm": "a", "keycloakVersion": "22.0.0", "clientScopes": [], "smtpServer": {"from": "a@b.c"}}',
        encoding="utf-8",
    )
    done = run("check", "old.json")
    assert done.code == 0
    lines = done.out.splitlines()
    added = lines.index("  added, as Keycloak 26.7.3 does on import:")
    assert lines[added + 1].startswith('  - client scope "basic" (assigned to every')
    ignored = lines.index("  not used by mockauth:")
    assert lines[ignored + 1] == "  - mail server: no mail is sent"
    assert lines[-1] == "no problems, 1 valid realm"


def test_check_reports_duplicate_json_keys(run: Run, in_folder: Path) -> None:
    (in_folder / "a.json").write_text('{"realm": "a", "enabled": true, "enabled": false}', encoding="utf-8")
    assert 'a.json: duplicate key "enabled" in an object: the last one counts' in run("check", "a.json").out


def test_a_lenient_check_leaves_out_what_keycloak_would_refuse(run: Run, in_folder: Path) -> None:
    (in_folder / "a.json").write_text('{"realm": "a", "_comment": "x"}', encoding="utf-8")
    assert run("check", "a.json").code == 3
    done = run("check", "--lenient", "a.json")
    assert done.code == 0
    assert 'a.json: a._comment: left out: unknown key "_comment"' in done.out


def test_check_without_a_file_checks_the_registry_of_the_folder(run: Run, registry: Path) -> None:
    lines = run("check").out.splitlines()
    assert lines[0] == 'checking what "mockauth serve" would serve: mockauth.toml'
    assert lines[1].startswith("mockauth.toml: realm demo: valid: ")
    registry.write_text("[realms.demo", encoding="utf-8")
    assert run("check").code == 3


def test_check_without_a_file_checks_the_sample_if_no_registry_exists(run: Run) -> None:
    done = run("check")
    assert done.code == 0
    assert "would serve: the built-in sample (no mockauth.toml in this folder)\n" in done.out
    assert done.out.endswith("no problems, 1 valid realm\n")


def test_check_without_a_file_checks_the_files_of_the_environment(
    run: Run, registry: Path, in_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (in_folder / "b.json").write_text('{"realm": "b", "enabled": true}', encoding="utf-8")
    monkeypatch.setenv("MOCKAUTH_IMPORT", "b.json")
    assert run("check").out.startswith('checking what "mockauth serve" would serve: b.json\n')
    monkeypatch.setenv("MOCKAUTH_CONFIG", registry.name)
    done = run("check")
    assert done.out.startswith('checking what "mockauth serve" would serve: mockauth.toml and b.json\n')
    assert done.out.endswith("no problems, 2 valid realms\n")


def test_check_names_the_languages_that_pages_do_not_have(run: Run, in_folder: Path) -> None:
    realm = {"realm": "a", "enabled": True, "internationalizationEnabled": True, "defaultLocale": "fr"}
    for locales, unknown in ((["fr", "de-CH"], "fr"), (["en", "pt-BR", "fr"], "fr, pt-BR")):
        (in_folder / "a.json").write_text(json.dumps({**realm, "supportedLocales": locales}), encoding="utf-8")
        remark = f"  - pages are in English and German only: mockauth has no messages for {unknown}"
        assert remark in run("check", "a.json").out.splitlines()


@pytest.mark.parametrize("locale", [{"defaultLocale": "de"}, {"internationalizationEnabled": False}])
def test_check_is_silent_about_languages_that_pages_have(
    run: Run, in_folder: Path, locale: dict[str, str | bool]
) -> None:
    realm = {"realm": "a", "enabled": True, "internationalizationEnabled": True, "defaultLocale": "fr", **locale}
    (in_folder / "a.json").write_text(json.dumps(realm), encoding="utf-8")
    assert "English and German only" not in run("check", "a.json").out


def test_the_languages_of_the_remark_are_those_of_the_message_files() -> None:
    files = files_of_package("mockauth.web.pages").joinpath("texts").iterdir()
    names = {Path(file.name).stem for file in files if file.name.endswith(".json")}
    assert names - {"languages"} == set(LANGUAGES)


def test_init_writes_a_valid_registry(run: Run) -> None:
    assert run("init").code == 0
    assert run("check", "mockauth.toml").code == 0


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root can read every file")
@pytest.mark.parametrize("words", [("check",), ("realm-json",), ("serve", "--config"), ("serve", "--import")])
def test_an_unreadable_file_is_one_line_and_3(run: Run, registry: Path, words: tuple[str, ...]) -> None:
    registry.chmod(0)
    done = run(*words, "mockauth.toml")
    assert done.code == 3
    assert done.err.startswith("mockauth.toml: cannot be read (Permission denied)")


def test_init_does_not_overwrite_a_file(run: Run, registry: Path) -> None:
    before = registry.read_text(encoding="utf-8")
    done = run("init")
    assert (done.code, done.err) == (3, "mockauth.toml already exists; use --force to overwrite it\n")
    assert registry.read_text(encoding="utf-8") == before


def test_init_refuses_a_name_that_does_not_end_in_toml(run: Run, in_folder: Path) -> None:
    done = run("init", "demo.json")
    assert done.code == 3
    assert "demo.json: the name of a registry must end in .toml" in done.err
    assert not (in_folder / "demo.json").exists()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="/dev/full does not exist on this system")
def test_a_full_disk_is_one_line_and_3(in_folder: Path) -> None:
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        done = subprocess.run(
            [sys.executable, "-m", "mockauth", "schema"],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            cwd=in_folder,
            env=os.environ | THIS_CODE,
            check=False,
        )
    assert (done.returncode, done.stderr) == (3, "cannot write the output: no space left on the device\n")


def test_init_refuses_a_folder(run: Run, in_folder: Path) -> None:
    (in_folder / "here").mkdir()
    done = run("init", "here")
    assert (done.code, done.err) == (3, "here is a folder; name a file in it: here/mockauth.toml\n")


def test_init_overwrites_a_file_with_force(run: Run, registry: Path) -> None:
    assert run("init", "--force").code == 0
    assert "demo-service" in registry.read_text(encoding="utf-8")


def test_init_explains_why_it_cannot_write(run: Run) -> None:
    done = run("init", "none/mockauth.toml")
    said = (
        "none/mockauth.toml: cannot write the file: No such file or directory: make the folder first: mkdir -p none\n"
    )
    assert (done.code, done.err) == (3, said)


@pytest.mark.usefixtures("registry")
def test_token_needs_no_server(run: Run) -> None:
    done = run("token", "robot", "--keys", ":memory:")
    assert claims(done.out.strip())["iss"] == "http://localhost:9191/realms/demo"


@pytest.mark.usefixtures("registry")
def test_token_decode_shows_header_and_claims(run: Run) -> None:
    shown = json.loads(run("token", "robot", "--keys", ":memory:", "--decode", "--hostname", "https://h/").out)
    assert (shown["header"]["alg"], shown["claims"]["iss"]) == ("RS256", "https://h/realms/demo")


@pytest.mark.usefixtures("registry")
def test_token_asks_a_running_server(run: Run, url: str) -> None:
    done = run("token", "robot", "--url", f"{url}/", "--scope", "openid")
    assert claims(done.out.strip())["iss"] == f"{url}/realms/demo"


@pytest.mark.usefixtures("registry")
def test_token_prints_why_a_server_refuses(run: Run, url: str) -> None:
    done = run("token", "robot", "--url", url, "--secret", "wrong")
    assert done.code == 1
    assert "/token: 401: " in done.err
    assert '"error":"unauthorized_client"' in done.err


def test_token_needs_no_configuration_with_url_realm_and_secret(run: Run, url: str, in_folder: Path) -> None:
    (in_folder / "mockauth.toml").write_text("broken", encoding="utf-8")
    done = run("token", "robot", "--url", url, "--realm", "demo", "--secret", SECRET)
    assert claims(done.out.strip())["azp"] == "robot"


def test_token_takes_the_realm_from_the_url(run: Run, url: str) -> None:
    done = run("token", "robot", "--url", f"{url}/realms/demo/", "--secret", SECRET)
    assert claims(done.out.strip())["azp"] == "robot"


def test_token_takes_the_secret_from_the_environment(run: Run, url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MOCKAUTH_SECRET", SECRET)
    done = run("token", "robot", "--url", url, "--realm", "demo")
    assert claims(done.out.strip())["azp"] == "robot"


@pytest.mark.parametrize(
    ("words", "needed"),
    [
        ((), "--realm and --secret (or MOCKAUTH_SECRET)"),
        (("--secret", "x"), "--realm"),
        (("--realm", "demo"), "--secret (or MOCKAUTH_SECRET)"),
    ],
)
def test_token_names_the_options_that_a_request_needs(run: Run, words: tuple[str, ...], needed: str) -> None:
    done = run("token", "robot", "--url", "http://127.0.0.1:1", *words)
    assert (done.code, done.err) == (
        1,
        f'no realm of the local configuration has a client "robot": add {needed}\n',
    )


@pytest.mark.parametrize(
    ("words", "code", "error"),
    [
        (["robto"], 1, 'realm "demo" has no client "robto": did you mean "robot"?'),
        (["web"], 1, 'unauthorized_client: client "web" is public; only a confidential client has a service account'),
        (["robot", "--scope", "x"], 1, 'invalid_scope: client "robot" has no client scope "…"'),
        (["robot", "--realm", "dmeo"], 1, 'realm "dmeo" does not exist: did you mean "demo"?'),
        (["robto", "--realm", "demo"], 1, 'realm "demo" has no client "robto"'),
        (["robot", "--url", "localhost"], 2, "localhost: not an http or https URL"),
        (["robot", "--url", "http://127.0.0.1:1"], 1, "/token: "),
        (["robot", "--url", "http://[x"], 2, "http://[x: not an http or https URL"),
    ],
)
@pytest.mark.usefixtures("registry")
def test_token_explains_what_is_wrong(run: Run, words: list[str], code: int, error: str) -> None:
    done = run("token", "--keys", ":memory:", *words)
    assert (done.code, done.out) == (code, "")
    assert error in done.err
    assert SECRET not in done.err


def test_token_explains_how_to_get_the_token_of_a_user(run: Run) -> None:
    done = run("token", "alice")
    assert (done.code, done.out) == (1, "")
    assert done.err == '"alice" is a user; name a client too: mockauth token demo-web --user alice\n'


def test_token_names_the_setting_that_lets_users_log_in_if_no_client_has_it(run: Run, registry: Path) -> None:
    registry.write_text("[realms.demo.clients.web]\n[realms.demo.users.ada]", encoding="utf-8")
    done = run("token", "ada")
    assert (done.code, done.out) == (1, "")
    assert "no client lets users log in; enable that with standard_flow_enabled = true" in done.err


def test_token_of_a_user(run: Run) -> None:
    done = run("token", "--client", "demo-web", "--user", "alice", "--decode")
    assert json.loads(done.out)["claims"]["preferred_username"] == "alice"


def test_token_of_a_user_from_a_running_server(run: Run) -> None:
    with mockauth.serve(SAMPLE) as server:
        done = run("token", "demo-web", "--user", "alice", "--decode", "--url", server.url)
    assert json.loads(done.out)["claims"]["iss"] == f"{server.url}/realms/demo"


def test_token_of_an_unknown_user(run: Run) -> None:
    done = run("token", "demo-web", "--user", "alcie")
    assert (done.code, done.err) == (1, 'realm "demo" has no user "alcie"; did you mean "alice"?\n')


def test_token_without_a_client_is_a_usage_error(run: Run) -> None:
    assert run("token").code == 2


def test_token_needs_the_realm_of_an_ambiguous_client(run: Run, in_folder: Path) -> None:
    (in_folder / "mockauth.toml").write_text("[realms.a.clients.x]\n[realms.b.clients.x]", encoding="utf-8")
    done = run("token", "x")
    assert (done.code, done.err) == (2, 'several realms have a client "x": choose one with --realm: a, b\n')


def test_wait_ends_when_the_realm_answers(run: Run, url: str) -> None:
    assert run("wait", f"{url}/realms/demo").code == 0


@pytest.mark.parametrize(
    ("path", "obstacle"),
    [
        ("/realms/none", "it answers 404 (Realm does not exist): the path of a realm is /realms/NAME"),
        (
            "/demo",
            "it answers 404 (Unable to find matching target resource method): the path of a realm is /realms/NAME",
        ),
        ("/realms/demo?%", "it answers 400"),
    ],
)
def test_wait_gives_up_with_the_last_error(run: Run, url: str, path: str, obstacle: str) -> None:
    done = run("wait", f"{url}{path}", "--timeout", "0.1")
    assert (done.code, done.err) == (1, f"{url}{path}: not ready within 0.1 s (--timeout): {obstacle}\n")


@pytest.mark.parametrize("path", ["", "/", "/health/ready"])
def test_wait_needs_no_realm(run: Run, url: str, path: str) -> None:
    assert run("wait", f"{url}{path}", "--timeout", "0").code == 0


@pytest.mark.parametrize("timeout", ["-1", "x"])
def test_wait_refuses_an_invalid_timeout(run: Run, url: str, timeout: str) -> None:
    assert run("wait", url, "--timeout", timeout).code == 2


@pytest.mark.parametrize(
    ("words", "name"), [(("wait", "http://x", "--timeout"), "number of seconds"), (("serve", "--port"), "port")]
)
def test_the_error_for_an_invalid_number_names_what_is_expected(run: Run, words: tuple[str, ...], name: str) -> None:
    assert f"'abc' is not a valid {name}." in run(*words, "abc").err


def test_wait_does_not_flood_the_server(run: Run, url: str, log: list[Entry]) -> None:
    run("wait", f"{url}/realms/none", "--timeout", "0.5")
    assert 2 < len(log) < 8


def test_wait_gives_up_if_nothing_listens(run: Run) -> None:
    done = run("wait", "http://127.0.0.1:1/", "--timeout", "0.1")
    assert done.code == 1
    assert "not ready within 0.1 s (--timeout): Connection refused: nothing listens on this port" in done.err


@pytest.mark.parametrize("words", [("wait",), ("token", "robot", "--url"), ("serve", "--hostname")])
def test_a_url_without_a_scheme_gets_a_suggestion(run: Run, words: tuple[str, ...]) -> None:
    done = run(*words, "localhost:9191")
    assert done.code == 2
    assert "localhost:9191: not an http or https URL: did you mean http://localhost:9191?" in done.err


def test_token_explains_a_refused_connection(run: Run) -> None:
    done = run("token", "robot", "--url", "http://127.0.0.1:1/realms/demo", "--secret", "x")
    assert done.code == 1
    assert "urlopen" not in done.err
    assert "Connection refused: nothing listens on this port" in done.err


@pytest.mark.parametrize(
    "url", ["localhost:9191", "ftp://localhost", "http://", "http://[x", "http://h:99999", "http://h:x"]
)
def test_wait_refuses_an_invalid_url(run: Run, url: str) -> None:
    done = run("wait", url, "--timeout", "0.1")
    assert done.code == 2
    assert f"{url}: not an http or https URL" in done.err


def test_keys_are_created_listed_and_rotated(run: Run, registry: Path) -> None:
    assert run("keys", "new", "demo").out.splitlines() == [
        "created keys/demo/RS256-1.pem",
        "created keys/demo/RSA-OAEP-1.pem",
    ]
    assert run("keys", "new", "demo").out == 'realm "demo" already has its keys\n'
    [first, _] = run("keys", "list").out.splitlines()
    assert first.split("\t")[:3] == ["demo", "RS256", "sig"]
    assert run("keys", "rotate", "demo").out == (
        "created keys/demo/RS256-2.pem: it is used from the next start on; older keys stay published\n"
    )
    listed = [line.split("\t") for line in run("keys", "list", "--config", registry).out.splitlines()]
    assert [(key[1], key[4]) for key in listed] == [("RS256", "active"), ("RS256", "passive"), ("RSA-OAEP", "active")]
    assert listed[1][3] == first.split("\t")[3]


@pytest.mark.usefixtures("registry")
def test_listing_keys_creates_none(run: Run, in_folder: Path) -> None:
    done = run("keys", "list")
    assert (done.code, done.out) == (0, "")
    assert done.err == 'realm "demo" has no RS256 and no RSA-OAEP key yet: the first start creates it\n'
    assert not (in_folder / "keys").exists()


@pytest.mark.usefixtures("registry")
@pytest.mark.parametrize("verb", ["new", "rotate"])
def test_keys_of_an_unknown_realm_are_refused_with_a_suggestion(run: Run, in_folder: Path, verb: str) -> None:
    done = run("keys", verb, "demo", "dmeo")
    assert (done.code, done.out, done.err) == (1, "", 'realm "dmeo" does not exist: did you mean "demo"?\n')
    assert not (in_folder / "keys").exists()


def test_keys_without_a_configuration_are_those_of_the_sample(run: Run) -> None:
    assert run("keys", "new", "demo").code == 0
    done = run("keys", "rotate", "nixda")
    assert (done.code, done.err) == (1, 'realm "nixda" does not exist: available: demo\n')


def test_rotating_a_key_of_the_realm_file_prints_a_warning(run: Run, in_folder: Path) -> None:
    private = "".join(generate("a", KeySpec("RSA", "RS256")).decode().splitlines()[1:-1])
    provider = {"name": "rsa", "providerId": "rsa", "config": {"privateKey": [private]}}
    realm = {"realm": "a", "components": {"org.keycloak.keys.KeyProvider": [provider]}}
    (in_folder / "a.json").write_text(json.dumps(realm), encoding="utf-8")
    warning = run("keys", "rotate", "a", "--import", "a.json").err
    assert warning == 'the realm file of "a" has its own RS256 key, so the new key will not be used\n'


@pytest.mark.parametrize("verb", ["new", "rotate"])
def test_keys_in_memory_are_not_created_or_rotated(run: Run, verb: str) -> None:
    done = run("keys", verb, "demo", "--keys", ":memory:")
    assert (done.code, done.err) == (3, "--keys: :memory: is not a folder: name the folder of the keys\n")


@pytest.mark.parametrize("name", ["pair.toml", "workshop.toml"])
def test_realm_json_loads_as_the_same_realm(run: Run, in_folder: Path, name: str) -> None:
    (in_folder / "realm.json").write_text(run("realm-json", REALMS / name).out, encoding="utf-8")
    before, after = load([REALMS / name], {}), load([in_folder / "realm.json"], {})
    assert after.representations == before.representations
    plain = [
        [
            {**asdict(it), "in_registry": None, "source": None, "users": [*map(asdict, it.users)]}
            for it in found.realms.values()
        ]
        for found in (after, before)
    ]
    assert plain[0] == plain[1]


def test_realm_json_of_several_realms_is_a_list_or_the_chosen_realm(run: Run, in_folder: Path) -> None:
    (in_folder / "two.toml").write_text("[realms.a]\n[realms.b]", encoding="utf-8")
    assert [realm["realm"] for realm in json.loads(run("realm-json", "two.toml").out)] == ["a", "b"]
    assert json.loads(run("realm-json", "two.toml", "--realm", "b").out)["realm"] == "b"
    done = run("realm-json", "two.toml", "--realm", "c")
    assert (done.code, done.err) == (1, 'two.toml: realm "c" does not exist: available: a, b\n')


@pytest.mark.usefixtures("registry")
def test_schema_prints_the_schema_of_registries(run: Run, registry: Path) -> None:
    schema = json.loads(run("schema").out)
    jsonschema.validate(tomllib.loads(registry.read_text(encoding="utf-8")), schema)


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_prints_a_script(run: Run, shell: str) -> None:
    assert "_MOCKAUTH_COMPLETE" in run("completion", shell).out


def test_the_removed_option_for_the_server_is_2_with_a_reason(run: Run) -> None:
    result = run("serve", "--server", "granian")
    assert result.code == 2
    assert "--server (MOCKAUTH_SERVER) has been removed, because mockauth has one HTTP server" in result.err
