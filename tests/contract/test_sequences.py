"""Sequences of requests that `make fuzz` found: mockauth once answered them otherwise than Keycloak."""

import pytest

from contract.call import Call
from contract.comparison import transcript
from contract.exchange import Request

SEQUENCES = [name.partition("[")[2].removesuffix("]") for name in transcript("test_sequences")]


@pytest.mark.parametrize("title", SEQUENCES)
def test_a_sequence(call: Call, title: str) -> None:
    for exchange in transcript("test_sequences")[f"test_a_sequence[{title}]"]:
        call.send(Request.of_json(exchange["request"]))
