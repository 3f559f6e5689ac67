"""The console: text for people, JSON lines for programs."""

import io
import json
import os
import subprocess
import sys
from datetime import datetime
from io import FileIO
from pathlib import Path

import pytest

from cli.conftest import THIS_CODE
from mockauth.cli.console import Console, print_error, print_problems
from mockauth.realms.problems import Problem
from mockauth.web.app import Entry

REFUSED = Entry("POST", "/a", 401, 0.00123, "invalid_client", "no such client")


def said(capsys: pytest.CaptureFixture[str], entry: Entry, as_json: bool = False) -> str:
    Console(as_json).log_request(entry)
    return capsys.readouterr().out


def test_a_remark_on_a_successful_request_follows_the_duration(capsys: pytest.CaptureFixture[str]) -> None:
    assert said(capsys, Entry("POST", "/a", 200, 0.001, "", "another password")).endswith("1.0 ms  another password\n")


def test_a_request_is_one_line_with_time_status_path_and_duration(capsys: pytest.CaptureFixture[str]) -> None:
    time, _, rest = said(capsys, Entry("GET", "/a", 200, 0.00123)).partition(" ")
    assert datetime.fromisoformat(time).tzinfo
    assert rest == "200 GET /a 1.2 ms\n"


def test_a_refusal_ends_with_its_name_and_reason(capsys: pytest.CaptureFixture[str]) -> None:
    assert said(capsys, REFUSED).endswith(" 401 POST /a 1.2 ms  invalid_client: no such client\n")


def test_a_refusal_for_programs_has_fields(capsys: pytest.CaptureFixture[str]) -> None:
    fields = json.loads(said(capsys, REFUSED, as_json=True))
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


def test_who_asked_for_what_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    entry = Entry("POST", "/a", 401, 0.0012, "e", "why", "robot", "openid email")
    assert said(capsys, entry).endswith(' 1.2 ms client="robot" scope="openid email"  e: why\n')
    fields = json.loads(said(capsys, entry, as_json=True))
    assert (fields["client"], fields["scope"]) == ("robot", "openid email")


@pytest.mark.parametrize("as_json", [False, True])
def test_what_happens_while_serving_has_a_time_with_its_zone(capsys: pytest.CaptureFixture[str], as_json: bool) -> None:
    Console(as_json).log("reloaded", "reloaded: something")
    line = capsys.readouterr().out
    time, text = json.loads(line)["time"] if as_json else line.split(" ")[0], "reloaded: something"
    assert datetime.fromisoformat(time).tzinfo
    assert text in line


@pytest.mark.parametrize("as_json", [False, True])
@pytest.mark.parametrize("odd", ["\x1b[2J", "\n", "\r", "\u202e", "\x9b", "\x00", "\u2028", "\ud83d"])
def test_nothing_from_outside_steers_a_terminal_or_begins_a_line(
    capsys: pytest.CaptureFixture[str], odd: str, as_json: bool
) -> None:
    line = said(capsys, Entry(f"G{odd}", f"/{odd}", 404, 0, "e", f"no {odd}", f"c{odd}", f"s{odd}"), as_json)
    assert line.count("\n") == 1
    assert line[:-1].isprintable()


@pytest.mark.parametrize("odd", ["\x1b[2J", "\n", "\r", "\u202e", "\x9b", "\x00", "\u2028"])
def test_no_name_in_a_file_steers_a_terminal_or_begins_a_line(capsys: pytest.CaptureFixture[str], odd: str) -> None:
    console = Console(as_json=False)
    console.write("realm", f"realm {odd}")
    console.log("reloaded", f"client {odd} is new")
    print_error(f"{odd}.json: is broken")
    print_problems([Problem(f"{odd}.json", odd, odd)])
    written = capsys.readouterr()
    for lines in (written.out, written.err):
        assert lines.count("\n") == 2
        assert lines.replace("\n", "").isprintable()


@pytest.mark.skipif(os.name != "posix", reason="terminals of this kind are POSIX's")
@pytest.mark.parametrize(
    ("env", "coloured"), [({"TERM": "xterm"}, True), ({"NO_COLOR": "1"}, False), ({"TERM": "dumb"}, False)]
)
def test_a_problem_is_red_on_a_terminal_unless_no_colour_is_wanted(env: dict[str, str], coloured: bool) -> None:
    say = "from mockauth.cli.console import print_error; print_error('broken')"
    command = [sys.executable, "-c", "import pty, sys; pty.spawn(sys.argv[1:])", sys.executable, "-c", say]
    clean = {name: value for name, value in os.environ.items() if name != "NO_COLOR"}
    done = subprocess.run(
        command, env={**clean, **THIS_CODE, **env}, stdin=subprocess.DEVNULL, capture_output=True, check=True
    )
    assert (b"\x1b[" in done.stdout) is coloured
    assert b"broken" in done.stdout


def test_of_many_problems_the_first_are_said_and_how_many_more(capsys: pytest.CaptureFixture[str]) -> None:
    print_problems([Problem("a.json", str(number), "is wrong") for number in range(25)])
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == 21
    assert lines[-1] == 'and 5 more: "mockauth check FILE" lists them all'


def test_a_line_is_of_bearable_length(capsys: pytest.CaptureFixture[str]) -> None:
    assert len(said(capsys, Entry("GET", "/" + "x" * 100_000, 404, 0))) < 2000


def test_a_terminal_of_few_characters_gets_the_others_escaped(monkeypatch: pytest.MonkeyPatch) -> None:
    written = io.BytesIO()
    terminal = io.TextIOWrapper(written, encoding="ascii")
    monkeypatch.setattr(sys, "stdout", terminal)
    Console(as_json=False).write("x", "größe")
    terminal.flush()
    assert written.getvalue() == b"gr\\xf6\\xdfe\n"


def test_a_log_that_nobody_reads_any_more_is_no_error(monkeypatch: pytest.MonkeyPatch) -> None:
    gone = io.StringIO()
    monkeypatch.setattr(sys, "stdout", gone)
    console = Console(as_json=False)
    gone.close()
    console.write("x", "y")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full on this system")
def test_a_log_for_which_there_is_no_room_is_no_error(monkeypatch: pytest.MonkeyPatch) -> None:
    with FileIO("/dev/full", "w") as full:
        monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(full, encoding="utf-8", write_through=True))
        Console(as_json=False).write("x", "y")
