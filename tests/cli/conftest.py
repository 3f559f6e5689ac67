"""Fixtures that run commands, in this process or in processes of their own."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from threading import Thread

import pytest
from demo import REGISTRY
from werkzeug.serving import WSGIRequestHandler, make_server

from mockauth.cli import main
from mockauth.state import State
from mockauth.web.app import Entry, Settings, create_app

# Subprocesses run the code of this checkout, even if another mockauth is installed.
THIS_CODE = {"PYTHONPATH": str(Path(__file__).parents[2])}


@dataclass
class Result:
    """The output of a command and its exit code."""

    code: int
    out: str
    err: str


@pytest.fixture
def run(in_folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Callable[..., Result]:
    """Run a command in an empty folder."""

    def command(*words: str | Path) -> Result:
        before = {it: signal.getsignal(it) for it in (signal.SIGINT, signal.SIGTERM)}
        monkeypatch.setattr(sys, "argv", ["mockauth", *map(str, words)])
        with pytest.raises(SystemExit) as ended:
            main()
        # `serve` replaces the signal handlers.
        for it, handler in before.items():
            signal.signal(it, handler)
        output = capsys.readouterr()
        code = ended.value.code
        return Result(code if isinstance(code, int) else 0, output.out, output.err)

    return command


@pytest.fixture
def registry(in_folder: Path) -> Path:
    """The registry of the realm demo, as `mockauth.toml` of the folder."""
    file = in_folder / "mockauth.toml"
    file.write_text(REGISTRY, encoding="utf-8")
    return file


@pytest.fixture
def url(state: State, log: list[Entry]) -> Iterator[str]:
    """The URL of a server with the realm demo that runs in a thread."""

    class Quiet(WSGIRequestHandler):
        def log(self, type: str, message: str, *args: object) -> None:  # noqa: A002 - the base class's name
            pass

    app = create_app(state, Settings(log=log.append))
    with make_server("127.0.0.1", 0, app, request_handler=Quiet) as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


class Served:
    """A `mockauth serve` in its own process that is ready; `output` is what it has printed until then."""

    def __init__(self, process: "subprocess.Popen[str]", port_file: Path) -> None:
        assert process.stdout
        self.process = process
        self.output: list[str] = []
        for line in process.stdout:
            self.output.append(line.rstrip("\n"))
            if "ready" in line:
                break
        else:
            pytest.fail("\n".join(self.output))
        self.port = int(port_file.read_text(encoding="ascii"))

    def end(self, with_signal: int) -> int:
        """Send a signal and return the exit code."""
        self.process.send_signal(with_signal)
        return self.process.wait(20)

    def line(self) -> str:
        """Return the next line of its output."""
        assert self.process.stdout
        return self.process.stdout.readline().rstrip("\n")


@pytest.fixture
def fail(in_folder: Path) -> Callable[..., Result]:
    """Run a command that fails, in its own process, so that its open files and sockets are closed."""

    def command(*words: str | Path) -> Result:
        done = subprocess.run(
            [sys.executable, "-m", "mockauth", *map(str, words)],
            cwd=in_folder,
            env={**os.environ, **THIS_CODE},
            capture_output=True,
            encoding="utf-8",
            timeout=30,
            check=False,
        )
        return Result(done.returncode, done.stdout, done.stderr)

    return command


@pytest.fixture
def start(in_folder: Path) -> Iterator[Callable[..., Served]]:
    """Start servers on free ports, with keys in memory. They stop after the test."""
    with ExitStack() as stack:

        def serve(*options: str | Path, terminal: bool = False, **env: str) -> Served:
            fixed = ["--port", "0", "--port-file", "port", "--keys", ":memory:"]
            command = [sys.executable, "-m", "mockauth", "serve", *fixed, *map(str, options)]
            if terminal:
                # The output on the pseudo-terminal arrives in the pipe.
                command = [sys.executable, "-c", "import pty, sys; pty.spawn(sys.argv[1:])", *command]
            process = stack.enter_context(
                subprocess.Popen(
                    command,
                    stdin=subprocess.DEVNULL,
                    stdout=subprocess.PIPE,
                    stderr=subprocess.STDOUT,
                    encoding="utf-8",
                    cwd=in_folder,
                    env={**os.environ, **THIS_CODE, "PYTHONIOENCODING": "utf-8", **env},
                )
            )
            stack.callback(process.kill)
            return Served(process, in_folder / "port")

        yield serve
