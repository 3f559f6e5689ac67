"""The tutorial with Spring Boot 3 and 4: users log in, the service gets tokens, and the API checks them."""

import json
import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.request import Request, urlopen

import pytest

from clients.person import Person
from clients.server import TOP
from clients.sivalabs import ARCHIVAL_SECRET, KINDS, WEBAPP_SECRET, Tutorial, tutorial

pytestmark = [
    pytest.mark.clients,
    pytest.mark.skipif(not (shutil.which("java") and shutil.which("mvn")), reason="a JDK with Maven is not installed"),
]
HERE = Path(__file__).parent / "spring"
BUILT_WITHIN, STARTED_WITHIN = 600, 180


@dataclass(frozen=True)
class Spring:
    """The running application and its realm."""

    url: str
    realm: Tutorial


@pytest.fixture(scope="session", params=["3.5.7", "4.0.7"], ids=["Boot 3", "Boot 4"])
def jar(request: pytest.FixtureRequest) -> Path:
    """The built application; Maven runs again only if its sources have changed."""
    folder = TOP.joinpath(".cache", "clients", "spring", str(request.param))
    built = folder / "messages.jar"
    newest = max(file.stat().st_mtime for file in HERE.rglob("*") if file.is_file())
    if not built.exists() or built.stat().st_mtime < newest:
        command = ["mvn", "-q", "-B", "package", f"-Dspring-boot.version={request.param}", f"-Dbuild.folder={folder}"]
        done = subprocess.run(command, cwd=HERE, capture_output=True, text=True, timeout=BUILT_WITHIN, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
    return built


@pytest.fixture(scope="session", params=KINDS)
def spring(jar: Path, request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Spring]:
    """The running application."""
    folder = tmp_path_factory.mktemp("spring")
    with tutorial(request.param, folder) as realm, started(jar, realm, folder / "spring.log") as url:
        yield Spring(url, realm)


@contextmanager
def started(jar: Path, realm: Tutorial, log: Path) -> Iterator[str]:
    settings = {
        "ISSUER": realm.issuer,
        "WEBAPP_SECRET": WEBAPP_SECRET,
        "ARCHIVAL_SECRET": ARCHIVAL_SECRET,
        "SERVER_PORT": str(realm.webapp_port),
    }
    with log.open("wb") as output:
        command = ["java", "-XX:TieredStopAtLevel=1", "-Xmx192m", "-jar", str(jar)]
        process = subprocess.Popen(
            command, env={**os.environ, **settings}, stdin=subprocess.DEVNULL, stdout=output, stderr=output
        )
        try:
            url = f"http://localhost:{realm.webapp_port}"
            wait_for(url, process, log)
            yield url
        finally:
            process.terminate()
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def wait_for(url: str, process: "subprocess.Popen[bytes]", log: Path) -> None:
    end = time.monotonic() + STARTED_WITHIN
    while time.monotonic() < end:
        assert process.poll() is None, log.read_text(errors="replace")
        try:
            with urlopen(url, timeout=10):
                return
        except OSError:
            time.sleep(0.2)
    raise AssertionError(log.read_text(errors="replace"))


def asked(url: str, token: str) -> int:
    """Return the status of the API for a token."""
    from urllib.error import HTTPError

    try:
        with urlopen(Request(url, headers={"Authorization": f"Bearer {token}"}), timeout=30) as answer:
            return int(answer.status)
    except HTTPError as refused:
        refused.close()
        return refused.code


def test_a_user_who_logs_in_has_the_roles_of_the_realm(spring: Spring) -> None:
    person = Person().opens(f"{spring.url}/me")
    assert person.url.startswith(spring.realm.issuer)
    person.logs_in("siva", "siva1234")
    found = json.loads(person.text)
    assert (found["name"], found["email"]) == ("siva", "siva@gmail.com")
    assert found["subject"] == found["subject of userinfo"]
    assert {"ROLE_USER", "ROLE_ADMIN", "SCOPE_openid", "SCOPE_profile"} <= set(found["roles"])


def test_roles_decide_which_pages_a_user_may_open(spring: Spring) -> None:
    assert Person().opens(f"{spring.url}/admin").logs_in("siva", "siva1234").text == "for admins"
    assert Person().opens(f"{spring.url}/admin").logs_in("prasad", "prasad1234").status == 403


def test_the_api_accepts_the_access_token_of_the_user(spring: Spring) -> None:
    person = Person().opens(f"{spring.url}/messages").logs_in("prasad", "prasad1234")
    assert json.loads(person.text) == ["hello"]


def test_the_job_calls_the_api_with_the_token_of_its_service_account(spring: Spring) -> None:
    assert Person().opens(f"{spring.url}/job", {}).text.startswith("archived by ")


def test_the_api_refuses_garbage_and_changed_tokens(spring: Spring) -> None:
    form = {"grant_type": "client_credentials", "client_id": "archival-service", "client_secret": ARCHIVAL_SECRET}
    token = json.loads(Person().opens(f"{spring.realm.issuer}/protocol/openid-connect/token", form).text)
    api = f"{spring.url}/api/messages"
    assert asked(api, token["access_token"]) == 200
    head, body, signature = token["access_token"].split(".")
    assert asked(api, f"{head}.{body}.{signature[::-1]}") == 401
    assert asked(api, "garbage") == 401


def test_a_logout_ends_the_sessions_of_application_and_realm(spring: Spring) -> None:
    person = Person().opens(f"{spring.url}/me").logs_in("siva", "siva1234")
    person.opens(f"{spring.url}/logout", {})
    assert (person.url, person.text) == (f"{spring.url}/", "home")
    person.opens(f"{spring.url}/me")
    assert 'id="kc-form-login"' in person.text
