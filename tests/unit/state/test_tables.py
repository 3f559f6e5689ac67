"""Tables: expired values are removed, and the size is limited."""

from mockauth.state.clock import Clock
from mockauth.state.tables import Table


def test_a_full_table_drops_the_oldest_values(clock: Clock) -> None:
    table: Table[int] = Table(clock, max_entries=100)
    for number in range(1000):
        table.put(f"{number}", number, clock.now() + 60)
        assert len(table) <= 100
        assert table.get(f"{number}") == number
    assert table.get("899") is None
    assert table.get("990") == 990


def test_expired_values_are_removed(clock: Clock) -> None:
    table: Table[int] = Table(clock)
    for number in range(1000):
        table.put(f"{number}", number, clock.now() + 60)
    clock.advance(61)
    for number in range(256):
        table.put("new", number, clock.now() + 60)
    assert len(table) == 1


def test_a_table_over_its_weight_limit_drops_the_oldest_values(clock: Clock) -> None:
    table: Table[str] = Table(clock, max_entries=1000, max_weight=100, weigh=len)
    for number in range(500):
        table.put(f"{number}", "x" * (number % 40), clock.now() + 60)
        assert sum(map(len, table.all())) <= 100
        assert table.get(f"{number}") is not None
    table.update("499", lambda value: (value * 9, clock.now() + 60))
    assert sum(map(len, table.all())) <= max(100, 9 * (499 % 40))


def test_taken_changed_and_expired_values_no_longer_count_towards_the_weight(clock: Clock) -> None:
    table: Table[str] = Table(clock, max_weight=100, weigh=len)
    for number in range(1000):
        table.put("kept", "x" * 40, clock.now() + 60)
        table.put(f"taken {number}", "x" * 40, clock.now() + 60)
        table.take(f"taken {number}")
        table.put("removed", "x" * 40, clock.now() + 60)
        table.update("removed", lambda _: None)
        table.update("kept", lambda value: (value, clock.now() + 60))
        assert table.get("kept") is not None
