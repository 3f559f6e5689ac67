"""The public keys of a client, by which it signs: a certificate, a key set in its attributes, or one behind a URL.

As Keycloak's ClientPublicKeyLoader, PublicKeyStorageManager and PublicKeysWrapper.
"""

import base64
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from mockauth.protocol.context import Context
from mockauth.protocol.java import json_at_start
from mockauth.protocol.outgoing.fetching import FetchError, fetch
from mockauth.realms.keys.algorithms import RSA
from mockauth.realms.keys.jwk import key_id, key_type, public_key
from mockauth.realms.model import Client

if TYPE_CHECKING:
    from mockauth.realms.keys.algorithms import PublicKey

_CERTIFICATE, _PUBLIC_KEY = "jwt.credential.certificate", "jwt.credential.public.key"
_OF_RSA = "RSA-OAEP"
_DEFAULT = {"RSA": "RS256", "P-256": "ES256", "P-384": "ES384", "P-521": "ES512", "OKP": "EdDSA"}
# A key set is asked for again after so many seconds where a key is missing, and in any case after so many.
_AGAIN_AFTER, _KEPT = 10, 86400
# What reads JSON in Keycloak, and is named in its answers; what it says behind its name is its own.
_JACKSON = "com.fasterxml.jackson."
_NO_CERTIFICATE = (
    "java.lang.RuntimeException: org.keycloak.common.util.PemException: "
    "org.bouncycastle.jcajce.provider.asymmetric.x509.CertificateFactory$ExCertificateException: "
    "parsing issue: malformed PEM data: no header found"
)


class KeysUnavailable(Exception):
    """The keys of a client cannot be had; the text says why, and `words` are those of Keycloak's exception."""

    def __init__(self, reason: str, words: str) -> None:
        super().__init__(reason)
        self.words = words


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
        from mockauth.realms.keys.algorithms import curve_of

        kind = key_type(self.public)
        return self.algorithm or _DEFAULT[kind if kind != "EC" else curve_of(self.public)]


def verification_key(ctx: Context, client: Client, named: object, algorithm: str) -> "PublicKey | None":
    """Give the key that a client has signed with, or None; a key set behind a URL is asked for it anew.

    Raises NoKeys where that cannot be had. `named` is the `kid` of its header.
    """
    kid = None if named is None else str(named)
    found = _matching(_keys(ctx, client, anew=False), kid, algorithm)
    if found is None and _is_behind_url(client):
        found = _matching(_keys(ctx, client, anew=True), kid, algorithm)
    return found.public if found else None


def encryption_key(ctx: Context, client: Client, algorithm: str) -> ClientKey | None:
    """Give the key that things for a client are encrypted with, or None. Raises NoKeys."""
    found = _keys(ctx, client, anew=False, use="enc")
    return next((key for key in found if (key.algorithm or _OF_RSA) == algorithm), None)


def _matching(keys: Sequence[ClientKey], kid: str | None, algorithm: str) -> ClientKey | None:
    named = [key for key in keys if key.kid == kid]
    candidates = [*(key for key in named if key.algorithm == algorithm), *named]
    if kid is None:
        candidates += [key for key in keys if key.usual_algorithm == algorithm]
        candidates += [key for key in keys if key.is_certificate]
    return candidates[0] if candidates else None


def _keys(ctx: Context, client: Client, *, anew: bool, use: str = "sig") -> Sequence[ClientKey]:
    if _is_behind_url(client):
        return _fetched(ctx, client, anew=anew, use=use)
    if client.is_on("use.jwks.string"):
        return _of_set(client.attributes.get("jwks.string", ""), use, use_is_optional=False)
    return _of_certificate(client) if use == "sig" else []


def _is_behind_url(client: Client) -> bool:
    return client.is_on("use.jwks.url")


def _of_set(text: str, wanted: str, *, use_is_optional: bool) -> Sequence[ClientKey]:
    """Read a key set. Raises NoKeys."""
    found = []
    for jwk in _members(text):
        try:
            use = jwk.get("use")
            if use == wanted or (use is None and use_is_optional):
                found.append(ClientKey(public_key(jwk), jwk.get("kid"), jwk.get("alg")))
        except (ValueError, AttributeError):
            # As Keycloak: one that cannot be read is passed over.
            continue
    return found


def _members(text: str) -> Sequence[Mapping[str, Any]]:
    try:
        found = json_at_start(text) if text.strip() else None
    except ValueError as error:
        ended = isinstance(error, json.JSONDecodeError) and (
            error.pos >= len(text) or error.msg.startswith("Unterminated")
        )
        kind = "core.io.JsonEOFException" if ended else "core.JsonParseException"
        raise KeysUnavailable("the key set is not JSON", f"{_JACKSON}{kind}: this is not JSON") from error
    if isinstance(found, dict) and found.get("keys") is None:
        said = 'java.lang.NullPointerException: Cannot read the array length because "<local4>" is null'
        raise KeysUnavailable('the key set has no "keys"', said)
    members = found["keys"] if isinstance(found, dict) else None
    if not isinstance(members, list) or not all(isinstance(it, dict) for it in members):
        why = "this is not a JSON Web Key Set" if text.strip() else "there is nothing"
        raise KeysUnavailable(why, f"{_JACKSON}databind.exc.MismatchedInputException: {why}")
    return members


def _of_certificate(client: Client) -> Sequence[ClientKey]:
    from cryptography.hazmat.primitives.serialization import load_der_public_key
    from cryptography.x509 import load_der_x509_certificate

    certificate, plain = client.attributes.get(_CERTIFICATE), client.attributes.get(_PUBLIC_KEY)
    if bool(certificate) == bool(plain):
        return []
    try:
        der = base64.b64decode("".join((certificate or plain or "").split()))
        public: Any = load_der_x509_certificate(der).public_key() if certificate else load_der_public_key(der)
    except ValueError as error:
        if certificate:
            raise KeysUnavailable(
                f'the certificate of client "{client.client_id}" cannot be read', _NO_CERTIFICATE
            ) from error
        return []
    if plain and key_type(public) != RSA:
        # As Keycloak: a key without a certificate is read as one of RSA, or not at all.
        return []
    kid = client.attributes.get("jwt.credential.kid") or _id(public)
    return [ClientKey(public, kid, None, is_certificate=bool(certificate))]


def _id(public: "PublicKey") -> str:
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

    return key_id(public.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo))


def _fetched(ctx: Context, client: Client, *, anew: bool, use: str) -> Sequence[ClientKey]:
    """Give the keys behind the client's URL; those that are fresh enough are not asked for again. Raises NoKeys.

    What cannot be had is not remembered: the next request asks again.
    """
    url = client.attributes.get("jwks.url")
    if not url:
        said = 'java.lang.NullPointerException: Cannot invoke "String.length()" because "this.input" is null'
        raise KeysUnavailable(f'client "{client.client_id}" has use.jwks.url on, and no jwks.url', said)
    absolute = f"{client.root_url.rstrip('/')}{url}" if url.startswith("/") else url
    place = f"{client.id} {absolute}"
    known = ctx.sessions.key_sets.get(place)
    if known and (not anew or known[1] + _AGAIN_AFTER >= ctx.now):
        return _of_set(known[0], use, use_is_optional=True)
    try:
        text = fetch(absolute)
    except FetchError as error:
        raise KeysUnavailable(f"the key set {error}", error.words) from error
    found = _of_set(text, use, use_is_optional=True)
    ctx.sessions.key_sets.put(place, (text, ctx.now), ctx.now + _KEPT)
    return found
