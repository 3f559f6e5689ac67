"""Key providers: what a realm file says of its keys (org.keycloak.keys), and which to make where it has none.

Nothing is read or made here: that is the business of `keys`, `making` and `state.ring`.
"""

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple
from urllib.parse import quote

from mockauth.realms.json_reader import Reader
from mockauth.realms.keys.algorithms import CURVES, EC, OCT, OKP, RSA, SIGNATURES
from mockauth.realms.model import KeyProvider

_COMPONENTS = "org.keycloak.keys.KeyProvider"
RSA_SIZE = 2048
_SIZES = ("1024", "2048", "3072", "4096")
_SECRET_SIZES = ("16", "24", "32", "64", "128", "256", "512")
SECRET_BYTES = 128
_CURVES = ("P-256", "P-384", "P-521")


class Kind(NamedTuple):
    """One kind of key provider: the type of its keys, their use, their algorithm, and its config's names for them.

    The keys of an `imported` one are always in the file.
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
    # As GeneratedEcdhKeyProvider: without an algorithm it is the default of keys that have no curve, RS256.
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
# The keys that every new realm publishes.
PUBLISHED = ("RS256", "RSA-OAEP")
# What a realm without any gets (DefaultKeyProviders), besides a key that nobody sees.
_DEFAULTS = {"rsa-generated": "RS256", "rsa-enc-generated": "RSA-OAEP", "hmac-generated": "HS512"}
_DEFAULT_PRIORITY = 100


class Recipe(NamedTuple):
    """How a key is made. Keys of one `series` replace one another; `name` tells series apart that were the same."""

    type: str
    algorithm: str
    use: str = "sig"
    size: int = RSA_SIZE
    curve: str = ""
    certified: bool = False
    name: str = ""
    active: bool = True

    @classmethod
    def of(cls, algorithm: str) -> "Recipe":
        """Give the recipe for a key of this algorithm, as Keycloak makes one when it lacks it."""
        type_ = SIGNATURES.get(algorithm, RSA)
        curve = CURVES.get(algorithm, "Ed25519" if type_ == OKP else "")
        size = SECRET_BYTES if type_ == OCT else RSA_SIZE
        use = "sig" if algorithm in SIGNATURES else "enc"
        return cls(type_, algorithm, use, size, curve, certified=type_ == RSA)

    @property
    def signs(self) -> bool:
        """Whether it is for signatures, and of the type that its algorithm needs."""
        return self.use == "sig" and SIGNATURES.get(self.algorithm) == self.type

    @property
    def series(self) -> str:
        """What the files of these keys are called, before their number."""
        plain = self.type not in (RSA, OCT) or self.size in (RSA_SIZE, SECRET_BYTES)
        usual = CURVES.get(self.algorithm, "Ed25519" if self.type == OKP else "P-256" if self.type == EC else "")
        said = (self.algorithm, "" if plain else str(self.size), "" if self.curve == usual else self.curve, self.name)
        return ".".join(quote(part, safe=" +") for part in said if part)


def recipe(provider: KeyProvider) -> Recipe:
    """Give the recipe for the key of a provider."""
    certified = provider.key_type == RSA or provider.certified
    size, curve = provider.size or (SECRET_BYTES if provider.key_type == OCT else RSA_SIZE), provider.curve
    return Recipe(provider.key_type, provider.algorithm, provider.use, size, curve, certified, active=provider.active)


def key_providers(top: Reader) -> Iterator[KeyProvider]:
    """Give the key providers of a realm representation; those of a new realm where it has none.

    What Keycloak refuses becomes a problem at its place.
    """
    found = [*top.object("components").objects(_COMPONENTS, "name")]
    for component in found:
        yield _provider(component, top.problems)
    if found:
        return
    # As DefaultExportImportManager: files of very old versions have one key for both, outside of the components.
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
    said = _Config(config, f"{component.place}.config", problems)
    type_ = component.text("providerId")
    kind = KINDS.get(type_, Kind("", "", imported=False))
    curve = said.one_of(kind.curve, kind.curves) or (kind.curves[0] if kind.curves else "")
    use = config.get("keyUse", kind.use).lower() if type_ in ("rsa", "rsa-generated") else kind.use
    usual = "RSA-OAEP" if config.get("keyUse") == "ENC" and kind.type == RSA else kind.algorithm
    algorithm = config.get("ecdhAlgorithm" if type_ == "ecdh-generated" else "algorithm", usual)
    if kind.imported and not config.get(kind.private):
        problems.append((f"{component.place}.config", f"a provider {type_} needs its {kind.private}"))
    return KeyProvider(
        id=component.text("id") or component.text("name"),
        name=component.text("name"),
        type=type_,
        key_type=kind.type,
        use=use,
        algorithm=next((it for it in CURVES if CURVES[it] == curve), "") if type_ == "ecdsa-generated" else algorithm,
        priority=said.whole("priority"),
        active=said.one_of("active", ("true", "false")) != "false",
        enabled=said.one_of("enabled", ("true", "false")) != "false",
        kid=config.get("kid", ""),
        material=config.get(kind.private, ""),
        certificate=config.get("certificate", ""),
        certified=config.get("ecGenerateCertificate") == "true",
        size=int(said.one_of(kind.size, kind.sizes) or 0),
        curve=curve,
    )


class _Config(NamedTuple):
    """The config of a provider, read as ConfigurationValidationHelper checks it."""

    values: Mapping[str, str]
    place: str
    problems: list[tuple[str, str]]

    def one_of(self, name: str, allowed: tuple[str, ...]) -> str:
        value = self.values.get(name) if name else None
        if value is None or value in allowed:
            return value or ""
        self.problems.append((f"{self.place}.{name}", f'"{value}" is none of {", ".join(allowed)}'))
        return ""

    def whole(self, name: str) -> int:
        value = self.values.get(name, "0")
        if re.fullmatch(r"[+-]?[0-9]{1,18}", value):
            return int(value)
        self.problems.append((f"{self.place}.{name}", f'expected a number, got "{value:.40}"'))
        return 0
