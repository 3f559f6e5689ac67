"""Requests that fetch the same document at the same time share one fetch, and do not repeat a slow failure."""

import socket
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from threading import Barrier, Event, Thread

import pytest

from mockauth.protocol.outgoing.connections import Blocking
from mockauth.protocol.outgoing.fetching import FetchError
from mockauth.protocol.outgoing.shared_fetches import SharedFetches

DOCUMENT = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi"
REFUSAL = b"HTTP/1.1 500 No\r\nContent-Length: 0\r\n\r\n"
FOR_EVER = 1000.0


class Receiver:
    """A server that answers when it is `released`, and counts its connections."""

    def __init__(self, listening: socket.socket, answer: bytes) -> None:
        self._listening, self._answer = listening, answer
        self.url = f"http://127.0.0.1:{listening.getsockname()[1]}/keys"
        self.connections = 0
        self.asked = Event()
        self.released = Event()

    def serve(self) -> None:
        with suppress(OSError):
            while True:
                connection, _ = self._listening.accept()
                self.connections += 1
                Thread(target=self._respond, args=[connection], daemon=True).start()

    def _respond(self, connection: socket.socket) -> None:
        with connection, suppress(OSError):
            connection.recv(65536)
            self.asked.set()
            self.released.wait(20)
            connection.sendall(self._answer)


@contextmanager
def receiver(answer: bytes = DOCUMENT) -> Iterator[Receiver]:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        found = Receiver(listening, answer)
        thread = Thread(target=found.serve, daemon=True)
        thread.start()
        yield found
        found.released.set()
        listening.shutdown(socket.SHUT_RDWR)
        thread.join(5)


def together(count: int, fetch: Callable[[Blocking], str], released: Event) -> Sequence[str]:
    """Fetch in threads, and release the receiver when all of them wait."""
    all_wait = Barrier(count, action=released.set)

    @contextmanager
    def blocking() -> Iterator[None]:
        all_wait.wait(20)
        yield

    with ThreadPoolExecutor(count) as pool:
        return [*pool.map(lambda _: fetch(blocking), range(count))]


def test_a_hanging_server_gets_one_connection_from_requests_that_come_together() -> None:
    fetches = SharedFetches(timeout=0.2, slow=0, remembered=FOR_EVER)

    def failure(blocking: Blocking) -> str:
        with pytest.raises(FetchError) as raised:
            fetches.fetch(hanging.url, blocking)
        return str(raised.value)

    with receiver() as hanging:
        failures = together(40, failure, Event())
        assert hanging.connections == 1
    assert len(set(failures)) == 1


def test_one_document_serves_all_requests_that_wait_for_it() -> None:
    fetches = SharedFetches(timeout=20)
    with receiver() as slow:
        leader = Thread(target=fetches.fetch, args=[slow.url])
        leader.start()
        assert slow.asked.wait(20)
        assert together(8, lambda blocking: fetches.fetch(slow.url, blocking), slow.released) == ["hi"] * 8
        leader.join()


def test_a_slow_failure_is_remembered() -> None:
    fetches = SharedFetches(timeout=0.1, slow=0, remembered=FOR_EVER)
    with receiver() as hanging:
        for _ in range(3):
            with pytest.raises(FetchError, match="takes longer than"):
                fetches.fetch(hanging.url)
        assert hanging.connections == 1


@pytest.mark.parametrize(("slow", "remembered"), [(FOR_EVER, FOR_EVER), (0, 0)], ids=["quick failure", "later"])
def test_a_quick_or_old_failure_is_not_remembered(slow: float, remembered: float) -> None:
    fetches = SharedFetches(slow=slow, remembered=remembered)
    with receiver(REFUSAL) as failing:
        failing.released.set()
        for _ in range(3):
            with pytest.raises(FetchError, match="500"):
                fetches.fetch(failing.url)
        assert failing.connections == 3


def test_a_document_is_fetched_again_by_the_next_request() -> None:
    fetches = SharedFetches()
    with receiver() as quick:
        quick.released.set()
        assert [fetches.fetch(quick.url) for _ in range(3)] == ["hi"] * 3
        assert quick.connections == 3


def test_a_limited_number_of_requests_waits_for_a_server() -> None:
    fetches = SharedFetches(timeout=20, most_waiting=1)
    with receiver() as hanging, receiver() as other:
        other.released.set()
        waiting = Thread(target=fetches.fetch, args=[hanging.url])
        waiting.start()
        assert hanging.asked.wait(20)
        with pytest.raises(FetchError, match="1 others are waiting for this server"):
            fetches.fetch(f"{hanging.url}/of-another-client")
        assert fetches.fetch(other.url) == "hi"
        hanging.released.set()
        waiting.join()


def test_a_request_is_refused_if_too_many_wait_outside() -> None:
    @contextmanager
    def blocking() -> Iterator[None]:
        raise BlockingIOError("256 other requests are waiting too")
        yield

    with receiver() as unasked:
        with pytest.raises(FetchError, match="256 other requests are waiting too"):
            SharedFetches().fetch(unasked.url, blocking)
        assert unasked.connections == 0
