"""What has changed between two states of the configuration, in a line for each thing."""

from collections.abc import Iterator, Mapping
from typing import Any

_KINDS = {"clients": ("client", "clientId"), "clientScopes": ("client scope", "name"), "users": ("user", "username")}
Rep = Mapping[str, Any]


def differences(before: Mapping[str, Rep], after: Mapping[str, Rep]) -> list[str]:
    """Compare the representations of realms by name. No line tells a value, which could be a secret."""
    found = [f"realm {name} is new" for name in after if name not in before]
    found += [f"realm {name} is gone" for name in before if name not in after]
    for name in after:
        if name in before and before[name] != after[name]:
            found += [f"realm {name}: {change}" for change in _inside(before[name], after[name])]
    return found


def _inside(before: Rep, after: Rep) -> Iterator[str]:
    for kind, (word, name) in _KINDS.items():
        old = {item.get(name): item for item in before.get(kind) or ()}
        new = {item.get(name): item for item in after.get(kind) or ()}
        for key, item in new.items():
            if key not in old:
                yield f"{word} {key} is new"
            elif item != old[key]:
                yield f"{word} {key}: {', '.join(_keys(old[key], item))} changed"
        yield from (f"{word} {key} is gone" for key in old if key not in new)
    settings = [key for key in _keys(before, after) if key not in _KINDS]
    if settings:
        yield f"{', '.join(settings)} changed"


def _keys(before: Rep, after: Rep) -> list[str]:
    return sorted(key for key in {*before, *after} if before.get(key) != after.get(key))
