"""Key pairs for realm files and assertions, generated when first needed and kept in a folder that git ignores.

A realm file names them: `${private of rsa-1}` is a private key as base64 of its PKCS #8 form, `${certificate of rsa-1}`
a self-signed certificate, `${public of rsa-1}` a public key as base64 DER, `${jwks of rsa-1 ec-1}` a key set.
"""

import base64
import json
import re
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed448, ed25519, rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat
from joserfc.jwk import ECKey, OKPKey, RSAKey

from contract.keycloak import PROCESS_FOLDER, make_folder

_NAMED = re.compile(r"\$\{(private|public|certificate|jwks) of ([\w -]+)\}")
# By the prefix of the key's name.
_MAKE = {
    "rsa": lambda: rsa.generate_private_key(65537, 2048),
    "ec": lambda: ec.generate_private_key(ec.SECP256R1()),
    "p384": lambda: ec.generate_private_key(ec.SECP384R1()),
    "p521": lambda: ec.generate_private_key(ec.SECP521R1()),
    "ed25519": ed25519.Ed25519PrivateKey.generate,
    "ed448": ed448.Ed448PrivateKey.generate,
}
# The validity of certificates, by the suffix of the key's name.
_VALID = {
    "expired": (timedelta(days=-20), timedelta(days=-10)),
    "early": (timedelta(days=3000), timedelta(days=3650)),
}
_CLASSES: dict[str, type[Any]] = {"rsa": RSAKey, "ed25519": OKPKey, "ed448": OKPKey}


@cache
def keypair(name: str) -> Any:
    """Return the private key with this name."""
    return serialization.load_pem_private_key(_file(name).read_bytes(), None)


@cache
def jwk(name: str) -> Any:
    """Return the key with this name as a JSON Web Key."""
    kind: type[Any] = _CLASSES.get(name.partition("-")[0], ECKey)
    return kind.import_key(_file(name).read_bytes())


def fill_in_keys(text: str) -> str:
    """Return the text of a realm file with its keys filled in."""
    return _NAMED.sub(lambda match: json.dumps(_written(match[1], match[2]))[1:-1], text)


def key_set(*names: str) -> str:
    """Return a JSON Web Key Set of public keys, whose key ids are their names."""
    return json.dumps({"keys": [{**jwk(name).as_dict(private=False), "kid": name, "use": "sig"} for name in names]})


def certificate(name: str) -> str:
    """Return the self-signed certificate of a key as base64 DER."""
    file = _file(name).with_suffix(".crt")
    if not file.exists():
        subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
        now = datetime.now(UTC)
        begins, ends = _VALID.get(name.rpartition("-")[2], (timedelta(), timedelta(days=3650)))
        own = (
            x509.CertificateBuilder(subject, subject, keypair(name).public_key(), x509.random_serial_number())
            .not_valid_before(now + begins)
            .not_valid_after(now + ends)
            .sign(keypair(name), None if name.startswith("ed") else hashes.SHA256())
        )
        file.write_text(base64.b64encode(own.public_bytes(Encoding.DER)).decode())
    return file.read_text()


def _written(form: str, names: str) -> str:
    if form == "jwks":
        return key_set(*names.split(" "))
    if form == "certificate":
        return certificate(names)
    key = keypair(names)
    der = (
        key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
        if form == "private"
        else key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    )
    return base64.b64encode(der).decode()


def _file(name: str) -> Path:
    file = make_folder(PROCESS_FOLDER / "keypairs") / f"{name}.pem"
    if not file.exists():
        key: Any = _MAKE[name.partition("-")[0]]()
        file.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    return file
