"""The folder of the key ring: files `<realm>/<series>-<number>.pem`, each a private key and its certificate.

A series is mostly an algorithm. The first key is made when it is first needed; the highest number signs.
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
from mockauth.realms.keys.providers import Recipe
from mockauth.realms.problems import ConfigError, Problem

_FILE = re.compile(r"(?P<series>.+)-(?P<number>\d+)\.pem")
_README = """\
# Signing keys

mockauth made these keys for its realms, so that `kid` stays the same from start to start. They protect
nothing but tests. Never commit them; delete the folder to get new ones.
"""


class Folder:
    """The keys of realms, as files."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def series(self, realm: str) -> frozenset[str]:
        """Give the series of which a realm has keys."""
        return frozenset(series for series, _, _ in self._listed(realm))

    def files(self, realm: str, series: str) -> list[Path]:
        """Give the key files of a realm and a series, the one that signs first."""
        return [file for name, _, file in sorted(self._listed(realm), reverse=True) if name == series]

    def keys(self, realm: str, recipe: Recipe) -> Iterator[Key]:
        """Give the keys of a recipe, the one that signs first; where there is none, one is made.

        Raises ConfigError for a key that is broken or that others can read, and where none can be written.
        """
        if not self.files(realm, recipe.series):
            # The first has the number 1 whoever else is making one at the same time: so all end up with the same.
            self._make(realm, recipe, 1)
        yield from self.stored(realm, recipe)

    def stored(self, realm: str, recipe: Recipe) -> Iterator[Key]:
        """Give the keys of a recipe that are there."""
        files = self.files(realm, recipe.series)
        for file in files:
            yield _read_file(file, recipe, recipe.active and file is files[0])

    def add(self, realm: str, recipe: Recipe) -> Path:
        """Make a key, which from the next start on is the one that signs. Gives its file."""
        last = max((number for series, number, _ in self._listed(realm) if series == recipe.series), default=0)
        return self._make(realm, recipe, last + 1)

    def _listed(self, realm: str) -> Iterator[tuple[str, int, Path]]:
        place = self._place(realm)
        try:
            files = [*place.iterdir()]
        except OSError:
            return
        for file in files:
            if match := _FILE.fullmatch(file.name):
                yield match["series"], int(match["number"]), file

    def _make(self, realm: str, recipe: Recipe, number: int) -> Path:
        from mockauth.realms.keys.generation import make

        place = self._place(realm)
        try:
            self._make_folder(place)
            return _write_new(place / f"{recipe.series}-{number}.pem", make(realm, recipe))
        except OSError as error:
            reason = error.strerror or str(error)
            hint = "name a folder that can be written with --keys DIR, or keep keys in memory with --keys :memory:"
            raise ConfigError(Problem(str(place), "", f"a key cannot be written here ({reason})", hint)) from error

    def _place(self, realm: str) -> Path:
        return self.path / quote(realm, safe=" ")

    def _make_folder(self, place: Path) -> None:
        place.mkdir(parents=True, exist_ok=True)
        for name, text in (("README.md", _README), (".gitignore", "*\n")):
            file = place.parent / name
            if not file.exists():
                file.write_text(text, encoding="utf-8")


def in_memory(realm: str, recipe: Recipe) -> Key:
    """Make a key that is kept in no file."""
    from mockauth.realms.keys.generation import make

    return _read(make(realm, recipe), recipe, recipe.active)


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


def _read_file(file: Path, recipe: Recipe, active: bool) -> Key:
    try:
        found = file.stat()
        if not stat.S_ISREG(found.st_mode):
            raise ValueError("not a file")
        mode = stat.S_IMODE(found.st_mode)
        if os.name == "posix" and mode & 0o077:
            mend = f"keep it to yourself: chmod 600 {shlex.quote(str(file.parent))}/*.pem"
            raise ConfigError(Problem(str(file), "", f"others can read this key (mode {mode:04o})", mend))
        return _read(file.read_bytes(), recipe, active)
    except (ValueError, TypeError, OSError) as error:
        raise ConfigError(
            Problem(str(file), "", "this is not a key that can be read", "delete it, and a new one is made")
        ) from error


def _read(pem: bytes, recipe: Recipe, active: bool) -> Key:
    private, _, certificate = pem.partition(b"-----BEGIN CERTIFICATE-----")
    body = b"".join(certificate.partition(b"-----END")[0].split()).decode("ascii")
    return load(private, recipe.algorithm, recipe.use, body, active, key_type=recipe.type)
