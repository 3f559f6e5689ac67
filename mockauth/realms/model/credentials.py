"""Passwords in realm files: plain text, and the hashes of Keycloak 12 to 26."""

import base64
import hashlib
import hmac
import json
from functools import partial
from typing import NamedTuple

from mockauth.realms.parsing.json_reader import Reader

_PBKDF2 = {"pbkdf2": "sha1", "pbkdf2-sha256": "sha256", "pbkdf2-sha512": "sha512"}


class Password(NamedTuple):
    """A stored password: either `plain`, or a `digest` with its `algorithm` (Keycloak's name) and parameters.

    `cost` is the number of iterations; `memory` (KiB) and `lanes` are for argon2 only.
    """

    plain: str | None = None
    algorithm: str = ""
    digest: bytes = b""
    salt: bytes = b""
    cost: int = 1
    memory: int = 0
    lanes: int = 1

    def matches(self, password: str) -> bool:
        """Tell whether this is the password. Compares in constant time; hashing does not block other threads."""
        if self.plain is not None:
            return hmac.compare_digest(self.plain.encode(), password.encode("utf-8", "surrogatepass"))
        return hmac.compare_digest(self.digest, self._digest(password.encode("utf-8", "surrogatepass")))

    def _digest(self, password: bytes) -> bytes:
        if self.algorithm in _PBKDF2:
            # The length of the derived key differs between Keycloak versions: use the length of the stored digest.
            return hashlib.pbkdf2_hmac(_PBKDF2[self.algorithm], password, self.salt, self.cost, len(self.digest))
        from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

        derive = partial(Argon2id, salt=self.salt, length=len(self.digest), iterations=self.cost, lanes=self.lanes)
        return derive(memory_cost=self.memory).derive(password)


def password(credential: Reader) -> Password | None:
    """Read a credential; return None if it is not a password. A hash that cannot be read is reported as a problem."""
    if credential.text("type", "password") != "password":
        return None
    plain = credential.text_or_none("value")
    if plain is not None:
        return Password(plain=plain)
    try:
        return _legacy(credential) if "hashedSaltedValue" in credential.rep else _hashed(credential)
    except (ValueError, TypeError, KeyError) as error:
        credential.problems.append((credential.place, f"the password hash cannot be read ({error})"))
        return None


def _hashed(credential: Reader) -> Password:
    secret = json.loads(credential.text("secretData", "{}"))
    data = json.loads(credential.text("credentialData", "{}"))
    algorithm = data["algorithm"]
    options = {name: values[0] for name, values in (data.get("additionalParameters") or {}).items()}
    if algorithm not in _PBKDF2 and (algorithm != "argon2" or options.get("type") != "id"):
        raise ValueError(f"algorithm {algorithm} is not supported")
    return Password(
        algorithm=algorithm,
        digest=base64.b64decode(secret["value"]),
        salt=base64.b64decode(secret.get("salt") or ""),
        cost=int(data["hashIterations"]),
        memory=int(options.get("memory", 0)),
        lanes=int(options.get("parallelism", 1)),
    )


def _legacy(credential: Reader) -> Password:
    """Read the format of Keycloak versions before 8."""
    algorithm = credential.text("algorithm", "pbkdf2")
    if algorithm not in _PBKDF2:
        raise ValueError(f"algorithm {algorithm} is not supported")
    return Password(
        algorithm=algorithm,
        digest=base64.b64decode(credential.text("hashedSaltedValue")),
        salt=base64.b64decode(credential.text("salt")),
        cost=credential.number("hashIterations", 1),
    )
