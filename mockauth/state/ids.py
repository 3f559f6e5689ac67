"""Where ids come from: chance, or a seed for runs that must repeat."""

import base64
import os
import random
import string
from threading import Lock

_RESERVE = 4096
_CAPITALS = string.ascii_uppercase


class Ids:
    """Makes ids. With a seed, two sources give the same ids in the same order."""

    def __init__(self, seed: int | None = None) -> None:
        self._bytes = _Chance().bytes if seed is None else random.Random(seed).randbytes  # noqa: S311 - for repeating

    def uuid(self) -> str:
        """Give a UUID-shaped id of 128 random bits (as Keycloak's SecretGenerator.generateSecureID)."""
        digits = self._bytes(16).hex()
        return f"{digits[:8]}-{digits[8:12]}-{digits[12:16]}-{digits[16:20]}-{digits[20:]}"

    def session(self) -> str:
        """Give the id of a session: 24 characters of base64url (as Keycloak's SecretGenerator.generateBase64ID)."""
        return base64.urlsafe_b64encode(self._bytes(18)).decode()

    def secret(self) -> str:
        """Give 256 random bits in base64url."""
        return base64.urlsafe_b64encode(self._bytes(32)).decode().rstrip("=")

    def letters(self, count: int) -> str:
        """Give random capital letters (as Keycloak's SecretGenerator.randomString)."""
        number = int.from_bytes(self._bytes(count + 8))
        return "".join(_CAPITALS[number // 26**place % 26] for place in range(count))

    def short(self) -> str:
        """Give 64 random bits in base64url: for what only has to differ from its neighbours."""
        return base64.urlsafe_b64encode(self._bytes(8)).decode().rstrip("=")


class _Chance:
    """The system's chance, asked for many bytes at a time: whenever it is asked, other threads are let in before."""

    def __init__(self) -> None:
        self._reserve, self._used = b"", 0
        self._lock = Lock()

    def bytes(self, count: int) -> bytes:
        with self._lock:
            if self._used + count > len(self._reserve):
                self._reserve, self._used = os.urandom(max(_RESERVE, count)), 0
            self._used += count
            return self._reserve[self._used - count : self._used]
