"""The comparison of answers notices every change."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from contract.comparison import all_transcripts, assert_same_answers, compare

TRANSCRIPTS = all_transcripts()


def changed(value: Any) -> Iterator[Any]:
    """Yield the value many times, each time with one part changed, removed, added or moved."""
    if isinstance(value, dict):
        yield {**value, "another": 1}
        if len(value) > 1:
            yield dict(reversed(value.items()))
        for key, item in value.items():
            yield {name: other for name, other in value.items() if name != key}
            for instead in changed(item):
                yield {**value, key: instead}
    elif isinstance(value, list):
        yield [*value, "another"]
        for place, item in enumerate(value):
            yield value[:place] + value[place + 1 :]
            for instead in changed(item):
                yield [*value[:place], instead, *value[place + 1 :]]
    elif isinstance(value, bool) or value is None:
        yield not value
    elif isinstance(value, int | float):
        yield value + 1
        yield str(value)
    else:
        yield value + " "


@pytest.mark.parametrize("module", sorted({test.split("::")[0] for test in TRANSCRIPTS}))
def test_every_change_of_an_answer_is_seen(module: str) -> None:
    answers = {
        json.dumps(exchange["answer"]): exchange["answer"]
        for test, exchanges in TRANSCRIPTS.items()
        if test.startswith(f"{module}::")
        for exchange in exchanges
    }
    assert answers
    for answer in answers.values():
        assert not [*compare(answer, answer)]
        for other in changed(answer):
            assert [*compare(answer, other)], other


def test_a_missing_answer_is_seen() -> None:
    exchange = {"answer": {"status": 200, "headers": {}}}
    with pytest.raises(ValueError, match="shorter"):
        assert_same_answers("test", [exchange, exchange], [exchange])
