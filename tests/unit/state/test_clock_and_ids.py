"""Time and chance."""

from concurrent.futures import ThreadPoolExecutor
from uuid import UUID

import pytest

from mockauth.state.clock import Clock
from mockauth.state.ids import Ids
from mockauth.state.tables import Table


def test_a_clock_is_moved_by_what_it_is_advanced() -> None:
    clock = Clock()
    before = clock.now()
    clock.advance(3600)
    assert 3600 <= clock.now() - before <= 3601


def test_ids_are_different() -> None:
    ids = Ids()
    assert len({ids.uuid() for _ in range(100)}) == 100


def test_ids_that_many_ask_for_at_once_are_different() -> None:
    ids = Ids()
    with ThreadPoolExecutor(8) as callers:
        found = [
            its_id for many in callers.map(lambda _: [ids.uuid() for _ in range(500)], range(8)) for its_id in many
        ]
    assert len(set(found)) == 4000


def test_the_same_seed_gives_the_same_ids() -> None:
    first, second = Ids(7), Ids(7)
    assert [first.uuid(), first.session()] == [second.uuid(), second.session()]


def test_another_seed_gives_other_ids() -> None:
    assert Ids(7).uuid() != Ids(8).uuid()


def test_an_id_has_the_shape_of_a_uuid() -> None:
    found = Ids().uuid()
    assert str(UUID(found)) == found


def test_a_session_id_has_24_characters() -> None:
    assert len(Ids().session()) == 24


def test_what_is_taken_is_taken_once(clock: Clock) -> None:
    table: Table[str] = Table(clock)
    table.put("a", "value", clock.now() + 60)
    assert [table.take("a"), table.take("a")] == ["value", None]


@pytest.mark.parametrize(("seconds", "there"), [(59, "value"), (60, None), (61, None)])
def test_what_has_expired_is_not_there(clock: Clock, seconds: int, there: str | None) -> None:
    table: Table[str] = Table(clock)
    table.put("a", "value", clock.now() + 60)
    clock.advance(seconds)
    assert table.get("a") == there
