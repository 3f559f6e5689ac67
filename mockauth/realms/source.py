"""Where realms come from: files, tables in Python, or the built-in sample."""

import os
from collections.abc import Callable, Mapping, Sequence
from os import PathLike
from pathlib import Path
from typing import Any, NamedTuple

from mockauth.realms import files

REGISTRY = "mockauth.toml"
SAMPLE = Path(__file__).with_name("sample.toml")
_Path = str | PathLike[str]


class Source(NamedTuple):
    """Registries and realm files by their paths, or the `tables` of a registry; neither means the built-in sample.

    A `lenient` source leaves out what Keycloak would refuse in a realm file.
    """

    paths: Sequence[Path] = ()
    lenient: bool = False
    tables: Mapping[str, Any] | None = None

    @classmethod
    def chosen(cls, config: _Path | None, imports: Sequence[_Path], lenient: bool = False) -> "Source":
        """Return the files that the options name, or else `mockauth.toml` of the current folder."""
        registry = config or (Path(REGISTRY) if Path(REGISTRY).exists() else None)
        # With realm files alone, a mockauth.toml that happens to be in the folder is ignored.
        chosen = [*([registry] if registry and (config or not imports) else []), *imports]
        return cls([Path(path) for path in chosen], lenient)

    @classmethod
    def by_default(cls, lenient: bool = False) -> "Source":
        """Return the files that `mockauth serve` without options would serve."""
        config, imports = os.environ.get("MOCKAUTH_CONFIG"), os.environ.get("MOCKAUTH_IMPORT", "")
        return cls.chosen(config, [path for path in imports.split(os.pathsep) if path], lenient)

    @classmethod
    def of(
        cls, config: _Path | None, realms: _Path | Sequence[_Path], realm: Mapping[str, Any] | None, name: str
    ) -> "Source":
        """Return the source that the arguments of `mockauth.serve` name. Raises TypeError for files and a realm."""
        imports = [realms] if isinstance(realms, (str, PathLike)) else realms
        if realm is None:
            return cls.chosen(config, imports)
        if config or imports:
            raise TypeError("give either files or a realm, not both")
        return cls(tables={"realms": {name: dict(realm)}})

    def load(self, on_progress: Callable[[str], None] = lambda _: None) -> files.Loaded:
        """Read the realms. Raises ConfigError with everything that is wrong."""
        if self.tables is not None:
            return files.load_document(dict(self.tables), "tables")
        if self.paths:
            return files.load(self.paths, options=files.LoadOptions(lenient=self.lenient, on_progress=on_progress))
        return files.load_text(SAMPLE.read_text(encoding="utf-8"), "the built-in sample")
