"""Find out which other machines can reach a server, and at which address."""

import socket

LOOPBACK = ("localhost", "127.0.0.1", "::1")
# The hosts that stand for all addresses of a machine, to which clients cannot connect. Each with an address for
# documentation (RFC 5737, RFC 3849), which is on the far side of the default route.
ALL_ADDRESSES = {"0.0.0.0": (socket.AF_INET, "192.0.2.1"), "::": (socket.AF_INET6, "2001:db8::1")}  # noqa: S104


def exposure_warning(host: str, login: str) -> str:
    """Return the warning for a server that listens on a host with this `--login`, or an empty string."""
    exposed = host not in LOOPBACK
    if login != "form":
        anyone = f"anyone who can reach --host {host}" if exposed else "anyone"
        return f"--login {login}: {anyone} can log in as any user without a password"
    return f"--host {host}: other machines can reach this server, which has test users and test keys" if exposed else ""


def network_address(host: str) -> str:
    """Return the address that other machines can use if a server listens on all addresses, or an empty string."""
    if host not in ALL_ADDRESSES:
        return ""
    family, far_away = ALL_ADDRESSES[host]
    try:
        with socket.socket(family, socket.SOCK_DGRAM) as probe:
            # Nothing is sent: the system only chooses its own address.
            probe.connect((far_away, 9))
            return str(probe.getsockname()[0])
    except OSError:
        return ""
