"""Which files a path stands for, and which of them belong together (`X-realm.json` and `X-users-0.json`)."""

import re
from dataclasses import dataclass
from pathlib import Path

from mockauth.realms.problems import ConfigError, Problem, did_you_mean

_USERS = re.compile(r"(?P<realm>.+)-(?:federated-)?users-\d+\.json")


@dataclass(frozen=True)
class RealmFile:
    """A file, and those with more users of its realm (as `kc.sh export --dir` writes them)."""

    path: Path
    users: tuple[Path, ...] = ()


def files_of(path: Path) -> list[RealmFile]:
    """Give a file, or the realm files of a folder. Raises ConfigError for a folder that has none."""
    try:
        if not path.is_dir():
            return [RealmFile(path)]
        found = sorted(file for file in path.iterdir() if file.suffix == ".json")
    except OSError as error:
        raise ConfigError(Problem(str(path), "", f"cannot be read ({error.strerror})")) from error
    if not found:
        raise ConfigError(Problem(str(path), "", "there is no .json file in this folder", _registry_in(path)))
    users = {file: match["realm"] for file in found if (match := _USERS.fullmatch(file.name))}
    return [
        RealmFile(file, tuple(sorted((it for it in users if file.name == f"{users[it]}-realm.json"), key=_number)))
        for file in found
        if file.with_name(f"{users.get(file)}-realm.json") not in found
    ]


def left_behind(file: Path) -> str:
    """Give the hint that a realm's users are in files beside it, where it was named alone."""
    realm = file.name.removesuffix("-realm.json")
    try:
        beside = [] if realm == file.name else sorted(file.parent.glob(f"{realm}-users-*.json"))
    except OSError:
        return ""
    return f"its users are in {beside[0].name} beside it: name the folder instead" if beside else ""


def neighbour(file: Path) -> str:
    """Give the hint of a file beside a missing one whose name is nearly the same."""
    try:
        beside = [it.name for it in file.parent.iterdir() if it.suffix in (".toml", ".json")]
    except OSError:
        return ""
    return "" if file.name in beside else did_you_mean(file.name, beside)


def _registry_in(folder: Path) -> str:
    registry = next(folder.glob("*.toml"), None)
    return f"a registry is named itself: {registry}" if registry else ""


def _number(file: Path) -> tuple[int, str]:
    return len(file.name), file.name
