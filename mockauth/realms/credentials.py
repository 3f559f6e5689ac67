"""Passwords of realm files: plain ones, and the hashes of every Keycloak from 12 to 26."""

import base64
import hashlib
import hmac
import json
from functools import partial
from typing import NamedTuple

from mockauth.realms.json_reader import Reader

_PBKDF2 = {"pbkdf2": "sha1", "pbkdf2-sha256": "sha256", "pbkdf2-sha512": "sha512"}


class Password(NamedTuple):
    """A password as it is kept: `plain`, or a `digest` by the algorithm that Keycloak calls `algorithm`.

    `cost` is the number of rounds; `memory` (KiB) and `lanes` are for argon2 alone.
    """

    plain: str | None = None
    algorithm: str = ""
    digest: bytes = b""
    salt: bytes = b""
    cost: int = 1
    memory: int = 0
    lanes: int = 1

    def matches(self, password: str) -> bool:
        """Compare in constant time; a hash takes as long as its cost says, and other threads go on meanwhile."""
        if self.plain is not None:
            return hmac.compare_digest(self.plain.encode(), password.encode("utf-8", "surrogatepass"))
        return hmac.compare_digest(self.digest, self._digest(password.encode("utf-8", "surrogatepass")))

    def _digest(self, password: bytes) -> bytes:
        if self.algorithm in _PBKDF2:
            # Keycloak's own length differs between versions: as long as the digest that is kept.
            return hashlib.pbkdf2_hmac(_PBKDF2[self.algorithm], password, self.salt, self.cost, len(self.digest))
        from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

        derive = partial(Argon2id, salt=self.salt, length=len(self.digest), iterations=self.cost, lanes=self.lanes)
        return derive(memory_cost=self.memory).derive(password)


def password(credential: Reader) -> Password | None:
    """Read one credential of a user, or None where it is not a password; a broken hash is noted as a problem."""
    if credential.text("type", "password") != "password":
        return None
    plain = credential.text_or_none("value")
    if plain is not None:
        return Password(plain=plain)
    try:
        return _legacy(credential) if "hashedSaltedValue" in credential.rep else _hashed(credential)
    except (ValueError, TypeError, KeyError) as error:
        credential.problems.append((credential.place, f"this hash of a password cannot be read ({error})"))
        return None


def _hashed(credential: Reader) -> Password:
    secret = json.loads(credential.text("secretData", "{}"))
    data = json.loads(credential.text("credentialData", "{}"))
    algorithm = data["algorithm"]
    options = {name: values[0] for name, values in (data.get("additionalParameters") or {}).items()}
    if algorithm not in _PBKDF2 and (algorithm != "argon2" or options.get("type") != "id"):
        raise ValueError(f"algorithm {algorithm}")
    return Password(
        algorithm=algorithm,
        digest=base64.b64decode(secret["value"]),
        salt=base64.b64decode(secret.get("salt") or ""),
        cost=int(data["hashIterations"]),
        memory=int(options.get("memory", 0)),
        lanes=int(options.get("parallelism", 1)),
    )


def _legacy(credential: Reader) -> Password:
    """Read the form of Keycloak before 8."""
    algorithm = credential.text("algorithm", "pbkdf2")
    if algorithm not in _PBKDF2:
        raise ValueError(f"algorithm {algorithm}")
    return Password(
        algorithm=algorithm,
        digest=base64.b64decode(credential.text("hashedSaltedValue")),
        salt=base64.b64decode(credential.text("salt")),
        cost=credential.number("hashIterations", 1),
    )
