"""`mockauth serve`."""

import gc
import os
import signal
import sys
from collections.abc import Sequence
from pathlib import Path
from types import FrameType
from typing import Any
from urllib.parse import urlsplit

import click

from mockauth.cli import UNUSABLE
from mockauth.cli.banner import announce
from mockauth.cli.certificates import authorities_in, lookup_of
from mockauth.cli.configuration import (
    Source,
    keys_option,
    missing_folder,
    open_keys,
    ring,
    setting,
    source_options,
)
from mockauth.cli.console import Console, complain
from mockauth.cli.hostname_options import outside_options
from mockauth.cli.reload import stamps, watch
from mockauth.state import State

_DEFAULT_PORT = 9191


class _Port(click.IntRange):
    """A port. What Kubernetes writes into MOCKAUTH_PORT, for a service that is called mockauth, is none."""

    name = "port"  # click's own word for it, in "… is not a valid …", is "integer range"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Give the number."""
        if isinstance(value, str) and value.startswith("tcp://"):
            return _DEFAULT_PORT
        return super().convert(value, param, ctx)


@click.command
@source_options
@keys_option
@setting(
    "--host",
    metavar="HOST",
    default="localhost",
    show_default=True,
    help="The address to listen on; localhost is 127.0.0.1 and, where there is one, ::1; 0.0.0.0 is every one.",
)
@setting(
    "--port",
    metavar="PORT",
    type=_Port(0, 65535),
    default=_DEFAULT_PORT,
    show_default=True,
    help="The port; 0 for any free one.",
)
@setting(
    "--port-file",
    metavar="FILE",
    type=click.Path(path_type=Path, readable=False),
    help="Write the port into this file once it is open.",
)
@outside_options
@setting(
    "--client-cert-lookup",
    type=click.Choice(["apache", "envoy", "haproxy", "nginx", "rfc9440", "traefik"]),
    help="Trust the header in which this proxy in front hands on the certificates of clients.",
)
@setting(
    "--client-cert-header",
    metavar="NAME",
    help="The name of that header.  [default: the proxy's usual one]",
)
@setting(
    "--client-ca",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="FILE",
    help="The certificates (PEM) of whom mockauth trusts to sign those of clients.",
)
@setting(
    "--server",
    default="waitress",
    show_default=True,
    type=click.Choice(["waitress", "granian"]),
    help="The HTTP server that does the work.",
)
@setting(
    "--login",
    type=click.Choice(["form", "quick", "auto"]),
    default="form",
    show_default=True,
    help="How people log in: by the form, by a button for each user too, or by login_hint without any page.",
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
    help="Lines for people, or one JSON object a line.",
)
@setting(
    "--reload/--no-reload",
    default=True,
    show_default=True,
    help="Read a changed file again while serving.",
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
    server: str,
    login: str,
    hints: bool,
    log_format: str,
    reload: bool,
) -> None:
    """Serve the realms of a registry, and of the realm files that Keycloak imports.

    Without any configuration it serves a small sample realm. Ctrl-C ends it.
    """
    if hostname_backchannel_dynamic and not hostname:
        raise click.UsageError("--hostname-backchannel-dynamic needs --hostname: the URL that browsers call")
    _end_on_signals(port_file)
    host = host.removeprefix("[").removesuffix("]")
    console = Console(as_json=log_format == "json")
    source = Source.chosen(config, imports, lenient)
    seen = stamps(source.paths)
    loaded = source.load()
    state = State(loaded.realms, ring(keys), from_environment=loaded.from_environment)
    open_keys(state.ring, loaded)

    from mockauth.web.app import Settings, create_app
    from mockauth.web.server import SERVERS, PortTaken, ServerMissing, listen

    settings = Settings(
        hostname=(hostname or "").rstrip("/"),
        relative_path=http_relative_path,
        proxy_headers=proxy_headers is not None,
        certificates=lookup_of(client_cert_lookup, client_cert_header),
        authorities=authorities_in(client_ca),
        login=login,
        log=console.request,
        backchannel_dynamic=hostname_backchannel_dynamic,
        hints=hints,
    )
    if hostname and urlsplit(settings.hostname).path != http_relative_path and proxy_headers is None:
        # Keycloak says so too.
        console.say("warning", "the path of --hostname is not --http-relative-path: is there a proxy that changes it?")
    if login != "form":
        console.say("warning", f"anybody logs in as anybody here, without a password (--login {login})")
    app = create_app(state, settings)
    try:
        sockets = listen(host, port)
        run = SERVERS[server](app, sockets, proxy_headers is not None)
    except (PortTaken, ServerMissing) as error:
        complain(str(error))
        sys.exit(UNUSABLE)
    port = sockets[0].getsockname()[1]
    if port_file:
        _write_port(port_file, port)
    # That every address is listened on does not make this one an address to call.
    called = "localhost" if host in ("0.0.0.0", "::") else host  # noqa: S104 - compared, not listened on
    name = f"[{called}]" if ":" in called else called
    announce(console, source, loaded, f"http://{name}:{port}{http_relative_path}", settings.hostname)
    if reload and source.paths:
        watch(source, state, loaded, console, seen)
    # See `__main__`. Without freezing, the first request would wait for a search through all that the start has made.
    gc.freeze()
    gc.enable()
    run()


def _write_port(file: Path, port: int) -> None:
    # Whole or not at all: whoever waits for the file reads it at once.
    draft = file.with_name(f"{file.name}.{os.getpid()}") if file.is_file() or not file.exists() else file
    try:
        if draft == file:
            file.write_text(f"{port}\n", encoding="ascii")
        else:
            # Never through a file or a link that is there already: it may be somebody else's.
            draft.unlink(missing_ok=True)
            with draft.open("x", encoding="ascii") as opened:
                opened.write(f"{port}\n")
            draft.replace(file)
    except OSError as error:
        complain(f"{file}: cannot be written: {error.strerror}{missing_folder(file)}")
        sys.exit(UNUSABLE)


def _end_on_signals(port_file: Path | None) -> None:
    """End at once with 0: there is nothing to save, and no connection is worth waiting for."""

    def end(_signal: int, _frame: FrameType | None) -> None:
        if port_file:
            port_file.unlink(missing_ok=True)
        os._exit(0)

    signal.signal(signal.SIGTERM, end)
    signal.signal(signal.SIGINT, end)
