"""Realm exports in the form of Keycloak 12, 16, 19, 22, 24 and 26: tokens and logins after their migration."""

from collections.abc import Callable

import pytest

from contract import realm_file_requests
from contract.call import Call
from contract.realm_file_requests import App, RealmAccess
from contract.realms import SHAPES

REALMS = [realm for file in SHAPES for realm in realm_file_requests.realms_of(file)]


def for_each_login(
    apps: Callable[[RealmAccess], list[App]], people: Callable[[RealmAccess], list[str]] | None = None
) -> pytest.MarkDecorator:
    """Return a test for each client, and for each of these users at each client."""
    return pytest.mark.parametrize(
        "asked",
        [
            pytest.param((realm, app, person), id="-".join(filter(None, (realm.realm, app.client_id, person))))
            for realm in REALMS
            for app in apps(realm)
            for person in (people(realm) if people else [""])
        ],
    )


def names(realm: RealmAccess) -> list[str]:
    return [*realm.people]


Asked = tuple[RealmAccess, App, str]


@pytest.mark.parametrize("realm", [realm.realm for realm in REALMS])
def test_the_documents_of_a_realm(call: Call, realm: str) -> None:
    realm_file_requests.request_documents(call, realm)


@for_each_login(lambda realm: [*realm.services])
def test_a_service(call: Call, asked: Asked) -> None:
    realm, app, _ = asked
    realm_file_requests.use_client_credentials(call, realm.realm, app)


@for_each_login(lambda realm: [*realm.direct], names)
def test_a_password(call: Call, asked: Asked) -> None:
    realm, app, person = asked
    realm_file_requests.use_password_grant(call, realm.realm, app, (person, realm.people[person]))


@for_each_login(lambda realm: [*realm.browsed], names)
def test_a_login(call: Call, asked: Asked) -> None:
    realm, app, person = asked
    realm_file_requests.use_code_flow(call, realm.realm, app, (person, realm.people[person]))
