"""Who has signed a certificate: the authorities that the server trusts (CertificateValidator, RFC 5280 section 6).

Those that have signed themselves are where a path ends; the others may be on it.
"""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from cryptography import x509
from cryptography.exceptions import InvalidSignature

if TYPE_CHECKING:
    from mockauth.protocol.certificates import Certificate

# More authorities than these are on no path.
_LONGEST = 6


def read_pem(pem: bytes) -> Sequence[x509.Certificate]:
    """Read the certificates of a file. Raises ValueError."""
    return x509.load_pem_x509_certificates(pem)


def trust_anchor(shown: "Certificate", trusted: Sequence[x509.Certificate], now: int) -> x509.Certificate | None:
    """Give the authority at the end of a certificate's path; None where there is no path that is good at this time."""
    return _anchor(x509.load_der_x509_certificate(shown.der), trusted, datetime.fromtimestamp(now, UTC), _LONGEST)


def _anchor(
    of: x509.Certificate, trusted: Sequence[x509.Certificate], now: datetime, left: int
) -> x509.Certificate | None:
    if not left or not of.not_valid_before_utc <= now <= of.not_valid_after_utc:
        return None
    signers = [it for it in trusted if _has_signed(it, of)]
    # As Java: of the end of a path nobody asks how long it is good.
    ends = (it for it in signers if _has_signed(it, it))
    ways = (_anchor(it, trusted, now, left - 1) for it in signers if not _has_signed(it, it) and _may_sign(it))
    return next(ends, None) or next((end for end in ways if end), None)


def _has_signed(authority: x509.Certificate, other: x509.Certificate) -> bool:
    try:
        other.verify_directly_issued_by(authority)
    except (ValueError, TypeError, InvalidSignature):
        return False
    return True


def _may_sign(authority: x509.Certificate) -> bool:
    try:
        return authority.extensions.get_extension_for_class(x509.BasicConstraints).value.ca
    except (x509.ExtensionNotFound, ValueError):
        return False
