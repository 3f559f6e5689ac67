"""`mockauth serve`: start the server."""

import gc
import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, NoReturn
from urllib.parse import urlsplit

import click

from mockauth.cli import UNUSABLE
from mockauth.cli.banner import print_banner
from mockauth.cli.certificates import certificate_lookup, read_authorities
from mockauth.cli.configuration import key_ring, keys_option, missing_folder_hint, open_keys, setting, source_options
from mockauth.cli.console import Console, print_error, progress_line
from mockauth.cli.hostname_options import hostname_options
from mockauth.cli.reload import stamps, watch
from mockauth.cli.signals import on_end
from mockauth.realms.source import Source
from mockauth.state import State

_DEFAULT_PORT = 9191
_SECONDS_FOR_LOG = 0.5


class _Port(click.IntRange):
    """A port. For a service named mockauth, Kubernetes sets MOCKAUTH_PORT to a tcp:// URL, which is ignored."""

    name = "port"  # otherwise click writes "… is not a valid integer range"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Return the port as a number."""
        if isinstance(value, str) and value.startswith("tcp://"):
            return _DEFAULT_PORT
        return super().convert(value, param, ctx)


def _server_is_removed(_ctx: click.Context, _param: click.Parameter, value: str | None) -> None:
    if value:
        raise click.UsageError("--server (MOCKAUTH_SERVER) has been removed, because mockauth has one HTTP server")


@click.command
@source_options
@keys_option
@setting(
    "--host",
    metavar="HOST",
    default="localhost",
    show_default=True,
    help="Address to listen on: localhost for 127.0.0.1 and (if available) ::1, 0.0.0.0 for all addresses.",
)
@setting(
    "--port",
    metavar="PORT",
    type=_Port(0, 65535),
    default=_DEFAULT_PORT,
    show_default=True,
    help="Port to listen on; 0 chooses a free port.",
)
@setting(
    "--port-file",
    metavar="FILE",
    type=click.Path(path_type=Path, readable=False),
    help="File to write the port to, once the server listens.",
)
@hostname_options
@setting(
    "--client-cert-lookup",
    type=click.Choice(["apache", "envoy", "haproxy", "nginx", "rfc9440", "traefik"]),
    help="Kind of reverse proxy whose header with client certificates is trusted.",
)
@setting(
    "--client-cert-header",
    metavar="NAME",
    help="Name of that header.  [default: the usual name for this proxy]",
)
@setting(
    "--client-ca",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="FILE",
    help="PEM file with the certificate authorities that may have signed client certificates.",
)
@setting("--server", hidden=True, expose_value=False, callback=_server_is_removed)
@setting(
    "--login",
    type=click.Choice(["form", "quick", "auto"]),
    default="form",
    show_default=True,
    help="How users log in: form asks for the password, quick adds a button for each user, auto also logs in the user"
    " in login_hint without a page.",
)
@setting(
    "--hints/--no-hints",
    default=True,
    show_default=True,
    help="Show mockauth's reasons on error pages.",
)
@setting(
    "--log-format",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="Log format: text, or one JSON object per line.",
)
@setting(
    "--reload/--no-reload",
    default=True,
    show_default=True,
    help="Reload the configuration when a file changes.",
)
def command(
    config: Path | None,
    imports: Sequence[Path],
    lenient: bool,
    keys: str,
    host: str,
    port: int,
    port_file: Path | None,
    hostname: str | None,
    hostname_backchannel_dynamic: bool,
    http_relative_path: str,
    proxy_headers: str | None,
    client_cert_lookup: str | None,
    client_cert_header: str | None,
    client_ca: Path | None,
    login: str,
    hints: bool,
    log_format: str,
    reload: bool,
) -> None:
    """Start the server with the realms of a registry (TOML) and of realm files that Keycloak can import.

    Without any configuration, it serves a small sample realm. Ctrl-C stops it.
    """
    if hostname_backchannel_dynamic and not hostname:
        raise click.UsageError("--hostname-backchannel-dynamic needs --hostname, the URL that browsers use")
    # Of an earlier server: a script that waits for the file would read the wrong port.
    _remove(port_file)
    on_end(lambda: _end(port_file))
    host = host.removeprefix("[").removesuffix("]")
    console = Console(as_json=log_format == "json")
    source = Source.chosen(config, imports, lenient)
    seen = stamps(source.paths)
    loaded = source.load(progress_line())
    state = State(loaded.realms, key_ring(keys), from_environment=loaded.from_environment)
    open_keys(state.ring, loaded)

    from mockauth.web.app import Settings, create_app
    from mockauth.web.server import Server
    from mockauth.web.server.sockets import PortTaken, listen

    settings = Settings(
        hostname=(hostname or "").rstrip("/"),
        relative_path=http_relative_path,
        proxy_headers=proxy_headers is not None,
        certificates=certificate_lookup(client_cert_lookup, client_cert_header),
        authorities=read_authorities(client_ca),
        login=login,
        log=console.log_request,
        backchannel_dynamic=hostname_backchannel_dynamic,
        hints=hints,
    )
    if hostname and urlsplit(settings.hostname).path != http_relative_path and proxy_headers is None:
        # Keycloak warns about this too.
        console.write(
            "warning",
            "the path of --hostname differs from --http-relative-path; this needs a proxy that rewrites paths",
        )
    if login != "form":
        console.write("warning", f"--login {login}: anyone can log in as any user without a password")
    app = create_app(state, settings)
    try:
        sockets = listen(host, port)
    except PortTaken as error:
        print_error(str(error))
        sys.exit(UNUSABLE)
    port = sockets[0].getsockname()[1]
    if port_file:
        _write_port(port_file, port)
    # Clients cannot connect to the address that means all addresses.
    reachable = "localhost" if host in ("0.0.0.0", "::") else host  # noqa: S104 - compared, not listened on
    name = f"[{reachable}]" if ":" in reachable else reachable
    print_banner(console, source, loaded, f"http://{name}:{port}{http_relative_path}", settings.hostname)
    if reload and source.paths:
        watch(source, state, loaded, console, seen)
    # Garbage collection is off since `__main__`. Without freeze, it would go through all objects of the start during
    # the first request.
    gc.freeze()
    gc.enable()
    log = console.write_in_background()
    http = Server(app, sockets)
    on_end(http.stop)
    http.run()
    log.close(_SECONDS_FOR_LOG)
    _end(port_file)


def _write_port(file: Path, port: int) -> None:
    # Written to a draft and renamed, because a script that waits for the file reads it as soon as it exists.
    draft = file.with_name(f"{file.name}.{os.getpid()}") if file.is_file() or not file.exists() else file
    try:
        if draft == file:
            file.write_text(f"{port}\n", encoding="ascii")
        else:
            # Mode "x" never follows a link that another user may have put there.
            draft.unlink(missing_ok=True)
            with draft.open("x", encoding="ascii") as opened:
                opened.write(f"{port}\n")
            draft.replace(file)
    except OSError as error:
        print_error(f"{file}: cannot write the file: {error.strerror}{missing_folder_hint(file)}")
        sys.exit(UNUSABLE)


def _end(port_file: Path | None) -> NoReturn:
    """End the process with 0, without waiting for its threads."""
    _remove(port_file)
    os._exit(0)


def _remove(port_file: Path | None) -> None:
    if port_file and port_file.is_file():
        with suppress(OSError):
            port_file.unlink()
