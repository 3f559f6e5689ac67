"""The key ring: which keys each realm has, from its file or from a folder of keys.

A realm whose file carries keys uses those. For the others the folder holds `<realm>/<algorithm>-<n>.pem`, made when
first needed; the highest number signs, the lower ones are still published.
"""

import base64
import os
import re
import shlex
import stat
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from threading import Lock, get_ident
from typing import Any
from urllib.parse import quote
from uuid import uuid4

from mockauth.realms.keys import PROVIDERS, Key, Secret, load, make
from mockauth.realms.model import KeyProvider, Realm
from mockauth.realms.problems import ConfigError, Problem

# What Keycloak makes for a new realm and publishes: one key to sign, one to encrypt to.
PUBLISHED = {"RS256": "sig", "RSA-OAEP": "enc"}
_SECRET_BYTES = 128
_FILE = re.compile(r"(?P<algorithm>[\w-]+)-(?P<number>\d+)\.pem")
_README = """\
# Signing keys

mockauth made these keys for its realms, so that `kid` stays the same from start to start. They protect
nothing but tests. Never commit them; delete the folder to get new ones.
"""


@dataclass(frozen=True, eq=False)
class RealmKeys:
    """The keys of one realm, in the order in which they are published, and the secret that signs refresh tokens."""

    keys: Sequence[Key]
    secret: Secret

    def active(self, algorithm: str) -> Key | None:
        """Give the key that signs with this algorithm now."""
        fitting = (key for key in self.keys if key.active and key.use == "sig" and key.algorithm == algorithm)
        return next(fitting, None)

    @cached_property
    def jwks(self) -> Mapping[str, Any]:
        """The JSON Web Key Set (RFC 7517 section 5)."""
        return {"keys": [key.jwk for key in self.keys]}


class KeyRing:
    """Gives each realm its keys. Without a folder, keys are made in memory and live as long as the ring."""

    def __init__(self, folder: Path | None = None) -> None:
        self.folder = folder
        self._found: dict[str, tuple[Realm, RealmKeys]] = {}
        self._made: dict[tuple[str, str], Key] = {}
        self._secrets: dict[str, Secret] = {}
        self._lock = Lock()

    def keys(self, realm: Realm) -> RealmKeys:
        """Give the keys of a realm, making those that it lacks.

        Raises ConfigError for a key that is broken or that others can read, and for a folder that cannot be
        written when a key has to be made.
        """
        known = self._found.get(realm.name)
        if known and known[0] is realm:
            return known[1]
        with self._lock:
            keys = RealmKeys([*self._gather(realm)], self._secret(realm))
            self._found[realm.name] = realm, keys
            return keys

    def own(self, realm: Realm) -> list[Key]:
        """Give the keys that the realm's file carries. Raises ConfigError for one that is broken."""
        return [
            _from_provider(realm, provider)
            for provider in sorted(realm.key_providers, key=lambda provider: (-provider.priority, provider.id))
            if provider.enabled and provider.material and provider.type in PROVIDERS
        ]

    def there(self, realm: Realm) -> list[Key]:
        """Give the keys of a realm that are there already: none is made."""
        own = self.own(realm)
        return [*own, *(key for needed in _lacking(own).items() for key in self._stored(realm.name, *needed))]

    def missing(self, realm: Realm) -> list[str]:
        """Give the algorithms of the keys that a realm needs and that are not there yet."""
        return [algorithm for algorithm in _lacking(self.own(realm)) if not self.files(realm.name, algorithm)]

    def _gather(self, realm: Realm) -> Iterator[Key]:
        own = self.own(realm)
        yield from own
        for algorithm, use in _lacking(own).items():
            yield from self._from_folder(realm.name, algorithm, use)

    def _secret(self, realm: Realm) -> Secret:
        """Give the secret of the file, or one in memory, where the sessions that it signs for are too."""
        for provider in sorted(realm.key_providers, key=lambda provider: -provider.priority):
            if provider.type.startswith("hmac-generated") and provider.algorithm == "HS512" and provider.material:
                return Secret(provider.kid, base64.urlsafe_b64decode(f"{provider.material}=="))
        return self._secrets.setdefault(realm.name, Secret(str(uuid4()), os.urandom(_SECRET_BYTES)))

    def _from_folder(self, realm: str, algorithm: str, use: str) -> Iterator[Key]:
        if self.folder is None:
            if (realm, algorithm) not in self._made:
                self._made[realm, algorithm] = _read(b"".join(make(realm)), algorithm, use, active=True)
            yield self._made[realm, algorithm]
            return
        if not self.files(realm, algorithm):
            # The first has the number 1 whoever else is making one at the same time: so all end up with the same.
            self._make(realm, algorithm, 1)
        yield from self._stored(realm, algorithm, use)

    def _stored(self, realm: str, algorithm: str, use: str) -> Iterator[Key]:
        files = self.files(realm, algorithm)
        for file in files:
            yield _read_file(file, algorithm, use, active=file is files[0])

    def files(self, realm: str, algorithm: str) -> list[Path]:
        """Give the key files of a realm and an algorithm, the one that signs first."""
        found = [(_FILE.fullmatch(file.name), file) for file in self._place(realm).glob("*.pem")]
        numbered = [(int(match["number"]), file) for match, file in found if match and match["algorithm"] == algorithm]
        return [file for _, file in sorted(numbered, reverse=True)]

    def add(self, realm: str, algorithm: str) -> Path:
        """Make a key, which from the next start on is the one that signs. Gives its file."""
        last = self.files(realm, algorithm)
        return self._make(realm, algorithm, _number(last[0]) + 1 if last else 1)

    def _make(self, realm: str, algorithm: str, number: int) -> Path:
        place = self._place(realm)
        try:
            self._make_folder(place)
            return _write_new(place / f"{algorithm}-{number}.pem", b"".join(make(realm)))
        except OSError as error:
            reason = error.strerror or str(error)
            hint = "name a folder that can be written with --keys DIR, or keep keys in memory with --keys :memory:"
            raise ConfigError(Problem(str(place), "", f"a key cannot be written here ({reason})", hint)) from error

    def _place(self, realm: str) -> Path:
        return (self.folder or Path()) / quote(realm, safe=" ")

    def _make_folder(self, place: Path) -> None:
        place.mkdir(parents=True, exist_ok=True)
        for name, text in (("README.md", _README), (".gitignore", "*\n")):
            file = place.parent / name
            if not file.exists():
                file.write_text(text, encoding="utf-8")


def _lacking(own: Sequence[Key]) -> Mapping[str, str]:
    """Give the algorithms, with their use, for which a realm's file carries no key."""
    active = {key.algorithm for key in own if key.active}
    return {algorithm: use for algorithm, use in PUBLISHED.items() if algorithm not in active}


def _number(file: Path) -> int:
    return int(file.stem.rpartition("-")[2])


def _write_new(file: Path, content: bytes) -> Path:
    """Write a file whole or not at all; where another process was first, its file stays."""
    draft = file.with_suffix(f".{os.getpid()}-{get_ident()}")
    # Never through a file or a link that is there already: it may be somebody else's.
    with os.fdopen(os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as opened:
        opened.write(content)
    try:
        _link(draft, file, content)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
    return file


def _link(draft: Path, file: Path, content: bytes) -> None:
    try:
        os.link(draft, file)
    except FileExistsError:
        raise
    except OSError:
        # Shared folders and memory sticks often know no hard links: there, who reads at once may see half a key.
        with os.fdopen(os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as opened:
            opened.write(content)


def _read_file(file: Path, algorithm: str, use: str, active: bool) -> Key:
    try:
        found = file.stat()
        if not stat.S_ISREG(found.st_mode):
            raise ValueError("not a file")
        mode = stat.S_IMODE(found.st_mode)
        if os.name == "posix" and mode & 0o077:
            mend = f"keep it to yourself: chmod 600 {shlex.quote(str(file.parent))}/*.pem"
            raise ConfigError(Problem(str(file), "", f"others can read this key (mode {mode:04o})", mend))
        return _read(file.read_bytes(), algorithm, use, active)
    except (ValueError, TypeError, OSError) as error:
        raise ConfigError(
            Problem(str(file), "", "this is not a key that can be read", "delete it, and a new one is made")
        ) from error


def _read(pem: bytes, algorithm: str, use: str, active: bool) -> Key:
    private, _, certificate = pem.partition(b"-----BEGIN CERTIFICATE-----")
    body = certificate.partition(b"-----END")[0]
    return load(private, algorithm, use, b"".join(body.split()).decode("ascii"), active)


def _from_provider(realm: Realm, provider: KeyProvider) -> Key:
    use, algorithm = PROVIDERS[provider.type]
    try:
        return load(
            base64.b64decode(provider.material),
            provider.algorithm or algorithm,
            use,
            provider.certificate,
            provider.active,
        )
    except (ValueError, TypeError) as error:
        place = f"realm {realm.name}: components: {provider.name}: privateKey"
        raise ConfigError(
            Problem("", place, "this is not a private key that can be read", "remove it, and mockauth makes one")
        ) from error
