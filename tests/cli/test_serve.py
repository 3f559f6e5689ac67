"""How `mockauth serve` ends, and why it does not start."""

import signal
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from cli.conftest import Done, Served

Start = Callable[..., Served]
Run = Callable[..., Done]


@pytest.mark.parametrize("server", ["waitress", "werkzeug"])
@pytest.mark.parametrize("sent", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_it_at_once_with_0(start: Start, in_folder: Path, sent: int, server: str) -> None:
    assert start("--server", server).end(sent) == 0
    assert not (in_folder / "port").exists()


def test_a_signal_ends_it_while_a_connection_is_open(start: Start) -> None:
    served = start()
    with socket.create_connection(("127.0.0.1", served.port)) as half_open:
        half_open.sendall(b"POST /realms/demo HTTP/1.1\r\nHost: x\r\nContent-Length: 99\r\n\r\n")
        assert served.end(signal.SIGTERM) == 0


def test_a_port_in_use_is_one_line_and_3(fail: Run) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = fail("serve", "--port", str(port), "--keys", ":memory:")
    assert done.code == 3
    assert done.err == f"port {port} on 127.0.0.1 is in use: end what uses it, or choose another with --port\n"


@pytest.mark.parametrize("host", ["no-such-host.invalid", "a..b", "256.1.1.1"])
def test_a_host_that_is_none_is_one_line_and_3(run: Run, host: str) -> None:
    done = run("serve", "--host", host, "--port", "0", "--keys", ":memory:")
    assert done.code == 3
    assert done.err.startswith(f"port 0 on {host} cannot be opened: ")
    assert done.err.count("\n") == 1


def test_a_port_file_that_cannot_be_written_is_one_line_and_3(fail: Run) -> None:
    done = fail("serve", "--port", "0", "--keys", ":memory:", "--port-file", "none/port")
    assert (done.code, done.err) == (3, "none/port: cannot be written: No such file or directory\n")


def test_a_broken_registry_is_a_line_for_each_problem_and_3(run: Run, in_folder: Path) -> None:
    (in_folder / "mockauth.toml").write_text("[realms.a]\nb = 1\nc = 2", encoding="utf-8")
    done = run("serve", "--port", "0", "--keys", ":memory:")
    assert done.code == 3
    assert [line.partition(": unknown")[0] for line in done.err.splitlines()] == [
        "mockauth.toml: realms.a.b",
        "mockauth.toml: realms.a.c",
    ]


def test_keys_that_cannot_be_kept_are_one_line_and_3(run: Run, in_folder: Path) -> None:
    (in_folder / "keys").touch()
    done = run("serve", "--port", "0")
    assert done.code == 3
    assert "a key cannot be written here (Not a directory): name a folder that can be written with --keys" in done.err


@pytest.mark.parametrize(
    "option", [("--port", "65536"), ("--port", "x"), ("--log-format", "xml"), ("--hostname", "sso")]
)
def test_an_option_that_makes_no_sense_is_2(run: Run, option: tuple[str, str]) -> None:
    done = run("serve", *option)
    assert done.code == 2
    assert f"Invalid value for '{option[0]}'" in done.err


def test_python_m_mockauth_is_the_same_command(in_folder: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "mockauth", "--version"], capture_output=True, text=True, cwd=in_folder, check=True
    )
    assert done.stdout.startswith("mockauth ")
