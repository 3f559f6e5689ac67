"""What an import makes of a realm file, as a whole: compared with exports of the same realms from Keycloak."""

import json
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from contract import import_verdicts, imported_realms
from contract.imported_realms import FILES, REALM, SHAPES, Changes, Rep
from mockauth.realms.files import load

_OF_SHAPES = "versions of all shapes"


@pytest.fixture
def imported(tmp_path: Path) -> Callable[[Rep], Rep]:
    """Import a realm file, and return the representation of the realm."""

    def of(rep: Rep) -> Rep:
        file = tmp_path / "realm.json"
        file.write_text(json.dumps({"realm": REALM, **import_verdicts.KEYS, **rep}), encoding="utf-8")
        return load([file]).representations[REALM]

    return of


@pytest.mark.parametrize("name", FILES)
def test_mockauth_imports_a_realm_as_keycloak_does(name: str, imported: Callable[[Rep], Rep]) -> None:
    recorded, found = imported_realms.recorded()[name], changes_by_step(name, imported)
    # Of each value that differs: Keycloak's change, and mockauth's.
    assert {
        step: imported_realms.changes(recorded[step], found[step]) for step in recorded if found[step] != recorded[step]
    } == {}


@pytest.mark.parametrize("version", SHAPES)
def test_mockauth_understands_the_same_versions(version: str, imported: Callable[[Rep], Rep]) -> None:
    found = imported_realms.traces(imported(imported_realms.of_shape(version)))
    assert found == imported_realms.recorded()[_OF_SHAPES][version]


def test_keycloak_imports_the_recorded_realms(admin: import_verdicts.Admin, request: pytest.FixtureRequest) -> None:
    def imported(rep: Rep) -> Rep:
        return admin.export({"realm": REALM, **rep})

    found: dict[str, dict[str, Any]] = {name: changes_by_step(name, imported) for name in FILES}
    found[_OF_SHAPES] = {
        version: imported_realms.traces(imported(imported_realms.of_shape(version))) for version in SHAPES
    }
    if request.config.getoption("record", False):
        imported_realms.write(found)
        imported_realms.recorded.cache_clear()
    assert found == imported_realms.recorded()


def changes_by_step(name: str, imported: Callable[[Rep], Rep]) -> dict[str, Changes]:
    """Return what changes from one import of a file to the next."""
    states = [(step, imported_realms.values(imported(rep))) for step, rep in imported_realms.steps(name)]
    return {step: imported_realms.changes(before, after) for (_, before), (step, after) in pairwise(states)}
