"""The examples for containers and CI work with a server that has their command, variables and files."""

import json
import os
import re
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlencode
from urllib.request import urlopen

import pytest
import yaml

TOP = Path(__file__).parent.parent
EXAMPLES = TOP / "examples"
FOLDERS = sorted(folder for folder in EXAMPLES.iterdir() if folder.is_dir() and folder.name != "realms")
needs_bash = pytest.mark.skipif(
    os.name != "posix" or not (shutil.which("bash") and shutil.which("curl") and shutil.which("jq")),
    reason="the example runs bash, curl and jq",
)


def documents(path: str) -> list[Any]:
    return list(yaml.safe_load_all((EXAMPLES / path).read_text(encoding="utf-8")))


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as found:
        port: int = found.getsockname()[1]
        return port


class Container:
    """A server in Keycloak's place: its folder, and the ports that stand for 8080 and 9000."""

    def __init__(self, home: Path) -> None:
        self.home, self.port, self.management = home, free_port(), free_port()

    def on_own_ports(self, text: str) -> str:
        """Return a text of an example with the ports of this server."""
        return re.sub(r"\b8080\b", str(self.port), re.sub(r"\b9000\b", str(self.management), text))

    def get(self, path: str, *, management: bool = False) -> str:
        url = f"http://localhost:{self.management if management else self.port}{path}"
        with urlopen(url, timeout=10) as answer:
            return str(answer.read().decode())

    def token_of_the_service(self) -> dict[str, Any]:
        form = {"grant_type": "client_credentials", "client_id": "orders", "client_secret": "orders-secret"}
        url = f"http://localhost:{self.port}/realms/shop/protocol/openid-connect/token"
        with urlopen(url, urlencode(form).encode(), timeout=10) as answer:
            found: dict[str, Any] = json.load(answer)
            return found


@contextmanager
def container(
    home: Path, arguments: Sequence[str], variables: Mapping[str, str], realms: Path | None = None
) -> Iterator[Container]:
    """Start the entry point of the image in a folder of its own, and end it with the block."""
    (home / "data").mkdir()
    if realms:
        shutil.copytree(realms, home / "data" / "import")
    started = Container(home)
    outside = {name: value for name, value in os.environ.items() if not name.startswith(("KC_", "KEYCLOAK_"))}
    ports = {"KC_HTTP_PORT": str(started.port), "KC_HTTP_MANAGEMENT_PORT": str(started.management)}
    own = {name: started.on_own_ports(str(value)) for name, value in variables.items()}
    entry_point = (TOP / "image" / "kc.sh").read_text(encoding="utf-8").replace("/usr/bin/python3", sys.executable)
    with subprocess.Popen(
        ["sh", "-c", entry_point, "kc.sh", *arguments],
        env={**outside, **ports, **own, "KC_HOME_DIR": str(home), "PYTHONPATH": str(TOP)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
    ) as process:
        assert process.stdout
        try:
            lines: list[str] = []
            while not any("Listening on:" in line for line in lines):
                lines.append(process.stdout.readline())
                assert lines[-1], "".join(lines)
            yield started
        finally:
            process.terminate()


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_each_example_has_a_readme_that_the_overview_links(folder: Path) -> None:
    overview = (EXAMPLES / "README.md").read_text(encoding="utf-8")
    assert f"({folder.name}/README.md)" in overview
    assert len((folder / "README.md").read_text(encoding="utf-8").splitlines()) <= 50


@needs_bash
def test_compose_service_is_healthy_and_issues_tokens_for_the_host_name(tmp_path: Path) -> None:
    [compose] = documents("docker-compose/compose.yaml")
    service = compose["services"]["keycloak"]
    [mounted] = service["volumes"]
    source, target, _ = mounted.split(":")
    assert target == "/opt/keycloak/data/import"
    realms = EXAMPLES / "docker-compose" / source
    with container(tmp_path, service["command"].split(), service["environment"], realms) as started:
        kind, check = service["healthcheck"]["test"]
        done = subprocess.run(["bash", "-c", started.on_own_ports(check)], timeout=30, check=False)
        assert (kind, done.returncode) == ("CMD-SHELL", 0)
        orders = compose["services"]["orders"]["command"].replace("keycloak:", "localhost:")
        answer = subprocess.run(
            ["sh", "-c", f"curl {started.on_own_ports(orders)}"], capture_output=True, timeout=30, check=True
        )
        assert json.loads(answer.stdout)["token_type"] == "Bearer"
        discovery = json.loads(started.get("/realms/shop/.well-known/openid-configuration"))
        assert discovery["issuer"] == started.on_own_ports("http://localhost:8080/realms/shop")


def test_compose_service_for_dotnet_issues_tokens(tmp_path: Path) -> None:
    [compose] = documents("dotnet/compose.yaml")
    service = compose["services"]["keycloak"]
    realms = EXAMPLES / "dotnet" / service["volumes"][0].split(":")[0]
    with container(tmp_path, service["command"].split(), service["environment"], realms) as started:
        assert started.token_of_the_service()["token_type"] == "Bearer"


def test_kubernetes_probes_succeed_and_the_realm_is_served(tmp_path: Path) -> None:
    config, deployment, service = documents("kubernetes/mockauth.yaml")
    (tmp_path / "realms").mkdir()
    for name, text in config["data"].items():
        (tmp_path / "realms" / name).write_text(text, encoding="utf-8")
    [pod] = deployment["spec"]["template"]["spec"]["containers"]
    variables = {each["name"]: each["value"] for each in pod["env"]}
    (tmp_path / "home").mkdir()
    with container(tmp_path / "home", pod["args"], variables, tmp_path / "realms") as started:
        for probe in ("startupProbe", "readinessProbe", "livenessProbe"):
            asked = pod[probe]["httpGet"]
            assert '"UP"' in started.get(asked["path"], management=asked["port"] == 9000)
        assert started.token_of_the_service()["token_type"] == "Bearer"
    assert service["spec"]["selector"] == deployment["spec"]["selector"]["matchLabels"]


def script(started: Container, lines: str) -> str:
    """Run a script of a CI job as CI does, beside the checkout, and return its output."""
    text = started.on_own_ports(lines).replace("http://keycloak:", "http://localhost:")
    done = subprocess.run(
        ["bash", "-e", "-c", text], cwd=TOP, capture_output=True, encoding="utf-8", timeout=60, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@needs_bash
def test_github_service_takes_a_realm_and_issues_tokens(tmp_path: Path) -> None:
    [workflow] = documents("github-actions/service.yml")
    job = workflow["jobs"]["test"]
    with container(tmp_path, [], job["services"]["keycloak"]["env"]) as started:
        scripts = "\n".join(step["run"] for step in job["steps"] if "run" in step)
        assert '"token_type":"Bearer"' in script(started, scripts)


@needs_bash
def test_gitlab_service_takes_a_realm_and_issues_tokens(tmp_path: Path) -> None:
    [pipeline] = documents("gitlab/.gitlab-ci.yml")
    [service] = pipeline["test"]["services"]
    with container(tmp_path, service["command"], service["variables"]) as started:
        assert '"token_type":"Bearer"' in script(started, "\n".join(pipeline["test"]["script"]))


@needs_bash
def test_github_action_starts_a_server_and_names_its_url(tmp_path: Path) -> None:
    action = yaml.safe_load((TOP / "action.yml").read_text(encoding="utf-8"))
    [workflow] = documents("github-actions/action-example.yml")
    _, used, asking = workflow["jobs"]["test"]["steps"]
    assert set(used["with"]) <= set(action["inputs"])
    [start] = [step for step in action["runs"]["steps"] if step.get("id") == "start"]
    values = {name: str(each["default"]) for name, each in action["inputs"].items()} | used["with"]
    port = str(free_port())
    variables = {
        name: port if name == "PORT" else values[re.findall(r"inputs\.(\w+)", text)[0]]
        for name, text in start["env"].items()
    }
    command = tmp_path / "mockauth"
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m mockauth "$@"\n', encoding="utf-8")
    command.chmod(0o755)
    here = {"RUNNER_TEMP": str(tmp_path), "GITHUB_OUTPUT": str(tmp_path / "output"), "PYTHONPATH": str(TOP)}
    env = {**os.environ, **here, **variables, "PATH": f"{tmp_path}{os.pathsep}{os.environ['PATH']}"}
    lines = f"trap 'kill $(jobs -p)' EXIT\n{start['run']}\n{asking['run'].replace('8080', port)}"
    done = subprocess.run(
        ["bash", "-e", "-c", lines], cwd=TOP, env=env, capture_output=True, encoding="utf-8", timeout=60, check=False
    )
    assert '"token_type":"Bearer"' in done.stdout, done.stdout + done.stderr
    assert f"url=http://localhost:{port}" in (tmp_path / "output").read_text(encoding="utf-8")
