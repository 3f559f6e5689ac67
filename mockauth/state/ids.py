"""Random ids, or reproducible ones from a seed."""

import base64
import os
import random
import string
from threading import Lock

_RESERVE = 4096
_CAPITALS = string.ascii_uppercase
_ALPHANUMERIC = string.ascii_letters + string.digits


class Ids:
    """Generates ids. Two instances with the same seed generate the same ids in the same order."""

    def __init__(self, seed: int | None = None) -> None:
        self._bytes = _SystemRandom().bytes if seed is None else random.Random(seed).randbytes  # noqa: S311 - reproducible on purpose

    def uuid(self) -> str:
        """Return 128 random bits in the format of a UUID (SecretGenerator.generateSecureID)."""
        digits = self._bytes(16).hex()
        return f"{digits[:8]}-{digits[8:12]}-{digits[12:16]}-{digits[16:20]}-{digits[20:]}"

    def session(self) -> str:
        """Return a session id: 24 characters of base64url (SecretGenerator.generateBase64ID)."""
        return base64.urlsafe_b64encode(self._bytes(18)).decode()

    def secret(self) -> str:
        """Return 256 random bits in base64url."""
        return base64.urlsafe_b64encode(self._bytes(32)).decode().rstrip("=")

    def letters(self, count: int) -> str:
        """Return random capital letters (SecretGenerator.randomString)."""
        number = int.from_bytes(self._bytes(count + 8))
        return "".join(_CAPITALS[number // 26**place % 26] for place in range(count))

    def alphanumeric(self, count: int) -> str:
        """Return random letters and digits (SecretGenerator.randomString)."""
        number = int.from_bytes(self._bytes(count))
        return "".join(_ALPHANUMERIC[number // 62**place % 62] for place in range(count))

    def short(self) -> str:
        """Return 64 random bits in base64url, for ids that only need to be locally unique."""
        return base64.urlsafe_b64encode(self._bytes(8)).decode().rstrip("=")


class _SystemRandom:
    """The system's random source, read in large blocks because every read lets other threads run first."""

    def __init__(self) -> None:
        self._reserve, self._used = b"", 0
        self._lock = Lock()

    def bytes(self, count: int) -> bytes:
        with self._lock:
            if self._used + count > len(self._reserve):
                self._reserve, self._used = os.urandom(max(_RESERVE, count)), 0
            self._used += count
            return self._reserve[self._used - count : self._used]
