"""The image: it runs as any user on a read-only file system, and others find in it what Keycloak's image has."""

import hashlib
import json
import re
import shutil
import subprocess
import tarfile
from pathlib import Path
from typing import Any

import pytest

from image import dockerfile
from image.build import LAYOUT, ROOT, Unavailable, build
from image.container import get, python, run

pytestmark = pytest.mark.image
TOKEN = """
import json
from urllib.parse import urlencode
from urllib.request import urlopen
form = {"grant_type": "client_credentials", "client_id": "robot", "client_secret": "robot-secret"}
url = "http://localhost:8080%s/realms/shop/protocol/openid-connect/token"
print(json.load(urlopen(url, urlencode(form).encode(), timeout=5))["token_type"])
"""


@pytest.fixture(scope="module", autouse=True)
def _built() -> None:
    if not ROOT.exists():
        try:
            build()
        except Unavailable as reason:
            pytest.skip(str(reason))


@pytest.fixture
def realms(tmp_path: Path) -> Path:
    """A folder with a realm file."""
    robot = {"clientId": "robot", "secret": "robot-secret", "serviceAccountsEnabled": True, "publicClient": False}
    realm = {"realm": "shop", "enabled": True, "clients": [robot]}
    (tmp_path / "shop-realm.json").write_text(json.dumps(realm), encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize("user", [0, 1000, 1000740000])
def test_any_user_can_run_it_read_only(realms: Path, user: int) -> None:
    done = run(
        *("start-dev", "--import-realm"),
        probe=python(TOKEN % ""),
        mounts={"/opt/keycloak/data/import": realms},
        user=user,
    )
    assert (done.out, done.code) == ("Bearer", 0), done.log


def test_testcontainers_for_java_find_its_log_line_and_health(realms: Path) -> None:
    env = {
        "KC_BOOTSTRAP_ADMIN_USERNAME": "admin",
        "KC_BOOTSTRAP_ADMIN_PASSWORD": "admin",
        "JAVA_OPTS_KC_HEAP": "-XX:InitialRAMPercentage=1 -XX:MaxRAMPercentage=5",
        "KC_HTTPS_CLIENT_AUTH": "none",
        "KC_HTTPS_MANAGEMENT_CLIENT_AUTH": "none",
        "KC_METRICS_ENABLED": "false",
        "KC_HEALTH_ENABLED": "true",
        "KC_SPI_THEME__CACHE_THEMES": "true",
        "KC_SPI_THEME__CACHE_TEMPLATES": "true",
        "KC_SPI_THEME__STATIC_MAX_AGE": "2592000",
    }
    file = next(realms.iterdir())
    done = run(
        *("--verbose", "start-dev", "--import-realm"),
        env=env,
        mounts={f"/opt/keycloak/data/import/{file.name}": file},
        probe=get("http://localhost:9000/health/ready") + "\n" + python(TOKEN % ""),
    )
    assert '"status": "UP"' in done.out
    assert done.out.endswith("Bearer")
    listening = r".*Listening on: http://0\.0\.0\.0:8080\. Management interface listening on http://0\.0\.0\.0:9000\..*"
    assert re.search(listening, done.log)


def test_testcontainers_for_python_find_their_log_lines_and_kcadm(realms: Path) -> None:
    kcadm = "/opt/keycloak/bin/kcadm.sh update realms/master -s sslRequired=none --no-config"
    done = run(
        *("start-dev", "--import-realm"),
        env={
            "KC_BOOTSTRAP_ADMIN_USERNAME": "test",
            "KC_BOOTSTRAP_ADMIN_PASSWORD": "test",
            "KEYCLOAK_ADMIN": "test",
            "KEYCLOAK_ADMIN_PASSWORD": "test",
            "KC_HEALTH_ENABLED": "true",
        },
        mounts={"/opt/keycloak/data/import/realm.json": next(realms.iterdir())},
        probe=f"{kcadm} --server http://localhost:8080 --realm master --user test --password test",
    )
    assert done.probe_code == 0
    assert re.search(r"started in \d+\.\d+s", done.log)
    assert re.search(r"Created temporary admin user|Added user '", done.log)


def test_testcontainers_for_go_and_node_find_their_log_lines_and_the_context_path(realms: Path) -> None:
    done = run(
        *("start-dev", "--import-realm", "--http-relative-path=/auth"),
        env={"KEYCLOAK_ADMIN": "admin", "KEYCLOAK_ADMIN_PASSWORD": "admin", "KEYCLOAK_CONTEXT_PATH": "/auth"},
        mounts={"/opt/keycloak/data/import": realms},
        probe=get("http://localhost:8080/auth"),
    )
    assert done.probe_code == 0, done.out
    assert "Running the server" in done.log
    assert "Listening on:" in done.log


def test_the_usual_health_check_of_compose_files_succeeds(realms: Path) -> None:
    probe = r"""exec 3<>/dev/tcp/localhost/9000 && printf \
'GET /health/ready HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n' >&3 && head -1 <&3"""
    done = run("start-dev", env={"KC_HEALTH_ENABLED": "true"}, probe=probe)
    assert done.out.strip() == "HTTP/1.1 200 OK"


def test_the_health_check_of_the_image_needs_no_health_endpoints() -> None:
    assert run("start-dev", "--http-relative-path=/auth", env={"KC_HTTP_RELATIVE_PATH": "/auth"}).seconds < 8


def test_start_without_a_command_is_that_of_old_images(realms: Path) -> None:
    done = run(
        env={"KEYCLOAK_USER": "admin", "KEYCLOAK_PASSWORD": "admin", "KEYCLOAK_IMPORT": "/tmp/import/shop-realm.json"},
        mounts={"/tmp/import": realms},
        probe="sleep 1\n" + python(TOKEN % "/auth"),
    )
    assert done.out == "Bearer", done.log


def test_the_layout_is_valid() -> None:
    index = json.loads((LAYOUT / "index.json").read_text(encoding="utf-8"))
    [manifest] = [json.loads(blob(it)) for it in index["manifests"]]
    config = json.loads(blob(manifest["config"]))
    assert config["config"] == dockerfile.config()
    [layer] = manifest["layers"]
    assert hashlib.sha256(blob(layer)).hexdigest() == layer["digest"].partition(":")[2]
    with tarfile.open(LAYOUT / "blobs" / "sha256" / layer["digest"].partition(":")[2]) as archive:
        assert "opt/keycloak/bin/kc.sh" in archive.getnames()


def blob(descriptor: dict[str, Any]) -> bytes:
    content: bytes = (LAYOUT / "blobs" / "sha256" / descriptor["digest"].partition(":")[2]).read_bytes()
    assert descriptor["size"] == len(content)
    return content


def test_other_tools_read_the_layout() -> None:
    if not shutil.which("skopeo"):
        pytest.skip("skopeo is not installed")
    done = subprocess.run(
        ["skopeo", "inspect", "--config", f"oci:{LAYOUT}:latest"], capture_output=True, text=True, check=True
    )
    assert json.loads(done.stdout)["config"]["Entrypoint"] == ["/opt/keycloak/bin/kc.sh"]


def test_nothing_of_the_machine_that_built_it_is_in_the_image() -> None:
    found = [ROOT / name for name in ("src", "etc/pip.conf", "etc/resolv.conf", "etc/hosts")]
    assert [file for file in found if file.exists() and (file.is_dir() or file.read_text(encoding="utf-8"))] == []
