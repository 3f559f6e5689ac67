"""What becomes of a realm file, fact by fact: absent keys, scopes, versions, roles, groups, passwords, keys.

Each realm of tests/realms/facts.json is about one family of facts.
"""

import pytest

from contract import realm_file_requests
from contract.call import Call
from contract.realm_file_requests import Promises
from contract.realms import FACTS

REALMS = realm_file_requests.promised(FACTS)
every_realm = pytest.mark.parametrize("realm", REALMS, ids=lambda realm: realm.realm)


@every_realm
def test_what_a_realm_says_of_itself(call: Call, realm: Promises) -> None:
    realm_file_requests.about(call, realm.realm)


@every_realm
def test_services(call: Call, realm: Promises) -> None:
    for app in realm.services:
        realm_file_requests.service(call, realm.realm, app, thorough=False)


@every_realm
def test_passwords(call: Call, realm: Promises) -> None:
    for app, person in realm.pairs(realm.direct):
        realm_file_requests.password(call, realm.realm, app, person, thorough=False)


@every_realm
def test_logins(call: Call, realm: Promises) -> None:
    for app, person in realm.pairs(realm.browsed):
        realm_file_requests.login(call, realm.realm, app, person, thorough=False)
