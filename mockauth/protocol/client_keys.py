"""The public keys of a client, by which it signs: a certificate, a key set in its attributes, or one behind a URL.

As Keycloak's ClientPublicKeyLoader, PublicKeyStorageManager and PublicKeysWrapper.
"""

import base64
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from mockauth.protocol.context import Context
from mockauth.realms.jwk import key_type, public_key
from mockauth.realms.model import Client

if TYPE_CHECKING:
    from mockauth.realms.algorithms import PublicKey

_CERTIFICATE, _PUBLIC_KEY = "jwt.credential.certificate", "jwt.credential.public.key"
_DEFAULT = {"RSA": "RS256", "P-256": "ES256", "P-384": "ES384", "P-521": "ES512", "OKP": "EdDSA"}
# A key set is asked for again after so many seconds where a key is missing, and in any case after so many.
_AGAIN_AFTER, _KEPT = 10, 86400
_PATIENCE, _LARGEST = 5, 1024 * 1024


@dataclass(frozen=True, slots=True)
class ClientKey:
    """A public key of a client, with the id and the algorithm that its owner gave it."""

    public: "PublicKey"
    kid: str | None
    algorithm: str | None
    is_certificate: bool = False

    @property
    def usual_algorithm(self) -> str:
        """Its algorithm, or that which keys of its type are mostly for."""
        from mockauth.realms.algorithms import curve_of

        kind = key_type(self.public)
        return self.algorithm or _DEFAULT[kind if kind != "EC" else curve_of(self.public)]


def key_for(ctx: Context, client: Client, kid: str | None, algorithm: str) -> "PublicKey | None":
    """Give the key that a client has signed with, or None; a key set behind a URL is asked for it anew."""
    found = _matching(_keys(ctx, client, anew=False), kid, algorithm)
    if found is None and _url(client):
        found = _matching(_keys(ctx, client, anew=True), kid, algorithm)
    return found.public if found else None


def _matching(keys: Sequence[ClientKey], kid: str | None, algorithm: str) -> ClientKey | None:
    named = [key for key in keys if key.kid == kid]
    candidates = [*(key for key in named if key.algorithm == algorithm), *named]
    if kid is None:
        candidates += [key for key in keys if key.usual_algorithm == algorithm]
        candidates += [key for key in keys if key.is_certificate]
    return candidates[0] if candidates else None


def _keys(ctx: Context, client: Client, *, anew: bool) -> Sequence[ClientKey]:
    url = _url(client)
    if url:
        return _of_set(_fetched(ctx, client, url, anew=anew), use_is_optional=True)
    if client.is_on("use.jwks.string"):
        return _of_set(client.attributes.get("jwks.string", ""), use_is_optional=False)
    return _of_certificate(client)


def _url(client: Client) -> str:
    return client.attributes.get("jwks.url", "") if client.is_on("use.jwks.url") else ""


def _of_set(text: str, *, use_is_optional: bool) -> Sequence[ClientKey]:
    try:
        members: Sequence[Mapping[str, Any]] = [*json.loads(text)["keys"]]
    except (ValueError, KeyError, TypeError, RecursionError):
        return []
    found = []
    for jwk in members:
        try:
            use = jwk.get("use")
            if use == "sig" or (use is None and use_is_optional):
                found.append(ClientKey(public_key(jwk), jwk.get("kid"), jwk.get("alg")))
        except (ValueError, AttributeError):
            # As Keycloak: one that cannot be read is passed over.
            continue
    return found


def _of_certificate(client: Client) -> Sequence[ClientKey]:
    from cryptography.hazmat.primitives.serialization import load_der_public_key
    from cryptography.x509 import load_der_x509_certificate

    certificate, plain = client.attributes.get(_CERTIFICATE), client.attributes.get(_PUBLIC_KEY)
    if bool(certificate) == bool(plain):
        return []
    try:
        der = base64.b64decode("".join((certificate or plain or "").split()))
        public: Any = load_der_x509_certificate(der).public_key() if certificate else load_der_public_key(der)
    except ValueError:
        return []
    kid = client.attributes.get("jwt.credential.kid") or _thumbprint(public)
    return [ClientKey(public, kid, None, is_certificate=bool(certificate))]


def _thumbprint(public: Any) -> str:
    """Give the id of a key that nobody gave one: that of its DER form (KeyUtils.createKeyId)."""
    import hashlib

    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

    from mockauth.realms.jwk import b64url

    der = public.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return b64url(hashlib.sha256(der).digest())


def _fetched(ctx: Context, client: Client, url: str, *, anew: bool) -> str:
    """Give the key set behind a URL; one that is fresh enough is not asked for again."""
    absolute = f"{client.root_url.rstrip('/')}{url}" if url.startswith("/") else url
    known = ctx.sessions.key_sets.get(absolute)
    if known and (not anew or known[1] + _AGAIN_AFTER > ctx.now):
        return known[0]
    text = _read(ctx, absolute)
    ctx.sessions.key_sets.put(absolute, (text, ctx.now), ctx.now + _KEPT)
    return text


def _read(ctx: Context, url: str) -> str:
    from urllib.error import URLError
    from urllib.request import urlopen

    if not url.startswith(("http://", "https://")):
        ctx.remarks.append(f'the key set "{url:.200}" is not behind an http URL')
        return ""
    try:
        with urlopen(url, timeout=_PATIENCE) as answer:  # noqa: S310 - http and https alone, as was just seen
            read: bytes = answer.read(_LARGEST + 1)
    except (URLError, OSError, ValueError) as error:
        ctx.remarks.append(f'the key set "{url:.200}" cannot be fetched: {error}')
        return ""
    return read.decode("utf-8", "replace") if len(read) <= _LARGEST else ""
