"""Read the Dockerfile, so that the image that is built without Docker has the same configuration."""

import json
import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

TOP = Path(__file__).parents[2]
_SECONDS = 1_000_000_000


class Step(NamedTuple):
    """An instruction of the Dockerfile and its arguments."""

    instruction: str
    text: str

    @property
    def words(self) -> list[str]:
        """Return the arguments, which are JSON or shell words."""
        return json.loads(self.text) if self.text.startswith("[") else shlex.split(self.text)


def steps() -> list[Step]:
    """Return the instructions."""
    lines = (TOP / "Dockerfile").read_text(encoding="utf-8").splitlines()
    return [Step(*line.split(" ", 1)) for line in lines if line and not line.startswith("#")]


def one(instruction: str) -> Step:
    """Return the only step with this instruction."""
    [found] = [step for step in steps() if step.instruction == instruction]
    return found


def config() -> dict[str, Any]:
    """Return the configuration of the image (OCI image specification, config.md, and Docker's Healthcheck)."""
    options, _, command = one("HEALTHCHECK").text.partition(" CMD ")
    health = {name.title().replace("-", ""): seconds * _SECONDS for name, seconds in _durations(options)}
    return {
        "User": one("USER").text,
        "Env": ["PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", *one("ENV").words],
        "WorkingDir": one("WORKDIR").text,
        "ExposedPorts": {f"{port}/tcp": {} for port in one("EXPOSE").words},
        "Entrypoint": one("ENTRYPOINT").words,
        "Healthcheck": {"Test": ["CMD", *json.loads(command)], **health},
    }


def _durations(options: str) -> Iterator[tuple[str, int]]:
    for name, seconds in re.findall(r"--([\w-]+)=(\d+)s", options):
        yield name, int(seconds)
