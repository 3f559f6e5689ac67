"""Run the image's root file system as a container: read-only, as any user, with a network of its own."""

import json
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from image import dockerfile
from image.build import ROOT

# The server runs in the background, as the first process of a container does, and the probe beside it, as
# `docker exec` does. $1 is the probe.
_SCRIPT = """
probe=$1 started=${EPOCHREALTIME/./}; shift
"$@" >/tmp/log 2>&1 & pid=$!
for attempt in $(seq 400); do
    "${HEALTHCHECK[@]}" 2>/dev/null && break
    kill -0 $pid 2>/dev/null || break
    sleep 0.02
done
ready=${EPOCHREALTIME/./}
bash -c "$probe" >/tmp/out 2>&1; probe_code=$?
kill -TERM $pid 2>/dev/null; wait $pid; code=$?
cat /tmp/out; echo -- $probe_code $code $((ready - started)); cat /tmp/log
"""


@dataclass
class Run:
    """The output of a probe and its exit code, the log of the server, its exit code, and the seconds until healthy."""

    out: str
    probe_code: int
    log: str
    code: int
    seconds: float


def run(
    *command: str,
    probe: str = "true",
    env: Mapping[str, str] | None = None,
    mounts: Mapping[str, Path] | None = None,
    user: int = 1000,
) -> Run:
    """Start the image with a command, and run a probe in it with bash as soon as it is healthy.

    `mounts` are files and folders of this machine by their path in the container.
    """
    config = dockerfile.config()
    variables = {**dict(it.split("=", 1) for it in config["Env"]), **(env or {})}
    settings = [word for name, value in variables.items() for word in ("--setenv", name, value)]
    binds = [word for place, source in (mounts or {}).items() for word in _mount(place, source)]
    system = ["--ro-bind", str(ROOT), "/", "--dev", "/dev", "--proc", "/proc", "--tmpfs", "/tmp"]
    # Container engines provide it.
    system += ["--ro-bind", "/etc/hosts", "/etc/hosts"]
    apart = ["--unshare-all", "--uid", str(user), "--gid", "0", "--clearenv", "--die-with-parent"]
    healthcheck = " ".join(config["Healthcheck"]["Test"][1:])
    script = f"HEALTHCHECK=({healthcheck})\n{_SCRIPT}"
    inside = ["/bin/bash", "-c", script, "bash", probe, *config["Entrypoint"], *command]
    done = subprocess.run(
        ["bwrap", *system, *apart, *binds, *settings, "--chdir", config["WorkingDir"], *inside],
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    out, _, rest = done.stdout.rpartition("\n-- ") if "\n-- " in done.stdout else ("", "", done.stdout[3:])
    numbers, _, log = rest.partition("\n")
    probe_code, code, microseconds = (int(word) for word in numbers.split())
    return Run(out, probe_code, log, code, microseconds / 1_000_000)


def _mount(place: str, source: Path) -> list[str]:
    # Container engines copy a file into the folder; here the folder becomes one in memory.
    folder = ["--tmpfs", place.rpartition("/")[0]] if source.is_file() else []
    return [*folder, "--ro-bind", str(source), place]


def python(code: str) -> str:
    """Return a probe that runs Python code in the container."""
    return f"python3 - <<'END'\n{code}\nEND"


def get(url: str) -> str:
    """Return a probe that prints the answer to a request."""
    return python(f"from urllib.request import urlopen\nprint(urlopen({json.dumps(url)}, timeout=5).read().decode())")
