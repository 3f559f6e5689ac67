"""Realm files that are not the project's, from the folder `MOCKAUTH_REALMS`, and what is known of them.

Neither their names nor their secrets are written down here: of what Keycloak answered only digests are kept, by the
digest of the file.
"""

import hashlib
import json
import os
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

DIGESTS = Path(__file__).parent / "external_digests.json"
SIVALABS = "sivalabs-realm.json"
# The folder beside it says what Keycloak made of the files, and knows passwords.
RECORDED = "realms-recorded"

Digests = dict[str, dict[str, list[str]]]


def folder() -> Path | None:
    """Give the folder MOCKAUTH_REALMS, if it is there."""
    found = Path(os.environ.get("MOCKAUTH_REALMS", "/nowhere"))
    return found if found.is_dir() else None


def foreign_files() -> Sequence[Path]:
    """Give the realm files in the folder MOCKAUTH_REALMS."""
    found = folder()
    return sorted(found.glob("*.json")) if found else []


def recorded_folder() -> Path | None:
    """Give the folder of what Keycloak made of the files."""
    found = folder()
    beside = found.parent / RECORDED if found else None
    return beside if beside and beside.is_dir() else None


@cache
def known_passwords() -> Mapping[str, Mapping[str, str]]:
    """Give passwords that are known although the files hold only hashes, by file and username."""
    beside = recorded_folder()
    file = beside / "passwords.json" if beside else None
    return json.loads(file.read_text(encoding="utf-8")) if file and file.exists() else {}


def digest_of_file(file: Path) -> str:
    """Give what stands for a file."""
    return hashlib.sha256(file.read_bytes()).hexdigest()[:16]


@cache
def digests() -> Digests:
    """Give what was recorded: for each file and question the digests of the exchanges."""
    return json.loads(DIGESTS.read_text(encoding="utf-8")) if DIGESTS.exists() else {}


def write_digests(found: Digests) -> None:
    """Write what was recorded; files that are not here today keep theirs."""
    merged = {**digests(), **{file: {**digests().get(file, {}), **of_file} for file, of_file in found.items()}}
    lines = json.dumps({file: merged[file] for file in sorted(merged)}, indent=1)
    DIGESTS.write_text(lines + "\n", encoding="utf-8")
