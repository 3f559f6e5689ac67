"""Record the options of Keycloak's command line: the output of `kc.sh COMMAND --help-all`, as data.

cd tests && python -m contract.record_options
"""

import json
import re
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from contract.keycloak import fetch

OPTIONS = Path(__file__).parents[2] / "mockauth" / "cli" / "keycloak" / "options.json"
COMMANDS = ("start", "start-dev", "build", "import", "export")
_OPTION = re.compile(r"(?:-\w, )?--(?P<name>[\w<>-]+)(?: (?P<value><[^>]*>+))?(?: .*)?")
_CHOICES = re.compile(r"Possible values are(?P<any_case> \(case insensitive\))?: ?(?P<values>.+?)\.(?: |$)")
# A version, as in `admin[:v2]` and `login[:v2,v1]`.
_VERSIONS = re.compile(r"\[[^]]*\]")


def live_options() -> dict[str, dict[str, Any]]:
    """Return the options of each command."""
    script = fetch() / "bin" / "kc.sh"
    help_texts = {
        name: subprocess.run(
            [script, name, "--help-all"], capture_output=True, text=True, check=True, timeout=120
        ).stdout
        for name in COMMANDS
    }
    return merged({name: options(text) for name, text in help_texts.items()})


def merged(by_command: Mapping[str, Mapping[str, Any]]) -> dict[str, dict[str, Any]]:
    """Return the options by name; each lists its commands."""
    found: dict[str, dict[str, Any]] = {}
    for command, of_command in by_command.items():
        for name, option in of_command.items():
            found.setdefault(name, {"commands": [], **option})["commands"].append(command)
    return dict(sorted(found.items()))


def options(help_text: str) -> dict[str, Any]:
    """Return the options of a help text: the value that each takes, its choices, and its section."""
    found: dict[str, Any] = {}
    section, described = "", ""
    for line in help_text.partition("\nOptions:\n")[2].partition("\nExamples:\n")[0].splitlines():
        if match := _OPTION.fullmatch(line):
            described = match["name"]
            found[described] = {"section": section, "value": match["value"] or "", "text": line}
        elif line.startswith(" ") and described:
            found[described]["text"] += f" {line.strip()}"
        elif line.endswith(":"):
            section, described = line.removesuffix(":"), ""
    for option in found.values():
        option.update(_choices(option.pop("text"), option["value"]))
    return found


def _choices(text: str, value: str) -> dict[str, Any]:
    if value == "<true|false>":
        return {"choices": ["true", "false"]}
    # The help text breaks lines within words.
    match = _CHOICES.search(re.sub(r"(?<=[:\[]) | (?=\[)", "", text))
    if not match or "custom" in match["values"] or "specific version" in match["values"]:
        return {}
    words = _VERSIONS.sub("", match["values"]).replace(" (deprecated)", "").replace("'", "")
    return {"choices": [word.strip() for word in words.split(",")]}


def main() -> None:
    """Write the file."""
    OPTIONS.write_text(json.dumps(live_options(), indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
