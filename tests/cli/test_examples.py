"""The requests to try that `mockauth serve` prints: they work when they are copied, and are left out if they cannot."""

import json
import os
import shlex
import subprocess
from collections.abc import Callable
from pathlib import Path
from urllib.parse import parse_qs, urlsplit
from urllib.request import urlopen

import pytest
from demo import ADA, APP, claims

from cli.conftest import Served
from mockauth.cli.examples import Example, Secrets, examples
from mockauth.realms.files import Loaded, load, load_text
from mockauth.realms.source import SAMPLE

Start = Callable[..., Served]
TOP = Path(__file__).parents[2]
URL = "http://localhost:9191"
needs_terminal = pytest.mark.skipif(os.name != "posix", reason="pseudo-terminals need POSIX")
SERVICE = {"clientId": "a b", "secret": "it's $1", "enabled": True, "serviceAccountsEnabled": True}


def examples_of(found: Loaded | str) -> list[Example]:
    loaded = load_text(found, "mockauth.toml", {}) if isinstance(found, str) else found
    [realm] = loaded.realms.values()
    users = [user for user in realm.users if not user.service_account_of]
    issuer = f"{URL}/realms/{realm.name}"
    return list(examples(realm, users, URL, issuer, Secrets(shown=True, from_environment={})))


def events(text: str) -> list[str]:
    return [example.event for example in examples_of(text)]


def run(line: str) -> "subprocess.CompletedProcess[str]":
    done = subprocess.run(["sh", "-c", f"{line} -s"], capture_output=True, text=True, timeout=20, check=False)
    if done.returncode == 127:
        pytest.skip("curl is not installed")
    return done


@needs_terminal
@pytest.mark.parametrize("registry", [SAMPLE, TOP / "mockauth.toml"], ids=["sample", "mockauth.toml"])
def test_every_request_that_a_terminal_shows_for_the_samples_works(start: Start, registry: Path) -> None:
    output = start("--config", registry, terminal=True, NO_COLOR="1").output
    curls = [line for line in output if line.startswith("  curl ")]
    tokens = [claims(json.loads(run(line).stdout)["access_token"]) for line in curls]
    assert [bool(token.get("email")) for token in tokens] == [False, True]
    [link] = [line.strip() for line in output if "/auth?" in line]
    with urlopen(link, timeout=5) as page:
        assert b'id="kc-form-login"' in page.read()


@needs_terminal
def test_a_terminal_shows_the_users_with_their_passwords(start: Start) -> None:
    output = start(terminal=True, NO_COLOR="1").output
    assert "  users: alice (password: alice), bob (password: bob)" in output


def test_a_log_has_no_passwords(start: Start) -> None:
    output = start("--config", TOP / "mockauth.toml").output
    assert "  users: siva, admin" in output
    assert "siva1234" not in "\n".join(output)
    assert any(line.endswith('-d username=siva --data-urlencode "password=$PASSWORD"') for line in output)


def test_the_start_lists_few_users_and_counts_the_others(start: Start, in_folder: Path) -> None:
    users = [{"username": f"u{number}", "enabled": True} for number in range(7)]
    (in_folder / "a.json").write_text(json.dumps({"realm": "a", "enabled": True, "users": users}), encoding="utf-8")
    assert "  users: u0, u1, u2, u3 and 3 more" in start("--import", "a.json").output


@needs_terminal
def test_a_password_from_the_environment_stays_a_variable(start: Start, in_folder: Path) -> None:
    text = (APP + ADA).replace('"ada-password"', '"${ADA_PASSWORD}"')
    (in_folder / "mockauth.toml").write_text(text, encoding="utf-8")
    output = start(terminal=True, NO_COLOR="1", ADA_PASSWORD="hush-hush").output
    assert "  users: ada (password: ${ADA_PASSWORD})" in output
    assert "hush-hush" not in "\n".join(output)


@needs_terminal
def test_headings_are_bold_on_a_terminal(start: Start) -> None:
    bold = "\x1b[1m  Get a token for the service demo-service:\x1b[0m"
    assert bold in start(terminal=True, NO_COLOR="", TERM="xterm").output


def test_in_json_an_example_is_one_object_with_a_title(start: Start) -> None:
    lines = [json.loads(line) for line in start("--log-format", "json").output]
    found = [(line["event"], line["title"]) for line in lines if "title" in line]
    assert found == [
        ("curl", "Get a token for the service demo-service"),
        ("login", "Log in to demo-web in a browser, which then goes to http://localhost:3000/ with a code"),
        ("curl", "Get a token for the user alice of demo-web"),
    ]


def test_names_with_special_characters_are_encoded_and_quoted(in_folder: Path) -> None:
    file = in_folder / "a.json"
    file.write_text(json.dumps({"realm": "my realm", "enabled": True, "clients": [SERVICE]}), encoding="utf-8")
    [example] = examples_of(load([file], {}))
    words = shlex.split(example.text)
    assert words[1] == f"{URL}/realms/my%20realm/protocol/openid-connect/token"
    assert words[-3:] == ["client_id=a b", "--data-urlencode", "client_secret=it's $1"]


def test_a_login_link_has_a_redirect_uri_of_the_client() -> None:
    login = next(it for it in examples_of(APP) if it.event == "login")
    assert parse_qs(urlsplit(login.text).query) == {
        "client_id": ["app"],
        "redirect_uri": ["http://localhost:3000/"],
        "response_type": ["code"],
        "scope": ["openid"],
    }


@pytest.mark.parametrize(
    "settings",
    [
        'attributes = { "pkce.code.challenge.method" = "S256" }',
        'attributes = { "request.object.required" = "request only" }',
        "require_pushed_authorization_requests = true",
        "enabled = false",
    ],
)
def test_a_login_link_uses_another_client_if_the_first_needs_more_than_a_link(settings: str) -> None:
    first = f'[realms.demo.clients.first]\nstandard_flow_enabled = true\nredirect_uris = ["http://a/*"]\n{settings}\n'
    assert [it.event for it in examples_of(first)] == []
    [login] = examples_of(first + APP)
    assert "client_id=app&" in login.text


@pytest.mark.parametrize("uri", ["http://*", "app://callback", "*"])
def test_a_redirect_uri_that_no_browser_opens_gives_no_link(uri: str) -> None:
    assert events(APP.replace("http://localhost:3000/*", uri)) == []


@pytest.mark.parametrize(
    "change",
    [
        ('password = "ada-password"', ""),
        ('last_name = "Example"', ""),
        ('last_name = "Example"', 'last_name = "Example"\nenabled = false'),
        ('last_name = "Example"', 'last_name = "Example"\nrequired_actions = ["UPDATE_PASSWORD"]'),
        ('last_name = "Example"', 'last_name = "Example"\ntotp_secret = "JBSWY3DPEHPK3PXP"'),
        ("direct_access_grants_enabled = true", "direct_access_grants_enabled = true\nconsent_required = true"),
    ],
)
def test_the_password_grant_is_left_out_if_it_would_be_refused(change: tuple[str, str]) -> None:
    assert events(APP + ADA) == ["login", "curl"]
    assert events((APP + ADA).replace(*change)) == ["login"]


def test_a_disabled_realm_has_no_examples() -> None:
    assert events(f"[realms.demo]\nenabled = false\n{APP}{ADA}") == []
