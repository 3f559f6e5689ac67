"""The certificate that a client has shown."""

import base64
import hashlib
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from mockauth.protocol.certificates.names import Name


class Certificate(NamedTuple):
    """An X.509 certificate: its bytes (DER) and its subject."""

    der: bytes
    subject: "Name"

    @property
    def thumbprint(self) -> str:
        """Its SHA-256 in base64url, to which tokens are bound (RFC 8705 section 3.1)."""
        return base64.urlsafe_b64encode(hashlib.sha256(self.der).digest()).rstrip(b"=").decode()
