"""The realm files of a start: those that `import` has kept, those of `data/import`, and those named by old options."""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path

from mockauth.cli.keycloak.sources import Configuration


def realm_files(configuration: Configuration, home: Path) -> list[Path]:
    """Return the realm files and folders that a start serves."""
    kept, dropped_in = imported_folder(home), home / "data" / "import"
    found = [kept] if _files(kept) else []
    if configuration.is_on("import-realm") and (files := _files(dropped_in)):
        # As Keycloak: a realm that exists already is not imported again.
        present = set(_realm_names(_files(kept)))
        found += [it for it in files if not present.intersection(_realm_names([it]))] if present else [dropped_in]
    return [*found, *configuration.imports]


def imported_folder(home: Path) -> Path:
    """Return the folder in which `import` keeps realm files."""
    return home / "data" / "imported"


def _files(folder: Path) -> Sequence[Path]:
    return sorted(folder.glob("*.json"))


def _realm_names(files: Sequence[Path]) -> Iterator[str]:
    """Return the names of the realms in files; files that are not JSON are reported when they are loaded."""
    for file in files:
        try:
            content = json.loads(file.read_bytes())
        except (OSError, ValueError):
            continue
        for realm in content if isinstance(content, list) else [content]:
            if isinstance(realm, dict) and isinstance(realm.get("realm"), str):
                yield realm["realm"]
