"""Sequences are shrunk by what their requests depend on."""

import pytest
from contract.exchange import Request

from fuzz.shrinking import shrink, without


def get(path: str, **more: str) -> Request:
    return Request("GET", path, **more)  # type: ignore[arg-type]


START = Request("RENEW", "/")


def failing_at(path: str, *needed: str) -> object:
    """Fail at the request with this path, if the others are before it."""

    def fails(requests: list[Request]) -> list[Request] | None:
        paths = [it.path for it in requests]
        if path not in paths or not set(needed) <= set(paths[: paths.index(path)]):
            return None
        return requests[: paths.index(path) + 1]

    return fails


def test_requests_are_dropped_with_those_that_depend_on_them() -> None:
    requests = [START, get("/a"), get("code_of_answer_2"), get("/b"), get("code_of_answer_4")]
    assert without(requests, [1]) == [START, get("/b"), get("code_of_answer_2")]


def test_a_sequence_needs_what_its_last_request_depends_on() -> None:
    assert without([START, get("/a"), get("code_of_answer_2")], [1]) is None


@pytest.mark.parametrize("count", [0, 1, 2, 7, 20])
def test_the_shortest_sequence_has_only_what_is_needed(count: int) -> None:
    others = [get(f"/{number}") for number in range(count)]
    requests = [START, *others, get("/a"), *others, get("/b"), *others, get("/fails")]
    assert shrink(requests, failing_at("/fails", "/a", "/b")) == [START, get("/a"), get("/b"), get("/fails")]  # type: ignore[arg-type]


def test_requests_lose_what_is_not_needed() -> None:
    request = Request("GET", "/a?x=1&y=2", (("Host", "h"),), None, 6, "browser without X")

    def fails(requests: list[Request]) -> list[Request] | None:
        return requests if "y=2" in requests[-1].path else None

    assert shrink([START, request], fails) == [START, Request("GET", "/a?y=2", jar="browser")]
