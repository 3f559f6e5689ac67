"""The fixture `call`, which sends the requests of a test and compares the answers with Keycloak's.

pytest tests/contract                            to mockauth, in process; compares with the transcripts
pytest tests/contract --keycloak URL             to both, live; compares them with each other and with the transcripts
pytest tests/contract --keycloak URL --record    to Keycloak; writes the transcripts
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from contract.call import Call, Side
from contract.comparison import KnownDifference, known_differences, transcript, write_transcript
from contract.exchange import Sender
from contract.external_call import ExternalCall
from contract.external_realms import SIVALABS, Digests, write_digests
from contract.import_verdicts import Admin
from contract.listener import Listener, listening, usual_port
from contract.realms import Prepared, prepared, sivalabs_file
from contract.servers import BASE, keycloak_sender, mockauth_sender
from mockauth.state.clock import Clock

HERE = Path(__file__).parent
recorded = pytest.StashKey[dict[str, dict[str, Any]]]()
recorded_digests = pytest.StashKey[Digests]()


@pytest.fixture(scope="session")
def listener(request: pytest.FixtureRequest) -> Iterator[Listener]:
    # A Keycloak that already runs was configured with the usual port.
    with listening(usual_port() if request.config.getoption("keycloak", None) else 0) as found:
        yield found


@pytest.fixture(scope="session")
def realms(request: pytest.FixtureRequest, listener: Listener, tmp_path_factory: pytest.TempPathFactory) -> Prepared:
    live = bool(request.config.getoption("keycloak", None))
    return prepared(listener.address, tmp_path_factory.mktemp("realms"), live=live)


@pytest.fixture(scope="session")
def mockauth_clock() -> Clock:
    return Clock()


@pytest.fixture(scope="session")
def mockauth(request: pytest.FixtureRequest, realms: Prepared, mockauth_clock: Clock) -> Sender:
    # With a live Keycloak, a test really waits, so mockauth's clock needs no advancing.
    waits = (lambda _: None) if request.config.getoption("keycloak", None) else mockauth_clock.advance
    return mockauth_sender(realms.files, mockauth_clock, waits)


@pytest.fixture
def sides(
    request: pytest.FixtureRequest, realms: Prepared, listener: Listener, mockauth_clock: Clock
) -> dict[str, Side]:
    # Answers are compared by the time of this machine, so undo the waiting of earlier tests.
    mockauth_clock.offset = 0
    keycloak = request.config.getoption("keycloak", None)
    found = {}
    if keycloak:
        found["Keycloak"] = Side(keycloak, keycloak_sender(keycloak, realms), realms, listener)
    if not request.config.getoption("record", False):
        found["mockauth"] = Side(BASE, request.getfixturevalue("mockauth"), realms, listener, mockauth_clock.now)
    return found


@pytest.fixture(scope="session")
def admin(request: pytest.FixtureRequest) -> Admin:
    url = request.config.getoption("keycloak", None)
    if not url:
        pytest.skip("without --keycloak URL nobody is asked")
    if not request.config.getoption("verdicts") and not request.config.getoption("record"):
        pytest.skip("Keycloak is asked about hundreds of realm files with --verdicts only")
    return Admin(url)


@pytest.fixture
def call(request: pytest.FixtureRequest, sides: dict[str, Side]) -> Call:
    return Call(name_of(request.node), sides, transcript(request.node.path.stem).get(request.node.name))


@pytest.fixture
def external(request: pytest.FixtureRequest, sides: dict[str, Side], file: Path) -> ExternalCall:
    return ExternalCall(name_of(request.node), sides, file, request.node.originalname)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--keycloak", metavar="URL", help="compare mockauth with this Keycloak, live")
    parser.addoption("--verdicts", action="store_true", help="ask it about hundreds of small realm files too: minutes")
    parser.addoption("--record", action="store_true", help="write what Keycloak answers as the transcripts")


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "sivalabs: asks the realm of an export that is not the project's")
    if config.getoption("record", False) and not config.getoption("keycloak", None):
        raise pytest.UsageError("--record needs --keycloak URL")
    config.stash[recorded] = {}
    config.stash[recorded_digests] = {}


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    for item in items:
        if HERE not in item.path.parents:
            continue
        if item.get_closest_marker("sivalabs") and not sivalabs_file():
            item.add_marker(pytest.mark.skip(reason=f"no {SIVALABS}: MOCKAUTH_REALMS names the folder that holds it"))
        if config.getoption("record", False):
            if not {"call", "admin", "external"} & {*getattr(item, "fixturenames", ())}:
                item.add_marker(pytest.mark.skip(reason="recording"))
            continue
        for known in known_differences():
            if known.covers(name_of(item)):
                item.add_marker(pytest.mark.xfail(strict=True, raises=KnownDifference, reason=known.reason))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Iterator[None]:
    yield
    arguments = getattr(item, "funcargs", {})
    call = arguments.get("call") or arguments.get("external")
    if isinstance(call, Call):
        call.close()
        if not item.config.getoption("record", False):
            return
        if isinstance(call, ExternalCall):
            item.config.stash[recorded_digests].setdefault(call.file, {})[call.question] = call.digests("Keycloak")
        else:
            item.config.stash[recorded].setdefault(item.path.stem, {})[item.name] = call.exchanges["Keycloak"]


def pytest_sessionfinish(session: pytest.Session) -> None:
    option = session.config.option
    whole = not option.keyword and not any("::" in argument for argument in session.config.args)
    for module, tests in session.config.stash.get(recorded, {}).items():
        collected = [item.name for item in session.items if item.path.stem == module]
        found = {**transcript(module), **tests}
        write_transcript(module, {name: found[name] for name in (collected if whole else found) if name in found})
    if found := session.config.stash.get(recorded_digests, {}):
        write_digests(found)


def name_of(item: pytest.Item) -> str:
    """Return the name that known_differences.toml uses for a test: `module.py::test[…]`."""
    return f"{item.path.name}::{item.name}"
