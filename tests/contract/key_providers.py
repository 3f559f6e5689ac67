"""Key providers of realm files: made for the project's own export, and beforehand for realms that bring none.

A Keycloak takes seconds a realm to make its own keys, so where a live one is asked, realms that say nothing of their
components get some. What a server makes by itself is for those that do.
"""

import base64
import json
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from contract.keycloak import CACHE, made

Rep = dict[str, Any]

PROVIDERS = "org.keycloak.keys.KeyProvider"
KEY_USES = {"rsa-generated": ("SIG", "RS256"), "rsa-enc-generated": ("ENC", "RSA-OAEP")}
# Files of realms whose own keys are asked about.
_ABOUT_KEYS = ("corners.json", "facts.json", "signatures.json")
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
    return [_written(rep, folder, file.name not in _ABOUT_KEYS) for file in files for rep in _realms(file)]


def _realms(file: Path) -> list[Rep]:
    reps: Rep | list[Rep] = json.loads(file.read_text(encoding="utf-8-sig"))
    return reps if isinstance(reps, list) else [reps]


def _written(rep: Rep, folder: Path, with_keys: bool) -> Path:
    if with_keys and not rep.keys() & {"components", "keycloakVersion"}:
        rep = {**rep, "components": {PROVIDERS: _providers(rep["realm"], folder)}}
    written = folder / f"{rep['realm']}.json"
    written.write_text(json.dumps(rep, ensure_ascii=False), encoding="utf-8")
    return written


def _providers(realm: str, folder: Path) -> list[Rep]:
    kept = folder / f"{realm}.keys"
    if not kept.exists():
        keys = [{**key_provider(realm, kind), "name": f"{kind} {MARK}"} for kind in KEY_USES]
        kept.write_text(json.dumps(keys), encoding="utf-8")
    secrets = [{"name": kind, "providerId": kind, "config": config} for kind, config in _SECRETS.items()]
    return [*json.loads(kept.read_text(encoding="utf-8")), *secrets]


def key_provider(realm: str, kind: str) -> Rep:
    """Make a key provider as a full export has it: an RSA key and its self-signed certificate, both base64 DER."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric import rsa
    from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

    key = rsa.generate_private_key(65537, 2048)
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, realm)])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now)
        .not_valid_after(now + timedelta(days=3650))
        .sign(key, hashes.SHA256())
    )
    use, algorithm = KEY_USES[kind]
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
