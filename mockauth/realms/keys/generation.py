"""Generate keys and self-signed certificates. Import this module lazily: its dependencies are slow to import."""

import base64
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed448, ed25519, rsa
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from mockauth.realms.keys import Key
from mockauth.realms.keys.algorithms import EC, RSA, SEC_NAMES
from mockauth.realms.keys.providers import KeySpec

if TYPE_CHECKING:
    from mockauth.realms.keys.algorithms import PrivateKey

Certifiable = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey
_CERTIFICATE_YEARS = 10
_VERSION_3 = bytes.fromhex("a003020102")
_SHA256_WITH_RSA = bytes.fromhex("300d06092a864886f70d01010b0500")
_ECDSA_WITH_SHA256 = bytes.fromhex("300a06082a8648ce3d040302")
_LONG_FORM = 0x80


def generate(subject: str, spec: KeySpec) -> bytes:
    """Generate a private key, followed by a self-signed certificate if the spec asks for one, both as PEM."""
    private = _private(spec)
    key = private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    if not spec.certified or not isinstance(private, Certifiable):
        return key
    lines = base64.encodebytes(_certificate(subject, private))
    return key + b"-----BEGIN CERTIFICATE-----\n" + lines + b"-----END CERTIFICATE-----\n"


def with_certificate(subject: str, key: Key) -> Key:
    """Return the key with a self-signed certificate added, if its type allows one."""
    if not isinstance(key.private, Certifiable):
        return key
    return replace(key, certificate=base64.b64encode(_certificate(subject, key.private)).decode())


def _certificate(subject: str, private: Certifiable) -> bytes:
    """Return a self-signed certificate for a private key, as DER."""
    # An X.509 common name holds at most 64 characters.
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, subject[:64])])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(private.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now)
        .not_valid_after(now + timedelta(days=365 * _CERTIFICATE_YEARS))
        .sign(private, hashes.SHA256())
    )
    return _as_version_1(certificate.tbs_certificate_bytes, private)


def _private(spec: KeySpec) -> "PrivateKey":
    if spec.type == RSA:
        return rsa.generate_private_key(65537, spec.size)
    if spec.type == EC:
        curve: type[ec.EllipticCurve] = getattr(ec, SEC_NAMES[spec.curve].upper())
        return ec.generate_private_key(curve())
    return (ed448.Ed448PrivateKey if spec.curve == "Ed448" else ed25519.Ed25519PrivateKey).generate()


def _as_version_1(signed_part: bytes, private: Certifiable) -> bytes:
    """Re-sign a certificate as X.509 version 1, as Keycloak creates them; the library supports only version 3.

    Version 1 differs only in that it has no version field (RFC 5280 section 4.1).
    """
    to_sign = _der(0x30, _contents(signed_part).removeprefix(_VERSION_3))
    if isinstance(private, rsa.RSAPrivateKey):
        algorithm, signature = _SHA256_WITH_RSA, private.sign(to_sign, PKCS1v15(), hashes.SHA256())
    else:
        algorithm, signature = _ECDSA_WITH_SHA256, private.sign(to_sign, ec.ECDSA(hashes.SHA256()))
    return _der(0x30, to_sign + algorithm + _der(0x03, b"\0" + signature))


def _contents(value: bytes) -> bytes:
    """Return the contents of a DER value (X.690 section 8.1.3)."""
    return value[2:] if value[1] < _LONG_FORM else value[2 + value[1] - _LONG_FORM :]


def _der(tag: int, contents: bytes) -> bytes:
    """Encode a DER value."""
    length = len(contents)
    size = (length.bit_length() + 7) // 8
    return bytes((tag, length) if length < _LONG_FORM else (tag, _LONG_FORM + size, *length.to_bytes(size))) + contents
