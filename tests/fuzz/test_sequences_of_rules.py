"""The rules run, and the search shrinks what it finds; here mockauth is compared with itself."""

import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from contract.call import Side
from contract.exchange import Answer, Request, Sender
from contract.listener import Listener
from contract.realms import Prepared, write_json
from contract.sequence_realm import REALM, realm
from contract.servers import BASE, mockauth_sender

from fuzz.comparing import Found
from fuzz.rules import GROUPS
from fuzz.search import Search
from fuzz.sequences import run
from mockauth.state.clock import Clock

Altered = Callable[[Request, Answer], Answer]


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    return [write_json(tmp_path_factory.mktemp("realms") / f"{REALM}.json", realm())]


def search_with(files: list[Path], altered: Altered, found: list[Found]) -> Search:
    """Return a search in which the answers of one side are altered."""
    clocks = [Clock(), Clock()]
    senders = [mockauth_sender(files, clock, clock.advance) for clock in clocks]
    realms, listener = Prepared(files), Listener(0)

    def sides() -> dict[str, Side]:
        both: list[Sender] = [senders[0], lambda it: altered(it, senders[1](it))]
        named = zip(("Keycloak", "mockauth"), both, clocks, strict=True)
        return {name: Side(BASE, send, realms, listener, clock.now) for name, send, clock in named}

    return Search(sides, REALM, time.monotonic() + 600, found.append)


def test_sequences_without_differences(files: list[Path]) -> None:
    search = search_with(files, lambda _, answer: answer, [])
    run(search, GROUPS, seed=1, sequences=5)
    assert search.found == {}


def test_a_difference_is_shrunk_to_the_requests_that_it_needs(files: list[Path]) -> None:
    def altered(request: Request, answer: Answer) -> Answer:
        redeemed = "authorization_code" in (request.body or "") and answer.status == 200
        return replace(answer, status=418) if redeemed else answer

    found: list[Found] = []
    run(search_with(files, altered, found), ["logins", "tokens"], seed=1, sequences=10)
    assert [it.title for it in found] == ["token authorization_code: status 418 instead of 200"]
    paths = [it.path.partition("?")[0].rpartition("/")[2] for it in found[0].requests]
    assert paths == [REALM, "auth", "action_of_answer_2", "token"]
