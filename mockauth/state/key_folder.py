"""The folder of the key ring: files `<realm>/<series>-<number>.pem`, each with a private key and its certificate.

A series usually has the name of its algorithm. The first key is generated when it is needed; the highest number signs.
"""

import os
import re
import shlex
import stat
from collections.abc import Iterator
from pathlib import Path
from threading import get_ident
from urllib.parse import quote

from mockauth.realms.keys import Key, load
from mockauth.realms.keys.providers import KeySpec
from mockauth.realms.problems import ConfigError, Problem

_FILE = re.compile(r"(?P<series>.+)-(?P<number>\d+)\.pem")
_README = """\
# Signing keys

mockauth generated these keys for its realms, so that the `kid` does not change when it restarts. Use them for
tests only and do not commit them. Delete the folder to get new keys.
"""


class KeyFolder:
    """The keys of all realms, stored as files."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def series(self, realm: str) -> frozenset[str]:
        """Return the series of a realm for which there are keys."""
        return frozenset(series for series, _, _ in self._listed(realm))

    def files(self, realm: str, series: str) -> list[Path]:
        """Return the key files of a series, starting with the one that signs."""
        return [file for name, _, file in sorted(self._listed(realm), reverse=True) if name == series]

    def keys(self, realm: str, spec: KeySpec) -> Iterator[Key]:
        """Yield the keys of a spec, starting with the one that signs; if there are none, generate one.

        Raises ConfigError for a broken key, for one that other users can read, and if a key cannot be written.
        """
        if not self.files(realm, spec.series):
            # The first key always has the number 1, so processes that start at the same time end up with the same key.
            self._generate(realm, spec, 1)
        yield from self.stored(realm, spec)

    def stored(self, realm: str, spec: KeySpec) -> Iterator[Key]:
        """Yield the stored keys of a spec."""
        files = self.files(realm, spec.series)
        for file in files:
            yield _read_file(file, spec, spec.active and file is files[0])

    def add(self, realm: str, spec: KeySpec) -> Path:
        """Generate a key, which signs from the next start on, and return its file."""
        last = max((number for series, number, _ in self._listed(realm) if series == spec.series), default=0)
        return self._generate(realm, spec, last + 1)

    def _listed(self, realm: str) -> Iterator[tuple[str, int, Path]]:
        place = self._place(realm)
        try:
            files = [*place.iterdir()]
        except OSError:
            return
        for file in files:
            if match := _FILE.fullmatch(file.name):
                yield match["series"], int(match["number"]), file

    def _generate(self, realm: str, spec: KeySpec, number: int) -> Path:
        from mockauth.realms.keys.generation import generate

        place = self._place(realm)
        try:
            self._create_folder(place)
            return _write_new(place / f"{spec.series}-{number}.pem", generate(realm, spec))
        except OSError as error:
            reason = error.strerror or str(error)
            hint = "choose a writable folder with --keys DIR, or keep the keys in memory with --keys :memory:"
            raise ConfigError(Problem(str(place), "", f"cannot write a key ({reason})", hint)) from error

    def _place(self, realm: str) -> Path:
        return self.path / quote(realm, safe=" ")

    def _create_folder(self, place: Path) -> None:
        is_new = not self.path.exists() or not any(self.path.iterdir())
        place.mkdir(parents=True, exist_ok=True)
        # Into a folder that has files of the user, such as the current one, no .gitignore is written.
        for name, text in (("README.md", _README), (".gitignore", "*\n")) if is_new else ():
            (self.path / name).write_text(text, encoding="utf-8")


def generate_in_memory(realm: str, spec: KeySpec) -> Key:
    """Generate a key without storing it."""
    from mockauth.realms.keys.generation import generate

    return _read(generate(realm, spec), spec, spec.active)


def _write_new(file: Path, content: bytes) -> Path:
    """Write a file atomically; if another process was faster, keep its file."""
    draft = file.with_suffix(f".{os.getpid()}-{get_ident()}")
    _write(draft, content)
    try:
        _link(draft, file, content)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
    return file


def _write(file: Path, content: bytes) -> None:
    """Create a file in whole or not at all, and never through an existing link: it may belong to another user."""
    descriptor = os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as opened:
            opened.write(content)
    except OSError:
        file.unlink()
        raise


def _link(draft: Path, file: Path, content: bytes) -> None:
    try:
        os.link(draft, file)
    except FileExistsError:
        raise
    except OSError:
        # Some file systems have no hard links. On these, another process may read a partly written key.
        _write(file, content)


def _read_file(file: Path, spec: KeySpec, active: bool) -> Key:
    try:
        found = file.stat()
        if not stat.S_ISREG(found.st_mode):
            raise ValueError("not a file")
        mode = stat.S_IMODE(found.st_mode)
        if os.name == "posix" and mode & 0o077:
            hint = f"chmod 600 {shlex.quote(str(file.parent))}/*.pem"
            raise ConfigError(Problem(str(file), "", f"other users can read this key (mode {mode:04o})", hint))
        return _read(file.read_bytes(), spec, active)
    except (ValueError, TypeError, OSError) as error:
        raise ConfigError(
            Problem(str(file), "", "not a readable private key", "delete the file, and mockauth generates a new key")
        ) from error


def _read(pem: bytes, spec: KeySpec, active: bool) -> Key:
    private, _, certificate = pem.partition(b"-----BEGIN CERTIFICATE-----")
    body = b"".join(certificate.partition(b"-----END")[0].split()).decode("ascii")
    return load(private, spec.algorithm, spec.use, body, active, key_type=spec.type)
