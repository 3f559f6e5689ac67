"""The options for a server behind a proxy or under another name: hostname, path prefix and forwarded headers."""

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

import click

from mockauth.cli.configuration import base_url, setting, url_path

if TYPE_CHECKING:
    from ipaddress import IPv4Network, IPv6Network

_F = TypeVar("_F", bound=Callable[..., Any])
# A host as in java.net.URI: its last label starts with a letter, unless it is an IP address.
_HOST = re.compile(
    r"(?:[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?\.)*[A-Za-z](?:[A-Za-z0-9-]*[A-Za-z0-9])?\.?"
    r"|[0-9]{1,3}(?:\.[0-9]{1,3}){3}|\[[0-9A-Fa-f:.]+\]"
)


def hostname_options(command: _F) -> _F:
    """Add the options: `--hostname…`, `--http-relative-path` and `--proxy-…`."""
    for option in (_trusted_proxies, _proxy_headers, _relative_path, _backchannel, _hostname):
        command = option(command)
    return command


def _name_or_url(ctx: click.Context, option: click.Parameter, value: str | None) -> str | None:
    """Check that the value of an option is a hostname, or an http or https URL (HostnameV2ProviderFactory)."""
    return value if value and _HOST.fullmatch(value) else base_url(ctx, option, value)


def networks(text: str) -> "tuple[IPv4Network | IPv6Network, ...]":
    """Return the networks of a list of IP addresses and networks, separated by commas. Raises ValueError."""
    from ipaddress import ip_network

    return tuple(ip_network(each.strip(), strict=False) for each in text.split(",")) if text else ()


def _networks(
    _ctx: click.Context, _option: click.Parameter, value: str | None
) -> "tuple[IPv4Network | IPv6Network, ...]":
    try:
        return networks(value or "")
    except ValueError as error:
        raise click.BadParameter(f"{error}; expected addresses or networks, such as 10.0.0.0/8,::1") from error


_hostname = setting(
    "--hostname",
    callback=_name_or_url,
    metavar="NAME|URL",
    help="Fixed URL of the issuer, with its path, or only its hostname.  "
    "[default: the issuer follows the request's Host header]",
)
_backchannel = setting(
    "--hostname-backchannel-dynamic",
    is_flag=True,
    help="If --hostname is a URL: discovery gives backchannel endpoints (token, userinfo) the host of the request.",
)
_relative_path = setting(
    "--http-relative-path",
    callback=url_path,
    default="",
    metavar="PATH",
    help="Prefix for all paths, for example /auth.",
)
_proxy_headers = setting(
    "--proxy-headers",
    type=click.Choice(["xforwarded", "forwarded"]),
    help="Trust the X-Forwarded-* headers, or the Forwarded header, of a reverse proxy.",
)
_trusted_proxies = setting(
    "--proxy-trusted-addresses",
    "trusted_proxies",
    callback=_networks,
    metavar="ADDRESSES",
    help="With --proxy-headers: trust them only from these IP addresses or networks, separated by commas.",
)
