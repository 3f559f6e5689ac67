"""Reload changed files while the server runs.

The files are polled once a second, because notifications do not work on every system and in every container mount.
"""

import logging
from collections.abc import Mapping, Sequence
from pathlib import Path
from threading import Event, Thread

from mockauth.cli.configuration import open_keys
from mockauth.cli.console import Console
from mockauth.realms.files import Loaded
from mockauth.realms.problems import ConfigError
from mockauth.realms.source import Source
from mockauth.state import State

_SECONDS = 1.0
_MOST_PROBLEMS = 20
_log = logging.getLogger("mockauth")
Stamps = Mapping[Path, tuple[int, int]]


def watch(source: Source, state: State, loaded: Loaded, console: Console, seen: Stamps) -> None:
    """Start to watch the files. If a changed file is broken, the log says why and the last good state stays.

    `seen` are the stamps from before `loaded` was loaded, so that no change is missed.
    """
    Thread(target=_watch, args=(source, state, loaded, console, seen), daemon=True).start()


def _watch(source: Source, state: State, loaded: Loaded, console: Console, seen: Stamps) -> None:
    never = Event()
    while not never.wait(_SECONDS):
        now = stamps(source.paths)
        if now != seen:
            seen = now
            try:
                loaded = reload(source, state, loaded, console)
            except Exception:
                _log.exception("not reloaded: this is a bug in mockauth, please report it")


def reload(source: Source, state: State, loaded: Loaded, console: Console) -> Loaded:
    """Load the files again and replace the realms. Return what is loaded afterwards."""
    from mockauth.realms.diff import differences

    if pipe := next((file for file in stamps(source.paths) if _would_block(file)), None):
        console.log("kept", f"not reloaded: {pipe} is not a regular file")
        return loaded
    try:
        fresh = source.load()
        open_keys(state.ring, fresh)
    except ConfigError as error:
        for problem in error.problems[:_MOST_PROBLEMS]:
            console.log("kept", f"not reloaded: {problem}")
        if len(error.problems) > _MOST_PROBLEMS:
            console.log("kept", f"not reloaded: {len(error.problems) - _MOST_PROBLEMS} more problems")
        return loaded
    changes = differences(loaded.representations, fresh.representations)
    state.reload(loaded.representations, fresh.realms)
    state.from_environment = fresh.from_environment
    for change in changes or ["nothing that mockauth uses has changed"]:
        console.log("reloaded", f"reloaded: {change}")
    return fresh


def stamps(paths: Sequence[Path]) -> Stamps:
    """Return the modification time and size of each file: they change if a file is written, added or deleted."""
    files = [inside for path in paths for inside in ([path, *path.glob("*.json")] if path.is_dir() else [path])]
    return {file: _stamp(file) for file in files}


def _would_block(file: Path) -> bool:
    """Tell whether reading a file may wait for ever, as with a pipe."""
    return file.exists() and not file.is_file() and not file.is_dir()


def _stamp(file: Path) -> tuple[int, int]:
    try:
        found = file.stat()
    except OSError:
        return (0, 0)
    return (found.st_mtime_ns, found.st_size)
