"""Messages to clients: sent beside the request that they are for, and given up on before anybody waits for long.

Nothing that they answer is read but the status.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from threading import BoundedSemaphore, Thread
from time import monotonic

from mockauth.protocol.outgoing.connections import connect

FORM, TEXT = "application/x-www-form-urlencoded", "text/plain; charset=ISO-8859-1"
# How many seconds a request waits for its clients, and how many a client has in all, as in Keycloak.
_PATIENCE, _LONGEST = 2.0, 5.0
# Of clients that neither answer nor hang up, so many are waited for at a time.
_MOST = 64
_GOOD = (200, 204)
_free = BoundedSemaphore(_MOST)


@dataclass(frozen=True, slots=True)
class Message:
    """What a client is sent by POST, and where."""

    client_id: str
    url: str
    body: str
    content_type: str = FORM


class _Sending(Thread):
    """One message on its way; `failed` says in the end why it did not arrive, or nothing."""

    def __init__(self, message: Message, patience: float, longest: float) -> None:
        super().__init__(daemon=True)
        self.message = message
        self.longest = longest
        self.failed = f"no answer within {patience:g} seconds"

    def run(self) -> None:
        try:
            self.failed = _sent(self.message, self.longest)
        except (OSError, ValueError) as error:
            self.failed = str(error) or type(error).__name__
        finally:
            _free.release()


def deliver(messages: Sequence[Message], patience: float = _PATIENCE, longest: float = _LONGEST) -> list[str]:
    """Send messages, all at the same time; say of those that were not taken why.

    They are waited for as long as `patience` says; each is given up on after `longest` seconds.
    """
    sending, failures = [], []
    for message in messages:
        if not _free.acquire(blocking=False):
            failures.append(_failure(message, f"{_MOST} clients are waited for already"))
            continue
        it = _Sending(message, patience, longest)
        it.start()
        sending.append(it)
    end = monotonic() + patience
    for it in sending:
        it.join(max(end - monotonic(), 0))
        if it.failed:
            failures.append(_failure(it.message, it.failed))
    return failures


def _failure(message: Message, why: str) -> str:
    return f'client "{message.client_id}" was not told of the logout at {message.url:.200}: {why:.200}'


def _sent(message: Message, longest: float) -> str:
    """Send a message; say why it was not taken, or nothing."""
    from http.client import HTTPException

    headers = {"Content-Type": message.content_type, "Connection": "close"}
    try:
        with connect(message.url, longest) as (connection, target):
            connection.request("POST", target, message.body.encode(), headers)
            status = connection.getresponse().status
    except HTTPException as error:
        return f"this is not HTTP ({type(error).__name__})"
    return "" if status in _GOOD else f"it answered {status}"
