"""A Keycloak of one's own: fetched with Maven, unpacked once, started with given realm files, and stopped again.

    cd tests && python -m contract.keycloak [REALM.json …]

No Docker: a JDK (17 or newer) and Maven do. It listens on the loopback interface only, keeps its data in memory,
and shares nothing with another Keycloak on the machine but the unpacked distribution.
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
from threading import current_thread, main_thread

VERSION = "26.7.3"
ARTIFACT = "org.keycloak:keycloak-quarkus-dist"
CACHE = Path(__file__).parents[2] / ".cache"
# What a test process makes for itself: several at a time do not get into each other's way.
OF_PROCESS = CACHE / os.environ.get("PYTEST_XDIST_WORKER", "")
ADMIN = {"KC_BOOTSTRAP_ADMIN_USERNAME": "admin", "KC_BOOTSTRAP_ADMIN_PASSWORD": "admin"}
# The header that brings the certificate of a client (HaProxySslClientCertificateLookup).
CERTIFICATE_HEADER = "X-Client-Cert"
LOOKUP = "--spi-x509cert-lookup"
READY_WITHIN = 1200


class Unavailable(Exception):
    """Keycloak cannot be fetched or started here; the text says why."""


def fetched(version: str = VERSION) -> Path:
    """Give the unpacked distribution; the first time, Maven fetches it."""
    home = CACHE / f"keycloak-{version}"
    if (home / "version.txt").exists():
        return home
    for tool in ("java", "mvn"):
        if not shutil.which(tool):
            raise Unavailable(f"Keycloak needs a JDK 17 or newer and Maven, and there is no `{tool}` on the PATH")
    coordinates = f"{ARTIFACT}:{version}:tar.gz"
    with tempfile.TemporaryDirectory(dir=made(CACHE)) as folder:
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
def running(realms: Iterable[Path], version: str = VERSION) -> Iterator[str]:
    """Start a Keycloak that has imported these realm files, and give its base URL."""
    home = fetched(version)
    # Not above: it takes its folder from here.
    from contract.certificates import authorities

    # Whoever ends this program ends the server too, also while it starts.
    if current_thread() is main_thread():
        signal.signal(signal.SIGTERM, signal.default_int_handler)
    with tempfile.TemporaryDirectory(prefix="keycloak-", dir=CACHE) as folder:
        own = Path(folder)
        # Its build is kept with the distribution; what it writes while running is its own.
        shutil.copytree(home / "bin", own / "bin")
        for shared in ("conf", "lib", "providers", "themes", "version.txt"):
            (own / shared).symlink_to(home / shared)
        for number, realm in enumerate(realms):
            # Not by its own name: Keycloak takes no X-realm.json that holds a realm which is not called X.
            shutil.copy(realm, made(own / "data" / "import") / f"{number}.json")
        [port] = free_ports(1)
        listen = [f"--http-port={port}", "--http-host=127.0.0.1"]
        # One port for everything, as mockauth has.
        health = ["--health-enabled=true", "--http-management-health-enabled=false"]
        # Certificates of clients as a proxy in front would hand them on, since there is no TLS here.
        certificates = [f"{LOOKUP}--provider=haproxy", f"{LOOKUP}--haproxy--ssl-client-cert={CERTIFICATE_HEADER}"]
        certificates.append(f"--truststore-paths={authorities()}")
        command = [str(own / "bin" / "kc.sh"), "start-dev", "--db=dev-mem", "--import-realm", *health, *certificates]
        log = own / "keycloak.log"
        with log.open("wb") as output:
            process = subprocess.Popen(
                [*command, *listen],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                env={**os.environ, **ADMIN},
                start_new_session=True,
            )
        try:
            wait_until_ready(process, port, log)
            yield f"http://localhost:{port}"
        finally:
            stop(process)


def wait_until_ready(process: "subprocess.Popen[bytes]", port: int, log: Path) -> None:
    """Return when the server says that it is ready; raise if it ends before, or takes too long."""
    end = time.monotonic() + READY_WITHIN
    while time.monotonic() < end:
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
    """End the server and what it started."""
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
    """Give so many ports that nothing listens on."""
    sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    try:
        return [each.getsockname()[1] for each in sockets]
    finally:
        for each in sockets:
            each.close()


def made(folder: Path) -> Path:
    """Give the folder, made if need be."""
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def put(file: Path, text: str) -> Path:
    """Write a file at once: whoever reads it meanwhile has it whole, as it was or as it is."""
    part = file.with_name(f"{file.name}.{os.getpid()}")
    part.write_text(text, encoding="utf-8")
    return part.replace(file)


def main() -> None:
    """Serve until interrupted."""
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
