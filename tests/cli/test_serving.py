"""What `mockauth serve` serves and says, as a process of its own."""

import json
import socket
import subprocess
from collections.abc import Callable
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import Request, urlopen

import pytest
from demo import FORM, REALM, REGISTRY, SECRET, TOKEN, claims

from cli.conftest import Served

Start = Callable[..., Served]


def has_ipv6() -> bool:
    try:
        with socket.socket(socket.AF_INET6) as one:
            one.bind(("::1", 0))
    except OSError:
        return False
    return True


def ask(url: str, form: dict[str, str] | None = None, **headers: str) -> bytes:
    body = urlencode(form).encode() if form else None
    with urlopen(Request(url, body, headers), timeout=5) as answer:
        found: bytes = answer.read()
        return found


@pytest.mark.parametrize("host", ["127.0.0.1", "[::1]"])
@pytest.mark.usefixtures("registry")
def test_localhost_is_both_loopback_addresses(start: Start, host: str) -> None:
    if host == "[::1]" and not has_ipv6():
        pytest.skip("there is no ::1 on this machine")
    token = json.loads(ask(f"http://{host}:{start().port}{TOKEN}", FORM))["access_token"]
    assert claims(token)["iss"].startswith(f"http://{host}:")


def test_without_configuration_it_says_what_it_looked_for_and_serves_the_sample(start: Start, in_folder: Path) -> None:
    said = "\n".join(start().said)
    assert f"No --config and no --import, and there is no mockauth.toml in {in_folder}:" in said
    assert "serving the built-in sample instead" in said
    assert "clients: demo-service" in said


@pytest.mark.usefixtures("registry")
def test_it_prints_a_curl_line_that_works_as_it_is(start: Start) -> None:
    served = start()
    [line] = [line for line in served.said if line.startswith("  curl ")]
    done = subprocess.run(["sh", "-c", f"{line} -s"], capture_output=True, text=True, check=False)
    if done.returncode == 127:
        pytest.skip("there is no curl on this machine")
    assert "access_token" in json.loads(done.stdout)


def test_a_secret_from_the_environment_is_not_printed(start: Start) -> None:
    served = start(DEMO_SECRET="hush-hush")
    assert "hush-hush" not in "\n".join(served.said)
    assert any('"client_secret=$DEMO_SECRET"' in line for line in served.said)


@pytest.mark.usefixtures("registry")
def test_settings_come_from_the_environment_too(start: Start, in_folder: Path) -> None:
    (in_folder / "b.json").write_text('{"realm": "b", "enabled": true}', encoding="utf-8")
    (in_folder / "c d.json").write_text('{"realm": "c", "enabled": true}', encoding="utf-8")
    served = start(
        MOCKAUTH_IMPORT=":".join(("b.json", "c d.json")),
        MOCKAUTH_CONFIG="mockauth.toml",
        MOCKAUTH_HOSTNAME="https://sso.example.org/",
        MOCKAUTH_HTTP_RELATIVE_PATH="auth/",
        MOCKAUTH_LOG_FORMAT="json",
    )
    issuers = [json.loads(line)["issuer"] for line in served.said if '"realm"' in line and "issuer" in line]
    assert issuers == [f"https://sso.example.org/auth/realms/{name}" for name in ("demo", "b", "c")]


@pytest.mark.usefixtures("registry")
def test_with_json_every_line_is_an_object(start: Start) -> None:
    served = start("--log-format", "json")
    ask(f"http://127.0.0.1:{served.port}{REALM}")
    events = [json.loads(line)["event"] for line in [*served.said, served.line()]]
    assert events == ["realm", "clients", "curl", "ready", "request"]


@pytest.mark.usefixtures("registry")
def test_a_refusal_is_a_line_with_its_reason_and_no_secret(start: Start) -> None:
    served = start()
    with pytest.raises(HTTPError) as refused:
        ask(f"http://127.0.0.1:{served.port}{TOKEN}", {**FORM, "client_secret": f"{SECRET}x"})
    refused.value.close()
    line = served.line()
    assert f" 401 POST {TOKEN} " in line
    assert line.endswith('unauthorized_client: this is not the secret of client "robot"')


@pytest.mark.usefixtures("registry")
def test_a_path_cannot_steer_the_terminal(start: Start) -> None:
    served = start()
    with pytest.raises(HTTPError) as refused:
        ask(f"http://127.0.0.1:{served.port}/%1b%5b2J%0afake")
    refused.value.close()
    assert r" GET /\x1b[2J\x0afake " in served.line()


@pytest.mark.usefixtures("registry")
def test_it_says_realms_issuer_and_clients(start: Start) -> None:
    served = start()
    assert served.said[0] == f"realm demo  http://localhost:{served.port}/realms/demo"
    assert served.said[1] == "  clients: robot, web"
    assert served.said[-1] == f"mockauth is ready on http://localhost:{served.port}/"


@pytest.mark.usefixtures("registry")
def test_paths_can_begin_as_before_keycloak_17(start: Start) -> None:
    served = start("--http-relative-path", "/auth")
    assert json.loads(ask(f"http://127.0.0.1:{served.port}/auth{REALM}"))["realm"] == "demo"


@pytest.mark.usefixtures("registry")
@pytest.mark.parametrize("server", ["waitress", "werkzeug", "granian"])
@pytest.mark.parametrize(
    ("options", "base"), [((), "http://127.0.0.1:{}"), (("--proxy-headers", "xforwarded"), "https://sso.example.org")]
)
def test_a_proxy_is_believed_only_when_told_to(start: Start, server: str, options: tuple[str, ...], base: str) -> None:
    if server == "granian":
        pytest.importorskip("granian", reason="granian is an extra: pip install 'mockauth[granian]'")
    served = start("--server", server, *options)
    forwarded = {"X-Forwarded-Proto": "https", "X-Forwarded-Host": "sso.example.org"}
    info = json.loads(ask(f"http://127.0.0.1:{served.port}{REALM}", None, **forwarded))
    assert info["token-service"] == f"{base.format(served.port)}{REALM}/protocol/openid-connect"


@pytest.mark.usefixtures("registry")
def test_the_next_start_has_the_same_keys(start: Start) -> None:
    first, second = (
        ask(f"http://127.0.0.1:{start('--keys', 'ring').port}{REALM}/protocol/openid-connect/certs") for _ in range(2)
    )
    assert first == second


def test_a_changed_registry_is_read_again_and_a_broken_one_is_not(start: Start, registry: Path) -> None:
    served = start()
    registry.write_text(f"{REGISTRY}\n[realms.demo.clients.third]\n", encoding="utf-8")
    assert served.line() == "reloaded: realm demo: client third is new"
    registry.write_text("[realms.demo", encoding="utf-8")
    assert served.line().startswith("not reloaded: mockauth.toml: line 1: this is not TOML")
    assert b"access_token" in ask(f"http://127.0.0.1:{served.port}{TOKEN}", FORM)
