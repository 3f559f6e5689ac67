"""Shrink a sequence of requests to the shortest one with the same difference.

Hypothesis would shrink by repeating a sequence hundreds of times, and each takes seconds. Requests name the answers
that they depend on, so much fewer repetitions are enough.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from contract.exchange import Request

_REFERENCE = re.compile(r"_of_answer_(\d+)")
_JAR_CHANGE = re.compile(r" (without|with the cookies of) .*")


def shrink(requests: list[Request], fails: Callable[[list[Request]], list[Request] | None]) -> list[Request]:
    """Return a shortest sequence that fails; `fails` returns the requests up to the failure, or None."""
    size = len(requests)
    while size := size // 2:
        start = len(requests) - 1
        while start > 1:
            start = max(1, start - size)
            shorter = without(requests, range(start, min(start + size, len(requests) - 1)))
            if shorter and (failing := fails(shorter)):
                requests = failing
                start = min(start, len(requests) - 1)
    for number in range(len(requests) - 1, 0, -1):
        requests = _simplest(requests, number, fails)
    return requests


def without(requests: Sequence[Request], dropped: Sequence[int]) -> list[Request] | None:
    """Return the sequence without the requests at these indexes, and without those that depend on their answers.

    Returns None if the last request depends on them.
    """
    kept: dict[int, Request] = {}
    numbers: dict[str, int] = {}
    for index, request in enumerate(requests):
        if index in dropped or not references(request) <= numbers.keys():
            continue
        kept[index] = renumbered(request, numbers)
        numbers[str(index + 1)] = len(kept)
    return [*kept.values()] if len(requests) - 1 in kept and len(kept) < len(requests) else None


def references(request: Request) -> set[str]:
    """Return the numbers of the answers that a request depends on."""
    texts = [request.path, request.body or "", *(value for _, value in request.headers)]
    return {number for text in texts for number in _REFERENCE.findall(text)}


def renumbered(request: Request, numbers: dict[str, int]) -> Request:
    """Return a request that refers to answers by their new numbers."""

    def new(text: str) -> str:
        return _REFERENCE.sub(lambda match: f"_of_answer_{numbers[match[1]]}", text)

    headers = tuple((name, new(value)) for name, value in request.headers)
    return replace(request, path=new(request.path), headers=headers, body=request.body and new(request.body))


def _simplest(
    requests: list[Request], number: int, fails: Callable[[list[Request]], list[Request] | None]
) -> list[Request]:
    """Return the sequence with the request at this index as simple as possible."""
    if number >= len(requests):
        return requests
    tried: list[Request] = []
    while True:
        for simpler in simplifications(requests[number]):
            if simpler in tried:
                continue
            tried.append(simpler)
            candidate = [*requests[:number], simpler, *requests[number + 1 :]]
            if (failing := fails(candidate)) and len(failing) == len(requests):
                requests = failing
                break
        else:
            return requests


def simplifications(request: Request) -> Iterator[Request]:
    """Return the requests with one thing less: a parameter, a header, a wait, or a change of cookies."""
    if request.later:
        yield replace(request, later=0)
    if _JAR_CHANGE.search(request.jar):
        yield replace(request, jar=_JAR_CHANGE.sub("", request.jar))
    for header in request.headers:
        if header[0] != "Content-Type":
            yield replace(request, headers=tuple(it for it in request.headers if it != header))
    path, _, query = request.path.partition("?")
    for shorter in _with_one_less(query):
        yield replace(request, path=f"{path}?{shorter}")
    for shorter in _with_one_less(request.body or ""):
        yield replace(request, body=shorter)


def _with_one_less(form: str) -> Iterator[str]:
    pairs = form.split("&")
    if len(pairs) > 1:
        yield from ("&".join(pairs[:index] + pairs[index + 1 :]) for index in range(len(pairs)))
