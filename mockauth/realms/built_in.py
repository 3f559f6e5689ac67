"""What every realm of Keycloak has from the start, recorded from a new one in `keycloak/`, and ids made of names."""

import json
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import Any
from uuid import UUID, uuid5

Rep = dict[str, Any]

# The clients that every realm has.
BUILT_IN_CLIENTS = frozenset(
    ("account", "account-console", "admin-cli", "broker", "realm-management", "security-admin-console")
)
_FACTS = Path(__file__).with_name("keycloak")
_IDS = UUID("6d6f636b-6175-7468-8000-000000000000")


@lru_cache(maxsize=1024)
def derived_id(*names: str) -> str:
    """Give the id that something without one has: the same for the same names, on every start."""
    return str(uuid5(_IDS, "/".join(names)))


@cache
def _new_realm_text() -> str:
    return (_FACTS / "new_realm.json").read_text(encoding="utf-8")


def new_realm(name: str) -> Rep:
    """Give the representation of a realm that Keycloak has just made, with ids derived from names."""
    text = _new_realm_text().replace("default-roles-${realm}", _quoted(f"default-roles-{name.lower()}"))
    rep: Rep = json.loads(text.replace("${realm}", _quoted(name)))
    rep["id"] = derived_id(name)
    for kind, named in (("clients", "clientId"), ("clientScopes", "name")):
        for item in rep[kind]:
            item["id"] = derived_id(name, kind, item[named])
            for mapper in item.get("protocolMappers", ()):
                mapper["id"] = derived_id(name, kind, item[named], mapper["name"])
    return rep


@cache
def protocol_mappers() -> Mapping[str, Sequence[str]]:
    """Return the names of the config properties of Keycloak's OpenID Connect mappers, by the ID of the mapper."""
    found: Mapping[str, Sequence[str]] = json.loads((_FACTS / "protocol_mappers.json").read_text(encoding="utf-8"))
    return found


@cache
def component_providers() -> Mapping[str, Sequence[str]]:
    """Give the ids of all providers of components that Keycloak has, by their kind."""
    found: Mapping[str, Sequence[str]] = json.loads((_FACTS / "components.json").read_text(encoding="utf-8"))
    return found


def _quoted(text: str) -> str:
    return json.dumps(text)[1:-1]
