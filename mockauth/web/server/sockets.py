"""Open the listening sockets."""

import errno
import os
import socket
from collections.abc import Sequence
from contextlib import suppress

Sockets = Sequence[socket.socket]

_BACKLOG = 512


class PortTaken(OSError):
    """A port cannot be opened; the message is meant for the user."""


def listen(host: str, port: int, option: str = "--port") -> Sockets:
    """Open a port; port 0 chooses a free one. `localhost` is 127.0.0.1 and, if available, ::1.

    Raises PortTaken.
    """
    if host != "localhost":
        return [_open_socket(host, port, option)]
    first = _open_socket("127.0.0.1", port, option)
    opened = [first]
    with suppress(PortTaken):
        opened.append(_open_socket("::1", first.getsockname()[1], option))
    return opened


def _open_socket(host: str, port: int, option: str) -> socket.socket:
    opened = None
    try:
        family, kind, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        opened = socket.socket(family, kind)
        if os.name == "posix":
            opened.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        # Connections inherit TCP_NODELAY. Without it a response waits for the delayed ACK of the previous one.
        opened.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        if family == socket.AF_INET6:
            opened.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
        opened.bind(address)
        opened.listen(_BACKLOG)
    except UnicodeError as error:
        raise PortTaken(f"port {port} on {host} cannot be opened: {host} is not a valid host name") from error
    except OSError as error:
        if opened:
            opened.close()
        if error.errno == errno.EADDRINUSE:
            message = f"port {port} on {host} is already in use: stop the other process or choose another {option}"
        elif error.errno == errno.EACCES:
            message = f"port {port} on {host} needs root privileges: choose a port above 1023 with {option}"
        elif error.errno == errno.EADDRNOTAVAIL or isinstance(error, socket.gaierror):
            message = f"port {port} on {host} cannot be opened: {host} is not an address of this machine (see --host)"
        else:
            message = f"port {port} on {host} cannot be opened: {error.strerror or error}"
        raise PortTaken(message) from error
    return opened
