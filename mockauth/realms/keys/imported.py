"""Load the keys in a realm file as Keycloak's key providers do (org.keycloak.keys)."""

import base64
import re

from mockauth.realms.keys import Key, Secret, Signer, load
from mockauth.realms.keys.algorithms import OCT, RSA
from mockauth.realms.keys.jwk import b64url_decode
from mockauth.realms.keys.providers import KINDS, RSA_SIZE
from mockauth.realms.model import KeyProvider, Realm
from mockauth.realms.problems import ConfigError, Problem

_FRAME = re.compile(r"-----(BEGIN|END) [^-]*-----|\s")


def imported_key(realm: Realm, provider: KeyProvider) -> Signer | None:
    """Return the key of a provider, or None if the file contains none or Keycloak replaces it.

    Keycloak replaces generated keys whose size or curve is not the configured one, and generated RSA keys without a
    certificate. Raises ConfigError for a key that cannot be read.
    """
    generated = not KINDS[provider.type].imported
    if not provider.material or (generated and provider.key_type == RSA and not provider.certificate):
        return None
    try:
        if provider.key_type == OCT:
            secret = b64url_decode(provider.material)
            fits = provider.size in (0, len(secret))
            return Secret(provider.kid, secret, provider.algorithm, provider.active) if fits else None
        key = _key(realm, provider)
    except (ValueError, TypeError) as error:
        place = f"realm {realm.name}: components: {provider.name}: privateKey"
        raise ConfigError(
            Problem("", place, "not a readable private key", "remove it, and mockauth generates one")
        ) from error
    if not generated:
        return key
    fits = key.bits == (provider.size or RSA_SIZE) if key.key_type == RSA else key.curve == provider.curve
    return key if fits else None


def _key(realm: Realm, provider: KeyProvider) -> Key:
    """Load a private key; an RSA key without a certificate gets one, as in ImportedRsaKeyProvider."""
    private = base64.b64decode(_FRAME.sub("", provider.material))
    key = load(
        private,
        provider.algorithm,
        provider.use,
        _FRAME.sub("", provider.certificate),
        provider.active,
        key_type=provider.key_type,
        kid=provider.kid if provider.key_type == RSA else "",
    )
    if key.certificate or provider.key_type != RSA:
        return key
    from mockauth.realms.keys.generation import with_certificate

    return with_certificate(realm.name, key)
