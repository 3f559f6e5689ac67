"""Key providers for realm files: for the project's own export, and pre-generated ones for realms that have none.

Keycloak takes seconds per realm to generate keys. So for a live Keycloak, realms that do not configure their
components get pre-generated keys. Realms that test generated keys configure their components.
"""

import base64
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)
from cryptography.x509 import load_pem_x509_certificate

from contract.keycloak import CACHE, make_folder, write_atomically
from mockauth.realms.keys.algorithms import RSA
from mockauth.realms.keys.generation import generate
from mockauth.realms.keys.providers import KeySpec

Rep = dict[str, Any]

PROVIDERS = "org.keycloak.keys.KeyProvider"
KEY_USES = {"rsa-generated": ("SIG", "RS256"), "rsa-enc-generated": ("ENC", "RSA-OAEP")}
# Realms with one of these fields configure their keys themselves, and are left unchanged.
_ABOUT_KEYS = ("components", "keycloakVersion", "privateKey")
# The suffix in the names of pre-generated keys.
PREGENERATED_SUFFIX = "made beforehand"
_SECRETS = {
    "hmac-generated": {"priority": ["100"], "algorithm": ["HS512"]},
    "aes-generated": {"priority": ["100"]},
}


def with_pregenerated_keys(files: Sequence[Path]) -> list[Path]:
    """Write the realms with pre-generated keys, the same ones each time, for both servers.

    Each realm gets its own file, because Keycloak imports a file in one transaction, which slows down as it grows.
    """
    folder = make_folder(CACHE / "beforehand")
    return [_written(rep, folder) for file in files for rep in _realms(file)]


def _realms(file: Path) -> list[Rep]:
    reps: Rep | list[Rep] = json.loads(file.read_text(encoding="utf-8-sig"))
    return reps if isinstance(reps, list) else [reps]


def _written(rep: Rep, folder: Path) -> Path:
    if rep.keys().isdisjoint(_ABOUT_KEYS):
        rep = {**rep, "components": {PROVIDERS: _providers(rep["realm"], folder)}}
    return write_atomically(folder / f"{rep['realm']}.json", json.dumps(rep, ensure_ascii=False))


def _providers(realm: str, folder: Path) -> list[Rep]:
    kept = folder / f"{realm}.keys"
    if not kept.exists():
        keys = [{**key_provider(realm, kind), "name": f"{kind} {PREGENERATED_SUFFIX}"} for kind in KEY_USES]
        kept.write_text(json.dumps(keys), encoding="utf-8")
    secrets = [{"name": kind, "providerId": kind, "config": config} for kind, config in _SECRETS.items()]
    return [*json.loads(kept.read_text(encoding="utf-8")), *secrets]


def key_provider(realm: str, kind: str) -> Rep:
    """Make a key provider as in a full export: an RSA key and its self-signed certificate, both base64 DER."""
    use, algorithm = KEY_USES[kind]
    pem = generate(realm, KeySpec(RSA, algorithm, certified=True))
    key = load_pem_private_key(pem, None)
    certificate = load_pem_x509_certificate(pem)
    config = {
        "privateKey": key.private_bytes(Encoding.DER, PrivateFormat.TraditionalOpenSSL, NoEncryption()),
        "certificate": certificate.public_bytes(Encoding.DER),
    }
    return {
        "id": str(uuid5(NAMESPACE_URL, f"{realm}/{kind}")),
        "name": kind,
        "providerId": kind,
        "subComponents": {},
        "config": {
            **{option: [base64.b64encode(value).decode()] for option, value in config.items()},
            "keyUse": [use],
            "priority": ["100"],
            **({"algorithm": [algorithm]} if use == "ENC" else {}),
        },
    }
