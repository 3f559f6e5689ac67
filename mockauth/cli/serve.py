"""`mockauth serve`: start the server."""

import gc
import os
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn
from urllib.parse import urlsplit

import click

from mockauth.cli.banner import print_banner
from mockauth.cli.bootstrap_options import bootstrap_admin, bootstrap_options
from mockauth.cli.certificates import certificate_lookup, read_authorities
from mockauth.cli.configuration import Port, key_ring, keys_option, open_keys, setting, source_options
from mockauth.cli.console import LEVELS, Console, open_console, progress_line
from mockauth.cli.hostname_options import hostname_options
from mockauth.cli.management_options import Monitoring, management_options
from mockauth.cli.network import ALL_ADDRESSES, exposure_warning, network_address
from mockauth.cli.port_file import write_port
from mockauth.cli.ports import open_port, url_of
from mockauth.cli.reload import stamps, watch
from mockauth.cli.signals import on_end
from mockauth.realms.source import Source
from mockauth.state import State

if TYPE_CHECKING:
    from ipaddress import IPv4Network, IPv6Network

    from mockauth.web.server.sockets import Sockets
    from mockauth.web.settings import Settings

_DEFAULT_PORT = 9191
_SECONDS_FOR_LOG = 0.5


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
    type=Port(_DEFAULT_PORT),
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
@management_options
@bootstrap_options
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
    type=click.Choice(["text", "json", "keycloak", "keycloak-json"]),
    default="text",
    show_default=True,
    help="Log format: text, or one JSON object per line; keycloak and keycloak-json write records as Keycloak does.",
)
@setting(
    "--log-level",
    type=click.Choice(LEVELS),
    default="info",
    show_default=True,
    help="Lowest level to log: refused requests are warnings, other requests are info.",
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
    trusted_proxies: "tuple[IPv4Network | IPv6Network, ...]",
    health: str,
    metrics: str,
    management_port: int,
    management_host: str | None,
    management_relative_path: str | None,
    bootstrap_admin_username: str | None,
    bootstrap_admin_password: str | None,
    bootstrap_admin_client_id: str | None,
    bootstrap_admin_client_secret: str | None,
    client_cert_lookup: str | None,
    client_cert_header: str | None,
    client_ca: Path | None,
    login: str,
    hints: bool,
    log_format: str,
    log_level: str,
    reload: bool,
) -> None:
    """Start the server with the realms of a registry (TOML) and of realm files that Keycloak can import.

    Without any configuration, it serves a small sample realm. Ctrl-C stops it.
    """
    if hostname_backchannel_dynamic and "://" not in (hostname or ""):
        raise click.UsageError("--hostname-backchannel-dynamic needs --hostname with the URL that browsers use")
    # Of an earlier server: a script that waits for the file would read the wrong port.
    _remove(port_file)
    on_end(lambda: _end(port_file))
    host = host.removeprefix("[").removesuffix("]")
    console = open_console(log_format, log_level)
    bootstrap = bootstrap_admin(
        host,
        bootstrap_admin_username,
        bootstrap_admin_password,
        bootstrap_admin_client_id,
        bootstrap_admin_client_secret,
    )
    source = Source.chosen(config, imports, lenient)
    seen = stamps(source.paths)
    loaded = source.load(progress_line())
    state = State(loaded.realms, key_ring(keys), from_environment=loaded.from_environment, bootstrap=bootstrap)
    open_keys(state.ring, loaded)

    from mockauth.web.application import Settings, create_application
    from mockauth.web.host import fixed_url
    from mockauth.web.management import App, on_port
    from mockauth.web.management import create_app as create_management
    from mockauth.web.server import Server

    monitoring = Monitoring.chosen(health, metrics, state, http_relative_path)
    settings = Settings(
        hostname=(hostname or "").rstrip("/"),
        relative_path=http_relative_path,
        proxy_headers=proxy_headers or "",
        trusted_proxies=trusted_proxies,
        certificates=certificate_lookup(client_cert_lookup, client_cert_header),
        authorities=read_authorities(client_ca),
        login=login,
        log=monitoring.counting(console.log_request),
        backchannel_dynamic=hostname_backchannel_dynamic,
        hints=hints,
        observability=monitoring.on("main"),
    )
    _print_warnings(console, settings, host)
    app: App = create_application(state, settings)
    sockets = open_port(host, port, "--port")
    management: Sockets = ()
    if monitoring.needs_port:
        management = open_port(management_host or host, management_port, "--management-port")
        root = http_relative_path if management_relative_path is None else management_relative_path
        management_app = create_management(monitoring.on("management"), root)
        app = on_port(management[0].getsockname()[1], management_app, app)
    port = sockets[0].getsockname()[1]
    if port_file:
        write_port(port_file, port)
    listening = {"main": url_of(host, sockets)}
    if management:
        listening["management"] = url_of(management_host or host, management)
    url = f"{url_of('localhost' if host in ALL_ADDRESSES else host, sockets)}{http_relative_path}"
    if address := network_address(host):
        listening["network"] = f"{url_of(address, sockets)}{http_relative_path}/"
    print_banner(console, source, loaded, bootstrap, url, fixed_url(url, settings.hostname), listening)
    if reload and source.paths:
        watch(source, state, loaded, console, seen)
    # Garbage collection is off since `__main__`. Without freeze, it would go through all objects of the start during
    # the first request.
    gc.freeze()
    gc.enable()
    log = console.write_in_background()
    http = Server(app, [*sockets, *management])
    on_end(http.stop)
    http.run()
    log.close(_SECONDS_FOR_LOG)
    _end(port_file)


def _print_warnings(console: Console, settings: "Settings", host: str) -> None:
    is_url = "://" in settings.hostname
    if is_url and urlsplit(settings.hostname).path != settings.relative_path and not settings.proxy_headers:
        # Keycloak warns about this too.
        console.write(
            "warning",
            "the path of --hostname differs from --http-relative-path; this needs a proxy that rewrites paths",
        )
    if warning := exposure_warning(host, settings.login):
        console.write("warning", warning)


def _end(port_file: Path | None) -> NoReturn:
    """End the process with 0, without waiting for its threads."""
    _remove(port_file)
    os._exit(0)


def _remove(port_file: Path | None) -> None:
    if port_file and port_file.is_file():
        with suppress(OSError):
            port_file.unlink()
