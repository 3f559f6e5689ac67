"""Find the realm files of a path, and the files with their users (`X-realm.json` and `X-users-0.json`)."""

import re
from dataclasses import dataclass
from pathlib import Path

from mockauth.realms.problems import ConfigError, Problem, did_you_mean

_USERS = re.compile(r"(?P<realm>.+)-(?:federated-)?users-\d+\.json")


@dataclass(frozen=True)
class RealmFile:
    """A realm file and the files with its users, as `kc.sh export --dir` writes them."""

    path: Path
    users: tuple[Path, ...] = ()


def realm_files(path: Path) -> list[RealmFile]:
    """Return the realm file at a path, or those in a folder. Raises ConfigError for a folder without any."""
    try:
        if not path.is_dir():
            return [RealmFile(path)]
        found = sorted(file for file in path.iterdir() if file.suffix == ".json")
    except OSError as error:
        raise ConfigError(Problem(str(path), "", f"cannot be read ({error.strerror})")) from error
    if not found:
        raise ConfigError(Problem(str(path), "", "this folder has no .json files", _registry_in(path)))
    users = {file: match["realm"] for file in found if (match := _USERS.fullmatch(file.name))}
    return [
        RealmFile(file, tuple(sorted((part for part in users if file.name == f"{users[part]}-realm.json"), key=_order)))
        for file in found
        if file.with_name(f"{users.get(file)}-realm.json") not in found
    ]


def missing_users_hint(file: Path) -> str:
    """Return a hint if a realm file was given without the files that hold its users."""
    realm = file.name.removesuffix("-realm.json")
    try:
        beside = [] if realm == file.name else sorted(file.parent.glob(f"{realm}-users-*.json"))
    except OSError:
        return ""
    return f"its users are in {beside[0].name}: import the folder to load them" if beside else ""


def similar_name_hint(file: Path) -> str:
    """Return a hint if the folder of a missing file has a file with a similar name."""
    try:
        beside = [other.name for other in file.parent.iterdir() if other.suffix in (".toml", ".json")]
    except OSError:
        return ""
    return "" if file.name in beside else did_you_mean(file.name, beside)


def _registry_in(folder: Path) -> str:
    registry = next(folder.glob("*.toml"), None)
    return f"to load the registry, give its path: {registry}" if registry else ""


def _order(file: Path) -> tuple[int, str]:
    return len(file.name), file.name
