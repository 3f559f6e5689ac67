"""Fixtures of the browser tests: Chromium, a mockauth server in its own process, and a small application.

The tests find elements by Keycloak's ids only, so that they run against a real Keycloak too:

    MOCKAUTH_REALMS=… pytest -m browser tests/browser --against-keycloak
"""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from clients.packages import node_packages
from clients.server import serving

from browser import application, shop
from browser.application import Application
from browser.chromium import chromium_program, launched
from browser.person import Person

if TYPE_CHECKING:
    from playwright.sync_api import Browser

Persons = Callable[..., Person]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--against-keycloak", action="store_true", help="run the browser tests against a real Keycloak")


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "mockauth_only: tests a feature that Keycloak does not have or that differs")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)
            if item.get_closest_marker("mockauth_only") and config.getoption("against_keycloak", default=False):
                item.add_marker(pytest.mark.skip(reason="tests mockauth only"))


@pytest.fixture(scope="session")
def chromium() -> Iterator["Browser"]:
    pytest.importorskip("playwright.sync_api", reason="playwright is not installed: run `make browser`")
    if not chromium_program():
        pytest.skip("no Chromium on the PATH")
    with launched() as browser:
        yield browser


@pytest.fixture(scope="session")
def packages() -> Path:
    """The folder of npm packages, for tests that need them."""
    return node_packages() / "node_modules"


@pytest.fixture(scope="session")
def in_shop(
    chromium: "Browser", tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest
) -> Iterator[Application]:
    """The application, with the realm `shop` as its issuer."""
    with ExitStack() as stack:
        app = stack.enter_context(application.running())
        file = shop.written(tmp_path_factory.mktemp("shop"), app.url)
        if request.config.getoption("against_keycloak", default=False):
            from contract import keycloak

            base = stack.enter_context(keycloak.running([file]))
        else:
            base = stack.enter_context(serving("--import", str(file))).url
        app.issuer = f"{base}/realms/shop"
        app.secrets = {"shop-web": "shop-secret", "shop-admin": "shop-secret"}
        yield app


@pytest.fixture
def persons(chromium: "Browser") -> Iterator[Persons]:
    """Create users with a browser each; a script error in any of their pages fails the test."""
    created: list[Person] = []

    def create(**options: Any) -> Person:
        created.append(Person(chromium.new_context(locale=options.pop("locale", "en"), **options)))
        return created[-1]

    yield create
    for person in created:
        person.context.close()
    assert [trouble for person in created for trouble in person.troubles] == []


@pytest.fixture
def person(persons: Persons) -> Person:
    """A user with a browser."""
    return persons()
