"""`mockauth serve` as a person or a CI starts it: a process of its own."""

import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

import pytest
from demo import FORM, REGISTRY, SECRET, TOKEN

Start = Callable[..., "Served"]
PATIENCE_SECONDS = 30


class Served:
    """A server that was started: its process, its port, and what it said until it was ready."""

    def __init__(self, folder: Path, options: Sequence[str], env: dict[str, str]) -> None:
        command = [sys.executable, "-m", "mockauth", "serve", "--port", "0", "--port-file", "port", *options]
        self.process = subprocess.Popen(
            command,
            cwd=folder,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            env={**os.environ, "PYTHONUNBUFFERED": "1", "PYTHONPATH": str(Path(__file__).parents[2]), **env},
        )
        self.said: list[str] = []
        while not self.said or "mockauth is ready" not in self.said[-1]:
            self.said.append(self.line())
        self.port = int((folder / "port").read_text())

    def line(self) -> str:
        assert self.process.stdout
        line = self.process.stdout.readline()
        assert line, "the server ended:\n" + "".join(self.said)
        return line.rstrip("\n")

    def ask(self, path: str, form: dict[str, str] | None = None, host: str = "127.0.0.1", **headers: str) -> Any:
        connection = HTTPConnection(host, self.port, timeout=PATIENCE_SECONDS)
        body = "&".join(f"{name}={value}" for name, value in (form or {}).items())
        content = {"Content-Type": "application/x-www-form-urlencoded"} if form else {}
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request("POST" if form else "GET", path, body or None, {**content, **named})
        found = json.loads(connection.getresponse().read())
        connection.close()
        return found

    def end(self, with_signal: int) -> int:
        self.process.send_signal(with_signal)
        return self.process.wait(PATIENCE_SECONDS)


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    (tmp_path / "mockauth.toml").write_text(REGISTRY)
    started: list[Served] = []

    def of(*options: str, **env: str) -> Served:
        started.append(Served(tmp_path, ["--keys", ":memory:", *options], env))
        return started[-1]

    yield of
    for served in started:
        served.process.kill()
        served.process.communicate()


def test_it_serves_the_registry_of_the_folder(start: Start) -> None:
    assert "access_token" in start().ask(TOKEN, FORM)


def test_localhost_is_also_the_address_of_ipv6(start: Start) -> None:
    served = start()
    try:
        socket.create_connection(("::1", served.port)).close()
    except OSError:
        pytest.skip("there is no ::1 on this machine")
    assert "access_token" in served.ask(TOKEN, FORM, host="::1")


@pytest.mark.parametrize("with_signal", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_it_with_0(start: Start, with_signal: int) -> None:
    assert start().end(with_signal) == 0


def test_it_takes_its_port_file_away(start: Start, tmp_path: Path) -> None:
    start().end(signal.SIGTERM)
    assert not (tmp_path / "port").exists()


def test_a_port_in_use_is_one_line(start: Start, tmp_path: Path) -> None:
    port = start().port
    second = subprocess.run(
        [sys.executable, "-m", "mockauth", "serve", "--keys", ":memory:", "--port", str(port)],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=PATIENCE_SECONDS,
        check=False,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
    )
    said = f"port {port} on 127.0.0.1 is in use: end what uses it, or choose another with --port\n"
    assert (second.returncode, second.stdout, second.stderr) == (3, "", said)


def test_it_says_realms_clients_issuer_and_a_line_to_paste(start: Start) -> None:
    served = start()
    issuer = f"http://localhost:{served.port}/realms/demo"
    assert served.said[0] == f"realm demo  {issuer}"
    assert served.said[1] == "  clients: robot, web"
    assert served.said[2].startswith(f"  curl {issuer}/protocol/openid-connect/token -d grant_type=client_credentials")


def test_a_secret_from_the_environment_stays_there(start: Start, tmp_path: Path) -> None:
    (tmp_path / "mockauth.toml").write_text(REGISTRY.replace(SECRET, "${ROBOT_SECRET}"))
    said = "\n".join(start(ROBOT_SECRET="not-to-be-shown").said)
    assert "client_secret=$ROBOT_SECRET" in said
    assert "not-to-be-shown" not in said


def test_a_refusal_is_explained_in_the_log_without_the_secret(start: Start) -> None:
    served = start()
    served.ask(TOKEN, {**FORM, "client_secret": "guessed-wrong"})
    line = served.line()
    assert 'unauthorized_client: this is not the secret of client "robot"' in line
    assert "guessed-wrong" not in line


def test_the_log_can_be_json_lines(start: Start) -> None:
    served = start("--log-format", "json")
    served.ask("/realms/demo")
    said = [json.loads(line) for line in [*served.said, served.line()]]
    assert [it["event"] for it in said] == ["realm", "clients", "curl", "ready", "request"]


def test_without_any_configuration_it_serves_the_sample(start: Start, tmp_path: Path) -> None:
    (tmp_path / "mockauth.toml").unlink()
    assert start().said[0].startswith("No --config and no --import, and there is no mockauth.toml in ")


def test_an_option_can_come_from_the_environment(start: Start) -> None:
    served = start(MOCKAUTH_HOSTNAME="https://login.example.org")
    assert served.ask("/realms/demo/.well-known/openid-configuration")["issuer"] == (
        "https://login.example.org/realms/demo"
    )


def test_paths_can_begin_as_before_keycloak_17(start: Start) -> None:
    served = start("--http-relative-path", "/auth")
    assert served.ask("/auth/realms/demo")["realm"] == "demo"


@pytest.mark.parametrize(("options", "scheme"), [([], "http"), (["--proxy-headers", "xforwarded"], "https")])
def test_a_proxy_is_believed_only_when_told_to(start: Start, options: list[str], scheme: str) -> None:
    served = start(*options)
    info = served.ask("/realms/demo", X_Forwarded_Proto="https", X_Forwarded_Host="shop.example.org")
    assert info["token-service"].startswith(f"{scheme}://")


def test_a_changed_registry_is_read_again(start: Start, tmp_path: Path) -> None:
    served = start()
    (tmp_path / "mockauth.toml").write_text(REGISTRY + "\n[realms.demo.clients.third]\n")
    assert served.line() == "reloaded: realm demo: client third is new"


def test_a_broken_registry_leaves_the_last_good_one_in_place(start: Start, tmp_path: Path) -> None:
    served = start()
    (tmp_path / "mockauth.toml").write_text("[realms.demo.clients.robot]\nsecrets = 1\n")
    assert served.line() == (
        'not reloaded: mockauth.toml: realms.demo.clients.robot.secrets: unknown key "secrets": did you mean "secret"?'
    )
    assert "access_token" in served.ask(TOKEN, FORM)


@pytest.mark.parametrize("server", ["waitress", "werkzeug", "granian"])
def test_every_server_answers(start: Start, server: str) -> None:
    if server == "granian":
        pytest.importorskip("granian", reason="granian is an extra: pip install 'mockauth[granian]'")
    assert "access_token" in start("--server", server).ask(TOKEN, FORM)


def test_a_second_start_has_the_same_keys(start: Start) -> None:
    certs = "/realms/demo/protocol/openid-connect/certs"
    assert start("--keys", "ring").ask(certs) == start("--keys", "ring").ask(certs)
