"""The key ring: the keys of each realm, from its realm file, from the key folder, or generated when needed.

The order is Keycloak's (DefaultKeyManager): providers by priority, followed by fallback keys for algorithms that
clients use but no provider has.
"""

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from threading import Lock
from typing import Any
from uuid import uuid4

from mockauth.realms.keys import Key, Secret, Signer
from mockauth.realms.keys.algorithms import OCT, SIGNATURES
from mockauth.realms.keys.imported import imported_key
from mockauth.realms.keys.providers import KeySpec, key_spec
from mockauth.realms.model import Realm
from mockauth.state.key_folder import KeyFolder, generate_in_memory

# The algorithm that signs refresh tokens (Constants.INTERNAL_SIGNATURE_ALGORITHM).
INTERNAL = "HS512"
_FALLBACK = "fallback"


@dataclass(frozen=True, eq=False)
class RealmKeys:
    """The key pairs of a realm in the order in which they are published, and its secrets, which never are."""

    keys: Sequence[Key]
    secrets: Sequence[Secret]

    @cached_property
    def _all(self) -> Sequence[Signer]:
        every: list[Signer] = [*self.keys, *self.secrets]
        return [key for key in every if key.signs]

    @cached_property
    def _active(self) -> Mapping[str, Signer]:
        return {key.algorithm: key for key in reversed(self._all) if key.active}

    def active(self, algorithm: str) -> Signer | None:
        """Return the key that currently signs with this algorithm, or None."""
        return self._active.get(algorithm)

    def find(self, kid: object, algorithm: object) -> Signer | None:
        """Return the key for the `kid` and `alg` of a token header, active or not."""
        return next((key for key in self._all if (key.kid, key.algorithm) == (kid, algorithm)), None)

    @property
    def secret(self) -> Signer:
        """The key that signs refresh tokens."""
        return self._active[INTERNAL]

    @cached_property
    def jwks(self) -> Mapping[str, Any]:
        """The JSON Web Key Set (RFC 7517 section 5)."""
        return {"keys": [key.jwk for key in self.keys]}


class KeyRing:
    """The keys of all realms. Without a folder, keys are kept in memory and are lost with the ring.

    Secrets are always kept in memory, like the sessions whose tokens they sign. Rings can share the keys that they
    generate `in_memory`, by realm and series, because generating an RSA key takes longer than starting a server.
    """

    def __init__(
        self, folder: Path | None = None, in_memory: dict[tuple[str, str], Key | Secret] | None = None
    ) -> None:
        self.folder = KeyFolder(folder) if folder is not None else None
        self._found: dict[str, tuple[Realm, RealmKeys]] = {}
        self._in_memory = {} if in_memory is None else in_memory
        # By realm, the requested algorithms that no provider has.
        self._requested: dict[str, set[str]] = {}
        self._lock = Lock()

    def keys(self, realm: Realm) -> RealmKeys:
        """Return the keys of a realm; missing keys are generated.

        Raises ConfigError for a broken key, for one that other users can read, and if a new key cannot be written.
        """
        known = self._found.get(realm.name)
        if known and known[0] is realm:
            return known[1]
        with self._lock:
            return self._collect(realm)

    def signing_key(self, realm: Realm, algorithm: str) -> Signer | None:
        """Return the key that signs with this algorithm; generate it if needed (KeyProviderFactory.createFallbackKeys).

        Returns None for an unknown algorithm. Raises ConfigError as `keys` does.
        """
        found = self.keys(realm).active(algorithm)
        if found or algorithm not in SIGNATURES:
            return found
        with self._lock:
            self._requested.setdefault(realm.name, set()).add(algorithm)
            return self._collect(realm).active(algorithm)

    def imported(self, realm: Realm) -> list[Key]:
        """Return the keys in the realm file. Raises ConfigError for a broken key."""
        return [found for found in self._planned(realm) if isinstance(found, Key)]

    def existing(self, realm: Realm) -> list[Key]:
        """Return the existing keys of a realm; none are generated."""
        keys: list[Key] = []
        for found in self._planned(realm):
            if isinstance(found, Key):
                keys.append(found)
            elif isinstance(found, KeySpec) and self.folder and found.type != OCT:
                keys += self.folder.stored(realm.name, found)
        return keys

    def missing(self, realm: Realm) -> list[str]:
        """Return the series of the keys that a realm needs but that do not exist yet."""
        stored = self.folder.series(realm.name) if self.folder else frozenset()
        planned = [spec for spec in self._planned(realm) if isinstance(spec, KeySpec) and spec.type != OCT]
        return [spec.series for spec in planned if spec.series not in stored]

    def _collect(self, realm: Realm) -> RealmKeys:
        keys: list[Key] = []
        secrets: list[Secret] = []
        for planned in self._planned(realm):
            for key in self._generated(realm.name, planned) if isinstance(planned, KeySpec) else (planned,):
                if isinstance(key, Key):
                    keys.append(key)
                else:
                    secrets.append(key)
        found = RealmKeys(keys, secrets)
        self._found[realm.name] = realm, found
        return found

    def _planned(self, realm: Realm) -> Iterator[Signer | KeySpec]:
        """Yield the keys in the realm file and the specs of other keys of the realm, in Keycloak's order."""
        active: set[str] = set()
        used: set[str] = set()
        for provider in sorted(realm.key_providers, key=lambda provider: (-provider.priority, provider.id)):
            # As in Keycloak, a provider that it cannot load has no keys.
            if not provider.key_type or provider.use not in ("sig", "enc"):
                continue
            # A disabled provider keeps its series, so that the files of the others keep their names.
            found = imported_key(realm, provider) or _with_unique_series(used, key_spec(provider), provider.name)
            if provider.enabled:
                active |= {found.algorithm} if found.active and found.signs else set()
                yield found
        stored = self.folder.series(realm.name) if self.folder else frozenset()
        requested = {INTERNAL, *self._requested.get(realm.name, ())}
        for algorithm in SIGNATURES:
            if algorithm not in active:
                fallback = _with_unique_series(used, KeySpec.for_algorithm(algorithm), _FALLBACK)
                if algorithm in requested or fallback.series in stored:
                    yield fallback

    def _generated(self, realm: str, spec: KeySpec) -> Iterable[Signer]:
        if self.folder and spec.type != OCT:
            return self.folder.keys(realm, spec)
        known = self._in_memory.get((realm, spec.series))
        if known is None or known.active != spec.active:
            known = _secret(spec) if spec.type == OCT else generate_in_memory(realm, spec)
            self._in_memory[realm, spec.series] = known
        return (known,)


def _secret(spec: KeySpec) -> Secret:
    return Secret(str(uuid4()), os.urandom(spec.size), spec.algorithm, spec.active)


def _with_unique_series(used: set[str], spec: KeySpec, name: str) -> KeySpec:
    """Return the spec, named where another already has its series."""
    chosen = spec._replace(name=name) if spec.series in used else spec
    used.add(chosen.series)
    return chosen
