"""The output of commands and the log of a server, as text and as JSON."""

import io
import json
import os
import re
import subprocess
import sys
from datetime import datetime
from io import FileIO
from pathlib import Path

import pytest

from cli.conftest import THIS_CODE
from mockauth import __version__
from mockauth.cli.console import Console, open_console, print_error, print_problems
from mockauth.realms.problems import Problem
from mockauth.web.app import Entry

REFUSED = Entry("POST", "/a", 401, 0.00123, "invalid_client", "no such client")


def log_line(capsys: pytest.CaptureFixture[str], entry: Entry, as_json: bool = False) -> str:
    Console(as_json).log_request(entry)
    return capsys.readouterr().out


def test_the_reason_of_a_successful_request_stands_alone(capsys: pytest.CaptureFixture[str]) -> None:
    assert log_line(capsys, Entry("POST", "/a", 200, 0.001, "", "ignored claim")).endswith("1.0 ms  ignored claim\n")


def test_a_request_is_one_line_with_time_status_path_and_duration(capsys: pytest.CaptureFixture[str]) -> None:
    time, _, rest = log_line(capsys, Entry("GET", "/a", 200, 0.00123)).partition(" ")
    assert datetime.fromisoformat(time).tzinfo
    assert rest == "200 GET /a 1.2 ms\n"


def test_a_refusal_ends_with_its_error_and_reason(capsys: pytest.CaptureFixture[str]) -> None:
    assert log_line(capsys, REFUSED).endswith(" 401 POST /a 1.2 ms  invalid_client: no such client\n")


def test_a_refusal_in_json_has_fields_for_error_and_reason(capsys: pytest.CaptureFixture[str]) -> None:
    fields = json.loads(log_line(capsys, REFUSED, as_json=True))
    assert {**fields, "time": ""} == {
        "event": "request",
        "time": "",
        "method": "POST",
        "path": "/a",
        "status": 401,
        "ms": 1.2,
        "error": "invalid_client",
        "reason": "no such client",
    }


def test_a_request_names_its_client_and_scope(capsys: pytest.CaptureFixture[str]) -> None:
    entry = Entry("POST", "/a", 401, 0.0012, "e", "why", "robot", "openid email")
    assert log_line(capsys, entry).endswith(' 1.2 ms client="robot" scope="openid email"  e: why\n')
    fields = json.loads(log_line(capsys, entry, as_json=True))
    assert (fields["client"], fields["scope"]) == ("robot", "openid email")


@pytest.mark.parametrize("as_json", [False, True])
def test_events_of_a_running_server_have_a_time_with_its_zone(
    capsys: pytest.CaptureFixture[str], as_json: bool
) -> None:
    Console(as_json).log("reloaded", "reloaded: something")
    line = capsys.readouterr().out
    time, text = json.loads(line)["time"] if as_json else line.split(" ")[0], "reloaded: something"
    assert datetime.fromisoformat(time).tzinfo
    assert text in line


@pytest.mark.parametrize("as_json", [False, True])
@pytest.mark.parametrize("odd", ["\x1b[2J", "\n", "\r", "\u202e", "\x9b", "\x00", "\u2028", "\ud83d"])
def test_control_characters_of_a_request_are_escaped(
    capsys: pytest.CaptureFixture[str], odd: str, as_json: bool
) -> None:
    line = log_line(capsys, Entry(f"G{odd}", f"/{odd}", 404, 0, "e", f"no {odd}", f"c{odd}", f"s{odd}"), as_json)
    assert line.count("\n") == 1
    assert line[:-1].isprintable()


@pytest.mark.parametrize("odd", ["\x1b[2J", "\n", "\r", "\u202e", "\x9b", "\x00", "\u2028"])
def test_control_characters_in_names_of_files_are_escaped(capsys: pytest.CaptureFixture[str], odd: str) -> None:
    console = Console(as_json=False)
    console.write("realm", f"realm {odd}")
    console.log("reloaded", f"client {odd} is new")
    print_error(f"{odd}.json: is broken")
    print_problems([Problem(f"{odd}.json", odd, odd)])
    written = capsys.readouterr()
    for lines in (written.out, written.err):
        assert lines.count("\n") == 2
        assert lines.replace("\n", "").isprintable()


@pytest.mark.skipif(os.name != "posix", reason="pseudo-terminals need POSIX")
@pytest.mark.parametrize(
    ("env", "coloured"), [({"TERM": "xterm"}, True), ({"NO_COLOR": "1"}, False), ({"TERM": "dumb"}, False)]
)
def test_errors_are_red_on_a_terminal_unless_colours_are_off(env: dict[str, str], coloured: bool) -> None:
    script = "from mockauth.cli.console import print_error; print_error('broken')"
    command = [sys.executable, "-c", "import pty, sys; pty.spawn(sys.argv[1:])", sys.executable, "-c", script]
    clean = {name: value for name, value in os.environ.items() if name != "NO_COLOR"}
    done = subprocess.run(
        command, env={**clean, **THIS_CODE, **env}, stdin=subprocess.DEVNULL, capture_output=True, check=True
    )
    assert (b"\x1b[" in done.stdout) is coloured
    assert b"broken" in done.stdout


def test_only_the_first_20_of_many_problems_are_printed(capsys: pytest.CaptureFixture[str]) -> None:
    print_problems([Problem("a.json", str(number), "is wrong") for number in range(25)])
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == 21
    assert lines[-1] == 'and 5 more: "mockauth check FILE" lists them all'


def test_a_line_of_the_log_has_a_limited_length(capsys: pytest.CaptureFixture[str]) -> None:
    assert len(log_line(capsys, Entry("GET", "/" + "x" * 100_000, 404, 0))) < 2000


def test_characters_that_the_terminal_cannot_show_are_escaped(monkeypatch: pytest.MonkeyPatch) -> None:
    written = io.BytesIO()
    terminal = io.TextIOWrapper(written, encoding="ascii")
    monkeypatch.setattr(sys, "stdout", terminal)
    Console(as_json=False).write("x", "größe")
    terminal.flush()
    assert written.getvalue() == b"gr\\xf6\\xdfe\n"


def test_a_closed_log_does_not_raise(monkeypatch: pytest.MonkeyPatch) -> None:
    gone = io.StringIO()
    monkeypatch.setattr(sys, "stdout", gone)
    console = Console(as_json=False)
    gone.close()
    console.write("x", "y")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="/dev/full does not exist on this system")
def test_a_log_on_a_full_disk_does_not_raise(monkeypatch: pytest.MonkeyPatch) -> None:
    with FileIO("/dev/full", "w") as full:
        monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(full, encoding="utf-8", write_through=True))
        Console(as_json=False).write("x", "y")


@pytest.mark.parametrize("log_format", ["text", "json", "keycloak", "keycloak-json"])
def test_with_level_warning_only_refusals_and_warnings_are_written(
    capsys: pytest.CaptureFixture[str], log_format: str
) -> None:
    console = open_console(log_format, "warning")
    console.write("realm", "realm demo")
    console.log_request(Entry("GET", "/", 200, 0.1))
    assert capsys.readouterr().out == ""
    console.write("warning", "beware")
    console.log_request(REFUSED)
    assert capsys.readouterr().out.count("\n") == 2


def test_records_are_written_as_in_keycloak(capsys: pytest.CaptureFixture[str]) -> None:
    console = open_console("keycloak")
    console.write("clients", "  clients: a", heading="  Realm")
    console.log_request(REFUSED)
    console.write("ready", "mockauth is ready", listening={"main": "http://a:1", "management": "http://a:2"})
    info, refused, ready = capsys.readouterr().out.splitlines()
    time = r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d{3}"
    assert re.fullmatch(rf"{time} INFO  \[mockauth\] \(main\) Realm clients: a", info)
    assert re.match(rf"{time} WARN  \[mockauth\] \(main\) {REFUSED.status} {REFUSED.method} ", refused)
    assert re.fullmatch(
        rf"{time} INFO  \[io.quarkus\] \(main\) Keycloak 26.7.3 on mockauth {__version__} started in \d+\.\d{{3}}s."
        r" Listening on: http://a:1. Management interface listening on http://a:2.",
        ready,
    )


def test_records_are_written_as_json_as_in_keycloak(capsys: pytest.CaptureFixture[str]) -> None:
    open_console("keycloak-json").write("ready", "mockauth is ready", listening={"main": "http://a:1"})
    record = json.loads(capsys.readouterr().out)
    assert {
        "level": "INFO",
        "loggerName": "io.quarkus",
        "threadName": "main",
        "service.name": "keycloak",
    }.items() <= record.items()
    assert "Listening on: http://a:1." in record["message"]
    assert datetime.fromisoformat(record["timestamp"])
