"""The options that Keycloak 26.7.3 has, as recorded from `kc.sh COMMAND --help-all`."""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from difflib import get_close_matches
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

_FILE = Path(__file__).with_name("options.json")
_MOST_SUGGESTIONS = 7
# Options of service providers, which no list names: `--spi-SPI--PROVIDER--PROPERTY`.
SPI = "spi-"


class Option(NamedTuple):
    """An option of Keycloak. A name such as `log-level-<category>` stands for many options."""

    name: str
    takes_value: bool
    choices: Sequence[str]
    is_build_option: bool

    def invalid_value(self, value: str) -> str:
        """Return what is wrong with a value, or an empty string."""
        if self.name.endswith("-port") and not value.isdecimal():
            return f'Expected an integer value, got "{value}"'
        known = {choice.lower() for choice in self.choices}
        # A feature may have a version: `login:v1`.
        given = [part.strip().partition(":")[0].lower() for part in value.split(",")]
        if known and not known.issuperset(given):
            return f"{value}. Expected values are: {', '.join(self.choices)}"
        return ""


@lru_cache
def options(command: str) -> Mapping[str, Option]:
    """Return the options of a command of Keycloak by name."""
    recorded = json.loads(_FILE.read_text(encoding="utf-8"))
    return {
        name: Option(name, bool(it["value"]), it.get("choices", ()), "build" in it["commands"])
        for name, it in recorded.items()
        if command in it["commands"]
    }


def find(name: str, command: str) -> Option | None:
    """Return the option of this name, which may be one of many: `log-level-org.acme` is a `log-level-<category>`."""
    known = options(command)
    if name in known:
        return known[name]
    if name.startswith(SPI):
        return Option(name, takes_value=True, choices=(), is_build_option=False)
    return next((option for pattern, option in _patterns(command) if pattern.fullmatch(name)), None)


def similar(name: str, command: str, others: Iterable[str] = ()) -> list[str]:
    """Return the options whose names are most similar, the best first."""
    names = [it for it in (*options(command), *others) if "<" not in it]
    return get_close_matches(name, names, n=_MOST_SUGGESTIONS)


@lru_cache
def _patterns(command: str) -> Sequence[tuple[re.Pattern[str], Option]]:
    return [
        (re.compile(re.sub("<[^>]+>", ".+", name)), option) for name, option in options(command).items() if "<" in name
    ]
