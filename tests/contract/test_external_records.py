"""Realm files of other projects, compared with records of Keycloak in the folder beside theirs.

`expected/` has the result of every possible login, `state/` the realm after the import. Without these folders, the
tests are skipped.
"""

import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from clients.server import Server, serving

from contract import external_state as state
from contract.external_realms import folder, recorded_folder
from mockauth.realms.files import load
from mockauth.state.key_ring import KeyRing

RECORDED = recorded_folder()
HAVE = sorted((RECORDED / "state").glob("*.json")) if RECORDED else []


@dataclass(frozen=True)
class ImportedRealm:
    """A realm after its import: Keycloak's record, mockauth's representation, and mockauth's JWKS."""

    keycloak: dict[str, Any]
    rep: dict[str, Any]
    jwks: dict[str, Any]


@cache
def imported(file: Path) -> ImportedRealm:
    files = folder()
    assert files
    loaded = load([files / file.name])
    [(name, rep)] = loaded.representations.items()
    keycloak = json.loads(file.read_text(encoding="utf-8"))
    return ImportedRealm(keycloak, rep, dict(KeyRing().keys(loaded.realms[name]).jwks))


every_file = pytest.mark.parametrize(
    "file",
    HAVE or [pytest.param(Path(), marks=pytest.mark.skip(reason="nothing is written down beside MOCKAUTH_REALMS"))],
    ids=lambda file: file.stem or "none",
)


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    """A server with all realms."""
    files = folder()
    assert files
    imports = [option for file in HAVE for option in ("--import", str(files / file.name))]
    with serving(*imports) as started:
        yield started


@every_file
def test_every_login_of_a_file(server: Server, file: Path) -> None:
    files = folder()
    assert files
    assert RECORDED
    command = [sys.executable, str(RECORDED / "tokens.py"), server.url, str(files / file.name)]
    found = subprocess.run(command, capture_output=True, encoding="utf-8", check=True).stdout
    assert found.splitlines() == (RECORDED / "expected" / f"{file.stem}.txt").read_text(encoding="utf-8").splitlines()


@every_file
def test_the_clients(file: Path) -> None:
    it = imported(file)
    assert state.clients(it.rep) == state.expected_clients(it.keycloak)


@every_file
def test_the_client_scopes(file: Path) -> None:
    it = imported(file)
    expected = {
        name: {**scope, "mappers": sorted(scope["mappers"])} for name, scope in it.keycloak["clientScopes"].items()
    }
    assert state.scopes(it.rep) == expected
    assert sorted(it.rep["defaultDefaultClientScopes"]) == it.keycloak["defaultDefault"]
    assert sorted(it.rep["defaultOptionalClientScopes"]) == it.keycloak["defaultOptional"]


@every_file
def test_the_roles_and_groups(file: Path) -> None:
    it = imported(file)
    assert sorted(state.role_names(it.rep["roles"]["realm"])) == sorted(it.keycloak["roles"])
    assert state.groups(it.rep.get("groups") or ()) == it.keycloak["groups"]


@every_file
def test_the_users_and_service_accounts(file: Path) -> None:
    it = imported(file)
    by_email = it.rep.get("registrationEmailAsUsername")
    found = {
        (user.get("email") if by_email and not user.get("serviceAccountClientId") else user["username"].lower()): name
        for name, user in ((user["username"].lower(), user) for user in it.rep["users"])
    }
    expected = {found.get(name): user for name, user in state.expected_users(it.keycloak).items()}
    assert state.users(it.rep) == expected


@every_file
def test_the_settings(file: Path) -> None:
    it = imported(file)
    assert state.settings(it.rep) == state.settings(it.keycloak["realm"])
    assert state.required_actions(it.rep) == sorted(it.keycloak["requiredActions"])


@every_file
def test_the_public_keys(file: Path) -> None:
    it = imported(file)
    secret = ("HS", "AES")
    expected = [key for key in it.keycloak["keys"] if not key.startswith(secret)]
    assert state.published_keys(it.jwks) == sorted(expected)
