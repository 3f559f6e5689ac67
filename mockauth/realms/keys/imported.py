"""The keys that a realm file brings itself, read as Keycloak's key providers read them (org.keycloak.keys)."""

import base64
import re

from mockauth.realms.keys import Key, Secret, Signer, load
from mockauth.realms.keys.algorithms import OCT, RSA
from mockauth.realms.keys.jwk import of_b64url
from mockauth.realms.keys.providers import KINDS, RSA_SIZE
from mockauth.realms.model import KeyProvider, Realm
from mockauth.realms.problems import ConfigError, Problem

_FRAME = re.compile(r"-----(BEGIN|END) [^-]*-----|\s")


def of_provider(realm: Realm, provider: KeyProvider) -> Signer | None:
    """Give the key of a provider, or None where the file has none, or one that Keycloak replaces.

    It replaces one of another size or curve than is configured, and a generated one that has lost its certificate.
    Raises ConfigError for a key that cannot be read.
    """
    generated = not KINDS[provider.type].imported
    if not provider.material or (generated and provider.key_type == RSA and not provider.certificate):
        return None
    try:
        if provider.key_type == OCT:
            secret = of_b64url(provider.material)
            fits = provider.size in (0, len(secret))
            return Secret(provider.kid, secret, provider.algorithm, provider.active) if fits else None
        key = _key(realm, provider)
    except (ValueError, TypeError) as error:
        place = f"realm {realm.name}: components: {provider.name}: privateKey"
        raise ConfigError(
            Problem("", place, "this is not a private key that can be read", "remove it, and mockauth makes one")
        ) from error
    if not generated:
        return key
    fits = key.bits == (provider.size or RSA_SIZE) if key.key_type == RSA else key.curve == provider.curve
    return key if fits else None


def _key(realm: Realm, provider: KeyProvider) -> Key:
    """Read a private key; one for RSA that comes without a certificate gets one, as by ImportedRsaKeyProvider."""
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
    from mockauth.realms.keys.generation import certified

    return certified(realm.name, key)
