"""Tables: what expires goes, and what anybody can make without end has a limit."""

from mockauth.state.clock import Clock
from mockauth.state.tables import Table


def test_of_too_much_the_oldest_gives_way(clock: Clock) -> None:
    table: Table[int] = Table(clock, most=100)
    for number in range(1000):
        table.put(f"{number}", number, clock.now() + 60)
        assert len(table) <= 100
        assert table.get(f"{number}") == number
    assert table.get("899") is None
    assert table.get("990") == 990


def test_what_has_expired_makes_room(clock: Clock) -> None:
    table: Table[int] = Table(clock)
    for number in range(1000):
        table.put(f"{number}", number, clock.now() + 60)
    clock.advance(61)
    for number in range(256):
        table.put("new", number, clock.now() + 60)
    assert len(table) == 1
