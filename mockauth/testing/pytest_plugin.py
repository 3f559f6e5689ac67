"""The pytest plugin: the fixture `mockauth`, and the server's log in the report of a failed test.

pytest loads this module in every project that has mockauth installed, so it imports the server only when a test uses
a fixture. `-p no:mockauth` turns the plugin off.
"""

from collections.abc import Generator, Iterator, Mapping
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from mockauth.testing.server import Server

_SERVER = pytest.StashKey["Server"]()


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the options and the settings of the plugin."""
    parser.getgroup("mockauth").addoption(
        "--mockauth-url",
        metavar="URL",
        help="Use the mockauth or the Keycloak that runs at this base URL instead of starting a server.",
    )
    parser.addini("mockauth_config", "Registry (TOML) for the fixture mockauth.  [default: mockauth.toml]")
    parser.addini("mockauth_realms", "Realm files, or folders of them, for the fixture mockauth.", "paths", default=[])
    parser.addini("mockauth_login", "How users log in: form, quick or auto.", default="form")


@pytest.fixture(scope="session")
def mockauth_options(pytestconfig: pytest.Config) -> Mapping[str, Any]:
    """Return the arguments of `mockauth.serve` from the settings; override this fixture to define realms in Python."""
    config = pytestconfig.getini("mockauth_config")
    return {
        "config": pytestconfig.rootpath / config if config else None,
        "realms": pytestconfig.getini("mockauth_realms"),
        "login": pytestconfig.getini("mockauth_login"),
    }


@pytest.fixture(scope="session")
def mockauth_server(pytestconfig: pytest.Config, mockauth_options: Mapping[str, Any]) -> Iterator["Server"]:
    """Return the server of this test run, or of this worker of pytest-xdist; its state is that of earlier tests."""
    import mockauth

    if url := pytestconfig.getoption("mockauth_url"):
        started = mockauth.connect(
            url, **{name: value for name, value in mockauth_options.items() if name in _OF_CONNECT}
        )
    else:
        started = mockauth.serve(**mockauth_options)
    with started as server:
        yield server


@pytest.fixture
def mockauth(mockauth_server: "Server", request: pytest.FixtureRequest) -> "Server":
    """Return the server in a clean state: no sessions, consents, registered users, locked users, changed passwords.

    A server that `--mockauth-url` names is not reset, because others may use it.
    """
    mockauth_server.reset()
    request.node.stash[_SERVER] = mockauth_server
    return mockauth_server


_OF_CONNECT = {"config", "realms", "realm", "name"}


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Add the log of the server to the report of a failed test."""
    report = yield
    server = item.stash.get(_SERVER, None)
    if report.failed and server and (log := server.log):
        report.sections.append(("mockauth log", "\n".join(log)))
    return report
