"""A mockauth server in its own process, started by `mockauth serve`."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Thread

TOP = Path(__file__).parents[2]


class Server:
    """A running server: its port, and its output so far."""

    def __init__(self, process: "subprocess.Popen[str]", port_file: Path) -> None:
        assert process.stdout
        self._lines = (line.rstrip("\n") for line in process.stdout)
        self.pid = process.pid
        self.output: list[str] = []
        for line in self._lines:
            self.output.append(line)
            if "mockauth is ready" in line:
                break
        else:
            raise AssertionError("mockauth did not start:\n" + "\n".join(self.output))
        self.port = int(port_file.read_text(encoding="ascii"))
        self.reader = Thread(target=lambda: self.output.extend(self._lines))
        self.reader.start()

    @property
    def url(self) -> str:
        """The URL of the server."""
        return f"http://localhost:{self.port}"


@contextmanager
def serving(*options: str) -> Iterator[Server]:
    """Serve with these options of `mockauth serve`, on a free port and with keys in memory.

    At the end of the block, the server is stopped and its output is complete.
    """
    with TemporaryDirectory() as folder:
        port_file = Path(folder, "port")
        fixed = ["--port", "0", "--port-file", str(port_file), "--keys", ":memory:"]
        with subprocess.Popen(
            [sys.executable, "-m", "mockauth", "serve", *fixed, *options],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            cwd=folder,
            env={**os.environ, "PYTHONIOENCODING": "utf-8", "PYTHONUNBUFFERED": "1"},
        ) as process:
            try:
                server = Server(process, port_file)
                yield server
            finally:
                process.terminate()
                process.wait()
            server.reader.join()
