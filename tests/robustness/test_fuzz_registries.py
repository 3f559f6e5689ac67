"""Any registry is either refused with the file and the place of the problem, or its realms work."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mockauth.realms.files import Loaded, load_text
from mockauth.realms.problems import ConfigError
from mockauth.realms.registry.keys import KEYS, all_keys, find_key
from mockauth.realms.registry.realm import expand
from mockauth.realms.registry.validation import Problems, check_registry
from mockauth.realms.source import SAMPLE
from robustness.realm_smoke_test import check_works

FILE = "mockauth.toml"

every_key = st.sampled_from(sorted({name for keys in KEYS.values() for name in keys}))
scalars = st.one_of(
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=12),
    st.dates(),
    st.sampled_from(
        ["*", "+", "/a", "http://localhost:8080", "openid-connect", "robot", "", "${X}", "..", "[", "http://["]
    ),
)
tables = st.recursive(
    scalars,
    lambda inside: st.one_of(
        st.lists(inside, max_size=3), st.dictionaries(st.one_of(every_key, st.text(max_size=6)), inside, max_size=4)
    ),
    max_leaves=12,
)


def read(text: str) -> Loaded | None:
    """Read a registry; return None if it is refused with proper messages."""
    try:
        return load_text(text, FILE, {"X": "x"})
    except ConfigError as refused:
        problems = refused.problems
    assert problems
    for problem in problems:
        assert problem.file == FILE
        assert problem.place
        assert problem.what
    return None


@given(text=st.text(st.characters(exclude_categories=["Cs"])))
def test_any_text_is_refused_with_a_place_or_read(text: str) -> None:
    read(text)


@given(document=st.dictionaries(st.one_of(st.just("realms"), every_key), tables, max_size=2))
def test_any_document_is_checked(document: dict[str, Any]) -> None:
    problems: Problems = []
    check_registry(document, problems)
    for place, what, _ in problems:
        assert place
        assert what


def typed(kind: str) -> st.SearchStrategy[dict[str, Any]]:
    """Generate tables of a kind in which nearly all values have the right type."""
    text = st.sampled_from(["robot", "web", "roles", "email", "/a", "a.b", "", "é", "http://a", "x y", "-1", "account"])
    options = st.dictionaries(text, st.one_of(text, st.booleans(), st.integers()), max_size=3)
    of_type: dict[str, st.SearchStrategy[Any]] = {
        "flag": st.booleans(),
        "number": st.integers(-1, 2**31 - 1),
        "long": st.integers(-1, 2**63 - 1),
        "raw": st.dictionaries(
            st.sampled_from(["description", "enabled", "attributes", "access", "x"]), tables, max_size=2
        ),
        "text": text,
        "texts": st.lists(text, max_size=3),
        "options": options,
        "lists": st.dictionaries(text, st.one_of(text, st.lists(text, max_size=2)), max_size=2),
        "url": st.sampled_from(["http://localhost:8282", "https://a/b?c", "http://[", "http://a:b", "http://é"]),
        "address": st.sampled_from(["http://localhost:8282/told", "/told", "ftp://a", ""]),
        "redirects": st.lists(st.sampled_from(["*", "/a", "http://a/*", "app:x"]), max_size=2),
        "logouts": st.lists(st.sampled_from(["+", "-", "/a", "http://a/*"]), max_size=2),
        "origins": st.lists(st.sampled_from(["*", "+", "http://a"]), max_size=2),
        "base32": st.sampled_from(["JBSWY3DPEHPK3PXP", "mzxw 6ytb oi"]),
    }

    def table(kind: str, depth: int) -> st.SearchStrategy[dict[str, Any]]:
        keys: dict[str, st.SearchStrategy[Any]] = {}
        for name in all_keys(kind):
            key = find_key(kind, name)
            assert key is not None
            if not key.kind:
                keys[name] = of_type[key.type]
            elif depth:
                keys[name] = st.dictionaries(text, table(key.kind, depth - 1), max_size=2)
        return st.fixed_dictionaries({}, optional=keys)

    return table(kind, 2)


@given(table=typed("realm"))
def test_a_realm_with_the_right_types_works_or_is_refused(table: dict[str, Any]) -> None:
    from mockauth.realms.importing.completion import complete
    from mockauth.realms.representation import parse

    clients = table.setdefault("clients", {})
    clients["robot"] = {**clients.get("robot", {}), "secret": "x", "public_client": False, "bearer_only": False}
    clients["robot"]["service_accounts_enabled"] = True
    problems: Problems = []
    check_registry({"realms": {"demo": table}}, problems)
    if not problems:
        rep = expand("demo", table, problems)
    if not problems:
        complete(rep)
        check_works(parse(rep, FILE))


sample = SAMPLE.read_text(encoding="utf-8")
lines = sample.splitlines()


@given(
    first=st.integers(0, len(lines) - 1),
    count=st.integers(0, 3),
    instead=st.one_of(st.sampled_from(lines), st.text(st.characters(exclude_categories=["Cs"]), max_size=20)),
)
def test_the_sample_with_other_lines_works_or_is_refused(first: int, count: int, instead: str) -> None:
    loaded = read("\n".join([*lines[:first], instead, *lines[first + count :]]))
    for realm in loaded.realms.values() if loaded else ():
        check_works(realm)


@given(
    at=st.integers(0, len(sample) - 1), instead=st.sampled_from(['"', "'", "[", "]", "=", ".", "\n", "1", "é", "\0"])
)
def test_the_sample_with_another_character_works_or_is_refused(at: int, instead: str) -> None:
    read(sample[:at] + instead + sample[at + 1 :])


@pytest.mark.parametrize(
    "text",
    [
        "x = " + "[" * 100_000,
        "x = " + "{a=" * 100_000,
        "a." * 2_000 + "b = 1",
        "[" + "a." * 2_000 + "b]",
        f"x = {'9' * 100_000}",
        f"x = 1e{'9' * 1000}",
        "\n".join(f"[realms.demo.groups.a{'.sub_groups.a' * depth}]" for depth in range(0, 1200, 50)),
        'x = "' + "${A:" * 250_000 + '"',
        "\n".join(f"key_{number} = 1" for number in range(2000)),
        'x = """' + "\\u0000" * 10_000 + '"""',
    ],
    ids=lambda text: text[:20],
)
def test_a_bomb_is_refused(text: str) -> None:
    with pytest.raises(ConfigError, match=FILE):
        load_text(text, FILE, {})


@pytest.mark.parametrize(
    "text", ["realms = 1", "realms = []", "[[realms]]", "[realms.demo]\nclients = [1]", '[realms.""]', "[realms]", ""]
)
def test_a_registry_without_a_realm_is_refused(text: str) -> None:
    assert read(text) is None
