"""Client certificates."""

import hashlib
from typing import TYPE_CHECKING, NamedTuple

from mockauth.realms.keys.jwk import b64url_encode

if TYPE_CHECKING:
    from mockauth.protocol.certificates.names import Name


class Certificate(NamedTuple):
    """An X.509 certificate: its bytes (DER) and its subject."""

    der: bytes
    subject: "Name"

    @property
    def thumbprint(self) -> str:
        """The SHA-256 thumbprint in base64url that tokens are bound to (RFC 8705 section 3.1)."""
        return b64url_encode(hashlib.sha256(self.der).digest())
