"""Run a Keycloak for tests: fetch it with Maven, unpack it once, start it with given realm files, and stop it again.

    cd tests && python -m contract.keycloak [REALM.json …]

Needs a JDK (17 or newer) and Maven, but no Docker. Keycloak listens on the loopback interface only, keeps its data in
memory, and shares only the unpacked distribution with other Keycloaks on the machine.
"""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tarfile
import tempfile
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from threading import Event, current_thread, main_thread

VERSION = "26.7.3"
ARTIFACT = "org.keycloak:keycloak-quarkus-dist"
CACHE = Path(__file__).parents[2] / ".cache"
# A folder for each test process, so that parallel processes do not disturb each other.
PROCESS_FOLDER = CACHE / os.environ.get("PYTEST_XDIST_WORKER", "")
ADMIN = {"KC_BOOTSTRAP_ADMIN_USERNAME": "admin", "KC_BOOTSTRAP_ADMIN_PASSWORD": "admin"}
# The header with the client's certificate (HaProxySslClientCertificateLookup).
CERTIFICATE_HEADER = "X-Client-Cert"
LOOKUP = "--spi-x509cert-lookup"
READY_WITHIN = 1200


class Unavailable(Exception):
    """Keycloak cannot be fetched or started here; the message says why."""


def fetch(version: str = VERSION) -> Path:
    """Return the folder of the unpacked distribution; fetch it with Maven the first time."""
    home = CACHE / f"keycloak-{version}"
    if (home / "version.txt").exists():
        return home
    for tool in ("java", "mvn"):
        if not shutil.which(tool):
            raise Unavailable(f"Keycloak needs a JDK 17 or newer and Maven, and there is no `{tool}` on the PATH")
    coordinates = f"{ARTIFACT}:{version}:tar.gz"
    with tempfile.TemporaryDirectory(dir=make_folder(CACHE)) as folder:
        get = ["mvn", "-q", "-B", "dependency:get", f"-Dartifact={coordinates}", "-Dtransitive=false"]
        copy = ["mvn", "-q", "-B", "dependency:copy", f"-Dartifact={coordinates}", f"-DoutputDirectory={folder}"]
        for command in (get, copy):
            done = subprocess.run(command, capture_output=True, text=True, cwd=folder, check=False)
            if done.returncode:
                raise Unavailable(f"`{' '.join(command)}` failed:\n{done.stdout}{done.stderr}")
        with tarfile.open(next(Path(folder).glob("*.tar.gz"))) as archive:
            archive.extractall(folder, filter="data")
        (Path(folder) / f"keycloak-{version}").rename(home)
    return home


@contextmanager
def running(
    realms: Iterable[Path], version: str = VERSION, cancelled: Event | None = None, options: Sequence[str] = ()
) -> Iterator[str]:
    """Start a Keycloak that imports these realm files, and yield its base URL once it is ready.

    `options` are more options of its command line, but none that make it build itself again. Another thread can end the
    start by setting `cancelled`. Raises Unavailable.
    """
    home = fetch(version)
    # Imported here because it takes its folder from this module.
    from contract.certificates import authorities

    # Terminating this program stops the server too, even while it starts.
    if current_thread() is main_thread():
        signal.signal(signal.SIGTERM, signal.default_int_handler)
    with tempfile.TemporaryDirectory(prefix="keycloak-", dir=CACHE) as folder:
        own = Path(folder)
        # The distribution keeps its build; this run keeps its own data.
        shutil.copytree(home / "bin", own / "bin")
        for shared in ("conf", "lib", "providers", "themes", "version.txt"):
            (own / shared).symlink_to(home / shared)
        for number, realm in enumerate(realms):
            # Rename the file: Keycloak rejects an X-realm.json whose realm is not called X.
            shutil.copy(realm, make_folder(own / "data" / "import") / f"{number}.json")
        [port] = free_ports(1)
        listen = [f"--http-port={port}", "--http-host=127.0.0.1"]
        # One port for everything, as in mockauth.
        health = ["--health-enabled=true", "--http-management-health-enabled=false"]
        # Clients' certificates come in a header, as from a reverse proxy, because there is no TLS here.
        certificates = [f"{LOOKUP}--provider=haproxy", f"{LOOKUP}--haproxy--ssl-client-cert={CERTIFICATE_HEADER}"]
        certificates.append(f"--truststore-paths={authorities()}")
        command = [str(own / "bin" / "kc.sh"), "start-dev", "--db=dev-mem", "--import-realm", *health, *certificates]
        log = own / "keycloak.log"
        with log.open("wb") as output:
            process = subprocess.Popen(
                [*command, *listen, *options],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                env={**os.environ, **ADMIN},
                start_new_session=True,
            )
        try:
            wait_until_ready(process, port, log, cancelled or Event())
            yield f"http://localhost:{port}"
        finally:
            stop(process)


def wait_until_ready(process: "subprocess.Popen[bytes]", port: int, log: Path, cancelled: Event) -> None:
    """Return when the server reports that it is ready; raise Unavailable if it ends, takes too long or is cancelled."""
    end = time.monotonic() + READY_WITHIN
    while time.monotonic() < end:
        if cancelled.is_set():
            raise Unavailable("The start of Keycloak was cancelled")
        if process.poll() is not None:
            raise Unavailable(f"Keycloak ended while it started:\n{log.read_text(errors='replace')}")
        connection = HTTPConnection("127.0.0.1", port, timeout=5)
        try:
            connection.request("GET", "/health/ready")
            if connection.getresponse().status == 200:
                return
        except OSError:
            pass
        finally:
            connection.close()
        time.sleep(0.3)
    raise Unavailable(f"Keycloak was not ready after {READY_WITHIN} s:\n{log.read_text(errors='replace')}")


def stop(process: "subprocess.Popen[bytes]") -> None:
    """Stop the server and its child processes."""
    for step in (signal.SIGTERM, signal.SIGKILL):
        try:
            os.killpg(process.pid, step)
            process.wait(15)
        except ProcessLookupError:
            return
        except subprocess.TimeoutExpired:
            continue
        return


def free_ports(count: int) -> list[int]:
    """Return this many free ports."""
    sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    try:
        return [each.getsockname()[1] for each in sockets]
    finally:
        for each in sockets:
            each.close()


def make_folder(folder: Path) -> Path:
    """Create a folder if it does not exist, and return it."""
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def write_atomically(file: Path, text: str) -> Path:
    """Write a file atomically: other processes see the old content or the new, never a part."""
    part = file.with_name(f"{file.name}.{os.getpid()}")
    part.write_text(text, encoding="utf-8")
    return part.replace(file)


def main() -> None:
    """Run Keycloak until interrupted."""
    files: Sequence[Path] = [Path(name) for name in sys.argv[1:]]
    if not files:
        from contract.realms import prepared

        files = prepared(live=True).files
    with running(files) as base:
        print(f"Keycloak {VERSION} on {base}, admin/admin; Ctrl-C ends it", flush=True)
        try:
            signal.pause()
        except KeyboardInterrupt:
            print("ended")


if __name__ == "__main__":
    try:
        main()
    except Unavailable as reason:
        sys.exit(str(reason))
