"""The recipes in the docs work: programs run, URLs answer, and commands are understood (see `test_architecture`)."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from mockauth.cli.configuration import SAMPLE
from mockauth.realms.files import load_text
from mockauth.state import State
from mockauth.state.key_ring import KeyRing
from mockauth.web.app import create_app

TOP = Path(__file__).parent.parent
PAGE = (TOP / "docs" / "recipes.md").read_text(encoding="utf-8")
LOGINS = (TOP / "docs" / "log-a-user-in.md").read_text(encoding="utf-8")
# A command `mockauth` beside the others, for those that start one.
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


def blocks(language: str, page: str = PAGE) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", page, re.DOTALL | re.MULTILINE)


@pytest.mark.parametrize("number", range(len(blocks("python"))))
def test_a_python_recipe_runs(in_folder: Path, number: int) -> None:
    (in_folder / "test_recipe.py").write_text(blocks("python")[number], encoding="utf-8")
    assert "passed" in pytest_says(in_folder)


def test_the_ways_to_log_a_user_in_lead_there(in_folder: Path) -> None:
    (in_folder / "mockauth.toml").write_text("\n".join(blocks("toml", LOGINS)), encoding="utf-8")
    fixture, *tests = blocks("python", LOGINS)
    (in_folder / "conftest.py").write_text(fixture, encoding="utf-8")
    for number, test in enumerate(tests):
        (in_folder / f"test_{number}.py").write_text(test, encoding="utf-8")
    assert f"{len(tests)} passed" in pytest_says(in_folder)


def pytest_says(folder: Path) -> str:
    """Give what pytest says of the tests in a folder, which have to pass."""
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", str(folder)]
    env = {**os.environ, "PYTHONPATH": str(TOP)}
    done = subprocess.run(command, env=env, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stdout
    return done.stdout


@pytest.mark.skipif(os.name != "posix" or not shutil.which("javac"), reason="there is no JDK here")
def test_the_java_recipes_compile_and_run(in_folder: Path) -> None:
    sources = {re.findall(r"^(?:public final )?class (\w+)", block, re.MULTILINE)[0]: block for block in blocks("java")}
    for name, body in STUBS.items():
        package = name.rpartition("/")[0].replace("/", ".")
        sources[name] = f"package {package}; {body}" if package else body
    for name, source in sources.items():
        file = in_folder / f"{name}.java"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(source, encoding="utf-8")
    subprocess.run(["javac", "-proc:none", *(f"{name}.java" for name in sources)], check=True, timeout=60)
    script = in_folder / "mockauth"
    script.write_text(SCRIPT, encoding="utf-8")
    script.chmod(0o755)
    env = {**os.environ, "PYTHONPATH": str(TOP), "PATH": f"{in_folder}{os.pathsep}{os.environ['PATH']}"}
    done = subprocess.run(["java", "Main"], env=env, capture_output=True, text=True, timeout=60, check=False)
    assert '"realm":"demo"' in done.stdout, done.stderr


@pytest.mark.parametrize("url", sorted(set(re.findall(r"http://(?:localhost|mockauth):9191/[\w./-]+", PAGE))))
def test_a_url_in_a_recipe_answers(url: str) -> None:
    app = create_app(State(load_text(SAMPLE.read_text(encoding="utf-8"), "the sample").realms, KeyRing()))
    assert app.test_client().get(urlsplit(url).path).status_code in (200, 405)


@pytest.mark.parametrize("client", ["demo-service", "demo-secret"])
def test_the_recipes_use_the_client_of_the_sample(client: str) -> None:
    assert client in PAGE
    assert client in SAMPLE.read_text(encoding="utf-8")
