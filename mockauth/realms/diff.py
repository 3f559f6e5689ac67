"""The difference between two versions of the configuration, one line for each change."""

from collections.abc import Iterator, Mapping
from typing import Any

_KINDS = {"clients": ("client", "clientId"), "clientScopes": ("client scope", "name"), "users": ("user", "username")}
Rep = Mapping[str, Any]


def differences(before: Mapping[str, Rep], after: Mapping[str, Rep]) -> list[str]:
    """Compare realm representations by name. The lines name keys but show no values, which could be secrets."""
    found = [f"realm {name} added" for name in after if name not in before]
    found += [f"realm {name} removed" for name in before if name not in after]
    for name in after:
        if name in before and before[name] != after[name]:
            found += [f"realm {name}: {change}" for change in _changes(before[name], after[name])]
    return found


def _changes(before: Rep, after: Rep) -> Iterator[str]:
    for kind, (word, name) in _KINDS.items():
        old = {item.get(name): item for item in before.get(kind) or ()}
        new = {item.get(name): item for item in after.get(kind) or ()}
        for key, item in new.items():
            if key not in old:
                yield f"{word} {key} added"
            elif item != old[key]:
                yield f"{word} {key}: {', '.join(_changed_keys(old[key], item))} changed"
        yield from (f"{word} {key} removed" for key in old if key not in new)
    settings = [key for key in _changed_keys(before, after) if key not in _KINDS]
    if settings:
        yield f"{', '.join(settings)} changed"


def _changed_keys(before: Rep, after: Rep) -> list[str]:
    return sorted(key for key in {*before, *after} if before.get(key) != after.get(key))
