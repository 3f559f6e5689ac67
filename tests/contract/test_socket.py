"""All transcripts again, over a real socket, with `mockauth serve` as a user starts it."""

import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from contract.admin_changes import METHOD, RENEW
from contract.call import Side
from contract.certificates import authorities
from contract.comparison import KnownDifference, all_transcripts, assert_same_answers
from contract.exchange import Request, Sender, over_socket
from contract.keycloak import CERTIFICATE_HEADER
from contract.listener import Listener
from contract.realms import Prepared

# joserfc warns about algorithms that the transcripts use.
pytestmark = pytest.mark.filterwarnings("ignore::joserfc.errors.SecurityWarning")


@pytest.fixture(scope="module")
def server(realms: Prepared, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("served")
    imports = [argument for file in realms.files for argument in ("--import", str(file))]
    place = [
        "--port",
        "0",
        "--port-file",
        str(folder / "port"),
        "--keys",
        str(folder / "keys"),
        "--host",
        "127.0.0.1",
        "--no-hints",
    ]
    certificates = ["--client-cert-lookup", "haproxy", "--client-cert-header", CERTIFICATE_HEADER]
    certificates += ["--client-ca", str(authorities())]
    log = folder / "log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "mockauth", "serve", *imports, *place, *certificates], stdout=output, stderr=output
        )
        try:
            yield f"http://localhost:{port_of(process, folder / 'port', log)}"
        finally:
            process.terminate()
            process.wait(10)


def port_of(process: "subprocess.Popen[bytes]", file: Path, log: Path) -> int:
    while not file.exists() or not file.read_text():
        with suppress(subprocess.TimeoutExpired):
            process.wait(0.05)
            pytest.fail(f"mockauth ended:\n{log.read_text()}")
    return int(file.read_text())


@pytest.fixture(scope="module")
def sender(server: str) -> Sender:
    return over_socket(server)


@pytest.mark.parametrize("test", all_transcripts())
def test_the_same_over_a_socket(test: str, server: str, sender: Sender, realms: Prepared, listener: Listener) -> None:
    recorded = all_transcripts()[test]
    named = {realm for each in recorded for realm in re.findall(r"/realms/([\w-]+)", each["request"]["path"])}
    if "sivalabs" in named and "sivalabs" not in realms.realms:
        pytest.skip("no sivalabs realm: MOCKAUTH_REALMS names the folder that holds it")
    if test.startswith("test_one_time_passwords.py"):
        pytest.skip("half a minute may end between two requests; in process they take milliseconds")
    if any("later" in each["request"] for each in recorded):
        pytest.skip("it waits; in process the clock is moved")
    if any(each["request"]["method"] in {METHOD, RENEW} for each in recorded):
        pytest.skip("it changes its realm; in process it can")
    side = Side(server, sender, realms, listener)
    answers = [{"answer": side.exchange(Request.of_json(each["request"]))[1]} for each in recorded]
    with suppress(KnownDifference):
        assert_same_answers(test, recorded, answers)
