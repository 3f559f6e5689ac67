"""The pytest plugin, in projects of its own."""

import subprocess
import sys
from pathlib import Path

import mockauth

PLUGIN = ["-p", "no:mockauth", "-p", "mockauth.testing.pytest_plugin", "-p", "no:cacheprovider"]
REGISTRY = '[realms.shop.clients.orders]\nsecret = "s"\nservice_accounts_enabled = true\n'


def run(folder: Path, tests: str, *options: str) -> str:
    """Run a project's tests with pytest; return the output."""
    (folder / "mockauth.toml").write_text(REGISTRY, encoding="utf-8")
    (folder / "test_orders.py").write_text(tests, encoding="utf-8")
    command = [sys.executable, "-m", "pytest", *PLUGIN, *options]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, timeout=60)
    return done.stdout + done.stderr


def test_a_test_needs_three_lines(tmp_path: Path) -> None:
    test = 'def test_orders(mockauth):\n    assert mockauth.token("orders").claims["azp"] == "orders"\n'
    assert "1 passed" in run(tmp_path, test)


def test_the_log_is_in_the_report_of_a_failed_test(tmp_path: Path) -> None:
    test = (
        "import urllib.request\n"
        "def test_orders(mockauth):\n"
        "    urllib.request.urlopen(mockauth.issuer() + '/protocol/openid-connect/userinfo')\n"
    )
    out = run(tmp_path, test)
    assert "mockauth log" in out
    assert "401 GET /realms/shop/protocol/openid-connect/userinfo" in out


def test_options_in_the_configuration_of_pytest(tmp_path: Path) -> None:
    (tmp_path / "pytest.ini").write_text("[pytest]\nmockauth_realms = my-realm.json\n", encoding="utf-8")
    (tmp_path / "my-realm.json").write_text('{"realm": "mine", "enabled": true}', encoding="utf-8")
    assert "1 passed" in run(tmp_path, 'def test_realm(mockauth):\n    assert mockauth.realms == ["mine"]\n')


def test_a_fixture_defines_the_realm(tmp_path: Path) -> None:
    test = (
        "import pytest\n"
        "@pytest.fixture(scope='session')\n"
        "def mockauth_options():\n"
        "    return {'realm': {'clients': {'a': {}}}, 'name': 'own'}\n"
        "def test_realm(mockauth):\n"
        "    assert mockauth.issuer().endswith('/realms/own')\n"
    )
    assert "1 passed" in run(tmp_path, test)


def test_each_test_starts_without_sessions(tmp_path: Path) -> None:
    test = (
        "import pytest\n"
        "@pytest.mark.parametrize('number', [1, 2])\n"
        "def test_log(mockauth, number):\n"
        "    assert mockauth.log == []\n"
        "    import urllib.request; urllib.request.urlopen(mockauth.issuer())\n"
    )
    assert "2 passed" in run(tmp_path, test)


def test_workers_of_xdist_have_servers_of_their_own(tmp_path: Path) -> None:
    test = (
        "import os, pathlib, pytest\n"
        "@pytest.mark.parametrize('number', range(8))\n"
        "def test_url(mockauth, number):\n"
        "    pathlib.Path(os.environ['PYTEST_XDIST_WORKER']).write_text(mockauth.url)\n"
    )
    assert "8 passed" in run(tmp_path, test, "-n", "2")
    assert len({file.read_text(encoding="utf-8") for file in tmp_path.glob("gw*")}) == 2


def test_a_running_server_is_used(tmp_path: Path) -> None:
    (tmp_path / "mockauth.toml").write_text(REGISTRY, encoding="utf-8")
    with mockauth.serve(tmp_path / "mockauth.toml") as server:
        test = f"def test_url(mockauth):\n    assert mockauth.token('orders').claims['iss'] == '{server.issuer()}'\n"
        assert "1 passed" in run(tmp_path, test, "--mockauth-url", server.url)


def test_the_plugin_can_be_turned_off(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "pytest", "-p", "no:mockauth", "--fixtures"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False, timeout=60)
    assert "mockauth_server" not in done.stdout
