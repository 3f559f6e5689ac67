"""A real browser, Debian's or any other Chromium, in front of a mockauth of its own process and a small application.

The stories speak of elements by Keycloak's ids only, so that they can be told to a real Keycloak too:

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
    parser.addoption("--against-keycloak", action="store_true", help="tell the stories to a real Keycloak")


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "mockauth_only: what Keycloak does not have, or has otherwise")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)
            if item.get_closest_marker("mockauth_only") and config.getoption("against_keycloak", default=False):
                item.add_marker(pytest.mark.skip(reason="it is not about Keycloak"))


@pytest.fixture(scope="session")
def chromium() -> Iterator["Browser"]:
    pytest.importorskip("playwright.sync_api", reason="playwright is not installed: `make browser` does that")
    if not chromium_program():
        pytest.skip("there is no Chromium on the PATH")
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
    """The application, whose issuer is the realm `shop`."""
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
    """Seat people before browsers of their own; what goes wrong in a page they see fails the test."""
    seated: list[Person] = []

    def seat(**options: Any) -> Person:
        seated.append(Person(chromium.new_context(locale=options.pop("locale", "en"), **options)))
        return seated[-1]

    yield seat
    for person in seated:
        person.context.close()
    assert [trouble for person in seated for trouble in person.troubles] == []


@pytest.fixture
def person(persons: Persons) -> Person:
    """Somebody before a browser."""
    return persons()
