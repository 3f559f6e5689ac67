"""The fixture `call`: sends the requests of a test, and compares the answers with Keycloak's.

    pytest tests/contract                            to mockauth, in process; compared with the transcripts
    pytest tests/contract --keycloak URL             to both, live; compared with one another and with the transcripts
    pytest tests/contract --keycloak URL --record    to Keycloak; the transcripts are written
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from contract.exchange import FORM, Answer, Headers, Request, Sender, in_process, over_socket
from contract.judge import KnownDifference, judge, known_differences, transcript, write_transcript
from contract.normalise import Normaliser
from contract.realms import FOREIGN, Prepared, foreign_file, prepared

HERE = Path(__file__).parent
BASE = "http://localhost:8080"
HOW_TO_RECORD = "record it with `make record`, or with `pytest --keycloak URL --record` and this test's name"
recorded = pytest.StashKey[dict[str, dict[str, Any]]]()


class Call:
    """The requests of one test, in order."""

    def __init__(self, test: str, sides: dict[str, "Side"], expected: list[dict[str, Any]] | None) -> None:
        self.test = test
        self.sides = sides
        self.expected = expected
        self.exchanges: dict[str, list[dict[str, Any]]] = {name: [] for name in sides}

    def send(self, request: Request) -> Answer:
        """Send a request as it is; give mockauth's answer, or when recording Keycloak's."""
        for name, side in self.sides.items():
            answer, written = side.exchange(request)
            self.exchanges[name].append({"request": request.as_json(), "answer": written})
        return answer

    def get(self, path: str, method: str = "GET", headers: Headers = (), **header: str) -> Answer:
        """Ask for a path."""
        return self.send(Request(method, path, headers + as_headers(header)))

    def token(
        self,
        realm: str = "workshop",
        *,
        basic: str | None = None,
        raw: str | None = None,
        method: str = "POST",
        content_type: str | None = FORM,
        headers: Headers = (),
        header: dict[str, str] | None = None,
        query: str = "",
        **form: str | list[str],
    ) -> Answer:
        """Ask for a token by client credentials: `form` is the form, a list there repeats a name.

        `basic` is what a Basic header encodes, `raw` a body to send instead of a form.
        """
        fields = {"grant_type": "client_credentials", **form} if raw is None else {}
        pairs = [(name, each) for name, value in fields.items() for each in ([value] if isinstance(value, str) else value)]
        body = raw if raw is not None else "&".join(f"{quote(name)}={quote(value, safe='')}" for name, value in pairs)
        all_headers = as_headers({"content_type": content_type} if content_type else {})
        if basic is not None:
            all_headers += (("Authorization", f"Basic base64({basic})"),)
        all_headers += as_headers(header or {}) + headers
        path = f"/realms/{realm}/protocol/openid-connect/token" + (f"?{query}" if query else "")
        return self.send(Request(method, path, all_headers, body))

    def close(self) -> None:
        """Compare all that was answered."""
        if "mockauth" not in self.sides:
            return
        assert self.expected is not None, f"{self.test} has no transcript: {HOW_TO_RECORD}"
        requests = [exchange["request"] for exchange in self.exchanges["mockauth"]]
        assert requests == [exchange["request"] for exchange in self.expected], (
            f"{self.test} no longer sends what its transcript was recorded with: {HOW_TO_RECORD}"
        )
        if "Keycloak" in self.sides:
            assert self.exchanges["Keycloak"] == self.expected, f"Keycloak no longer answers as in the transcript of {self.test}"
        judge(self.test, self.expected, self.exchanges["mockauth"])


class Side:
    """Keycloak or mockauth, as one test sees it."""

    def __init__(self, base: str, sender: Sender, realms: Prepared) -> None:
        self.sender = sender
        self.secrets = realms.secrets
        self.normaliser = Normaliser(base, sender, realms.names, realms.key_material)

    def exchange(self, request: Request) -> tuple[Answer, dict[str, Any]]:
        """Send a request; give the answer, and what a transcript holds of it."""
        answer = self.sender(request.filled(self.secrets))
        return answer, self.normaliser.answer(request, answer)


def as_headers(header: dict[str, str]) -> Headers:
    """Give header pairs of keyword arguments."""
    return tuple((name.replace("_", "-").title(), value) for name, value in header.items())


@pytest.fixture(scope="session")
def realms() -> Prepared:
    return prepared()


@pytest.fixture(scope="session")
def mockauth(realms: Prepared) -> Sender:
    from mockauth.realms.files import load
    from mockauth.state import State
    from mockauth.state.ring import KeyRing
    from mockauth.web.app import create_app

    return in_process(create_app(State(load(realms.files).realms, KeyRing())), BASE)


@pytest.fixture
def call(request: pytest.FixtureRequest, realms: Prepared) -> Call:
    keycloak = request.config.getoption("keycloak", None)
    sides = {}
    if keycloak:
        sides["Keycloak"] = Side(keycloak, over_socket(keycloak), realms)
    if not request.config.getoption("record", False):
        sides["mockauth"] = Side(BASE, request.getfixturevalue("mockauth"), realms)
    return Call(name_of(request.node), sides, transcript(request.node.path.stem).get(request.node.name))


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--keycloak", metavar="URL", help="compare mockauth with this Keycloak, live")
    parser.addoption("--record", action="store_true", help="write what Keycloak answers as the transcripts")


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "sivalabs: asks the realm of an export that is not the project's")
    if config.getoption("record", False) and not config.getoption("keycloak", None):
        raise pytest.UsageError("--record needs --keycloak URL")
    config.stash[recorded] = {}


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    for item in items:
        if HERE not in item.path.parents:
            continue
        if item.get_closest_marker("sivalabs") and not foreign_file():
            item.add_marker(pytest.mark.skip(reason=f"no {FOREIGN}: MOCKAUTH_REALMS names the folder that holds it"))
        if config.getoption("record", False):
            if "call" not in getattr(item, "fixturenames", ()):
                item.add_marker(pytest.mark.skip(reason="recording"))
            continue
        for known in known_differences():
            if known.covers(name_of(item)):
                item.add_marker(pytest.mark.xfail(strict=True, raises=KnownDifference, reason=known.reason))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Iterator[None]:
    yield
    call = getattr(item, "funcargs", {}).get("call")
    if isinstance(call, Call):
        call.close()
        if item.config.getoption("record", False):
            item.config.stash[recorded].setdefault(item.path.stem, {})[item.name] = call.exchanges["Keycloak"]


def pytest_sessionfinish(session: pytest.Session) -> None:
    option = session.config.option
    whole = not option.keyword and not any("::" in argument for argument in session.config.args)
    for module, tests in session.config.stash.get(recorded, {}).items():
        collected = [item.name for item in session.items if item.path.stem == module]
        found = {**transcript(module), **tests}
        order = collected if whole else [*collected, *(name for name in found if name not in collected)]
        write_transcript(module, {name: found[name] for name in order if name in found})


def name_of(item: pytest.Item) -> str:
    """Give the name by which known_differences.toml knows a test: `module.py::test[…]`."""
    return f"{item.path.name}::{item.name}"

