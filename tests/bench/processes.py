"""Start the measured processes: mockauth as pip installs it, and the baselines."""

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


def token_request(path: str, form: str) -> str:
    """Return the HTTP request for a token."""
    head = f"POST {path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: {TYPE}\r\nContent-Length: {len(form)}"
    return f"{head}\r\n\r\n{form}"


REQUEST = token_request(PATH, FORM)
BARE_IMPORT = "import flask, jwt, cryptography.hazmat.primitives.asymmetric.rsa"
# The content of the `mockauth` script that pip creates.
_MAIN = "import sys; from mockauth.__main__ import main; sys.exit(main())"
_START_TIMEOUT_SECONDS = 30.0


class Bench:
    """A folder with a registry, signing keys, and mockauth as pip installs it, with compiled modules."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        site = folder / "site"
        shutil.copytree(ROOT / "mockauth", site / "mockauth", ignore=shutil.ignore_patterns("__pycache__"))
        compileall.compile_dir(site, quiet=1)
        shutil.copy(ROOT / "mockauth.toml", folder)
        ours = {name: value for name, value in os.environ.items() if not name.startswith(("MOCKAUTH_", "PYTHON"))}
        self.environment = {**ours, "PYTHONPATH": os.pathsep.join([str(site), str(ROOT / "tests")])}

    def python(self, *arguments: str, pipes: bool = False) -> "subprocess.Popen[bytes]":
        """Start Python in the folder. Its output is dropped, or goes into a pipe."""
        ends = subprocess.PIPE if pipes else subprocess.DEVNULL
        command = [sys.executable, *arguments]
        return subprocess.Popen(command, cwd=self.folder, env=self.environment, stdin=ends, stdout=ends)

    def mockauth(self, port: int, *options: str) -> "subprocess.Popen[bytes]":
        """Start `mockauth serve`."""
        return self.python(*self.mockauth_command(port)[1:], *options)

    def mockauth_command(self, port: int) -> Sequence[str]:
        """Return the command line of `mockauth serve`."""
        return [sys.executable, "-c", _MAIN, "serve", "--port", str(port)]

    @contextmanager
    def serving(self, what: str, *options: str) -> Iterator[tuple[int, "subprocess.Popen[bytes]"]]:
        """Serve mockauth with options, or the bare endpoint. Return the port and the process."""
        port = free_port()
        process = self.mockauth(port, *options) if what == "mockauth" else self.python("-m", "bench.bare", str(port))
        try:
            first_token(port, process)
            yield port, process
        finally:
            stop(process)

    def load(
        self, port: int, connections: int, seconds: float, tokens: int = 10**9, slow: int = 0, request: str = REQUEST
    ) -> dict[str, float]:
        """Run the load generator and return its figures."""
        numbers = (port, connections, seconds, tokens, slow)
        done = subprocess.run(
            [sys.executable, "-m", "bench.load", *map(str, numbers)],
            cwd=self.folder,
            env=self.environment,
            input=request.encode(),
            stdout=subprocess.PIPE,
            check=True,
        )
        found: dict[str, float] = json.loads(done.stdout)
        return found

    def logins(self, port: int, seconds: float) -> float:
        """Return the number of whole logins per second, one after the other."""
        command = [sys.executable, "-m", "bench.browsing", str(port), str(seconds)]
        done = subprocess.run(command, cwd=self.folder, env=self.environment, stdout=subprocess.PIPE, check=True)
        return float(done.stdout)


@contextmanager
def bench() -> Iterator[Bench]:
    """Create a bench, and remove it afterwards."""
    with tempfile.TemporaryDirectory(prefix="mockauth-bench-") as folder:
        yield Bench(Path(folder))


def first_token(
    port: int, process: "subprocess.Popen[bytes] | None" = None, path: str = PATH, form: str = FORM
) -> None:
    """Wait for the first token. Raises RuntimeError if the process stops or the time runs out."""
    end = time.monotonic() + _START_TIMEOUT_SECONDS
    while time.monotonic() < end and (process is None or process.poll() is None):
        # A connection attempt is cheap, which leaves the CPU to the measured process.
        with socket.socket() as knocking:
            if knocking.connect_ex(("127.0.0.1", port)) == 0 and _answers(port, path, form):
                return
        time.sleep(0.002)
    raise RuntimeError(f"no token on port {port}")


def _answers(port: int, path: str, form: str) -> bool:
    connection = HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("POST", path, form, {"Content-Type": TYPE})
        answer = connection.getresponse()
        answer.read()
    except (ConnectionError, HTTPException):
        return False
    finally:
        connection.close()
    return answer.status == 200


def stop(process: "subprocess.Popen[bytes]") -> None:
    """Stop a process that the bench started."""
    process.terminate()
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait(10)


def free_port() -> int:
    """Return a free port."""
    with socket.create_server(("127.0.0.1", 0)) as found:
        port: int = found.getsockname()[1]
        return port


def memory(process: "subprocess.Popen[bytes]") -> float:
    """Return the PSS of a process and its children in MiB. Raises OSError if the system does not support it."""
    return sum(_pss(pid) for pid in _tree(process.pid))


def cpu(process: "subprocess.Popen[bytes]") -> float:
    """Return the CPU seconds of a process, or 0 if the system does not support it."""
    try:
        fields = Path(f"/proc/{process.pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _pss(pid: int) -> float:
    found = re.search(r"^Pss:\s+(\d+) kB", Path(f"/proc/{pid}/smaps_rollup").read_text(), re.MULTILINE)
    return int(found[1]) / 1024 if found else 0.0


def _tree(pid: int) -> Sequence[int]:
    below = [
        int(child) for task in Path(f"/proc/{pid}/task").iterdir() for child in (task / "children").read_text().split()
    ]
    return [pid, *(deeper for child in below for deeper in _tree(child))]
