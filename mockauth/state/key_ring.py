"""The key ring: which keys each realm has, from its file, from a folder of keys, or made when first needed.

The order is Keycloak's (DefaultKeyManager): providers by their priority, and last the keys that no provider has and a
client has asked for.
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
from mockauth.realms.keys.imported import of_provider
from mockauth.realms.keys.providers import Recipe, recipe
from mockauth.realms.model import Realm
from mockauth.state.key_folder import Folder, in_memory

# What signs refresh tokens (Constants.INTERNAL_SIGNATURE_ALGORITHM).
INTERNAL = "HS512"
_FALLBACK = "fallback"


@dataclass(frozen=True, eq=False)
class RealmKeys:
    """The keys of one realm, in the order in which they are published, and its secrets, which never are."""

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
        """Give the key that signs with this algorithm now, if there is one."""
        return self._active.get(algorithm)

    def named(self, kid: object, algorithm: object) -> Signer | None:
        """Give the key that may have signed a token with this header, active or not."""
        return next((key for key in self._all if (key.kid, key.algorithm) == (kid, algorithm)), None)

    @property
    def secret(self) -> Signer:
        """What signs refresh tokens."""
        return self._active[INTERNAL]

    @cached_property
    def jwks(self) -> Mapping[str, Any]:
        """The JSON Web Key Set (RFC 7517 section 5)."""
        return {"keys": [key.jwk for key in self.keys]}


class KeyRing:
    """Gives each realm its keys. Without a folder, keys are made in memory and live as long as the ring.

    Secrets are always in memory, where the sessions are whose tokens they sign.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self.folder = Folder(folder) if folder is not None else None
        self._found: dict[str, tuple[Realm, RealmKeys]] = {}
        self._made: dict[tuple[str, str], Key | Secret] = {}
        # By realm, the algorithms that were asked for and that no provider has.
        self._asked: dict[str, set[str]] = {}
        self._lock = Lock()

    def keys(self, realm: Realm) -> RealmKeys:
        """Give the keys of a realm, making those that its providers lack.

        Raises ConfigError for a key that is broken or that others can read, and for a folder that cannot be
        written when a key has to be made.
        """
        known = self._found.get(realm.name)
        if known and known[0] is realm:
            return known[1]
        with self._lock:
            return self._gathered(realm)

    def signing(self, realm: Realm, algorithm: str) -> Signer | None:
        """Give the key that signs with this algorithm, made if need be (KeyProviderFactory.createFallbackKeys).

        None for an algorithm that Keycloak does not know. Raises ConfigError as `keys` does.
        """
        found = self.keys(realm).active(algorithm)
        if found or algorithm not in SIGNATURES:
            return found
        with self._lock:
            self._asked.setdefault(realm.name, set()).add(algorithm)
            return self._gathered(realm).active(algorithm)

    def own(self, realm: Realm) -> list[Key]:
        """Give the keys that the realm's file carries. Raises ConfigError for one that is broken."""
        return [found for found in self._planned(realm) if isinstance(found, Key)]

    def there(self, realm: Realm) -> list[Key]:
        """Give the keys of a realm that are there already: none is made."""
        keys: list[Key] = []
        for found in self._planned(realm):
            if isinstance(found, Key):
                keys.append(found)
            elif isinstance(found, Recipe) and self.folder and found.type != OCT:
                keys += self.folder.stored(realm.name, found)
        return keys

    def missing(self, realm: Realm) -> list[str]:
        """Give the series of the keys that a realm needs and that are not there yet."""
        stored = self.folder.series(realm.name) if self.folder else frozenset()
        wanted = [it for it in self._planned(realm) if isinstance(it, Recipe) and it.type != OCT]
        return [recipe.series for recipe in wanted if recipe.series not in stored]

    def _gathered(self, realm: Realm) -> RealmKeys:
        keys: list[Key] = []
        secrets: list[Secret] = []
        for planned in self._planned(realm):
            for key in self._made_by(realm.name, planned) if isinstance(planned, Recipe) else (planned,):
                if isinstance(key, Key):
                    keys.append(key)
                else:
                    secrets.append(key)
        found = RealmKeys(keys, secrets)
        self._found[realm.name] = realm, found
        return found

    def _planned(self, realm: Realm) -> Iterator[Signer | Recipe]:
        """Give the keys of the realm's file, and the recipes of those that it lacks, in Keycloak's order."""
        active: set[str] = set()
        used: set[str] = set()
        for provider in sorted(realm.key_providers, key=lambda provider: (-provider.priority, provider.id)):
            # As Keycloak: a provider that it cannot load has no keys.
            if not provider.key_type or provider.use not in ("sig", "enc"):
                continue
            # A provider that is off keeps its place among those whose keys are in the folder.
            found = of_provider(realm, provider) or _unused(used, recipe(provider), provider.name)
            if provider.enabled:
                active |= {found.algorithm} if found.active and found.signs else set()
                yield found
        stored = self.folder.series(realm.name) if self.folder else frozenset()
        wanted = {INTERNAL, *self._asked.get(realm.name, ())}
        for algorithm in SIGNATURES:
            if algorithm not in active:
                fallback = _unused(used, Recipe.of(algorithm), _FALLBACK)
                if algorithm in wanted or fallback.series in stored:
                    yield fallback

    def _made_by(self, realm: str, how: Recipe) -> Iterable[Signer]:
        if self.folder and how.type != OCT:
            return self.folder.keys(realm, how)
        known = self._made.get((realm, how.series))
        if known is None or known.active != how.active:
            known = _secret(how) if how.type == OCT else in_memory(realm, how)
            self._made[realm, how.series] = known
        return (known,)


def _secret(how: Recipe) -> Secret:
    return Secret(str(uuid4()), os.urandom(how.size), how.algorithm, how.active)


def _unused(used: set[str], wanted: Recipe, name: str) -> Recipe:
    """Give the recipe, named where another already has its series."""
    chosen = wanted._replace(name=name) if wanted.series in used else wanted
    used.add(chosen.series)
    return chosen
