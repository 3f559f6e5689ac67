"""Key providers of a realm file (org.keycloak.keys), and the specs of keys to generate.

This module does not load or generate keys: see `imported`, `generation` and `state.key_ring`.
"""

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple
from urllib.parse import quote

from mockauth.realms.keys.algorithms import CURVES, EC, OCT, OKP, RSA, SIGNATURES
from mockauth.realms.model import KeyProvider
from mockauth.realms.parsing.json_reader import Reader

_COMPONENTS = "org.keycloak.keys.KeyProvider"
RSA_SIZE = 2048
_SIZES = ("1024", "2048", "3072", "4096")
_SECRET_SIZES = ("16", "24", "32", "64", "128", "256", "512")
SECRET_BYTES = 128
_CURVES = ("P-256", "P-384", "P-521")


class Kind(NamedTuple):
    """A type of key provider: the type, use and default algorithm of its keys, and the names of its config keys.

    The keys of an `imported` provider are always in the realm file.
    """

    type: str
    use: str
    algorithm: str = ""
    private: str = "privateKey"
    curve: str = ""
    curves: tuple[str, ...] = ()
    size: str = ""
    sizes: tuple[str, ...] = ()
    imported: bool = False


KINDS: Mapping[str, Kind] = {
    "rsa": Kind(RSA, "sig", "RS256", imported=True),
    "rsa-generated": Kind(RSA, "sig", "RS256", size="keySize", sizes=_SIZES),
    "rsa-enc": Kind(RSA, "enc", "RSA-OAEP", imported=True),
    "rsa-enc-generated": Kind(RSA, "enc", "RSA-OAEP", size="keySize", sizes=_SIZES),
    "ecdsa-generated": Kind(EC, "sig", private="ecdsaPrivateKey", curve="ecdsaEllipticCurveKey", curves=_CURVES),
    # As in GeneratedEcdhKeyProvider: the default algorithm is RS256.
    "ecdh-generated": Kind(EC, "enc", "RS256", private="ecdhPrivateKey", curve="ecdhEllipticCurveKey", curves=_CURVES),
    "eddsa-generated": Kind(
        OKP,
        "sig",
        "EdDSA",
        private="eddsaPrivateKey",
        curve="eddsaEllipticCurveKey",
        curves=("Ed25519", "Ed448"),
    ),
    "hmac-generated": Kind(OCT, "sig", "HS256", private="secret", size="secretSize", sizes=_SECRET_SIZES),
}
# The algorithms of the keys that every new realm publishes.
PUBLISHED = ("RS256", "RSA-OAEP")
# The key providers of a realm that configures none (DefaultKeyProviders), except AES, which is never published.
_DEFAULTS = {"rsa-generated": "RS256", "rsa-enc-generated": "RSA-OAEP", "hmac-generated": "HS512"}
_DEFAULT_PRIORITY = 100


class KeySpec(NamedTuple):
    """How to generate a key. Keys of one `series` replace each other; `name` distinguishes equal series."""

    type: str
    algorithm: str
    use: str = "sig"
    size: int = RSA_SIZE
    curve: str = ""
    certified: bool = False
    name: str = ""
    active: bool = True

    @classmethod
    def for_algorithm(cls, algorithm: str) -> "KeySpec":
        """Return the spec of the fallback key that Keycloak generates for an algorithm."""
        type_ = SIGNATURES.get(algorithm, RSA)
        curve = CURVES.get(algorithm, "Ed25519" if type_ == OKP else "")
        size = SECRET_BYTES if type_ == OCT else RSA_SIZE
        use = "sig" if algorithm in SIGNATURES else "enc"
        return cls(type_, algorithm, use, size, curve, certified=type_ == RSA)

    @property
    def signs(self) -> bool:
        """Tell whether the key is a signing key and has the type that its algorithm requires."""
        return self.use == "sig" and SIGNATURES.get(self.algorithm) == self.type

    @property
    def series(self) -> str:
        """The name of the key files, without their number."""
        plain = self.type not in (RSA, OCT) or self.size in (RSA_SIZE, SECRET_BYTES)
        default_curve = CURVES.get(
            self.algorithm, "Ed25519" if self.type == OKP else "P-256" if self.type == EC else ""
        )
        parts = (
            self.algorithm,
            "" if plain else str(self.size),
            "" if self.curve == default_curve else self.curve,
            self.name,
        )
        return ".".join(quote(part, safe=" +") for part in parts if part)


def key_spec(provider: KeyProvider) -> KeySpec:
    """Return the spec for the key of a provider."""
    certified = provider.key_type == RSA or provider.certified
    size, curve = provider.size or (SECRET_BYTES if provider.key_type == OCT else RSA_SIZE), provider.curve
    return KeySpec(provider.key_type, provider.algorithm, provider.use, size, curve, certified, active=provider.active)


def key_providers(top: Reader) -> Iterator[KeyProvider]:
    """Yield the key providers of a realm representation, or those of a new realm if it has none.

    Invalid settings are added to the problems with their place.
    """
    found = [*top.object("components").objects(_COMPONENTS, "name")]
    for component in found:
        yield _provider(component, top.problems)
    if found:
        return
    # As in DefaultExportImportManager: very old files have one key for signing and encryption outside the components.
    own = top.text("privateKey")
    for number, (kind, algorithm) in enumerate(_DEFAULTS.items()):
        config = {"algorithm": [algorithm], "priority": [str(_DEFAULT_PRIORITY)]}
        if own and KINDS[kind].type == RSA:
            kind = kind.removesuffix("-generated")  # noqa: PLW2901
            config |= {"privateKey": [own], "certificate": [top.text("certificate")]}
        rep = {"id": str(number), "name": kind, "providerId": kind, "config": config}
        yield _provider(Reader(rep, top.place, top.problems), top.problems)


def _provider(component: Reader, problems: list[tuple[str, str]]) -> KeyProvider:
    config = {name: values[0] for name, values in component.multi("config").items() if values}
    checked = _Config(config, f"{component.place}.config", problems)
    type_ = component.text("providerId")
    kind = KINDS.get(type_, Kind("", "", imported=False))
    curve = checked.one_of(kind.curve, kind.curves) or (kind.curves[0] if kind.curves else "")
    use = config.get("keyUse", kind.use).lower() if type_ in ("rsa", "rsa-generated") else kind.use
    default_algorithm = "RSA-OAEP" if config.get("keyUse") == "ENC" and kind.type == RSA else kind.algorithm
    algorithm = config.get("ecdhAlgorithm" if type_ == "ecdh-generated" else "algorithm", default_algorithm)
    if kind.imported and not config.get(kind.private):
        problems.append((f"{component.place}.config", f'a key provider "{type_}" requires "{kind.private}"'))
    return KeyProvider(
        id=component.text("id") or component.text("name"),
        name=component.text("name"),
        type=type_,
        key_type=kind.type,
        use=use,
        algorithm=next((name for name in CURVES if CURVES[name] == curve), "")
        if type_ == "ecdsa-generated"
        else algorithm,
        priority=checked.integer("priority"),
        active=checked.one_of("active", ("true", "false")) != "false",
        enabled=checked.one_of("enabled", ("true", "false")) != "false",
        kid=config.get("kid", ""),
        material=config.get(kind.private, ""),
        certificate=config.get("certificate", ""),
        certified=config.get("ecGenerateCertificate") == "true",
        size=int(checked.one_of(kind.size, kind.sizes) or 0),
        curve=curve,
    )


class _Config(NamedTuple):
    """The config of a key provider, checked as in ConfigurationValidationHelper."""

    values: Mapping[str, str]
    place: str
    problems: list[tuple[str, str]]

    def one_of(self, name: str, allowed: tuple[str, ...]) -> str:
        value = self.values.get(name) if name else None
        if value is None or value in allowed:
            return value or ""
        self.problems.append((f"{self.place}.{name}", f'invalid value "{value}": use one of {", ".join(allowed)}'))
        return ""

    def integer(self, name: str) -> int:
        value = self.values.get(name, "0")
        if re.fullmatch(r"[+-]?[0-9]{1,18}", value):
            return int(value)
        self.problems.append((f"{self.place}.{name}", f'expected a number, got "{value:.40}"'))
        return 0
