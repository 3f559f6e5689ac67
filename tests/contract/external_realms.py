"""Realm files of other projects, from the folder `MOCKAUTH_REALMS`, and the digests of Keycloak's answers about them.

The repository holds neither their names nor their secrets: a file is identified by its digest, and of each answer
only a digest is stored.
"""

import hashlib
import json
import os
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

DIGESTS = Path(__file__).parent / "external_digests.json"
SIVALABS = "sivalabs-realm.json"
# A folder beside it holds what Keycloak imported from the files, and known passwords.
RECORDED = "realms-recorded"

Digests = dict[str, dict[str, list[str]]]


def folder() -> Path | None:
    """Return the folder MOCKAUTH_REALMS, or None if it does not exist."""
    found = Path(os.environ.get("MOCKAUTH_REALMS", "/nowhere"))
    return found if found.is_dir() else None


def external_files() -> Sequence[Path]:
    """Return the realm files in the folder MOCKAUTH_REALMS."""
    found = folder()
    return sorted(found.glob("*.json")) if found else []


def recorded_folder() -> Path | None:
    """Return the folder with the results of Keycloak's imports, or None if it does not exist."""
    found = folder()
    beside = found.parent / RECORDED if found else None
    return beside if beside and beside.is_dir() else None


@cache
def known_passwords() -> Mapping[str, Mapping[str, str]]:
    """Return known passwords for users whose passwords are only hashes in the files, by file and username."""
    beside = recorded_folder()
    file = beside / "passwords.json" if beside else None
    return json.loads(file.read_text(encoding="utf-8")) if file and file.exists() else {}


def digest_of_file(file: Path) -> str:
    """Return the digest that identifies a file."""
    return hashlib.sha256(file.read_bytes()).hexdigest()[:16]


@cache
def digests() -> Digests:
    """Return the recorded digests of exchanges, by file and test."""
    return json.loads(DIGESTS.read_text(encoding="utf-8")) if DIGESTS.exists() else {}


def write_digests(found: Digests) -> None:
    """Write recorded digests; files that are not in the folder keep theirs."""
    merged = {**digests(), **{file: {**digests().get(file, {}), **of_file} for file, of_file in found.items()}}
    lines = json.dumps({file: merged[file] for file in sorted(merged)}, indent=1)
    DIGESTS.write_text(lines + "\n", encoding="utf-8")
