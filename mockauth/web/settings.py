"""Settings of the server: its public URL, the proxy in front of it, how users log in, and the request log."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from mockauth.web.management import Observability
from mockauth.web.request_log import Entry

if TYPE_CHECKING:
    from ipaddress import IPv4Network, IPv6Network

    from cryptography import x509

    from mockauth.web.certificates import Lookup


class Settings(NamedTuple):
    """The options of `mockauth serve` that the application needs.

    `hostname` is a URL, with its path, that fixes the issuer, or a name that replaces the one in the Host header;
    without it the issuer follows the Host header. With `backchannel_dynamic`, discovery still names the endpoints for
    services by the Host header. `relative_path` is the prefix of all paths, such as "/auth", or empty.
    `proxy_headers` are the headers of a proxy that are trusted, "xforwarded" or "forwarded", or empty; only those from
    `trusted_proxies`, if it names addresses. `certificates` reads client certificates from a header of the proxy in
    front, and `authorities` are the trusted issuers of those certificates.
    `login` is "form" (the login page), "quick" (a button for each user as well) or "auto" (login_hint logs in).
    `log` is called with every request. With `hints`, pages show the reason that the log has for them.
    `observability` are the endpoints for monitoring on the main port.
    """

    hostname: str = ""
    relative_path: str = ""
    proxy_headers: str = ""
    trusted_proxies: "Sequence[IPv4Network | IPv6Network]" = ()
    certificates: "Lookup | None" = None
    authorities: "Sequence[x509.Certificate]" = ()
    login: str = "form"
    log: Callable[[Entry], None] = lambda entry: None
    backchannel_dynamic: bool = False
    hints: bool = True
    observability: Observability = Observability(health=True)
