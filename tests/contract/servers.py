"""The two servers of the contract tests: mockauth in this process, and a live Keycloak."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from contract.admin_changes import KeycloakChanger, MockauthChanger, with_changes
from contract.certificates import authorities
from contract.exchange import Sender, in_process, over_socket
from contract.keycloak import CERTIFICATE_HEADER
from contract.realms import Prepared
from mockauth.state.clock import Clock

if TYPE_CHECKING:
    from mockauth.web.app import Entry

# No test sends an Origin with this port, because the server always allows its own origin.
BASE = "http://localhost:9191"


def mockauth_sender(files: Sequence[Path], clock: Clock, waits: Callable[[int], None]) -> Sender:
    """Return a sender for a mockauth in this process; `waits` gets the seconds before each request."""
    from mockauth.protocol.certificates.authorities import read_pem
    from mockauth.realms.files import load
    from mockauth.state import State
    from mockauth.state.key_ring import KeyRing
    from mockauth.web.app import Settings, create_app
    from mockauth.web.certificates import lookup

    trusted = read_pem(authorities().read_bytes())
    settings = Settings(
        certificates=lookup("haproxy", CERTIFICATE_HEADER), authorities=trusted, hints=False, log=_require_reason
    )
    loaded = load(files)
    state = State(loaded.realms, KeyRing(), clock)
    send = in_process(create_app(state, settings), BASE, waits)
    return with_changes(send, MockauthChanger(state, loaded.representations))


def keycloak_sender(base: str, realms: Prepared) -> Sender:
    """Return a sender for the Keycloak with this base URL."""
    return with_changes(over_socket(base), KeycloakChanger(base, realms.realms))


def _require_reason(entry: "Entry") -> None:
    """Fail for a refusal that the log does not explain."""
    assert entry.reason or entry.status < 400, entry
