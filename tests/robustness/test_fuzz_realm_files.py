"""Fuzzing of realm files: any change is either refused with file and place, or gives a realm that works."""

import copy
import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mockauth.realms.files import LoadOptions, load, read
from mockauth.realms.problems import ConfigError
from mockauth.realms.representation import read_realm
from robustness.realm_smoke_test import check_works

WORKSHOP = Path(__file__).parents[1] / "realms" / "workshop.json"
OTHERS = ("logins.json", "accounts.json", "corners.json", "desk.json", "pair.json", "switched-off.json")
Place = tuple[str | int, ...]

REMOVED = object()
replacements = st.one_of(
    st.just(REMOVED),
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(st.characters(), max_size=8),
    st.sampled_from(
        ["", "-1", "--5", "300", "1e400", "²", "\u0661", "\ud800", "a\r\nb", "..", "/", "é", "${x}", "+", "RS256"]
    ),
    st.sampled_from([10**30, -(10**30), float("nan"), float("inf"), 10**400]),
    st.just([]),
    st.just({}),
    st.lists(st.one_of(st.none(), st.integers(), st.text(max_size=3)), max_size=2),
    st.dictionaries(st.text(max_size=3), st.one_of(st.none(), st.integers(), st.just([None])), max_size=2),
    st.just([[]]),
    st.just([{}]),
    st.just({"a": {"b": {"c": ["d"]}}}),
)


@cache
def whole() -> dict[str, Any]:
    """A realm file with the sections that mockauth uses, shortened to save time."""
    rep: dict[str, Any] = json.loads(WORKSHOP.read_text(encoding="utf-8"))
    for key in ("authenticationFlows", "authenticatorConfig", "requiredActions", "clientProfiles", "clientPolicies"):
        rep.pop(key, None)
    # Many of its clients differ in one value only, and every client makes each example slower.
    rep["clients"] = rep["clients"][::4]
    return rep


def places(value: Any, place: Place = ()) -> Iterator[Place]:
    """Yield the places of all values inside a value."""
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, item in inside:
        yield (*place, key)
        yield from places(item, (*place, key))


@cache
def relevant_places() -> list[Place]:
    """Return the places that mockauth reads; of places that differ only in list indexes, only one."""
    relevant = ("clients", "clientScopes", "users", "roles", "groups", "components", "scopeMappings", "attributes")
    found: dict[Place, Place] = {}
    for place in places(whole()):
        if len(place) == 1 or place[0] in (*relevant, "clientScopeMappings", "defaultRole", "browserSecurityHeaders"):
            kind = tuple("" if isinstance(key, int) else key for key in place)
            found.setdefault(kind, place)
    return list(found.values())


def changed(place: Place, replacement: Any) -> dict[str, Any]:
    rep = copy.deepcopy(whole())
    inside: Any = rep
    for key in place[:-1]:
        inside = inside[key]
    put(inside, place[-1], replacement)
    return rep


def put(inside: Any, key: str | int, value: Any) -> None:
    if value is REMOVED:
        del inside[key]
    else:
        inside[key] = value


def check(file: Path, text: str) -> None:
    """Check that a file gives realms that work, or is refused with complete problems."""
    file.write_text(text, encoding="utf-8")
    try:
        loaded = load([file])
    except ConfigError as refused:
        problems = refused.problems
    else:
        for realm in loaded.realms.values():
            check_works(realm)
        return
    assert problems
    for problem in problems:
        assert problem.file == str(file)
        assert problem.what
        assert "\n" not in str(problem)


@settings(max_examples=80)
@given(data=st.data())
def test_a_file_with_one_changed_value_works_or_is_refused(data: st.DataObject, tmp_path: Path) -> None:
    place = data.draw(st.sampled_from(relevant_places()))
    check(tmp_path / "realm.json", json.dumps(changed(place, data.draw(replacements))))


def removed(_: Any) -> Any:
    return REMOVED


def retyped(value: Any) -> Any:
    """Convert a value to another type with a similar meaning."""
    if isinstance(value, dict):
        return [*value.values()]
    if isinstance(value, list):
        return dict(enumerate(value)) if value else "x"
    return [value] if isinstance(value, str) else str(value)


def doubled(value: Any) -> Any:
    """Repeat the items of a list, add a key to an object, or repeat a string."""
    if isinstance(value, list):
        return [*value, *copy.deepcopy(value)]
    if isinstance(value, dict):
        return {**value, "another": copy.deepcopy(value)}
    return value * 2 if isinstance(value, str) else value


def renamed(value: Any) -> Any:
    """Change a string, or the first key of an object."""
    if isinstance(value, dict) and value:
        first, *others = value
        return {f"{first}x": value[first], **{key: value[key] for key in others}}
    return f"{value}-x" if isinstance(value, str) else value


@cache
def other_realms() -> list[dict[str, Any]]:
    """Return the realms in the other files of the project."""
    found = []
    for name in OTHERS:
        rep = json.loads((WORKSHOP.parent / name).read_text(encoding="utf-8"))
        found += rep if isinstance(rep, list) else [rep]
    return found


@cache
def places_of_others() -> list[tuple[int, Place]]:
    """Return the places of all their values; of places that differ only in list indexes, only one."""
    found: dict[Place, tuple[int, Place]] = {}
    for number, rep in enumerate(other_realms()):
        for place in places(rep):
            found.setdefault((number, *("" if isinstance(key, int) else key for key in place)), (number, place))
    return list(found.values())


@settings(max_examples=80)
@given(data=st.data())
def test_a_file_with_something_removed_retyped_doubled_or_renamed_works_or_is_refused(
    data: st.DataObject, tmp_path: Path
) -> None:
    number, place = data.draw(st.sampled_from(places_of_others()))
    change = data.draw(st.sampled_from([removed, retyped, doubled, renamed]))
    rep = copy.deepcopy(other_realms()[number])
    inside: Any = rep
    for key in place[:-1]:
        inside = inside[key]
    put(inside, place[-1], change(inside[place[-1]]))
    file = tmp_path / "realm.json"
    check(file, json.dumps(rep))
    # Without the invalid parts, the realm loads without problems, unless it has no valid name.
    left = read([file], LoadOptions({}, lenient=True))
    assert left.realms or all(problem.place == "realm" for problem in left.problems)
    for realm in left.realms.values():
        assert all(user.id for user in realm.users)
        assert read_realm(left.representations[realm.name])[1] == []


@given(document=st.recursive(st.one_of(st.none(), st.integers(), st.text(max_size=5)), st.lists, max_leaves=5))
def test_any_json_is_refused_or_read(document: Any, tmp_path: Path) -> None:
    check(tmp_path / "realm.json", json.dumps(document))


@given(content=st.binary(max_size=50))
def test_any_bytes_are_refused(content: bytes, tmp_path: Path) -> None:
    file = tmp_path / "realm.json"
    file.write_bytes(content)
    with pytest.raises(ConfigError):
        load([file])


def nested(depth: int) -> dict[str, Any]:
    group: dict[str, Any] = {"name": "g"}
    for _ in range(depth):
        group = {"name": "g", "subGroups": [group]}
    return group


@pytest.mark.parametrize("depth", [50, 250, 400])
def test_deeply_nested_groups_work_or_are_refused(depth: int, tmp_path: Path) -> None:
    check(tmp_path / "realm.json", json.dumps({"realm": "demo", "groups": [nested(depth)]}))


@pytest.mark.parametrize(
    "text",
    [
        "[" * 100_000,
        '{"a":' * 100_000,
        '{"realm": "demo", "notBefore": ' + "9" * 5_000 + "}",
        '{"realm": "demo", "clients": ' + "[" * 900 + "]" * 900 + "}",
        '{"realm": "demo", "attributes": {"acr.loa.map": "' + "[" * 100_000 + '"}}',
        '{"realm": "demo", "attributes": {"acr.loa.map": "[[1], {}]"}}',
    ],
    ids=lambda text: text[:50],
)
def test_extremely_nested_or_long_values_work_or_are_refused(text: str, tmp_path: Path) -> None:
    check(tmp_path / "realm.json", text)


@pytest.mark.parametrize(
    "options",
    [
        {"protocolMapper": "oidc-hardcoded-claim-mapper", "config": {"claim.name": ".".join("a" * 5000)}},
        {"protocolMapper": "oidc-hardcoded-claim-mapper", "config": {"claim.name": "\\" * 100_000}},
        {"protocolMapper": "oidc-hardcoded-claim-mapper", "config": {"claim.value": "[" * 900 + "]" * 900}},
        {"protocolMapper": "oidc-hardcoded-claim-mapper", "config": {"claim.value": "NaN"}},
        {"protocolMapper": "oidc-hardcoded-claim-mapper", "config": {"claim.value": "1e999"}},
        {"protocolMapper": "oidc-hardcoded-claim-mapper", "config": {"claim.value": "9" * 5000}},
        {"protocolMapper": "oidc-hardcoded-claim-mapper", "config": {"claim.name": "sub", "claim.value": "\ud800"}},
        {"protocolMapper": "oidc-hardcoded-claim-mapper", "config": {"claim.name": "realm_access", "claim.value": "1"}},
        {"protocolMapper": "oidc-hardcoded-claim-mapper", "config": {"claim.name": "realm_access.roles"}},
        {"protocolMapper": "oidc-hardcoded-claim-mapper", "config": {"claim.name": "resource_access.a"}},
        {"protocolMapper": "oidc-hardcoded-claim-mapper", "config": {"claim.name": "resource_access"}},
        {"protocolMapper": "oidc-hardcoded-claim-mapper", "config": {"claim.name": "aud", "claim.value": "{}"}},
        {"protocolMapper": "oidc-hardcoded-role-mapper", "config": {"role": "."}},
        {"protocolMapper": "oidc-role-name-mapper", "config": {}},
        {"protocolMapper": "oidc-audience-mapper", "config": {"included.client.audience": ""}},
    ],
    ids=lambda options: str(options)[19:100],
)
@pytest.mark.parametrize("kind", ["String", "JSON", "int", "boolean"])
def test_a_mapper_with_odd_options_works_or_is_refused(options: dict[str, Any], kind: str, tmp_path: Path) -> None:
    config = {"claim.name": "x", "claim.value": "[1]", "jsonType.label": kind, "access.token.claim": "true"}
    mapper = {"name": "odd", "protocol": "openid-connect", **options, "config": {**config, **options["config"]}}
    client = {"clientId": "robot", "secret": "x", "serviceAccountsEnabled": True, "protocolMappers": [mapper]}
    check(tmp_path / "realm.json", json.dumps({"realm": "demo", "enabled": True, "clients": [client]}))


@pytest.mark.parametrize("value", ["--5", "abc", "99999999999999999999", "\u0661", "", " 5 ", "-1", "0x10", "1e3"])
@pytest.mark.parametrize(
    "name", ["access.token.lifespan", "client.session.max.lifespan", "client.secret.expiration.time"]
)
def test_a_client_attribute_that_should_be_a_number_works_or_is_refused(name: str, value: str, tmp_path: Path) -> None:
    client = {"clientId": "robot", "secret": "x", "serviceAccountsEnabled": True, "attributes": {name: value}}
    check(tmp_path / "realm.json", json.dumps({"realm": "demo", "enabled": True, "clients": [client]}))


@pytest.mark.parametrize(
    "name", ["..", ".", "a/b", "a\r\nb", 'a"b', "é", "реалм", "\ud800", "a" * 300, "%2e", "a b", "\0"]
)
def test_a_realm_of_any_name_works_or_is_refused(name: str, tmp_path: Path) -> None:
    client = {"clientId": "robot", "secret": "x", "serviceAccountsEnabled": True}
    check(tmp_path / "realm.json", json.dumps({"realm": name, "enabled": True, "clients": [client]}))


@pytest.mark.parametrize("value", ["a\r\nSet-Cookie: b", "é", "реалм", "\0", "x" * 10_000])
@pytest.mark.parametrize("name", ["xFrameOptions", "referrerPolicy", "strictTransportSecurity"])
def test_a_security_header_of_any_value_works_or_is_refused(name: str, value: str, tmp_path: Path) -> None:
    check(tmp_path / "realm.json", json.dumps({"realm": "demo", "browserSecurityHeaders": {name: value}}))
