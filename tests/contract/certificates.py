"""Client certificates, made when first needed, and the realm whose clients authenticate with them.

`certificate_of_plain` in a header stands for the certificate with that name in the table below, as HAProxy sends it.
"""

import base64
import hashlib
import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import NameOID, ObjectIdentifier

from contract.keycloak import PROCESS_FOLDER, make_folder
from contract.keypairs import keypair
from contract.users import complete_user

REALM = "certificates"
KEY = "ec-clients"
_NAMED = re.compile(r"certificate_of_([a-z_]+)")
_JURISDICTION = ObjectIdentifier("1.3.6.1.4.1.311.60.2.1.3")
# The subject of each certificate, in the order of its encoding: the country comes first.
SUBJECTS: Mapping[str, list[tuple[ObjectIdentifier, str]]] = {
    "plain": [
        (NameOID.COUNTRY_NAME, "DE"),
        (NameOID.ORGANIZATION_NAME, "Workshop"),
        (NameOID.ORGANIZATIONAL_UNIT_NAME, "Tests"),
        (NameOID.COMMON_NAME, "plain"),
    ],
    "turned": [(NameOID.COMMON_NAME, "turned"), (NameOID.ORGANIZATION_NAME, "Workshop")],
    "short": [(NameOID.COMMON_NAME, "short")],
    "odd": [
        (NameOID.ORGANIZATION_NAME, 'Müller, "Sons" + Co; <x>=#y\\'),
        (NameOID.ORGANIZATIONAL_UNIT_NAME, " two  spaces "),
        (NameOID.COMMON_NAME, "#odd"),
    ],
    "rich": [
        (NameOID.COUNTRY_NAME, "BR"),
        (NameOID.STATE_OR_PROVINCE_NAME, "SP"),
        (NameOID.LOCALITY_NAME, "São Paulo"),
        (NameOID.STREET_ADDRESS, "Rua 1"),
        (NameOID.DOMAIN_COMPONENT, "example"),
        (NameOID.USER_ID, "u-1"),
        (NameOID.SERIAL_NUMBER, "43142666000197"),
        (NameOID.BUSINESS_CATEGORY, "Private Organization"),
        (_JURISDICTION, "BR"),
        (NameOID.EMAIL_ADDRESS, "rich@example.org"),
        (NameOID.GIVEN_NAME, "Rich"),
        (NameOID.SURNAME, "Man"),
        (NameOID.TITLE, "Dr"),
        (NameOID.DN_QUALIFIER, "q"),
        (NameOID.PSEUDONYM, "p"),
        (NameOID.COMMON_NAME, "rich"),
    ],
    "nobody": [],
    "deep": [(NameOID.COMMON_NAME, "deep")],
    "strange": [(NameOID.COMMON_NAME, "strange")],
    "late": [(NameOID.COMMON_NAME, "late")],
    "late_signed": [(NameOID.COMMON_NAME, "late_signed")],
    "loose": [(NameOID.COMMON_NAME, "loose")],
    "root": [(NameOID.COMMON_NAME, "root")],
}
# The issuers of some certificates; the others are signed by `issuer`.
ISSUERS = {"deep": "middle", "strange": "stranger", "late_signed": "late-root", "loose": "no-authority", "root": "root"}
# The authorities that the servers trust: the issuer of each, and whether it is a CA.
TRUSTED = {
    "issuer": ("issuer", True),
    "root": ("root", True),
    "middle": ("root", True),
    "late-root": ("late-root", True),
    "no-authority": ("root", False),
}
# The signature algorithms that clients require, one client for each.
AUTHORITIES: Mapping[str, str] = {
    "issuer": "CN=issuer",
    "in-lower-case": "cn=issuer",
    "value-in-upper-case": "CN=ISSUER",
    "padded": " CN = issuer ",
    "pattern": ".*",
    "other": "CN=issuer,O=Workshop",
    "root": "CN=root",
    "middle": "CN=middle",
    "late-root": "CN=late-root",
    "stranger": "CN=stranger",
    "not-a-name": "issuer",
    "quote-open": 'CN="issuer',
}
# Distinguished names that clients are configured with, one client for each, and clients with regular expressions.
EXACT: Mapping[str, str] = {
    "as-java-writes-it": "CN=plain, OU=Tests, O=Workshop, C=DE",
    "without-spaces": "CN=plain,OU=Tests,O=Workshop,C=DE",
    "with-more-spaces": " CN = plain ,  OU=Tests,O=Workshop , C=DE ",
    "with-semicolons": "CN=plain;OU=Tests;O=Workshop;C=DE",
    "with-quotes": 'CN="plain",OU="Tests",O=Workshop,C=DE',
    "in-lower-case": "cn=plain,ou=Tests,o=Workshop,c=DE",
    "value-in-lower-case": "CN=plain,OU=tests,O=Workshop,C=DE",
    "from-the-country-on": "C=DE,O=Workshop,OU=Tests,CN=plain",
    "only-a-part": "CN=plain",
    "by-oids": "2.5.4.3=plain,OID.2.5.4.11=Tests,oid.2.5.4.10=Workshop,C=DE",
    "by-hexadecimal": "CN=#0c05706c61696e,OU=Tests,O=Workshop,C=DE",
    "by-escapes": "CN=pl\\61in,OU=Tests,O=Workshop,C=DE",
    "with-plus": "CN=plain+OU=Tests,O=Workshop,C=DE",
    "not-a-name": "plain",
    "unknown-word": "CN=plain,XX=Tests",
    "no-value": "CN=plain,OU=,O=Workshop,C=DE",
    "comma-at-end": "CN=plain,OU=Tests,O=Workshop,C=DE,",
    "quote-open": 'CN="plain,OU=Tests',
    "blank": "  ",
    "empty": "",
    "turned": "O=Workshop,CN=turned",
    "turned-back": "CN=turned,O=Workshop",
    "short": "CN=short",
    "odd": 'CN=\\#odd,OU=\\ two  spaces\\ ,O=Müller\\, \\"Sons\\" \\+ Co\\; \\<x\\>\\=#y\\\\',
    "odd-in-quotes": 'CN="#odd",OU=" two  spaces ",O="Müller, \\"Sons\\" + Co; <x>=#y\\\\"',
    "rich": (
        "CN=rich,2.5.4.65=p,DNQ=q,T=Dr,SURNAME=Man,GIVENNAME=Rich,EMAILADDRESS=rich@example.org,"
        "1.3.6.1.4.1.311.60.2.1.3=BR,2.5.4.15=Private Organization,SERIALNUMBER=43142666000197,UID=u-1,"
        "DC=example,STREET=Rua 1,L=São Paulo,ST=SP,C=BR"
    ),
    "rich-in-hexadecimal": (
        "CN=rich,2.5.4.65=#0c0170,2.5.4.46=#130171,2.5.4.12=#0c024472,2.5.4.4=#0c034d616e,2.5.4.42=#0c0452696368,"
        "E=rich@example.org,jurisdictionCountryName=BR,businessCategory=Private Organization,"
        "serialNumber=43142666000197,UID=u-1,DC=example,STREET=Rua 1,L=São Paulo,ST=SP,C=BR"
    ),
    "nobody": "",
}
PATTERNS: Mapping[str, str] = {
    "part": "(.*?)CN=plain(.*?)",
    "whole": "C=DE,O=Workshop,OU=Tests,CN=plain",
    "as-java-writes-it": "CN=plain, OU=Tests, O=Workshop, C=DE",
    "begins": "C=DE",
    "any": ".*",
    "broken": "CN=(plain",
    "possessive": "C=\\w++,O=\\p{Alpha}+,.*",
    "in-a-class": "C=[\\p{Upper}x]+,.*",
    "quoted": "\\QC=DE,O=Workshop\\E.*",
    "case": "(?i)c=de,.*",
    "turned": "CN=turned,O=Workshop",
    "odd": (
        'O=Müller\\\\, \\\\"Sons\\\\" \\\\\\+ Co\\\\; \\\\<x\\\\>\\\\=#y\\\\\\\\,OU=\\\\ two  spaces\\\\ ,CN=\\\\#odd'
    ),
    "rich": (
        "C=BR,ST=SP,L=São Paulo,STREET=Rua 1,DC=example,UID=u-1,SERIALNUMBER=43142666000197,"
        "BusinessCategory=Private Organization,1\\.3\\.6\\.1\\.4\\.1\\.311\\.60\\.2\\.1\\.3=BR,E=rich@example\\.org,"
        "GIVENNAME=Rich,SURNAME=Man,T=Dr,DN=q,Pseudonym=p,CN=rich"
    ),
}
# If the attribute is missing, the subject DN is a regular expression.
UNSAID: Mapping[str, str] = {"part": PATTERNS["part"], "whole": PATTERNS["whole"], "exact": EXACT["without-spaces"]}
_REGEX = "x509.allow.regex.pattern.comparison"
BOUND = {"tls.client.certificate.bound.access.tokens": "true"}
_LIGHT = {"client.use.lightweight.access.token.enabled": "true"}
_SECRET = {"clientAuthenticatorType": "client-secret", "secret": "secret"}
_FLOWS = {"directAccessGrantsEnabled": True, "implicitFlowEnabled": True, "redirectUris": ["http://localhost:3000/*"]}
_EXCHANGE = {
    "standard.token.exchange.enabled": "true",
    "standard.token.exchange.enableRefreshRequestedTokenType": "SAME_SESSION",
}
_OTHERS: Mapping[str, Mapping[str, Any]] = {
    "off": {"enabled": False},
    "public": {"publicClient": True, **_FLOWS},
    "unset": {"attributes": {}},
    "with-ca": {"attributes": {"x509.subjectdn": EXACT["short"], "x509.casubjectdn": "CN=short"}},
    "with-blank-ca": {"attributes": {"x509.subjectdn": EXACT["short"], "x509.casubjectdn": " "}},
    "secretive": _SECRET,
    "flows": {**_FLOWS, "attributes": {"x509.subjectdn": EXACT["short"], **BOUND}},
    "bound": {**_SECRET, **_FLOWS, "attributes": {**BOUND, **_EXCHANGE}},
    "bound-public": {"publicClient": True, **_FLOWS, "attributes": BOUND},
    "bound-light": {**_SECRET, **_FLOWS, "attributes": {**BOUND, **_LIGHT}},
    "bound-without-refresh": {**_SECRET, **_FLOWS, "attributes": {**BOUND, "use.refresh.tokens": "false"}},
    "bound-service": {**_SECRET, "attributes": {**BOUND, "client_credentials.use_refresh_token": "true"}},
    "unbound": {**_SECRET, **_FLOWS},
    "exchanger": {**_SECRET, "attributes": _EXCHANGE},
    "bound-exchanger": {**_SECRET, "attributes": {**BOUND, **_EXCHANGE}},
}


def realm() -> dict[str, Any]:
    """Return the realm, with a client for each way to write a subject, and clients with certificate-bound tokens."""
    clients = [_client(name, {"attributes": {"x509.subjectdn": dn, _REGEX: "false"}}) for name, dn in EXACT.items()]
    clients += [
        _client(f"pattern-{name}", {"attributes": {"x509.subjectdn": pattern, _REGEX: "true"}})
        for name, pattern in PATTERNS.items()
    ]
    clients += [_client(f"unsaid-{name}", {"attributes": {"x509.subjectdn": it}}) for name, it in UNSAID.items()]
    clients += [_client(f"other-{name}", more) for name, more in _OTHERS.items()]
    clients += [
        _client(f"by-{name}", {"attributes": {"x509.subjectdn": ".*", "x509.casubjectdn": it}})
        for name, it in AUTHORITIES.items()
    ]
    audiences = [_audience(f"other-{name}") for name in ("bound", "exchanger", "bound-exchanger", "secretive")]
    for client in clients:
        if client["clientId"].startswith(("other-bound", "other-unbound")):
            client["protocolMappers"] = audiences
    user = complete_user("ada", realmRoles=["offline_access"])
    return {"realm": REALM, "enabled": True, "clients": clients, "users": [user]}


def with_certificates(text: str) -> str:
    """Return a header's value with the certificates that it names filled in."""
    return _NAMED.sub(lambda match: certificate(match[1]), text)


@cache
def certificate(name: str) -> str:
    """Return the named certificate as base64 DER."""
    file = make_folder(PROCESS_FOLDER / "keypairs") / f"client-{name}.crt"
    if not file.exists():
        subject = x509.Name([x509.NameAttribute(oid, value) for oid, value in SUBJECTS[name]])
        own = _signed(subject, ISSUERS.get(name, "issuer"), name, is_authority=False)
        file.write_text(base64.b64encode(own.public_bytes(Encoding.DER)).decode())
    return file.read_text()


def authorities() -> Path:
    """Return a PEM file with the certificates that the servers trust."""
    file = make_folder(PROCESS_FOLDER / "keypairs") / "authorities.pem"
    if not file.exists():
        found = [
            _signed(_called(name), issuer, name, is_authority=may_sign) for name, (issuer, may_sign) in TRUSTED.items()
        ]
        file.write_bytes(b"".join(it.public_bytes(Encoding.PEM) for it in found))
    return file


def _called(name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])


def _signed(subject: x509.Name, issuer: str, name: str, *, is_authority: bool) -> x509.Certificate:
    """Sign a certificate. Each authority has its own key; all clients share one. A name with `late` has expired."""
    now = datetime.now(UTC)
    begins, ends = (-20, -10) if name in ("late", "late-root") else (0, 3650)
    public = (_key_of(name) if name in TRUSTED else keypair(KEY)).public_key()
    builder = x509.CertificateBuilder(_called(issuer), subject, public, x509.random_serial_number())
    builder = builder.not_valid_before(now + timedelta(days=begins)).not_valid_after(now + timedelta(days=ends))
    if is_authority:
        builder = builder.add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
    return builder.sign(_key_of(issuer), hashes.SHA256())


def _key_of(authority: str) -> Any:
    return keypair(KEY if authority == "issuer" else f"ec-{authority}")


@cache
def thumbprints() -> Mapping[str, str]:
    """Return the placeholders that a transcript writes for certificate thumbprints."""
    found = {}
    for name in SUBJECTS:
        digest = hashlib.sha256(base64.b64decode(certificate(name))).digest()
        found[base64.urlsafe_b64encode(digest).rstrip(b"=").decode()] = f"<thumbprint of {name}>"
    return found


def _client(name: str, more: Mapping[str, Any]) -> dict[str, Any]:
    common = {
        "clientId": name,
        "clientAuthenticatorType": "client-x509",
        "serviceAccountsEnabled": True,
        "attributes": {"x509.subjectdn": EXACT["short"]},
    }
    client = {**common, **more}
    return {**client, "serviceAccountsEnabled": not client.get("publicClient", False)}


def _audience(client: str) -> dict[str, Any]:
    return {
        "name": f"audience {client}",
        "protocol": "openid-connect",
        "protocolMapper": "oidc-audience-mapper",
        "config": {"included.client.audience": client, "access.token.claim": "true"},
    }
