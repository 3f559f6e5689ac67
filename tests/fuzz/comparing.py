"""Requests that go to both servers, and whose answers are compared one by one."""

import re
import time
from collections.abc import Callable, Iterator
from urllib.parse import parse_qs

from contract.admin_changes import RENEW
from contract.call import Call, Side
from contract.comparison import Difference, compare, is_known, shown
from contract.exchange import Answer, Request, Sender

# The test that replays a sequence; known_differences.toml names its differences by their titles.
TEST = "test_sequences.py::test_a_sequence[{}]"
_BELOW_REALM = re.compile(r"^/realms/[^/]+/?(protocol/openid-connect/)?")
# Longer values do not become part of a title.
_LONGEST = 60


class Found(Exception):
    """The answers to the last request of a sequence differ. `known` tells whether known_differences.toml says why."""

    def __init__(self, title: str, call: "ComparedCall", difference: object, *, known: bool = False) -> None:
        super().__init__(f"{title}\n{difference}")
        self.title = title
        self.requests = call.requests
        self.exchanges = call.exchanges["Keycloak"]
        self.difference = difference
        self.known = known

    def lines(self) -> Iterator[str]:
        """Return the sequence and its difference as text."""
        for number, it in enumerate(self.requests, 1):
            headers = "".join(f" {name}: {value}" for name, value in it.headers if name != "Content-Type")
            before = (f" [{it.jar}]" if it.jar else "") + (f" {it.later} s later:" if it.later else "")
            yield f"{number:4}{before} {it.method} {it.path}{headers}" + (f"\n       {it.body}" if it.body else "")
        yield f"     {self.difference}"


class TimeUp(KeyboardInterrupt):
    """The time is up. Hypothesis passes this exception on at once."""


class ComparedCall(Call):
    """The requests of one sequence. Raises Found at the first difference, and TimeUp after the deadline."""

    def __init__(self, sides: dict[str, Side], deadline: float, on_answer: Callable[[Request, int], None]) -> None:
        super().__init__("", sides, None)
        self.requests: list[Request] = []
        self.deadline = deadline
        self.on_answer = on_answer

    def send(self, request: Request) -> Answer:
        if time.monotonic() > self.deadline:
            raise TimeUp
        self.requests.append(request)
        try:
            answer = super().send(request)
        except AssertionError as refused:
            raise Found(f"{endpoint(request)}: a refusal without a reason in the log", self, refused) from None
        self.on_answer(request, answer.status)
        one, other = (self.exchanges[side][-1] for side in ("Keycloak", "mockauth"))
        for difference in compare(one["answer"], other["answer"]):
            title = title_of(request, difference)
            known = is_known(TEST.format(title), difference, one, other)
            # After different statuses, the servers are in different states.
            if not known or difference.path == "status":
                raise Found(title, self, difference, known=known)
        return answer


def title_of(request: Request, difference: Difference) -> str:
    """Return a title that is equal for equal differences of the same endpoint."""
    values = [shown(value) for value in (difference.mockauth, difference.keycloak)]
    short = all(len(value) <= _LONGEST for value in values)
    text = f"{endpoint(request)}: {difference.path} {' instead of '.join(values) if short else 'differs'}"
    return re.sub(r"[^\w .:,()/-]", "", re.sub(r"<(\w+) \d+>", r"\1", text))


def endpoint(request: Request) -> str:
    """Return the endpoint of a request: its path below the realm, and its grant."""
    path = _BELOW_REALM.sub("", re.sub(r"_of_answer_\d+", "", request.path.partition("?")[0]))
    grant = parse_qs(request.body or "").get("grant_type", [""])[0].rpartition(":")[2]
    return " ".join(filter(None, (path or "realm", grant)))


class RenewsIfNeeded:
    """A sender that renews the users of a realm only if an earlier request may have changed one."""

    def __init__(self, send: Sender) -> None:
        self.send = send
        self.changed = True

    def __call__(self, request: Request) -> Answer:
        if request.method == RENEW and not self.changed:
            return Answer(204, (), b"")
        answer = self.send(request)
        self.changed = request.method != RENEW and (self.changed or not _leaves_users_alone(request, answer))
        return answer


def _leaves_users_alone(request: Request, answer: Answer) -> bool:
    """Tell whether a request surely changed no consents, failed logins or profiles."""
    if "/login-actions/authenticate" in request.path:
        return request.method == "GET" or answer.status == 302
    return "/protocol/openid-connect/" in request.path and answer.status != 401


def replay(call: ComparedCall, requests: list[Request]) -> Found | None:
    """Send requests again, until the first difference."""
    try:
        for request in requests:
            call.send(request)
    except Found as found:
        return found
    return None
