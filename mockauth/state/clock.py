"""The clock that everything asks for the time."""

import time


class Clock:
    """The time in seconds since 1970, moved by `offset` seconds."""

    def __init__(self, offset: int = 0) -> None:
        self.offset = offset

    def now(self) -> int:
        """Give the time as whole seconds since 1970 (UTC)."""
        return int(time.time()) + self.offset

    def milliseconds(self) -> int:
        """Give the time as milliseconds since 1970 (UTC)."""
        return int(time.time() * 1000) + self.offset * 1000

    def advance(self, seconds: int) -> None:
        """Move the clock by so many seconds."""
        self.offset += seconds
