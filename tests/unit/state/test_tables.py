"""Tables: expired values are removed, and the bytes that tables hold together are limited."""

from collections.abc import Callable

from mockauth.state import State
from mockauth.state.clock import Clock
from mockauth.state.devices import Device
from mockauth.state.pending_logins import AuthenticationSession, RootAuthenticationSession
from mockauth.state.tables import Budget, Table

MIB = 1024 * 1024
WIDE = "\N{PILE OF POO}"


def test_expired_values_are_removed(clock: Clock) -> None:
    table: Table[int] = Table(clock)
    for number in range(1000):
        table.put(f"{number}", number, clock.now() + 60)
    clock.advance(61)
    for number in range(256):
        table.put("new", number, clock.now() + 60)
    assert len(table) == 1


def test_a_table_over_its_budget_drops_the_oldest_values(clock: Clock) -> None:
    budget = Budget(100_000)
    table: Table[str] = Table(clock, budget, len)
    for number in range(500):
        table.put(f"{number}", "x" * (number % 4000), clock.now() + 60)
        assert budget.used <= 100_000
        assert table.get(f"{number}") is not None
    assert table.get("0") is None


def test_the_largest_table_of_a_budget_drops_its_values(clock: Clock) -> None:
    budget = Budget(100_000)
    large: Table[str] = Table(clock, budget, len)
    small: Table[str] = Table(clock, budget, len)
    for number in range(200):
        large.put(f"{number}", "x" * 4000, clock.now() + 60)
    for number in range(20):
        small.put(f"{number}", "x", clock.now() + 60)
    assert budget.used <= 100_000
    assert len(small) == 20


def test_a_value_that_grows_makes_others_go(clock: Clock) -> None:
    budget = Budget(10_000)
    table: Table[str] = Table(clock, budget, len)
    for number in range(10):
        table.put(f"{number}", "x", clock.now() + 60)
    table.update("9", lambda value: (value * 9_000, clock.now() + 60))
    assert budget.used <= 10_000
    assert table.get("9")


def test_the_newest_value_stays_even_if_it_is_too_large(clock: Clock) -> None:
    table: Table[str] = Table(clock, Budget(1000), len)
    for name in ("first", "second"):
        table.put(name, "x" * 5000, clock.now() + 60)
    assert table.get("first") is None
    assert table.get("second")


def test_taken_changed_and_expired_values_no_longer_count(clock: Clock) -> None:
    table: Table[str] = Table(clock, Budget(5000), len)
    for number in range(1000):
        table.put("kept", "x" * 1500, clock.now() + 60)
        table.put(f"taken {number}", "x" * 1500, clock.now() + 60)
        table.take(f"taken {number}")
        table.put("removed", "x" * 1500, clock.now() + 60)
        table.update("removed", lambda _: None)
        table.update("kept", lambda value: (value, clock.now() + 60))
        assert table.get("kept") is not None


def device(text: str) -> Device:
    return Device("app", "ABCD", 0, 0, 5, text, text, None, None)


def browser(text: str) -> RootAuthenticationSession:
    return RootAuthenticationSession("browser", 0).with_session(
        AuthenticationSession("tab", "app", request={"state": text})
    )


def test_unfinished_logins_of_a_realm_have_one_budget_in_bytes(state: State) -> None:
    sessions, until = state.sessions_of("demo"), state.clock.now() + 60
    text = WIDE * 100_000
    for number in range(500):
        sessions.devices.put(f"{number}", device(text), until)
        sessions.root_auth_sessions.put(f"{number}", browser(text), until)
        assert sessions.unfinished.used <= 128 * MIB


def test_pushed_requests_have_a_budget_in_bytes(state: State) -> None:
    text = WIDE * 100_000
    for number in range(500):
        state.pushed.put(f"{number}", {"state": text}, state.clock.now() + 60)
    assert state.pushed.bytes <= 64 * MIB


def test_the_tabs_of_a_browser_are_limited_in_number() -> None:
    root = _with_tabs(400, lambda number: f"{number}")
    assert [*root.auth_sessions] == [f"{number}" for number in range(100, 400)]


def test_the_tabs_of_a_browser_are_limited_in_bytes() -> None:
    root = _with_tabs(100, lambda _: WIDE * 50_000)
    assert root.bytes <= 4 * MIB
    assert "99" in root.auth_sessions


def _with_tabs(count: int, text: Callable[[int], str]) -> RootAuthenticationSession:
    root = RootAuthenticationSession("browser", 0)
    for number in range(count):
        root = root.with_session(AuthenticationSession(f"{number}", "app", request={"state": text(number)}))
    return root
