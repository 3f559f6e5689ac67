"""The content of a new Keycloak realm, recorded in `keycloak/`, and ids that are derived from names."""

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
FACTS = Path(__file__).with_name("keycloak")
_NAMESPACE = UUID("6d6f636b-6175-7468-8000-000000000000")


@lru_cache(maxsize=1024)
def derived_id(*names: str) -> str:
    """Return the id of an object that has none: a UUID that is the same for the same names on every start."""
    return str(uuid5(_NAMESPACE, "/".join(names)))


@cache
def _new_realm_text() -> str:
    return (FACTS / "new_realm.json").read_text(encoding="utf-8")


def new_realm(name: str) -> Rep:
    """Return the representation of a realm just created in Keycloak, with ids derived from names."""
    text = _new_realm_text().replace("default-roles-${realm}", _json_escaped(f"default-roles-{name.lower()}"))
    rep: Rep = json.loads(text.replace("${realm}", _json_escaped(name)))
    rep["id"] = derived_id(name)
    for kind, name_key in (("clients", "clientId"), ("clientScopes", "name")):
        for item in rep[kind]:
            item["id"] = derived_id(name, kind, item[name_key])
            for mapper in item.get("protocolMappers", ()):
                mapper["id"] = derived_id(name, kind, item[name_key], mapper["name"])
    return rep


@cache
def protocol_mappers() -> Mapping[str, Sequence[str]]:
    """Return the names of the config properties of Keycloak's OpenID Connect mappers, by the ID of the mapper."""
    found: Mapping[str, Sequence[str]] = json.loads((FACTS / "protocol_mappers.json").read_text(encoding="utf-8"))
    return found


@cache
def component_providers() -> Mapping[str, Sequence[str]]:
    """Return the provider ids of all component providers in Keycloak, by component type."""
    found: Mapping[str, Sequence[str]] = json.loads((FACTS / "components.json").read_text(encoding="utf-8"))
    return found


def _json_escaped(text: str) -> str:
    return json.dumps(text)[1:-1]
