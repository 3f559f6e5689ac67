"""Run random sequences of the rules, until the time is up."""

import random
from collections.abc import Iterable
from contextlib import suppress

from hypothesis import HealthCheck, Phase, settings
from hypothesis import seed as seeded
from hypothesis.errors import Flaky
from hypothesis.stateful import run_state_machine_as_test

from fuzz.rules import GROUPS
from fuzz.search import Search

_STEPS = 25
_WITHOUT_LIMIT = 10**9


def run(search: Search, groups: Iterable[str], seed: int | None = None, sequences: int = _WITHOUT_LIMIT) -> None:
    """Run this many sequences of these groups of rules. Raises TimeUp after the deadline of the search."""
    seed = random.getrandbits(32) if seed is None else seed
    machine = type("Sequences", tuple(GROUPS[name] for name in groups), {"search": search})
    print(f"rules: {', '.join(groups)}; --seed {seed}", flush=True)
    chosen = settings(
        # The search shrinks what it finds.
        phases=[Phase.generate],
        max_examples=sequences,
        stateful_step_count=_STEPS,
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    while True:
        # Servers are not pure functions: time passes, and a machine may be busy. Hypothesis then starts anew.
        with suppress(Flaky):
            return run_state_machine_as_test(seeded(seed)(machine), settings=chosen)
        seed += 1
