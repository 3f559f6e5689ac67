"""The options for a server behind a proxy or under another name: hostname, path prefix and forwarded headers."""

from collections.abc import Callable
from typing import Any, TypeVar

import click

from mockauth.cli.configuration import base_url, setting, url_path

_F = TypeVar("_F", bound=Callable[..., Any])


def hostname_options(command: _F) -> _F:
    """Add `--hostname`, `--hostname-backchannel-dynamic`, `--http-relative-path` and `--proxy-headers`."""
    for option in (_proxy_headers, _relative_path, _backchannel, _hostname):
        command = option(command)
    return command


_hostname = setting(
    "--hostname",
    callback=base_url,
    metavar="URL",
    help="Fixed URL of the issuer, with its path.  [default: the issuer follows the request's Host header]",
)
_backchannel = setting(
    "--hostname-backchannel-dynamic",
    is_flag=True,
    help="With --hostname: in discovery, give backchannel endpoints (token, userinfo, certs) the host of the request.",
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
    type=click.Choice(["xforwarded"]),
    help="Trust the X-Forwarded-* headers of a reverse proxy.",
)
