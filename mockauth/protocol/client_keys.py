"""The public keys of a client: a certificate, a key set in its attributes, or a key set at a URL.

As in Keycloak's ClientPublicKeyLoader, PublicKeyStorageManager and PublicKeysWrapper.
"""

import base64
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from mockauth.protocol.context import Context
from mockauth.protocol.java import json_at_start
from mockauth.protocol.outgoing.fetching import FetchError
from mockauth.protocol.outgoing.shared_fetches import FETCHES
from mockauth.realms.keys.algorithms import RSA
from mockauth.realms.keys.jwk import key_id, key_type, public_key
from mockauth.realms.model import Client

if TYPE_CHECKING:
    from mockauth.realms.keys.algorithms import PublicKey

_CERTIFICATE, _PUBLIC_KEY = "jwt.credential.certificate", "jwt.credential.public.key"
_DEFAULT_ENCRYPTION = "RSA-OAEP"
_DEFAULT = {"RSA": "RS256", "P-256": "ES256", "P-384": "ES384", "P-521": "ES512", "OKP": "EdDSA"}
# A key set is fetched again after 10 seconds if a key is missing, and after a day in any case.
_REFETCH_AFTER, _MAX_AGE = 10, 86400
# The package of Keycloak's JSON parser, whose exceptions appear in its answers.
_JACKSON = "com.fasterxml.jackson."
_NO_CERTIFICATE = (
    "java.lang.RuntimeException: org.keycloak.common.util.PemException: "
    "org.bouncycastle.jcajce.provider.asymmetric.x509.CertificateFactory$ExCertificateException: "
    "parsing issue: malformed PEM data: no header found"
)


class KeysUnavailable(Exception):
    """The keys of a client cannot be loaded; the text says why, and `keycloak_message` is Keycloak's exception."""

    def __init__(self, reason: str, keycloak_message: str) -> None:
        super().__init__(reason)
        self.keycloak_message = keycloak_message


@dataclass(frozen=True, slots=True)
class ClientKey:
    """A public key of a client, with its `kid` and `alg` if it has them."""

    public: "PublicKey"
    kid: str | None
    algorithm: str | None
    is_certificate: bool = False

    @property
    def default_algorithm(self) -> str:
        """The algorithm of the key, or the default algorithm of its type."""
        from mockauth.realms.keys.algorithms import curve_of

        kind = key_type(self.public)
        return self.algorithm or _DEFAULT[kind if kind != "EC" else curve_of(self.public)]


def verification_key(ctx: Context, client: Client, kid: object, algorithm: str) -> "PublicKey | None":
    """Return the key that verifies a client's signature, or None; `kid` is that of the JWS header.

    A key set at a URL is fetched again if it does not have the key. Raises KeysUnavailable if that fails.
    """
    wanted_kid = None if kid is None else str(kid)
    found = _matching(_keys(ctx, client, refetch=False), wanted_kid, algorithm)
    if found is None and _is_at_url(client):
        found = _matching(_keys(ctx, client, refetch=True), wanted_kid, algorithm)
    return found.public if found else None


def encryption_key(ctx: Context, client: Client, algorithm: str) -> ClientKey | None:
    """Return the key that encrypts tokens for a client, or None. Raises KeysUnavailable."""
    found = _keys(ctx, client, refetch=False, use="enc")
    return next((key for key in found if (key.algorithm or _DEFAULT_ENCRYPTION) == algorithm), None)


def _matching(keys: Sequence[ClientKey], kid: str | None, algorithm: str) -> ClientKey | None:
    named = [key for key in keys if key.kid == kid]
    candidates = [*(key for key in named if key.algorithm == algorithm), *named]
    if kid is None:
        candidates += [key for key in keys if key.default_algorithm == algorithm]
        candidates += [key for key in keys if key.is_certificate]
    return candidates[0] if candidates else None


def _keys(ctx: Context, client: Client, *, refetch: bool, use: str = "sig") -> Sequence[ClientKey]:
    if _is_at_url(client):
        return _fetch_keys(ctx, client, refetch=refetch, use=use)
    if client.is_on("use.jwks.string"):
        return _parse_key_set(client.attributes.get("jwks.string", ""), use, use_is_optional=False)
    return _of_certificate(client) if use == "sig" else []


def _is_at_url(client: Client) -> bool:
    return client.is_on("use.jwks.url")


def _parse_key_set(text: str, wanted_use: str, *, use_is_optional: bool) -> Sequence[ClientKey]:
    """Return the keys of a key set for this use. Raises KeysUnavailable."""
    found = []
    for jwk in _members(text):
        try:
            use = jwk.get("use")
            if use == wanted_use or (use is None and use_is_optional):
                found.append(ClientKey(public_key(jwk), jwk.get("kid"), jwk.get("alg")))
        except (ValueError, AttributeError):
            # As in Keycloak, an invalid key is skipped.
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
        message = 'java.lang.NullPointerException: Cannot read the array length because "<local4>" is null'
        raise KeysUnavailable('the key set has no "keys"', message)
    members = found["keys"] if isinstance(found, dict) else None
    if not isinstance(members, list) or not all(isinstance(it, dict) for it in members):
        why = "the key set is not a JSON Web Key Set" if text.strip() else "the key set is empty"
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
            reason = f'the certificate of client "{client.client_id}" is invalid ({_CERTIFICATE})'
            raise KeysUnavailable(reason, _NO_CERTIFICATE) from error
        return []
    if plain and key_type(public) != RSA:
        # As in Keycloak, a key without a certificate must be an RSA key.
        return []
    kid = client.attributes.get("jwt.credential.kid") or _id(public)
    return [ClientKey(public, kid, None, is_certificate=bool(certificate))]


def _id(public: "PublicKey") -> str:
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

    return key_id(public.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo))


def _fetch_keys(ctx: Context, client: Client, *, refetch: bool, use: str) -> Sequence[ClientKey]:
    """Return the keys at the client's URL, from the cache if they are fresh enough. Raises KeysUnavailable.

    Quick failures are not cached: the next request tries again.
    """
    url = client.attributes.get("jwks.url")
    if not url:
        message = 'java.lang.NullPointerException: Cannot invoke "String.length()" because "this.input" is null'
        raise KeysUnavailable(f'client "{client.client_id}" has use.jwks.url, but no jwks.url: set jwks.url', message)
    absolute = f"{client.root_url.rstrip('/')}{url}" if url.startswith("/") else url
    cache_key = f"{client.id} {absolute}"
    cached = ctx.sessions.key_sets.get(cache_key)
    if cached and (not refetch or cached[1] + _REFETCH_AFTER >= ctx.now):
        return _parse_key_set(cached[0], use, use_is_optional=True)
    try:
        text = FETCHES.fetch(absolute, ctx.blocking)
    except FetchError as error:
        raise KeysUnavailable(f"the key set {error}", error.keycloak_message) from error
    found = _parse_key_set(text, use, use_is_optional=True)
    ctx.sessions.key_sets.put(cache_key, (text, ctx.now), ctx.now + _MAX_AGE)
    return found
