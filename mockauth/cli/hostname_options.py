"""The options of how a server is seen from outside: where it is for browsers and services, and behind which proxy."""

from collections.abc import Callable
from typing import Any, TypeVar

import click

from mockauth.cli.configuration import base_url, setting, url_path

_F = TypeVar("_F", bound=Callable[..., Any])


def outside_options(command: _F) -> _F:
    """Add `--hostname`, `--hostname-backchannel-dynamic`, `--http-relative-path` and `--proxy-headers`."""
    for option in (_proxy_headers, _relative_path, _backchannel, _hostname):
        command = option(command)
    return command


_hostname = setting(
    "--hostname",
    callback=base_url,
    metavar="URL",
    help="Pin the issuer to this URL.  [default: it follows the request's Host]",
)
_backchannel = setting(
    "--hostname-backchannel-dynamic",
    is_flag=True,
    help="With --hostname: discovery names what services ask (tokens, keys) at the host that it is asked at.",
)
_relative_path = setting(
    "--http-relative-path",
    callback=url_path,
    default="",
    metavar="PATH",
    help="What all paths begin with, such as /auth.",
)
_proxy_headers = setting(
    "--proxy-headers",
    type=click.Choice(["xforwarded"]),
    help="Trust the X-Forwarded-* headers of the proxy in front.",
)
