"""Where ids come from: chance, or a seed for runs that must repeat."""

import base64
import os
import random
from uuid import UUID


class Ids:
    """Makes ids. With a seed, two sources give the same ids in the same order."""

    def __init__(self, seed: int | None = None) -> None:
        self._bytes = os.urandom if seed is None else random.Random(seed).randbytes  # noqa: S311 - for repeating

    def uuid(self) -> str:
        """Give a UUID-shaped id of 128 random bits (as Keycloak's SecretGenerator.generateSecureID)."""
        return str(UUID(bytes=self._bytes(16)))

    def session(self) -> str:
        """Give the id of a session: 24 characters of base64url (as Keycloak's SecretGenerator.generateBase64ID)."""
        return base64.urlsafe_b64encode(self._bytes(18)).decode()

    def secret(self) -> str:
        """Give 256 random bits in base64url."""
        return base64.urlsafe_b64encode(self._bytes(32)).decode().rstrip("=")

    def short(self) -> str:
        """Give 64 random bits in base64url: for what only has to differ from its neighbours."""
        return base64.urlsafe_b64encode(self._bytes(8)).decode().rstrip("=")
