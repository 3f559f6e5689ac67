"""Everything that changes while mockauth runs: realms, keys, the clock, and the source of ids."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from mockauth.realms.model import Realm
from mockauth.state.clock import Clock
from mockauth.state.ids import Ids
from mockauth.state.ring import KeyRing


@dataclass(slots=True)
class State:
    """The state of one server. `realms` is replaced as a whole, so a request that took one sees no change."""

    realms: Mapping[str, Realm]
    ring: KeyRing
    clock: Clock = field(default_factory=Clock)
    ids: Ids = field(default_factory=Ids)
