"""What a serving mockauth says: lines for people, lines for programs."""

import io
import json
import sys

import pytest

from mockauth.cli.console import Console
from mockauth.web.app import Entry

REFUSED = Entry("POST", "/a", 401, 0.00123, "invalid_client", "no such client")


def said(capsys: pytest.CaptureFixture[str], entry: Entry, as_json: bool = False) -> str:
    Console(as_json).request(entry)
    return capsys.readouterr().out


def test_a_request_is_one_line_with_time_status_path_and_duration(capsys: pytest.CaptureFixture[str]) -> None:
    time, _, rest = said(capsys, Entry("GET", "/a", 200, 0.00123)).partition(" ")
    assert len(time) == len("2026-01-01T00:00:00")
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


@pytest.mark.parametrize("as_json", [False, True])
@pytest.mark.parametrize("odd", ["\x1b[2J", "\n", "\r", "\u202e", "\x9b", "\x00", "\u2028", "\ud83d"])
def test_nothing_from_outside_steers_a_terminal_or_begins_a_line(
    capsys: pytest.CaptureFixture[str], odd: str, as_json: bool
) -> None:
    line = said(capsys, Entry(f"G{odd}", f"/{odd}", 404, 0, "e", f"no {odd}"), as_json)
    assert line.count("\n") == 1
    assert line[:-1].isprintable()


def test_a_line_is_of_bearable_length(capsys: pytest.CaptureFixture[str]) -> None:
    assert len(said(capsys, Entry("GET", "/" + "x" * 100_000, 404, 0))) < 2000


def test_a_terminal_of_few_characters_gets_the_others_escaped(monkeypatch: pytest.MonkeyPatch) -> None:
    written = io.BytesIO()
    terminal = io.TextIOWrapper(written, encoding="ascii")
    monkeypatch.setattr(sys, "stdout", terminal)
    Console(as_json=False).say("x", "größe")
    terminal.flush()
    assert written.getvalue() == b"gr\\xf6\\xdfe\n"


def test_a_log_that_nobody_reads_any_more_is_no_error(monkeypatch: pytest.MonkeyPatch) -> None:
    gone = io.StringIO()
    monkeypatch.setattr(sys, "stdout", gone)
    console = Console(as_json=False)
    gone.close()
    console.say("x", "y")
