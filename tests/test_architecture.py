"""Tables are complete, modules are small and have docstrings, imports follow the layers, and the docs are right."""

import ast
import json
import re
import shlex
import subprocess
import sys
import tomllib
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

import click
import pytest

import mockauth.cli
from mockauth.cli import COMMANDS, cli, keycloak
from mockauth.protocol import claims, client_auth, grants
from mockauth.protocol.claims import MAPPERS, ROLE_MAPPERS
from mockauth.protocol.client_auth import AUTHENTICATORS
from mockauth.protocol.grants import GRANTS
from mockauth.realms.files import load_text
from mockauth.web import endpoints
from mockauth.web.endpoints import ROUTES

TOP = Path(__file__).parent.parent
MODULES = sorted((TOP / "mockauth").rglob("*.py"))
DOCS = [TOP / "README.md", TOP / "CONTRIBUTING.md", *sorted((TOP / "docs").glob("*.md"))]
MAX_LINES = 250
# The imports and calls of `mockauth serve` until its first token, without opening a port.
FIRST_TOKEN = """
import io, sys
before = set(sys.modules)
from mockauth.cli import banner, console, serve
from mockauth.cli.configuration import open_keys
from mockauth.realms.source import Source
from mockauth.state import State
from mockauth.state.key_ring import KeyRing
from mockauth.web import server
from mockauth.web.application import create_application
loaded = Source([]).load()
state = State(loaded.realms, KeyRing(None))
form = b"grant_type=client_credentials&client_id=demo-service&client_secret=demo-secret"
environ = {
    "REQUEST_METHOD": "POST", "PATH_INFO": "/realms/demo/protocol/openid-connect/token", "wsgi.url_scheme": "http",
    "CONTENT_TYPE": "application/x-www-form-urlencoded", "CONTENT_LENGTH": str(len(form)), "HTTP_HOST": "localhost",
    "REMOTE_ADDR": "127.0.0.1", "wsgi.input": io.BytesIO(form),
}
statuses = []
create_application(state)(environ, lambda status, headers: statuses.append(status))
assert statuses == ["200 OK"], statuses
print(*sorted(set(sys.modules) - before))
"""
NOT_NEEDED_FOR_SERVICES = (
    "flask.",
    "jinja2.",
    "jwt.",
    "ssl.",
    "werkzeug.",
    "mockauth.protocol.account.",
    "mockauth.protocol.certificates.names.",
    "mockauth.protocol.client_auth.assertion.",
    "mockauth.protocol.client_auth.certificate.",
    "mockauth.protocol.client_keys.",
    "mockauth.protocol.detached_info.",
    "mockauth.protocol.login.",
    "mockauth.protocol.logout.",
    "mockauth.protocol.outgoing.",
    "mockauth.protocol.pages.",
    "mockauth.protocol.tokens.jwe.",
    "mockauth.protocol.tokens.introspection.",
    "mockauth.protocol.tokens.userinfo.",
    "mockauth.protocol.tokens.verification.",
    "mockauth.realms.folders.",
    "mockauth.realms.importing.migration.",
    "mockauth.realms.validation.",
    "mockauth.state.devices.",
    "mockauth.state.pending_logins.",
    "mockauth.web.landing.",
    "mockauth.web.pages.",
    "asyncio.",
    "joserfc.",
    "xml.",
)


def modules_of(package: object) -> set[str]:
    return {module.name for module in iter_modules(package.__path__)}  # type: ignore[attr-defined]


def blocks(language: str) -> list[tuple[str, str]]:
    return [
        (file.name, block)
        for file in DOCS
        for block in re.findall(
            rf"^```{language}\n(.*?)^```", file.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE
        )
    ]


def command_lines() -> list[str]:
    lines = [line for _, block in blocks("sh") for line in block.splitlines()]
    lines += re.findall(r"`(mockauth [^`…]*)`", "".join(file.read_text(encoding="utf-8") for file in DOCS))
    lines += [line for _, block in blocks("yaml") for line in re.findall(r"^[ \w-]*(?:: )?(mockauth .*)", block, re.M)]
    lists = [found for _, block in blocks("dockerfile") for found in re.findall(r"CMD (\[.*\])", block)]
    lines += [shlex.join(json.loads(found)) for found in lists]
    return sorted({re.split(r"[&>#]", line)[0].strip() for line in lines if line.startswith("mockauth ")})


def test_every_grant_module_is_in_the_table() -> None:
    assert {redeem.__module__.rpartition(".")[2] for redeem in GRANTS.values()} == modules_of(grants)


def test_every_client_authenticator_module_is_in_the_table() -> None:
    assert {check.__module__.rpartition(".")[2] for check in AUTHENTICATORS.values()} == modules_of(client_auth)


def test_every_mapper_module_is_in_the_table() -> None:
    families = {kind.claims.__module__.rpartition(".")[2] for kind in MAPPERS.values()}
    families |= {change.__module__.rpartition(".")[2] for change in ROLE_MAPPERS.values()}
    assert families | {"claim", "placing", "typed"} == modules_of(claims)


def test_every_endpoint_module_is_in_the_table() -> None:
    modules = {serve.__module__.rpartition(".")[2] for route in ROUTES.values() for serve in route.methods.values()}
    assert modules == modules_of(endpoints)


def test_every_function_in_a_table_exists() -> None:
    views = [serve for route in ROUTES.values() for serve in route.methods.values()]
    for function in [*views, *GRANTS.values(), *AUTHENTICATORS.values()]:
        assert callable(getattr(import_module(function.__module__), function.__name__))


def test_first_token_of_a_service_imports_only_what_it_needs() -> None:
    done = subprocess.run([sys.executable, "-c", FIRST_TOKEN], capture_output=True, encoding="utf-8", check=True)
    imported = done.stdout.split()
    assert "mockauth.protocol.tokens.issuing" in imported
    assert [name for name in imported if f"{name}.".startswith(NOT_NEEDED_FOR_SERVICES)] == []


def command_named(name: str) -> click.Command:
    command = cli.get_command(click.Context(cli), name)
    assert command
    return command


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_in_the_table_has_a_module(name: str) -> None:
    assert isinstance(command_named(name), click.Command)


def test_every_command_module_is_in_the_table() -> None:
    modules = [import_module(f"mockauth.cli.{name}") for name in modules_of(mockauth.cli)]
    commands = {module.__name__.rpartition(".")[2] for module in modules if hasattr(module, "command")}
    assert commands == {name.replace("-", "_") for name in COMMANDS if name not in keycloak.COMMANDS}


def test_imports_follow_the_layers() -> None:
    pytest.importorskip("importlinter", reason="import-linter is not installed")
    # In a separate process, because it changes the logging configuration.
    lint = "from importlinter.cli import lint_imports_command as lint; lint()"
    done = subprocess.run(
        [sys.executable, "-c", lint, "--no-cache"], cwd=TOP, capture_output=True, encoding="utf-8", check=False
    )
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("file", MODULES, ids=lambda file: str(file.relative_to(TOP)))
def test_module_has_a_docstring(file: Path) -> None:
    assert ast.get_docstring(ast.parse(file.read_text(encoding="utf-8")))


@pytest.mark.parametrize("file", MODULES, ids=lambda file: str(file.relative_to(TOP)))
def test_module_is_short(file: Path) -> None:
    assert len(file.read_text(encoding="utf-8").splitlines()) <= MAX_LINES


@pytest.mark.parametrize(("file", "block"), [it for it in blocks("toml") if "[tool." not in it[1]])
def test_registry_in_the_docs_loads(file: str, block: str) -> None:
    assert load_text(block, file, {}).realms


@pytest.mark.parametrize("line", command_lines())
def test_command_in_the_docs_is_valid(line: str) -> None:
    words = shlex.split(line)[1:]
    if not words or words[0].isupper() or words[0].startswith("-"):
        return
    with cli.make_context("mockauth", words[:1]) as ctx:
        command = cli.get_command(ctx, words[0])
        assert command is not None
        if len(words) > 1 and not any(word.isupper() or "|" in word or "[" in word for word in words[1:]):
            command.make_context(words[0], words[1:], parent=ctx)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_option_is_documented(name: str) -> None:
    page = (TOP / "docs" / "command-line.md").read_text(encoding="utf-8")
    command = command_named(name)
    options = [
        option
        for parameter in command.params
        if isinstance(parameter, click.Option) and not parameter.hidden
        for option in parameter.opts
    ]
    assert [option for option in options if option not in page] == []


@pytest.mark.parametrize("name", COMMANDS)
def test_value_of_an_option_has_the_same_name_in_docs_and_help(name: str) -> None:
    page = (TOP / "docs" / "command-line.md").read_text(encoding="utf-8").replace("\\|", "|")
    section = page.partition(f"\n## mockauth {name}\n")[2].partition("\n## ")[0]
    command = command_named(name)
    # With the group as parent, as on the command line: click caches a command's help option when it is first used.
    parent = click.Context(cli, **{**cli.context_settings, "max_content_width": 200})
    help_text = command.get_help(click.Context(command, parent=parent))
    documented = re.findall(r"`(--[a-z-]+) ([^`]+)`", section)
    assert [
        (option, value)
        for option, value in documented
        if not re.search(rf"{option} \[?{re.escape(value)}\]?\s", help_text)
    ] == []


def test_version_is_the_same_everywhere() -> None:
    project = tomllib.loads((TOP / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["version"] == mockauth.__version__
