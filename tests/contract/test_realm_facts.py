"""How a realm file is imported, fact by fact: absent keys, scopes, versions, roles, groups, passwords, keys.

Each realm in tests/realms/facts.json is about one family of facts.
"""

import pytest

from contract import realm_file_requests
from contract.call import Call
from contract.realm_file_requests import RealmAccess
from contract.realms import FACTS

REALMS = realm_file_requests.realms_of(FACTS)
every_realm = pytest.mark.parametrize("realm", REALMS, ids=lambda realm: realm.realm)


@every_realm
def test_the_documents_of_a_realm(call: Call, realm: RealmAccess) -> None:
    realm_file_requests.request_documents(call, realm.realm)


@every_realm
def test_services(call: Call, realm: RealmAccess) -> None:
    for app in realm.services:
        realm_file_requests.use_client_credentials(call, realm.realm, app, thorough=False)


@every_realm
def test_passwords(call: Call, realm: RealmAccess) -> None:
    for app, person in realm.pairs(realm.direct):
        realm_file_requests.use_password_grant(call, realm.realm, app, person, thorough=False)


@every_realm
def test_logins(call: Call, realm: RealmAccess) -> None:
    for app, person in realm.pairs(realm.browsed):
        realm_file_requests.use_code_flow(call, realm.realm, app, person, thorough=False)
