"""Run the recipes of the docs as they are written. `test_architecture` checks their TOML and their command lines."""

import json
import os
import re
import shlex
import shutil
import socket
import subprocess
import sys
import sysconfig
import time
import venv
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

import pytest

from mockauth.realms.files import load_text
from mockauth.realms.source import SAMPLE
from mockauth.state import State
from mockauth.state.key_ring import KeyRing
from mockauth.web.app import create_app

TOP = Path(__file__).parent.parent
README = (TOP / "README.md").read_text(encoding="utf-8")
PAGE = (TOP / "docs" / "recipes.md").read_text(encoding="utf-8")
LOGINS = (TOP / "docs" / "log-a-user-in.md").read_text(encoding="utf-8")
PYTHON = (TOP / "docs" / "python.md").read_text(encoding="utf-8")
# A `mockauth` command for recipes that start one.
SCRIPT = f'#!/bin/sh\nexec "{sys.executable}" -m mockauth "$@"\n'
STUBS = {
    "org/junit/jupiter/api/Test": "public @interface Test {}",
    "org/springframework/boot/test/context/SpringBootTest": "public @interface SpringBootTest {}",
    "org/springframework/test/context/DynamicPropertySource": "public @interface DynamicPropertySource {}",
    "org/springframework/test/context/DynamicPropertyRegistry": (
        "public interface DynamicPropertyRegistry { void add(String name, java.util.function.Supplier<Object> value); }"
    ),
    "Main": """
        public class Main {
            public static void main(String[] none) throws Exception {
                try (var answer = new java.net.URL(MockAuth.issuer("demo")).openStream()) {
                    System.out.println(new String(answer.readAllBytes()));
                }
            }
        }""",
}
needs_posix = pytest.mark.skipif(os.name != "posix", reason="the recipe is written for a POSIX shell")


def blocks(language: str, page: str = PAGE) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", page, re.DOTALL | re.MULTILINE)


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as found:
        port: int = found.getsockname()[1]
        return port


def get(url: str, host: str = "") -> str:
    """Return the body of an answer, whatever its status, as soon as the server is up."""
    until = time.monotonic() + 20
    while True:
        try:
            with urlopen(Request(url, headers={"Host": host} if host else {}), timeout=10) as answer:
                return str(answer.read().decode())
        except HTTPError as error:
            return error.read().decode()
        except OSError:
            if time.monotonic() > until:
                raise
            time.sleep(0.05)


@contextmanager
def started(command: list[str], folder: Path, env: Mapping[str, str]) -> Iterator[None]:
    """Run a server until the block ends."""
    with subprocess.Popen(command, cwd=folder, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
        try:
            yield
        finally:
            server.terminate()


@pytest.fixture
def shell(in_folder: Path) -> dict[str, str]:
    """Return the environment of a shell that finds a `mockauth` command."""
    script = in_folder / "bin" / "mockauth"
    script.parent.mkdir()
    script.write_text(SCRIPT, encoding="utf-8")
    script.chmod(0o755)
    path = f"{script.parent}{os.pathsep}{os.environ['PATH']}"
    return {**os.environ, "PYTHONPATH": str(TOP), "PATH": path}


@pytest.mark.parametrize("number", range(len(blocks("python"))))
def test_python_recipe_passes(in_folder: Path, number: int) -> None:
    (in_folder / "test_recipe.py").write_text(blocks("python")[number], encoding="utf-8")
    assert "passed" in run_pytest(in_folder)


def test_login_recipes_pass(in_folder: Path) -> None:
    (in_folder / "mockauth.toml").write_text("\n".join(blocks("toml", LOGINS)), encoding="utf-8")
    fixture, *tests = blocks("python", LOGINS)
    (in_folder / "conftest.py").write_text(fixture, encoding="utf-8")
    for number, test in enumerate(tests):
        (in_folder / f"test_{number}.py").write_text(test, encoding="utf-8")
    assert f"{len(tests)} passed" in run_pytest(in_folder)


@pytest.mark.parametrize("number", range(len(blocks("python", PYTHON))))
def test_example_of_the_python_api_runs(in_folder: Path, number: int) -> None:
    example = blocks("python", PYTHON)[number]
    name = "test_example.py" if "def test_" in example else "conftest.py"
    (in_folder / name).write_text(example, encoding="utf-8")
    if name == "conftest.py":
        (in_folder / "test_nothing.py").write_text("def test_nothing():\n    pass\n", encoding="utf-8")
    assert "1 passed" in run_pytest(in_folder)


def run_pytest(folder: Path) -> str:
    """Run the tests in a folder, which have to pass, and return pytest's output."""
    # The plugin is named, because it is not known to pytest before mockauth is installed again.
    plugin = ["-p", "no:mockauth", "-p", "mockauth.testing.pytest_plugin"]
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *plugin, str(folder)]
    env = {**os.environ, "PYTHONPATH": str(TOP)}
    done = subprocess.run(command, env=env, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stdout
    return done.stdout


@needs_posix
@pytest.mark.skipif(not shutil.which("javac"), reason="no JDK found")
def test_java_recipes_compile_and_run(in_folder: Path, shell: dict[str, str]) -> None:
    sources = {re.findall(r"^(?:public final )?class (\w+)", block, re.MULTILINE)[0]: block for block in blocks("java")}
    for name, body in STUBS.items():
        package = name.rpartition("/")[0].replace("/", ".")
        sources[name] = f"package {package}; {body}" if package else body
    for name, source in sources.items():
        file = in_folder / f"{name}.java"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(source, encoding="utf-8")
    subprocess.run(["javac", "-proc:none", *(f"{name}.java" for name in sources)], check=True, timeout=60)
    done = subprocess.run(["java", "Main"], env=shell, capture_output=True, text=True, timeout=60, check=False)
    assert '"realm":"demo"' in done.stdout, done.stderr


@needs_posix
def test_github_actions_recipe_waits_for_a_running_server(in_folder: Path, shell: dict[str, str]) -> None:
    [block] = [block for block in blocks("yaml") if "mockauth wait" in block]
    lines = re.search(r"^  - run: \|\n((?: {6}.*\n)+)", block, re.MULTILINE)
    assert lines
    port = str(free_port())
    script = lines[1].replace(":9191", f":{port}") + "kill $!\n"
    done = subprocess.run(["bash", "-e", "-c", script], env={**shell, "MOCKAUTH_PORT": port}, timeout=60, check=False)
    assert done.returncode == 0
    assert "mockauth is ready" in (in_folder / "mockauth.log").read_text(encoding="utf-8")


@needs_posix
@pytest.mark.parametrize("line", [line for block in blocks("sh") for line in block.splitlines() if "--import" in line])
def test_recipe_for_replacing_keycloak_serves_the_folder(in_folder: Path, shell: dict[str, str], line: str) -> None:
    (in_folder / "data" / "import").mkdir(parents=True)
    realm = {"realm": "shop", "enabled": True}
    (in_folder / "data" / "import" / "shop-realm.json").write_text(json.dumps(realm), encoding="utf-8")
    port = str(free_port())
    with started(shlex.split(line.replace("8080", port)), in_folder, shell):
        prefix = "/auth" if "/auth" in line else ""
        assert '"realm":"shop"' in get(f"http://localhost:{port}{prefix}/realms/shop")


class Image:
    """What a Dockerfile builds, in a folder instead of a container."""

    def __init__(self, dockerfile: str, root: Path) -> None:
        self.root, self.workdir = root, root
        packages = sysconfig.get_path("purelib")
        venv.create(root / "venv", with_pip=False)
        # The dependencies are those of this Python; what the Dockerfile installs takes precedence.
        own = sysconfig.get_path("purelib", vars={"base": str(root / "venv")})
        Path(own, "dependencies.pth").write_text(f"{packages}\n", encoding="utf-8")
        commands = root / "venv" / "bin"
        for name, line in {
            "pip": f'exec {commands}/python -m pip "$@"',
            "useradd": f"mkdir -p {root}/home/mockauth",
        }.items():
            (commands / name).write_text(f"#!/bin/sh\n{line}\n", encoding="utf-8")
            (commands / name).chmod(0o755)
        outside = {name: value for name, value in os.environ.items() if not name.startswith(("MOCKAUTH_", "PYTHON"))}
        path = f"{commands}{os.pathsep}{os.environ['PATH']}"
        self.env = {**outside, "PATH": path, "PIP_NO_DEPS": "1", "PIP_DISABLE_PIP_VERSION_CHECK": "1"}
        self.command: list[str] = []
        self.health_check = ""
        for line in dockerfile.replace("\\\n", "").splitlines():
            instruction, _, rest = line.partition(" ")
            getattr(self, f"_{instruction.lower()}")(rest.strip())

    def run(self, script: str, **env: str) -> "subprocess.CompletedProcess[str]":
        """Run a shell command in the working directory."""
        return subprocess.run(
            ["sh", "-c", script], cwd=self.workdir, env={**self.env, **env}, capture_output=True, text=True, check=False
        )

    def _from(self, image: str) -> None:
        assert image == "python:3.13-slim"

    def _workdir(self, path: str) -> None:
        self.workdir = self.root / path.lstrip("/")
        self.workdir.mkdir(parents=True, exist_ok=True)

    def _copy(self, paths: str) -> None:
        *sources, target = paths.split()
        for source in sources:
            if (TOP / source).is_dir():
                shutil.copytree(TOP / source, self.workdir / target, ignore=shutil.ignore_patterns("__pycache__"))
            else:
                shutil.copy(TOP / source, self.workdir / target)

    def _run(self, script: str) -> None:
        done = self.run(script)
        if "No matching distribution found for setuptools" in done.stderr:
            pytest.skip("no package index to build mockauth with")
        assert done.returncode == 0, done.stderr

    def _user(self, name: str) -> None:
        assert name == "mockauth"

    def _env(self, pairs: str) -> None:
        self.env |= dict(pair.split("=", 1) for pair in shlex.split(pairs))

    def _expose(self, port: str) -> None:
        assert port == self.env["MOCKAUTH_PORT"]

    def _healthcheck(self, text: str) -> None:
        self.health_check = text.partition("CMD ")[2]

    def _cmd(self, text: str) -> None:
        self.command = json.loads(text)


@pytest.fixture(scope="module")
def image(tmp_path_factory: pytest.TempPathFactory) -> Image:
    [dockerfile] = blocks("dockerfile")
    return Image(dockerfile, tmp_path_factory.mktemp("image"))


@pytest.mark.slow
@needs_posix
def test_docker_image_answers_on_all_addresses(image: Image) -> None:
    port = str(free_port())
    with started(image.command, image.workdir, {**image.env, "MOCKAUTH_PORT": port}):
        assert '"realm":"demo"' in get(f"http://localhost:{port}/realms/demo")
        # The pages' templates are package data.
        assert "kc-error-message" in get(f"http://localhost:{port}/realms/demo/protocol/openid-connect/auth")
        if sys.platform == "linux":
            assert get(f"http://127.0.0.2:{port}/realms/demo")
    assert list((image.workdir / "keys").iterdir())


@pytest.mark.slow
@needs_posix
@pytest.mark.parametrize("prefix", ["", "/auth"])
def test_docker_health_check_follows_port_and_path(image: Image, prefix: str) -> None:
    settings = {"MOCKAUTH_PORT": str(free_port()), "MOCKAUTH_HTTP_RELATIVE_PATH": prefix}
    assert image.run(image.health_check.replace("--timeout 2", "--timeout 0"), **settings).returncode == 1
    with started(image.command, image.workdir, {**image.env, **settings}):
        get(f"http://localhost:{settings['MOCKAUTH_PORT']}/")
        done = image.run(image.health_check, **settings)
        assert done.returncode == 0, done.stderr


@pytest.mark.slow
@needs_posix
@pytest.mark.parametrize("compose", [block for block in blocks("yaml") if block.startswith("services:")])
def test_compose_services_find_the_issuer_and_its_keys(image: Image, compose: str) -> None:
    command = re.search(r"^    command: (.*)", compose, re.MULTILINE)
    variables = dict(re.findall(r"^      (\w+): (http\S+)", compose, re.MULTILINE))
    issuer = variables["SPRING_SECURITY_OAUTH2_RESOURCESERVER_JWT_ISSUER_URI"]
    keys = variables.get(
        "SPRING_SECURITY_OAUTH2_RESOURCESERVER_JWT_JWK_SET_URI", f"{issuer}/protocol/openid-connect/certs"
    )
    port = str(free_port())
    server = shlex.split(command[1]) if command else image.command
    with started(server, image.workdir, {**image.env, "MOCKAUTH_PORT": port}):
        url = f"http://127.0.0.1:{port}/realms/demo/.well-known/openid-configuration"
        found = json.loads(get(url, host="mockauth:9191"))
        assert (found["issuer"], found["jwks_uri"]) == (issuer, keys)
        assert '"keys"' in get(f"http://127.0.0.1:{port}{urlsplit(keys).path}", host="mockauth:9191")


@pytest.mark.parametrize("url", sorted(set(re.findall(r"http://(?:localhost|mockauth):9191/[\w./-]+", PAGE))))
def test_url_in_a_recipe_answers(url: str) -> None:
    app = create_app(State(load_text(SAMPLE.read_text(encoding="utf-8"), "the sample").realms, KeyRing()))
    assert app.test_client().get(urlsplit(url).path).status_code in (200, 405)


@pytest.mark.parametrize("client", ["demo-service", "demo-secret"])
def test_recipes_use_a_client_of_the_sample(client: str) -> None:
    assert client in PAGE
    assert client in SAMPLE.read_text(encoding="utf-8")


@needs_posix
@pytest.mark.skipif(not shutil.which("curl"), reason="curl is not installed")
def test_readme_leads_to_a_token_and_a_login(in_folder: Path, shell: dict[str, str]) -> None:
    port = str(free_port())
    commands = [block.replace(":9191", f":{port}") for block in blocks("sh", README) if block.startswith("curl")]
    [link] = re.findall(r"^<(http://localhost:9191/\S+)>$", README, re.MULTILINE)
    options = ["--config", str(TOP / "mockauth.toml"), "--port", port, "--keys", ":memory:"]
    with started([sys.executable, "-m", "mockauth", "serve", *options], in_folder, shell):
        assert "kc-form-login" in get(link.replace(":9191", f":{port}"))
        service, user = (
            json.loads(subprocess.run(["sh", "-c", command], capture_output=True, check=True, timeout=30).stdout)
            for command in commands
        )
    [example] = blocks("json", README)
    assert {**service, "access_token": ""} == {**json.loads(example), "access_token": ""}
    assert {"access_token", "refresh_token", "id_token"} <= {*user}
