"""Writes the reference of all registry keys into docs/registry.md, from the keys themselves.

cd tests && python -m registry_reference
"""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from mockauth.realms.registry import key_types, representations
from mockauth.realms.registry.key_types import ATTRIBUTE, Key
from mockauth.realms.registry.keys import SECTIONS
from mockauth.realms.registry.other_keys import object_keys, other_keys

PAGE = Path(__file__).parents[1] / "docs" / "registry.md"
START = "<!-- Written by `make docs` from the code. Do not edit below this line. -->\n"
TITLES = {
    "realm": "Realm: `[realms.NAME]`",
    "client": "Client: `[realms.NAME.clients.CLIENT_ID]`",
    "user": "User: `[realms.NAME.users.USERNAME]`",
    "role": "Role: `[realms.NAME.roles.ROLE]`",
    "group": "Group: `[realms.NAME.groups.GROUP]`",
    "scope": "Client scope: `[realms.NAME.client_scopes.SCOPE]`",
    "mapper": "Protocol mapper: `[….protocol_mappers.MAPPER]`",
    "organization": "Organization: `[realms.NAME.organizations.ALIAS]`",
}
TYPES = {
    key_types.FLAG: "boolean",
    key_types.NUMBER: "integer",
    key_types.LONG: "integer",
    key_types.TEXT: "string",
    key_types.TEXTS: "list of strings",
    key_types.OPTIONS: "table of strings",
    key_types.LISTS: "table of lists",
    key_types.URL: "URL",
    key_types.ADDRESS: "URL",
    key_types.REDIRECTS: "list of URLs",
    key_types.LOGOUTS: "list of URLs",
    key_types.ORIGINS: "list of origins",
    key_types.BASE32: "string",
    key_types.RAW: "table",
}
# A registry with empty tables expands to the defaults.
BLANK = """
[realms.r]
[realms.r.clients.c]
[realms.r.client_scopes.s]
[realms.r.groups.g]
[realms.r.roles.x]
[realms.r.users.u]
[realms.r.organizations.o]
"""
DEPENDS = {
    *("id", "secret", "public_client", "default_client_scopes", "optional_client_scopes", "realm_roles"),
    *("email_verified", "organizations_enabled", "frontchannel_logout", "backchannel_logout_session_required"),
}
# Defaults that apply when the key is read.
READ_AS_TRUE = {"include_in_token_scope", "frontchannel_logout_session_required"}


def reference() -> str:
    """Return the reference in Markdown."""
    return "\n".join(_lines()) + "\n"


def _lines() -> Iterator[str]:
    defaults = _defaults()
    for kind, title in TITLES.items():
        yield f"\n### {title}"
        for heading, keys in SECTIONS[kind].items():
            if heading:
                yield f"\n**{heading}**"
            yield "\n| key | type | default | meaning |\n|---|---|---|---|"
            yield from (_row(name, key, defaults.get(kind, {})) for name, key in keys.items())
        if others := ", ".join(f"`{name}`" for name in other_keys(kind)):
            yield f"\nAccepted, but ignored by mockauth: {others}."
        if names := ", ".join(f"`{name}`" for name in object_keys(kind).values()):
            yield f"\nOnly in `keycloak = {{ … }}`: {names}."


def _row(name: str, key: Key, defaults: Mapping[str, Any]) -> str:
    choices = f" One of {', '.join(f'`{choice}`' for choice in key.choices)}." if key.choices else ""
    type_ = "tables by name" if key.kind else TYPES[key.type]
    cells = (f"`{name}`", type_, _default(name, key, defaults), f"{key.means}.{choices}")
    return f"| {' | '.join(cell.replace('|', '&#124;') for cell in cells)} |"


def _default(name: str, key: Key, rep: Mapping[str, Any]) -> str:
    if name in DEPENDS:
        return ""
    if name in READ_AS_TRUE:
        return "`true`"
    attribute = key.name.removeprefix(ATTRIBUTE)
    value = rep.get("attributes", {}).get(attribute) if key.name != attribute else rep.get(key.name)
    if key.type == key_types.FLAG and not value:
        return "`false`"
    if value in (None, "", [], {}) or isinstance(value, dict):
        return ""
    return f"`{value}`" if key.type == key_types.NUMBER else f"`{json.dumps(value)}`"


def _defaults() -> dict[str, dict[str, Any]]:
    [realm] = representations(BLANK, "blank.toml", {})
    found = {"realm": realm, "user": realm["users"][-1], "group": realm["groups"][-1]}
    found["client"] = realm["clients"][-1]
    found["organization"] = {"enabled": True}
    found["scope"] = realm["clientScopes"][-1]
    return found


def page() -> str:
    """Return the text of docs/registry.md with a new reference."""
    text = PAGE.read_text(encoding="utf-8")
    return text[: text.index(START) + len(START)] + reference()


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
