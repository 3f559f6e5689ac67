"""Client certificates in proxy headers: what each of Keycloak's lookups reads and rejects."""

import base64
from datetime import UTC, datetime
from urllib.parse import quote

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding

from mockauth.protocol.certificates.names import to_text
from mockauth.web.certificates import LOOKUPS, lookup


@pytest.fixture(scope="module")
def certificate() -> x509.Certificate:
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "robot")])
    key = ec.generate_private_key(ec.SECP256R1())
    begins, ends = datetime(2026, 1, 1, tzinfo=UTC), datetime(2036, 1, 1, tzinfo=UTC)
    builder = x509.CertificateBuilder(name, name, key.public_key(), 1)
    return builder.not_valid_before(begins).not_valid_after(ends).sign(key, hashes.SHA256())


def as_written(kind: str, certificate: x509.Certificate) -> list[str]:
    text = base64.b64encode(certificate.public_bytes(Encoding.DER)).decode()
    pem = certificate.public_bytes(Encoding.PEM).decode()
    in_a_line = pem.replace("\n", " ")
    return {
        "apache": [text, in_a_line, f'"{in_a_line}"'],
        "haproxy": [text, f'"{text}"', f"{text},nonsense"],
        "nginx": [quote(pem, safe=""), quote(text, safe="")],
        "traefik": [text, f"{text},{text}"],
        "envoy": [
            f'By=x;Hash=y;Cert="{quote(pem, safe="")}";Subject="CN=z"',
            f'Chain="{quote(pem + pem, safe="")}"',
            f"Cert={quote(pem, safe='')}",
        ],
        "rfc9440": [f":{text}:"],
    }[kind]


@pytest.mark.parametrize("kind", LOOKUPS)
def test_a_lookup_reads_the_header_of_its_proxy(kind: str, certificate: x509.Certificate) -> None:
    for value in as_written(kind, certificate):
        found = lookup(kind).certificate(value)
        assert found is not None
        assert to_text(found.subject) == "CN=robot"
        assert found.der == certificate.public_bytes(Encoding.DER)


@pytest.mark.parametrize("kind", LOOKUPS)
@pytest.mark.parametrize(
    "value", [None, "", "  ", "nonsense", '"', ":", "::", "%", "Cert=", 'Chain="', "AAAA", "é", ","]
)
def test_a_lookup_ignores_malformed_headers(kind: str, value: str | None) -> None:
    assert lookup(kind).certificate(value) is None


@pytest.mark.parametrize("kind", LOOKUPS)
def test_a_truncated_certificate_is_ignored(kind: str, certificate: x509.Certificate) -> None:
    text = base64.b64encode(certificate.public_bytes(Encoding.DER)[:-8]).decode()
    assert lookup(kind).certificate(text) is None


def test_the_header_name_can_be_overridden() -> None:
    assert lookup("haproxy", "X-Cert").header == "X-Cert"
