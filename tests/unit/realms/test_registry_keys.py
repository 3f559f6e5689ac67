"""The registry has every key of Keycloak's representations, and documents those that change an answer."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import registry_reference

from mockauth.realms.built_in import new_realm
from mockauth.realms.files import load
from mockauth.realms.problems.hints import snake_case
from mockauth.realms.registry.key_types import ATTRIBUTE
from mockauth.realms.registry.keys import KEYS, find_key
from mockauth.realms.registry.other_keys import CLASSES, RESERVED, object_keys, other_keys
from mockauth.realms.representation import parse
from mockauth.realms.validation.field_types import representation_classes

REALMS = Path(__file__).parents[2] / "realms"
KINDS = sorted(CLASSES)
# Read, but as part of something that the registry has a key for.
READ_OTHERWISE = {
    "role": {"composites"},
    "user": {"credentials", "federatedIdentities"},
    "realm": {"defaultRole", "keycloakVersion", "scopeMappings", "clientScopeMappings"},
    "organization": {"groups", "identityProviders"},
}


class Recorder(dict[str, Any]):
    """A representation that records which of its keys are read."""

    def __init__(self, rep: dict[str, Any], class_: str, read: dict[str, set[str]]) -> None:
        types = representation_classes()[class_]
        super().__init__({key: _recording(value, types.get(key, "any"), read) for key, value in rep.items()})
        self.read = read.setdefault(class_, set())

    def get(self, key: str, default: Any = None) -> Any:
        self.read.add(key)
        return super().get(key, default)

    def __contains__(self, key: object) -> bool:
        self.read.add(str(key))
        return super().__contains__(key)


def _recording(value: Any, type_: str, read: dict[str, set[str]]) -> Any:
    if type_.startswith("list of ") and isinstance(value, list):
        return [_recording(item, type_.removeprefix("list of "), read) for item in value]
    if type_.startswith("map of ") and isinstance(value, dict):
        return {key: _recording(item, type_.removeprefix("map of "), read) for key, item in value.items()}
    return Recorder(value, type_, read) if type_ in representation_classes() and isinstance(value, dict) else value


@pytest.fixture(scope="module")
def read() -> dict[str, set[str]]:
    """Return the keys that mockauth reads, by representation class, found by reading realms with everything in them."""
    found: dict[str, set[str]] = {}
    for name in ("pair.toml", "workshop.json", "corners.json", "desk.json", "accounts.json"):
        for rep in load([REALMS / name], {}).representations.values():
            for user in parse(Recorder(rep, "RealmRepresentation", found), name).users:
                assert user.id
    return found


@pytest.mark.parametrize("kind", KINDS)
def test_every_key_that_mockauth_reads_is_documented(kind: str, read: dict[str, set[str]]) -> None:
    documented = {key.name.removeprefix(ATTRIBUTE) for key in KEYS[kind].values()}
    names = read.get(CLASSES[kind], set()) - {*RESERVED[kind]} - READ_OTHERWISE.get(kind, set())
    # Keys that hold objects can only be set in Keycloak's own spelling.
    assert {name for name in names - documented if snake_case(name) not in object_keys(kind)} == set()


def test_the_recorder_sees_what_is_read(read: dict[str, set[str]]) -> None:
    assert {"ssoSessionIdleTimeout", "accessCodeLifespan", "browserFlow"} <= read["RealmRepresentation"]
    assert {"firstName", "createdTimestamp"} <= read["UserRepresentation"]


@pytest.mark.parametrize("kind", KINDS)
def test_every_field_of_a_representation_can_be_set_or_is_reserved(kind: str) -> None:
    for name in representation_classes()[CLASSES[kind]]:
        own = [key for key in KEYS[kind].values() if key.name.removeprefix(ATTRIBUTE) == name]
        snake = snake_case(name)
        assert own or find_key(kind, snake) or snake in object_keys(kind) or name in (*RESERVED[kind], "*"), name


def with_types() -> Iterator[tuple[str, str]]:
    for kind in KINDS:
        for name, key in KEYS[kind].items():
            if key.name and not key.name.startswith(ATTRIBUTE):
                yield kind, name


@pytest.mark.parametrize(("kind", "name"), [*with_types()])
def test_a_documented_key_has_the_type_of_keycloak(kind: str, name: str) -> None:
    key = KEYS[kind][name]
    types = {
        "flag": "flag",
        "number": "int",
        "long": "long",
        "options": "map of text",
        "texts": "list of text",
        "redirects": "list of text",
        "origins": "list of text",
        "lists": "map of list of text",
    }
    type_ = representation_classes()[CLASSES[kind]][key.name]
    expected = types.get(key.type, "text")
    assert type_.startswith("one of") or type_.replace("attributes", "map of list of text") == expected


@pytest.mark.parametrize("kind", KINDS)
def test_a_key_that_mockauth_ignores_has_no_meaning(kind: str) -> None:
    assert not any(key.means for key in other_keys(kind).values())
    assert all(key.means for key in KEYS[kind].values())


def test_the_reference_in_the_docs_is_up_to_date() -> None:
    assert registry_reference.PAGE.read_text(encoding="utf-8") == registry_reference.page(), "run `make docs`"


def test_the_reference_has_the_defaults_of_a_new_realm() -> None:
    idle = new_realm("r")["ssoSessionIdleTimeout"]
    assert f"| `sso_session_idle_timeout` | integer | `{json.dumps(idle)}` |" in registry_reference.reference()
