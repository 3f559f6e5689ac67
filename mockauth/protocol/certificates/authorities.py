"""Verify the path of a certificate to a trusted authority (CertificateValidator, RFC 5280 section 6).

Self-signed authorities are trust anchors; the others are intermediates.
"""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from cryptography import x509
from cryptography.exceptions import InvalidSignature

if TYPE_CHECKING:
    from mockauth.protocol.certificates import Certificate

# The maximum length of a path.
_LONGEST = 6


def read_pem(pem: bytes) -> Sequence[x509.Certificate]:
    """Parse the certificates of a PEM file. Raises ValueError."""
    return x509.load_pem_x509_certificates(pem)


def trust_anchor(shown: "Certificate", trusted: Sequence[x509.Certificate], now: int) -> x509.Certificate | None:
    """Return the trust anchor of a certificate's path, or None if there is no path that is valid at this time."""
    return _anchor(x509.load_der_x509_certificate(shown.der), trusted, datetime.fromtimestamp(now, UTC), _LONGEST)


def _anchor(
    of: x509.Certificate, trusted: Sequence[x509.Certificate], now: datetime, left: int
) -> x509.Certificate | None:
    if not left or not of.not_valid_before_utc <= now <= of.not_valid_after_utc:
        return None
    signers = [it for it in trusted if _has_signed(it, of)]
    # As in Java, the validity period of a trust anchor is not checked.
    anchors = (it for it in signers if _has_signed(it, it))
    paths = (_anchor(it, trusted, now, left - 1) for it in signers if not _has_signed(it, it) and _may_sign(it))
    return next(anchors, None) or next((anchor for anchor in paths if anchor), None)


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
