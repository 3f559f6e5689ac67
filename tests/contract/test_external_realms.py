"""Realm files of other projects: tokens and logins of all their clients and users.

Without the folder MOCKAUTH_REALMS, these tests are skipped.
"""

from pathlib import Path

import pytest

from contract import realm_file_requests
from contract.external_call import ExternalCall, realms_of
from contract.external_realms import external_files

HAVE = external_files()
every_file = pytest.mark.parametrize(
    "file",
    HAVE
    or [pytest.param(Path(), marks=pytest.mark.skip(reason="MOCKAUTH_REALMS does not name a folder of realm files"))],
    ids=lambda file: file.stem or "none",
)
# These users log in to every client; the others log in to one.
EVERYWHERE = 2


@every_file
def test_the_documents_of_a_realm(external: ExternalCall, file: Path) -> None:
    for realm in realms_of(file):
        realm_file_requests.request_documents(external, realm.realm)


@every_file
def test_services(external: ExternalCall, file: Path) -> None:
    for realm in realms_of(file):
        for app in realm.services:
            realm_file_requests.use_client_credentials(external, realm.realm, app)


@every_file
def test_passwords(external: ExternalCall, file: Path) -> None:
    for realm in realms_of(file):
        for app, person in realm.pairs(realm.direct, EVERYWHERE):
            realm_file_requests.use_password_grant(external, realm.realm, app, person)


@every_file
def test_logins(external: ExternalCall, file: Path) -> None:
    for realm in realms_of(file):
        for app, person in realm.pairs(realm.browsed, EVERYWHERE):
            realm_file_requests.use_code_flow(external, realm.realm, app, person)
