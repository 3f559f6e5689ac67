"""The clock, random ids, and expiry in tables."""

from concurrent.futures import ThreadPoolExecutor
from uuid import UUID

import pytest

from mockauth.state.clock import Clock
from mockauth.state.ids import Ids
from mockauth.state.tables import Table


def test_a_clock_can_be_advanced() -> None:
    clock = Clock()
    before = clock.now()
    clock.advance(3600)
    assert 3600 <= clock.now() - before <= 3601


def test_ids_are_unique() -> None:
    ids = Ids()
    assert len({ids.uuid() for _ in range(100)}) == 100


def test_ids_are_unique_across_threads() -> None:
    ids = Ids()
    with ThreadPoolExecutor(8) as callers:
        found = [uuid for uuids in callers.map(lambda _: [ids.uuid() for _ in range(500)], range(8)) for uuid in uuids]
    assert len(set(found)) == 4000


def test_the_same_seed_gives_the_same_ids() -> None:
    first, second = Ids(7), Ids(7)
    assert [first.uuid(), first.session()] == [second.uuid(), second.session()]


def test_different_seeds_give_different_ids() -> None:
    assert Ids(7).uuid() != Ids(8).uuid()


def test_a_uuid_has_the_usual_format() -> None:
    found = Ids().uuid()
    assert str(UUID(found)) == found


def test_a_session_id_has_24_characters() -> None:
    assert len(Ids().session()) == 24


def test_a_value_can_be_taken_only_once(clock: Clock) -> None:
    table: Table[str] = Table(clock)
    table.put("a", "value", clock.now() + 60)
    assert [table.take("a"), table.take("a")] == ["value", None]


@pytest.mark.parametrize(("seconds", "expected"), [(59, "value"), (60, None), (61, None)])
def test_an_expired_value_is_not_returned(clock: Clock, seconds: int, expected: str | None) -> None:
    table: Table[str] = Table(clock)
    table.put("a", "value", clock.now() + 60)
    clock.advance(seconds)
    assert table.get("a") == expected
