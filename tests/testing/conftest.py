"""A realm with a service, a web application and users, and a server for it in a thread and in a process."""

from collections.abc import Iterator

import pytest

import mockauth

REALM = {
    "clients": {
        "orders": {"secret": "orders-secret", "service_accounts_enabled": True},
        "web": {"public_client": True, "standard_flow_enabled": True, "redirect_uris": ["http://localhost:3000/*"]},
    },
    "users": {
        "alice": {
            "password": "alice-password",
            "email": "alice@example.org",
            "first_name": "Alice",
            "last_name": "Liddell",
        },
        "bob": {"password": "bob-password"},
        "carol": {"password": "carol-password", "enabled": False},
    },
}


@pytest.fixture(scope="module", params=["thread", "process"])
def server(request: pytest.FixtureRequest) -> Iterator[mockauth.Server]:
    with mockauth.serve(realm=REALM, name="shop", process=request.param == "process") as started:
        yield started


@pytest.fixture
def fresh(server: mockauth.Server) -> mockauth.Server:
    server.reset()
    return server
