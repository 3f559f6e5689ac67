"""Read client certificates from the header of a trusted proxy: one reader for each of Keycloak's x509cert lookups.

Without a lookup no header is read. Only the client's certificate is used, not its chain.
"""

import base64
import binascii
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from urllib.parse import unquote_plus

from mockauth.protocol.certificates import Certificate
from mockauth.protocol.certificates.names import parse_der

_PEM = re.compile(r"-----BEGIN CERTIFICATE-----|-----END CERTIFICATE-----|\s+")
_ENVOY = re.compile(r'(?:^|;)\s*(Chain|Cert)\s*=\s*("[^"]*"|[^;]*)')


@dataclass(frozen=True, slots=True)
class Lookup:
    """The proxy's header that contains the certificate, and the function that decodes it to DER."""

    header: str
    read: Callable[[str], bytes]

    @property
    def environ_key(self) -> str:
        """The WSGI name of the header."""
        return f"HTTP_{self.header.upper().replace('-', '_')}"

    def certificate(self, value: str | None) -> Certificate | None:
        """Return the certificate in a header value; None if the header is missing, empty or malformed."""
        if value is None or not value.strip():
            return None
        from cryptography.x509 import InvalidVersion, load_der_x509_certificate

        try:
            der = self.read(value)
            return Certificate(der, parse_der(load_der_x509_certificate(der).subject.public_bytes()))
        except (ValueError, TypeError, InvalidVersion):
            # TypeError: a value in the subject has the wrong ASN.1 type for its attribute.
            return None


def lookup(kind: str, header: str = "") -> Lookup:
    """Return the lookup of this kind; `header` overrides its usual header."""
    usual_header, read = LOOKUPS[kind]
    return Lookup(header or usual_header, read)


def _from_base64(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except binascii.Error as error:
        raise ValueError("the certificate is not base64") from error


def _from_pem(text: str) -> bytes:
    return _from_base64(_PEM.sub("", text))


def _unquoted(value: str) -> str:
    # Use the first of repeated headers: HTTP servers join them with commas.
    value = value.partition(",")[0].strip()
    return value[1:-1] if len(value) > 1 and value[0] == value[-1] == '"' else value


def _haproxy(value: str) -> bytes:
    return _from_base64(_unquoted(value))


def _apache(value: str) -> bytes:
    return _from_pem(_unquoted(value))


def _nginx(value: str) -> bytes:
    return _from_pem(unquote_plus(_unquoted(value)))


def _traefik(value: str) -> bytes:
    return _from_pem(_unquoted(value))


def _envoy(value: str) -> bytes:
    # The first certificate of Chain is the client's, so both work.
    found = dict(_ENVOY.findall(value))
    text = unquote_plus((found.get("Chain") or found.get("Cert") or "").strip('"'))
    return _from_pem(text.partition("-----END CERTIFICATE-----")[0])


def _rfc9440(value: str) -> bytes:
    if not re.fullmatch(r":[^:]*:", value.strip()):
        raise ValueError("the certificate is not between colons")
    return _from_base64(value.strip()[1:-1])


LOOKUPS: Mapping[str, tuple[str, Callable[[str], bytes]]] = {
    "apache": ("SSL-Client-Cert", _apache),
    "envoy": ("X-Forwarded-Client-Cert", _envoy),
    "haproxy": ("SSL-Client-Cert", _haproxy),
    "nginx": ("SSL-Client-Cert", _nginx),
    "rfc9440": ("Client-Cert", _rfc9440),
    "traefik": ("X-Forwarded-Tls-Client-Cert", _traefik),
}
