"""The clock of the server, which tests can advance."""

import time


class Clock:
    """The system time, shifted by `offset` seconds."""

    def __init__(self, offset: int = 0) -> None:
        self.offset = offset

    def now(self) -> int:
        """Return the time in whole seconds since 1970 (UTC)."""
        return int(time.time()) + self.offset

    def milliseconds(self) -> int:
        """Return the time in milliseconds since 1970 (UTC)."""
        return int(time.time() * 1000) + self.offset * 1000

    def advance(self, seconds: int) -> None:
        """Advance the clock by a number of seconds."""
        self.offset += seconds
