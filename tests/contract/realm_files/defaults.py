"""Realm files with default client scopes and default groups."""

from collections.abc import Mapping
from typing import Any

from contract.realm_files.parts import SCOPE, WEB

FILES: Mapping[str, dict[str, Any] | str] = {
    "a duplicate default client scope of the realm": {
        "clientScopes": [SCOPE],
        "defaultDefaultClientScopes": ["s", "s"],
    },
    "a duplicate optional client scope of the realm": {
        "clientScopes": [SCOPE],
        "defaultOptionalClientScopes": ["s", "s"],
    },
    "a client scope that is both default and optional for the realm": {
        "clientScopes": [SCOPE],
        "defaultDefaultClientScopes": ["s"],
        "defaultOptionalClientScopes": ["s"],
    },
    "a duplicate default client scope that is built in": {"defaultDefaultClientScopes": ["profile", "profile"]},
    "a duplicate default client scope that is undefined": {
        "clientScopes": [SCOPE],
        "defaultDefaultClientScopes": ["ghost", "ghost"],
    },
    "CreateDefaultClientScopes with client scopes": {
        "attributes": {"CreateDefaultClientScopes": "true"},
        "clientScopes": [SCOPE],
    },
    "CreateDefaultClientScopes with a client scope of a built-in name": {
        "attributes": {"CreateDefaultClientScopes": "true"},
        "clientScopes": [{**SCOPE, "name": "profile"}],
    },
    "CreateDefaultClientScopes with the client scope offline_access": {
        "attributes": {"CreateDefaultClientScopes": "true"},
        "clientScopes": [{**SCOPE, "name": "offline_access"}],
    },
    "a scope mapping of a client scope with the name of a client": {
        "clients": [WEB],
        "roles": {"realm": [{"name": "r"}]},
        "scopeMappings": [{"clientScope": "web", "roles": ["r"]}],
    },
    "an undefined default group next to a defined group": {"groups": [{"name": "g"}], "defaultGroups": ["/ghost"]},
    "a default group with an empty list of groups": {"groups": [], "defaultGroups": ["/ghost"]},
    "a default group with a space at its end": {"groups": [{"name": "g"}], "defaultGroups": ["/g "]},
    "a default subgroup": {"groups": [{"name": "g", "subGroups": [{"name": "h"}]}], "defaultGroups": ["/g/h"]},
    "a duplicate default group": {"groups": [{"name": "g"}], "defaultGroups": ["/g", "/g"]},
    "a null default group": {"groups": [{"name": "g"}], "defaultGroups": [None]},
}
