"""Realm files of other projects: all that they promise is asked of Keycloak and of mockauth.

The files are not the project's; without the folder MOCKAUTH_REALMS these tests are skipped.
"""

from pathlib import Path

import pytest

from contract import realm_file_requests
from contract.external_call import ForeignCall, promised
from contract.external_realms import foreign_files

HAVE = foreign_files()
every_file = pytest.mark.parametrize(
    "file",
    HAVE
    or [pytest.param(Path(), marks=pytest.mark.skip(reason="MOCKAUTH_REALMS does not name a folder of realm files"))],
    ids=lambda file: file.stem or "none",
)
# Who logs in to every client; the others log in to one.
EVERYWHERE = 2


@every_file
def test_what_a_realm_says_of_itself(foreign: ForeignCall, file: Path) -> None:
    for realm in promised(file):
        realm_file_requests.about(foreign, realm.realm)


@every_file
def test_services(foreign: ForeignCall, file: Path) -> None:
    for realm in promised(file):
        for app in realm.services:
            realm_file_requests.service(foreign, realm.realm, app)


@every_file
def test_passwords(foreign: ForeignCall, file: Path) -> None:
    for realm in promised(file):
        for app, person in realm.pairs(realm.direct, EVERYWHERE):
            realm_file_requests.password(foreign, realm.realm, app, person)


@every_file
def test_logins(foreign: ForeignCall, file: Path) -> None:
    for realm in promised(file):
        for app, person in realm.pairs(realm.browsed, EVERYWHERE):
            realm_file_requests.login(foreign, realm.realm, app, person)
