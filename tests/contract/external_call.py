"""Compare answers about realms of other projects, without writing the answers down.

With a live Keycloak, both servers get the requests. Without one, mockauth's answers are compared with digests.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from contract.call import Call
from contract.comparison import assert_same_answers
from contract.external_realms import digest_of_file, digests, known_passwords
from contract.realm_file_requests import RealmAccess, read, realm_access


def realms_of(file: Path) -> Sequence[RealmAccess]:
    """Return the clients and users that can get tokens in the realms of a file."""
    known = known_passwords().get(file.name, {})
    return [realm_access(rep, known) for rep in read(file.read_text(encoding="utf-8-sig"))]


class ExternalCall(Call):
    """Requests about an external realm, whose answers are not stored."""

    def __init__(self, test: str, sides: dict[str, Any], file: Path, question: str) -> None:
        super().__init__(test, sides, None)
        self.file = digest_of_file(file)
        self.question = question

    def close(self) -> None:
        """Compare all answers with Keycloak's, or with the digests of Keycloak's."""
        if "Keycloak" in self.sides and "mockauth" in self.sides:
            assert_same_answers(self.test, self.exchanges["Keycloak"], self.exchanges["mockauth"])
        if "mockauth" in self.sides:
            self._compare(digests().get(self.file, {}).get(self.question), self.exchanges["mockauth"])

    def digests(self, side: str) -> list[str]:
        """Return the digests of the exchanges with one side."""
        return [_digest(exchange) for exchange in self.exchanges[side]]

    def _compare(self, expected: list[str] | None, exchanges: list[dict[str, Any]]) -> None:
        if expected is None:
            assert "Keycloak" in self.sides, "nobody has recorded this file: `make record`, or `make verify`, asks live"
            return
        found = self.digests("mockauth")
        differing = [
            f"answer {number}: {exchange['request']['method']} {exchange['request']['path']}"
            for number, (exchange, one, other) in enumerate(zip(exchanges, found, expected, strict=False), 1)
            if one != other
        ]
        assert not differing, "not what Keycloak answered (`make verify` shows how):\n" + "\n".join(differing)
        assert len(found) == len(expected), "other requests than those that were recorded: `make record`"


def _digest(exchange: Mapping[str, Any]) -> str:
    return hashlib.sha256(json.dumps(exchange).encode()).hexdigest()[:16]
