"""mockauth for tests in Python: start a server, or connect to one, and get tokens of its clients and users."""

from collections.abc import Mapping, Sequence
from os import PathLike
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from mockauth.testing.server import Server

Path = str | PathLike[str]


def serve(
    config: Path | None = None,
    *,
    realms: Path | Sequence[Path] = (),
    realm: Mapping[str, Any] | None = None,
    name: str = "test",
    host: str = "localhost",
    port: int = 0,
    keys: Path | None = None,
    login: str = "form",
    process: bool = False,
) -> "Server":
    """Start a server and return it, ready for requests; use it in a `with` statement, or close it.

    `config` is a registry (TOML), and `realms` are realm files that Keycloak can import, or folders of them. Instead,
    `realm` defines one realm with the keys of a registry, such as `{"clients": {…}, "users": {…}}`; it gets the name
    `name`. Without any of them, `mockauth.toml` of the current folder is served, or else the sample realm.

    `port` 0 chooses a free port. `keys` is the folder of the signing keys; without it, they are kept in memory, and
    servers of one process share them. `login` is "form", "quick" or "auto", as in `mockauth serve --login`.

    The server runs in a thread, or in a process of its own if `process` is true.

    Raises ConfigError for invalid realms, and OSError if the port cannot be opened.
    """
    from mockauth.realms.source import Source

    source = Source.of(config, realms, realm, name)
    if process:
        from mockauth.testing.process_server import ProcessServer

        return ProcessServer.start(source, host=host, port=port, keys=keys, login=login)
    from mockauth.testing.thread_server import ThreadServer

    return ThreadServer.start(source, host=host, port=port, keys=keys, login=login)


def connect(
    url: str,
    config: Path | None = None,
    *,
    realms: Path | Sequence[Path] = (),
    realm: Mapping[str, Any] | None = None,
    name: str = "test",
) -> "Server":
    """Return a mockauth or a Keycloak that is already running at a base URL, such as "http://localhost:8080".

    The other arguments are those of `serve`: secrets, passwords and redirect URIs are taken from there. Raises
    ConfigError for invalid realms.
    """
    from mockauth.realms.source import Source
    from mockauth.testing.remote_server import RemoteServer

    return RemoteServer(url, Source.of(config, realms, realm, name).load())
