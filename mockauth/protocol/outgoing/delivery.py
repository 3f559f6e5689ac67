"""Send messages to clients in threads, with limits on how long a request waits for them.

Only the status of the response is read.
"""

from collections.abc import Sequence
from contextlib import nullcontext, suppress
from dataclasses import dataclass
from threading import Thread
from time import monotonic

from mockauth.protocol.outgoing.connections import Blocking, connect
from mockauth.protocol.outgoing.places import Places

FORM, TEXT = "application/x-www-form-urlencoded", "text/plain; charset=ISO-8859-1"
# Seconds that a request waits for its clients, and seconds until a message is given up, as in Keycloak.
_WAIT, _TIMEOUT = 2.0, 5.0
_SUCCESS = (200, 204)
# How many messages may be on their way at a time, to one server and to all.
_PLACES = Places(for_one=64, most=256)


@dataclass(frozen=True, slots=True)
class Message:
    """The body of a POST request to a client, and its URL."""

    client_id: str
    url: str
    body: str
    content_type: str = FORM


class _Sending(Thread):
    """A thread that sends a message; `failed` is the reason if it was not delivered, or ""."""

    def __init__(self, message: Message, wait: float, timeout: float) -> None:
        super().__init__(daemon=True)
        self.message = message
        self.timeout = timeout
        self.failed = f"no response within {wait:g} seconds"

    def run(self) -> None:
        try:
            self.failed = _send(self.message, self.timeout)
        except (OSError, ValueError) as error:
            self.failed = str(error) or type(error).__name__
        finally:
            _PLACES.release(self.message.url)


def deliver(
    messages: Sequence[Message], blocking: Blocking = nullcontext, wait: float = _WAIT, timeout: float = _TIMEOUT
) -> list[str]:
    """Send all messages at the same time, and return a line for the log for each that failed.

    Waits at most `wait` seconds for all of them, unless too many requests are waiting already; each message is cut off
    after `timeout` seconds.
    """
    sending, failures = [], []
    for message in messages:
        try:
            _PLACES.take(message.url)
        except BlockingIOError as error:
            failures.append(_failure(message, str(error)))
            continue
        thread = _Sending(message, wait, timeout)
        thread.start()
        sending.append(thread)
    if sending:
        with suppress(BlockingIOError), blocking():
            end = monotonic() + wait
            for thread in sending:
                thread.join(max(end - monotonic(), 0))
    return [*failures, *(_failure(thread.message, thread.failed) for thread in sending if thread.failed)]


def _failure(message: Message, why: str) -> str:
    return f'client "{message.client_id}" was not notified of the logout at {message.url:.200}: {why:.200}'


def _send(message: Message, timeout: float) -> str:
    """Send a message. Return the reason if the client did not accept it, or ""."""
    from http.client import HTTPException

    headers = {"Content-Type": message.content_type, "Connection": "close"}
    try:
        with connect(message.url, timeout) as (connection, target):
            connection.request("POST", target, message.body.encode(), headers)
            status = connection.getresponse().status
    except HTTPException as error:
        return f"the response is not HTTP ({type(error).__name__})"
    return "" if status in _SUCCESS else f"the client responded with status {status}"
