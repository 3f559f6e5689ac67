"""The processes that are measured: mockauth as it is installed, and the bare things beside it."""

import compileall
import json
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPException
from pathlib import Path

ROOT = Path(__file__).parents[2]
PATH = "/realms/sivalabs/protocol/openid-connect/token"
FORM = "grant_type=client_credentials&client_id=archival-service&client_secret=bL1a2V2kouKh4sBMX0UrSmc0d3qubD1a"
TYPE = "application/x-www-form-urlencoded"
REQUEST = (
    f"POST {PATH} HTTP/1.1\r\nHost: localhost\r\nContent-Type: {TYPE}\r\nContent-Length: {len(FORM)}\r\n\r\n{FORM}"
)
BARE_IMPORT = "import flask, jwt, cryptography.hazmat.primitives.asymmetric.rsa"
# What the script `mockauth` does that pip writes.
_MAIN = "import sys; from mockauth.__main__ import main; sys.exit(main())"
_READY_WITHIN = 30.0


class Bench:
    """A folder with a registry, a key ring, and mockauth as pip leaves it: with its modules compiled."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        site = folder / "site"
        shutil.copytree(ROOT / "mockauth", site / "mockauth", ignore=shutil.ignore_patterns("__pycache__"))
        compileall.compile_dir(site, quiet=1)
        shutil.copy(ROOT / "mockauth.toml", folder)
        ours = {name: value for name, value in os.environ.items() if not name.startswith(("MOCKAUTH_", "PYTHON"))}
        self._environment = {**ours, "PYTHONPATH": os.pathsep.join([str(site), str(ROOT / "tests")])}

    def python(self, *arguments: str, pipes: bool = False) -> "subprocess.Popen[bytes]":
        """Start Python in the folder; what it says is dropped, or goes into a pipe."""
        ends = subprocess.PIPE if pipes else subprocess.DEVNULL
        command = [sys.executable, *arguments]
        return subprocess.Popen(command, cwd=self.folder, env=self._environment, stdin=ends, stdout=ends)

    def mockauth(self, server: str, port: int, *options: str) -> "subprocess.Popen[bytes]":
        """Start `mockauth serve`."""
        return self.python("-c", _MAIN, "serve", "--port", str(port), "--server", server, *options)

    @contextmanager
    def serving(self, what: str, server: str, *options: str) -> Iterator[tuple[int, "subprocess.Popen[bytes]"]]:
        """Serve mockauth, with options, or the bare endpoint; give the port and the process."""
        port = free_port()
        process = (
            self.mockauth(server, port, *options)
            if what == "mockauth"
            else self.python("-m", "bench.bare", server, str(port))
        )
        try:
            first_token(port, process)
            yield port, process
        finally:
            stop(process)

    def load(
        self, port: int, connections: int, seconds: float, tokens: int = 10**9, slow: int = 0, request: str = REQUEST
    ) -> dict[str, float]:
        """Let the load generator ask."""
        numbers = (port, connections, seconds, tokens, slow)
        done = subprocess.run(
            [sys.executable, "-m", "bench.load", *map(str, numbers)],
            cwd=self.folder,
            env=self._environment,
            input=request.encode(),
            stdout=subprocess.PIPE,
            check=True,
        )
        found: dict[str, float] = json.loads(done.stdout)
        return found

    def logins(self, port: int, seconds: float) -> float:
        """Give the whole logins in a second, one after the other."""
        command = [sys.executable, "-m", "bench.browsing", str(port), str(seconds)]
        done = subprocess.run(command, cwd=self.folder, env=self._environment, stdout=subprocess.PIPE, check=True)
        return float(done.stdout)


@contextmanager
def bench() -> Iterator[Bench]:
    """Give a bench, and clear it away."""
    with tempfile.TemporaryDirectory(prefix="mockauth-bench-") as folder:
        yield Bench(Path(folder))


def first_token(port: int, process: "subprocess.Popen[bytes] | None" = None) -> None:
    """Return as soon as a token is answered; raise if the process has ended before."""
    end = time.monotonic() + _READY_WITHIN
    while time.monotonic() < end and (process is None or process.poll() is None):
        # Knocking is cheap: what is measured needs the machine.
        with socket.socket() as knocking:
            if knocking.connect_ex(("127.0.0.1", port)) == 0 and _answers(port):
                return
        time.sleep(0.002)
    raise RuntimeError(f"no token on port {port}")


def _answers(port: int) -> bool:
    connection = HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("POST", PATH, FORM, {"Content-Type": TYPE})
        answer = connection.getresponse()
        answer.read()
    except (ConnectionError, HTTPException):
        return False
    finally:
        connection.close()
    return answer.status == 200


def stop(process: "subprocess.Popen[bytes]") -> None:
    """End a process that the bench started."""
    process.terminate()
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait(10)


def free_port() -> int:
    """Give a port that nothing listens on."""
    with socket.create_server(("127.0.0.1", 0)) as found:
        port: int = found.getsockname()[1]
        return port


def memory(process: "subprocess.Popen[bytes]") -> float:
    """Give the PSS of a process and those below it in MiB; raises OSError where the system does not tell."""
    return sum(_pss(pid) for pid in _tree(process.pid))


def cpu(process: "subprocess.Popen[bytes]") -> float:
    """Give the seconds that a process has computed; 0 where the system does not tell."""
    try:
        said = Path(f"/proc/{process.pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(said[11]) + int(said[12])) / os.sysconf("SC_CLK_TCK")


def _pss(pid: int) -> float:
    found = re.search(r"^Pss:\s+(\d+) kB", Path(f"/proc/{pid}/smaps_rollup").read_text(), re.MULTILINE)
    return int(found[1]) / 1024 if found else 0.0


def _tree(pid: int) -> Sequence[int]:
    below = [
        int(child) for task in Path(f"/proc/{pid}/task").iterdir() for child in (task / "children").read_text().split()
    ]
    return [pid, *(deeper for child in below for deeper in _tree(child))]
