"""Open the ports of `mockauth serve`."""

import sys
from typing import TYPE_CHECKING

from mockauth.cli import UNUSABLE
from mockauth.cli.console import print_error

if TYPE_CHECKING:
    from mockauth.web.server.sockets import Sockets


def open_port(host: str, port: int, option: str) -> "Sockets":
    """Open a port, or say why that is impossible and exit."""
    from mockauth.web.server.sockets import PortTaken, listen

    try:
        return listen(host, port, option)
    except PortTaken as error:
        print_error(str(error))
        sys.exit(UNUSABLE)


def url_of(host: str, sockets: "Sockets") -> str:
    """Return the URL of a port without a path."""
    name = f"[{host}]" if ":" in host else host
    return f"http://{name}:{sockets[0].getsockname()[1]}"
