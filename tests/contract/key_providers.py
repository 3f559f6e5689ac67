"""Key providers of realm files: made for the project's own export, and beforehand for realms that bring none.

A Keycloak takes seconds a realm to make its own keys, so where a live one is asked, realms that say nothing of their
components get some. What a server makes by itself is for those that do.
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

from contract.keycloak import CACHE, made, put
from mockauth.realms.keys.algorithms import RSA
from mockauth.realms.keys.generation import generate
from mockauth.realms.keys.providers import KeySpec

Rep = dict[str, Any]

PROVIDERS = "org.keycloak.keys.KeyProvider"
KEY_USES = {"rsa-generated": ("SIG", "RS256"), "rsa-enc-generated": ("ENC", "RSA-OAEP")}
# What says of a realm which keys it has: they are left as they are.
_ABOUT_KEYS = ("components", "keycloakVersion", "privateKey")
# How the names of those end that are made beforehand.
MARK = "made beforehand"
_SECRETS = {
    "hmac-generated": {"priority": ["100"], "algorithm": ["HS512"]},
    "aes-generated": {"priority": ["100"]},
}


def with_keys_beforehand(files: Sequence[Path]) -> list[Path]:
    """Write the realms with keys; the same ones each time, for whoever asks and whoever answers.

    Each realm gets a file: a Keycloak imports a file in one transaction, which gets slower with all that is in it.
    """
    folder = made(CACHE / "beforehand")
    return [_written(rep, folder) for file in files for rep in _realms(file)]


def _realms(file: Path) -> list[Rep]:
    reps: Rep | list[Rep] = json.loads(file.read_text(encoding="utf-8-sig"))
    return reps if isinstance(reps, list) else [reps]


def _written(rep: Rep, folder: Path) -> Path:
    if rep.keys().isdisjoint(_ABOUT_KEYS):
        rep = {**rep, "components": {PROVIDERS: _providers(rep["realm"], folder)}}
    return put(folder / f"{rep['realm']}.json", json.dumps(rep, ensure_ascii=False))


def _providers(realm: str, folder: Path) -> list[Rep]:
    kept = folder / f"{realm}.keys"
    if not kept.exists():
        keys = [{**key_provider(realm, kind), "name": f"{kind} {MARK}"} for kind in KEY_USES]
        kept.write_text(json.dumps(keys), encoding="utf-8")
    secrets = [{"name": kind, "providerId": kind, "config": config} for kind, config in _SECRETS.items()]
    return [*json.loads(kept.read_text(encoding="utf-8")), *secrets]


def key_provider(realm: str, kind: str) -> Rep:
    """Make a key provider as a full export has it: an RSA key and its self-signed certificate, both base64 DER."""
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
