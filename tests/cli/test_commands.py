"""The other commands, and what all of them share."""

import json
import os
import subprocess
import sys
import tomllib
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

import jsonschema
import pytest
from demo import SECRET, claims

from cli.conftest import THIS_CODE, Result
from mockauth.cli import COMMANDS
from mockauth.realms.files import load
from mockauth.realms.keys.generation import generate
from mockauth.realms.keys.providers import KeySpec
from mockauth.web.app import Entry

Run = Callable[..., Result]
REALMS = Path(__file__).parents[1] / "realms"
SUBCOMMANDS = [("keys", name) for name in ("list", "new", "rotate")]


@pytest.mark.parametrize("words", [(), *((name,) for name in COMMANDS), *SUBCOMMANDS], ids=" ".join)
@pytest.mark.parametrize("option", ["--help", "-h"])
def test_every_command_explains_itself(run: Run, words: tuple[str, ...], option: str) -> None:
    done = run(*words, option)
    assert done.code == 0
    assert done.out.startswith(f"Usage: mockauth {' '.join(words)}".rstrip())


def test_help_lists_the_commands_and_exit_codes(run: Run) -> None:
    said = run("--help").out
    assert all(f"  {name} " in said for name in COMMANDS)
    assert "Exit codes: 0 done" in said


@pytest.mark.parametrize(("word", "meant"), [("sreve", "serve"), ("chekc", "check"), ("realmjson", "realm-json")])
def test_an_unknown_command_is_2_with_the_nearest(run: Run, word: str, meant: str) -> None:
    done = run(word)
    assert done.code == 2
    assert f'no such command: {word}: did you mean "{meant}"?' in done.err


def test_an_unknown_command_that_is_like_no_other_is_2(run: Run) -> None:
    assert run("xyzzy").code == 2


@pytest.mark.usefixtures("registry")
def test_check_says_what_is_there(run: Run) -> None:
    done = run("check", "mockauth.toml")
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith("mockauth.toml: realm demo: good: 2 clients (robot, web), ")


def test_check_says_every_problem_and_goes_on_with_the_next_file(run: Run, registry: Path, in_folder: Path) -> None:
    (in_folder / "bad.toml").write_text("realms.demo.clients.a.secrets = 's'", encoding="utf-8")
    done = run("check", "bad.toml", "none.json", registry.name)
    assert done.code == 3
    assert done.err.splitlines() == [
        'bad.toml: line 1: realms.demo.clients.a.secrets: unknown key "secrets": did you mean "secret"?',
        "none.json: cannot be read (No such file or directory)",
        "2 problems, 1 good realm",
    ]
    assert "realm demo: good" in done.out


def test_check_says_all_that_is_wrong_in_a_folder_and_what_is_good(run: Run, in_folder: Path) -> None:
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
        "3 problems, 1 good realm",
    ]
    assert "realms/b.json: realm b: good: " in done.out


def test_check_lists_all_problems_however_many(run: Run, in_folder: Path) -> None:
    (in_folder / "bad.toml").write_text("[realms.a]\n" + "\n".join(f"x{it} = 1" for it in range(50)), encoding="utf-8")
    assert len(run("check", "bad.toml").err.splitlines()) == 51
    assert len(run("realm-json", "bad.toml").err.splitlines()) == 21


def test_check_counts_where_there_is_more_than_one_realm(run: Run, in_folder: Path) -> None:
    (in_folder / "two.toml").write_text("[realms.a]\n[realms.b]", encoding="utf-8")
    assert run("check", "two.toml").out.splitlines()[-1] == "no problem, 2 good realms"


def test_a_broken_key_in_a_realm_file_is_refused_with_the_file(run: Run, in_folder: Path) -> None:
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


def test_check_says_what_is_added_and_set_aside(run: Run, in_folder: Path) -> None:
    (in_folder / "old.json").write_text(
        '{"realm": "a", "keycloakVersion": "22.0.0", "clientScopes": [], "smtpServer": {"from": "a@b.c"}}',
        encoding="utf-8",
    )
    done = run("check", "old.json")
    assert done.code == 0
    lines = done.out.splitlines()
    added = lines.index("  added, as Keycloak 26.7.3 adds it on import:")
    assert lines[added + 1].startswith('  - client scope "basic" (assigned to every')
    aside = lines.index("  not used by mockauth:")
    assert lines[aside + 1] == "  - mail server: no mail is sent"
    assert lines[-1] == "no problem, 1 good realm"


def test_check_names_a_key_that_is_there_twice(run: Run, in_folder: Path) -> None:
    (in_folder / "a.json").write_text('{"realm": "a", "enabled": true, "enabled": false}', encoding="utf-8")
    assert 'a.json: an object has the key "enabled" twice: the last one counts' in run("check", "a.json").out


def test_check_goes_on_without_what_is_refused_where_it_is_lenient(run: Run, in_folder: Path) -> None:
    (in_folder / "a.json").write_text('{"realm": "a", "_comment": "x"}', encoding="utf-8")
    assert run("check", "a.json").code == 3
    done = run("check", "--lenient", "a.json")
    assert done.code == 0
    assert 'a.json: a._comment: left out: unknown key "_comment"' in done.out


def test_init_writes_a_registry_that_is_good(run: Run) -> None:
    assert run("init").code == 0
    assert run("check", "mockauth.toml").code == 0


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read everything")
@pytest.mark.parametrize("words", [("check",), ("realm-json",), ("serve", "--config"), ("serve", "--import")])
def test_a_file_that_may_not_be_read_is_one_line_and_3(run: Run, registry: Path, words: tuple[str, ...]) -> None:
    registry.chmod(0)
    done = run(*words, "mockauth.toml")
    assert done.code == 3
    assert done.err.startswith("mockauth.toml: cannot be read (Permission denied)")


def test_init_writes_over_nothing(run: Run, registry: Path) -> None:
    before = registry.read_text(encoding="utf-8")
    done = run("init")
    assert (done.code, done.err) == (3, "mockauth.toml: is there already: --force writes over it\n")
    assert registry.read_text(encoding="utf-8") == before


def test_init_writes_what_is_read_as_a_registry(run: Run, in_folder: Path) -> None:
    done = run("init", "demo.json")
    assert done.code == 3
    assert "demo.json: a registry's name ends in .toml" in done.err
    assert not (in_folder / "demo.json").exists()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
def test_output_that_finds_no_space_is_one_line_and_3(in_folder: Path) -> None:
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
    assert (done.returncode, done.stderr) == (3, "the output cannot be written: no space is left where it goes\n")


def test_init_wants_a_file_where_it_is_given_a_folder(run: Run, in_folder: Path) -> None:
    (in_folder / "here").mkdir()
    done = run("init", "here")
    assert (done.code, done.err) == (3, "here: is there already: name a file in it: here/mockauth.toml\n")


def test_init_writes_over_a_file_when_told_to(run: Run, registry: Path) -> None:
    assert run("init", "--force").code == 0
    assert "demo-service" in registry.read_text(encoding="utf-8")


def test_init_says_where_it_cannot_write(run: Run) -> None:
    done = run("init", "none/mockauth.toml")
    said = "none/mockauth.toml: cannot be written: No such file or directory: make the folder first: mkdir -p none\n"
    assert (done.code, done.err) == (3, said)


@pytest.mark.usefixtures("registry")
def test_token_signs_without_a_server(run: Run) -> None:
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
def test_token_says_why_a_server_refuses(run: Run, url: str) -> None:
    done = run("token", "robot", "--url", url, "--secret", "wrong")
    assert done.code == 1
    assert "/token: 401: " in done.err
    assert '"error":"unauthorized_client"' in done.err


def test_token_needs_no_configuration_where_the_options_say_all(run: Run, url: str, in_folder: Path) -> None:
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
def test_token_says_what_it_needs_to_ask_a_server(run: Run, words: tuple[str, ...], needed: str) -> None:
    done = run("token", "robot", "--url", "http://127.0.0.1:1", *words)
    assert (done.code, done.err) == (
        1,
        f'no realm of the configuration here has a client "robot": say {needed}\n',
    )


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["robto"], 1, 'no realm has a client "robto": did you mean "robot"?'),
        (["web"], 1, 'unauthorized_client: client "web" is public; only a confidential client has a service account'),
        (["robot", "--scope", "x"], 1, "invalid_scope: client \"robot\" has no client scope 'x'"),
        (["robot", "--realm", "dmeo"], 1, 'there is no realm "dmeo": did you mean "demo"?'),
        (["robto", "--realm", "demo"], 1, 'realm "demo" has no client "robto"'),
        (["robot", "--url", "localhost"], 2, "localhost: not an http or https URL"),
        (["robot", "--url", "http://127.0.0.1:1"], 1, "/token: "),
        (["robot", "--url", "http://[x"], 2, "http://[x: not an http or https URL"),
    ],
)
@pytest.mark.usefixtures("registry")
def test_token_says_what_stands_in_the_way(run: Run, words: list[str], code: int, said: str) -> None:
    done = run("token", "--keys", ":memory:", *words)
    assert (done.code, done.out) == (code, "")
    assert said in done.err
    assert SECRET not in done.err


def test_token_asks_which_realm_is_meant(run: Run, in_folder: Path) -> None:
    (in_folder / "mockauth.toml").write_text("[realms.a.clients.x]\n[realms.b.clients.x]", encoding="utf-8")
    done = run("token", "x")
    assert (done.code, done.err) == (2, 'client "x" is in several realms: say --realm, one of a, b\n')


def test_wait_ends_when_the_realm_answers(run: Run, url: str) -> None:
    assert run("wait", f"{url}/realms/demo").code == 0


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("/realms/none", "it answers 404 (Realm does not exist): a realm's path is /realms/NAME"),
        ("/demo", "it answers 404 (Unable to find matching target resource method): a realm's path is /realms/NAME"),
        ("/realms/demo?%", "it answers 400"),
    ],
)
def test_wait_gives_up_with_what_it_last_saw(run: Run, url: str, path: str, said: str) -> None:
    done = run("wait", f"{url}{path}", "--timeout", "0.1")
    assert (done.code, done.err) == (1, f"{url}{path}: not ready within 0.1 s (--timeout): {said}\n")


@pytest.mark.parametrize("path", ["", "/", "/health/ready"])
def test_wait_needs_no_realm(run: Run, url: str, path: str) -> None:
    assert run("wait", f"{url}{path}", "--timeout", "0").code == 0


@pytest.mark.parametrize("timeout", ["-1", "x"])
def test_wait_refuses_a_limit_that_is_none(run: Run, url: str, timeout: str) -> None:
    assert run("wait", url, "--timeout", timeout).code == 2


@pytest.mark.parametrize(
    ("words", "said"), [(("wait", "http://x", "--timeout"), "number of seconds"), (("serve", "--port"), "port")]
)
def test_a_number_that_is_none_is_called_by_what_it_should_be(run: Run, words: tuple[str, ...], said: str) -> None:
    assert f"'abc' is not a valid {said}." in run(*words, "abc").err


def test_wait_does_not_flood_the_server(run: Run, url: str, log: list[Entry]) -> None:
    run("wait", f"{url}/realms/none", "--timeout", "0.5")
    assert 2 < len(log) < 8


def test_wait_gives_up_where_nobody_listens(run: Run) -> None:
    done = run("wait", "http://127.0.0.1:1/", "--timeout", "0.1")
    assert done.code == 1
    assert "not ready within 0.1 s (--timeout): Connection refused: nothing listens there" in done.err


@pytest.mark.parametrize("words", [("wait",), ("token", "robot", "--url"), ("serve", "--hostname")])
def test_a_url_without_its_beginning_is_answered_with_it(run: Run, words: tuple[str, ...]) -> None:
    done = run(*words, "localhost:9191")
    assert done.code == 2
    assert "localhost:9191: not an http or https URL: did you mean http://localhost:9191?" in done.err


def test_token_says_in_plain_words_that_nobody_is_there(run: Run) -> None:
    done = run("token", "robot", "--url", "http://127.0.0.1:1/realms/demo", "--secret", "x")
    assert done.code == 1
    assert "urlopen" not in done.err
    assert "Connection refused: nothing listens there" in done.err


@pytest.mark.parametrize(
    "url", ["localhost:9191", "ftp://localhost", "http://", "http://[x", "http://h:99999", "http://h:x"]
)
def test_wait_refuses_what_is_no_url(run: Run, url: str) -> None:
    done = run("wait", url, "--timeout", "0.1")
    assert done.code == 2
    assert f"{url}: not an http or https URL" in done.err


def test_keys_are_made_listed_and_rotated(run: Run, registry: Path) -> None:
    assert run("keys", "new", "demo").out.splitlines() == [
        "made keys/demo/RS256-1.pem",
        "made keys/demo/RSA-OAEP-1.pem",
    ]
    assert run("keys", "new", "demo").out == "demo has its keys already\n"
    [first, _] = run("keys", "list").out.splitlines()
    assert first.split("\t")[:3] == ["demo", "RS256", "sig"]
    assert run("keys", "rotate", "demo").out == (
        "made keys/demo/RS256-2.pem: it is used from the next start on; those before stay published\n"
    )
    listed = [line.split("\t") for line in run("keys", "list", "--config", registry).out.splitlines()]
    assert [(key[1], key[4]) for key in listed] == [("RS256", "active"), ("RS256", "passive"), ("RSA-OAEP", "active")]
    assert listed[1][3] == first.split("\t")[3]


@pytest.mark.usefixtures("registry")
def test_listing_keys_makes_none(run: Run, in_folder: Path) -> None:
    done = run("keys", "list")
    assert (done.code, done.out) == (0, "")
    assert done.err == "demo has no RS256 and no RSA-OAEP key yet: the first start makes what is missing\n"
    assert not (in_folder / "keys").exists()


@pytest.mark.usefixtures("registry")
@pytest.mark.parametrize("verb", ["new", "rotate"])
def test_keys_of_an_unknown_realm_are_made_with_a_warning(run: Run, verb: str) -> None:
    done = run("keys", verb, "dmeo")
    assert (done.code, done.err) == (
        0,
        'there is no realm "dmeo" (its keys are made all the same): did you mean "demo"?\n',
    )
    assert "made keys/dmeo/RS256-1.pem" in done.out


def test_keys_need_no_configuration(run: Run) -> None:
    done = run("keys", "new", "anything")
    assert (done.code, done.err) == (0, "")


def test_rotating_a_key_that_the_realm_file_brings_is_warned_of(run: Run, in_folder: Path) -> None:
    private = "".join(generate("a", KeySpec("RSA", "RS256")).decode().splitlines()[1:-1])
    provider = {"name": "rsa", "providerId": "rsa", "config": {"privateKey": [private]}}
    realm = {"realm": "a", "components": {"org.keycloak.keys.KeyProvider": [provider]}}
    (in_folder / "a.json").write_text(json.dumps(realm), encoding="utf-8")
    said = run("keys", "rotate", "a", "--import", "a.json").err
    assert said == "the realm file of a brings its own RS256 key, and that goes on: the new one is unused\n"


@pytest.mark.parametrize("verb", ["new", "rotate"])
def test_keys_in_memory_are_not_made_or_rotated(run: Run, verb: str) -> None:
    done = run("keys", verb, "demo", "--keys", ":memory:")
    assert (done.code, done.err) == (3, "--keys: :memory: is not a folder: name the folder of the ring\n")


@pytest.mark.parametrize("name", ["pair.toml", "workshop.toml"])
def test_what_realm_json_prints_loads_equal(run: Run, in_folder: Path, name: str) -> None:
    (in_folder / "realm.json").write_text(run("realm-json", REALMS / name).out, encoding="utf-8")
    before, after = load([REALMS / name], {}), load([in_folder / "realm.json"], {})
    assert after.representations == before.representations
    plain = [
        [{**asdict(it), "source": "", "users": [*map(asdict, it.users)]} for it in found.realms.values()]
        for found in (after, before)
    ]
    assert plain[0] == plain[1]


def test_realm_json_of_several_realms_is_a_list_or_the_one_that_is_chosen(run: Run, in_folder: Path) -> None:
    (in_folder / "two.toml").write_text("[realms.a]\n[realms.b]", encoding="utf-8")
    assert [realm["realm"] for realm in json.loads(run("realm-json", "two.toml").out)] == ["a", "b"]
    assert json.loads(run("realm-json", "two.toml", "--realm", "b").out)["realm"] == "b"
    done = run("realm-json", "two.toml", "--realm", "c")
    assert (done.code, done.err) == (1, 'two.toml: there is no realm "c": available: a, b\n')


@pytest.mark.usefixtures("registry")
def test_schema_prints_the_schema_of_registries(run: Run, registry: Path) -> None:
    schema = json.loads(run("schema").out)
    jsonschema.validate(tomllib.loads(registry.read_text(encoding="utf-8")), schema)


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_prints_a_script(run: Run, shell: str) -> None:
    assert "_MOCKAUTH_COMPLETE" in run("completion", shell).out
