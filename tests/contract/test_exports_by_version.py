"""Realm exports in the shapes of Keycloak 12, 16, 19, 22, 24 and 26: all that they promise, after their migration."""

from collections.abc import Callable

import pytest

from contract import realm_file_requests
from contract.call import Call
from contract.realm_file_requests import App, Promises
from contract.realms import SHAPES

REALMS = [realm for file in SHAPES for realm in realm_file_requests.promised(file)]


def each(
    apps: Callable[[Promises], list[App]], people: Callable[[Promises], list[str]] | None = None
) -> pytest.MarkDecorator:
    """Give a test for each client, and for each of these people at it."""
    return pytest.mark.parametrize(
        "asked",
        [
            pytest.param((realm, app, person), id="-".join(filter(None, (realm.realm, app.client_id, person))))
            for realm in REALMS
            for app in apps(realm)
            for person in (people(realm) if people else [""])
        ],
    )


def names(realm: Promises) -> list[str]:
    return [*realm.people]


Asked = tuple[Promises, App, str]


@pytest.mark.parametrize("realm", [realm.realm for realm in REALMS])
def test_what_a_realm_says_of_itself(call: Call, realm: str) -> None:
    realm_file_requests.about(call, realm)


@each(lambda realm: [*realm.services])
def test_a_service(call: Call, asked: Asked) -> None:
    realm, app, _ = asked
    realm_file_requests.service(call, realm.realm, app)


@each(lambda realm: [*realm.direct], names)
def test_a_password(call: Call, asked: Asked) -> None:
    realm, app, person = asked
    realm_file_requests.password(call, realm.realm, app, (person, realm.people[person]))


@each(lambda realm: [*realm.browsed], names)
def test_a_login(call: Call, asked: Asked) -> None:
    realm, app, person = asked
    realm_file_requests.login(call, realm.realm, app, (person, realm.people[person]))
