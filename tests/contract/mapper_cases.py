"""Test cases for protocol mappers: for each client of the realms `mappers-…`, the mappers that it has."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

Config = Mapping[str, str]
LIGHT = "client.use.lightweight.access.token.enabled"
LIGHT_USERINFO = "allow.userinfo.with.lightweight.access.token"
ANY_AUDIENCE = "allow.token.introspection.without.audience.check"
FLAGS = {
    "access": "access.token.claim",
    "id": "id.token.claim",
    "userinfo": "userinfo.token.claim",
    "introspection": "introspection.token.claim",
    "response": "access.tokenResponse.claim",
    "lightweight": "lightweight.claim",
}
EVERYWHERE = dict.fromkeys(FLAGS.values(), "true")
# The combinations of flags.
COMBINATIONS: Mapping[str, Config] = {
    "no-flags": {},
    **{f"only-{name}": {flag: "true"} for name, flag in FLAGS.items()},
    **{f"all-but-{name}": {**EVERYWHERE, flag: "false"} for name, flag in FLAGS.items()},
    "all-flags": EVERYWHERE,
    "all-false": dict.fromkeys(FLAGS.values(), "false"),
    "capital-flags": dict.fromkeys(FLAGS.values(), "TRUE"),
    "empty-flags": dict.fromkeys(FLAGS.values(), ""),
}
# The combinations that clients with lightweight tokens are tested with, too.
LIGHT_TOO = ("no-flags", "only-access", "only-lightweight", "only-introspection", "all-but-lightweight", "all-flags")
# Each mapper that is tested with all flags together with the others, with the configuration that it needs.
KINDS: Mapping[str, Config] = {
    "oidc-usermodel-attribute-mapper": {"user.attribute": "colour", "claim.name": "attribute"},
    "oidc-usermodel-property-mapper": {"user.attribute": "username", "claim.name": "property"},
    "oidc-usermodel-realm-role-mapper": {"claim.name": "realm-roles", "multivalued": "true"},
    "oidc-usermodel-client-role-mapper": {"claim.name": "client-roles.${client_id}", "multivalued": "true"},
    "oidc-group-membership-mapper": {"claim.name": "groups", "full.path": "true"},
    "oidc-hardcoded-claim-mapper": {"claim.name": "hardcoded", "claim.value": "stone"},
    "oidc-usersessionmodel-note-mapper": {"claim.name": "note", "user.session.note": "clientId"},
    "oidc-audience-mapper": {"included.custom.audience": "somebody"},
    "oidc-audience-resolve-mapper": {},
    "oidc-full-name-mapper": {},
    "oidc-address-mapper": {},
    "oidc-allowed-origins-mapper": {},
    "oidc-acr-mapper": {},
    "oidc-amr-mapper": {},
    "oidc-sub-mapper": {},
    "oidc-session-state-mapper": {},
    "oidc-hardcoded-role-mapper": {"role": "hardcoded-role"},
    "oidc-role-name-mapper": {"role": "14", "new.role.name": "fourteen"},
    "oidc-nonce-backwards-compatible-mapper": {},
    "oidc-claims-param-token-mapper": {},
    "oidc-claims-param-value-idtoken-mapper": {"claim.name": "asked"},
    "oidc-organization-membership-mapper": {"claim.name": "organization"},
    "oidc-organization-group-membership-mapper": {},
    "oidc-parameterized-scope-mapper": {"claim.name": "parameter"},
    "oidc-nobody-knows-mapper": {"claim.name": "unknown"},
}
TYPES = ["none", "String", "long", "int", "boolean", "JSON", "nonsense"]
VALUES = {
    "text": "text",
    "whole": "12",
    "negative": "-5",
    "plus": "+7",
    "zeros": "007",
    "greatest int": "2147483647",
    "beyond int": "2147483648",
    "least int": "-2147483648",
    "greatest long": "9223372036854775807",
    "beyond long": "9223372036854775808",
    "fraction": "1.5",
    "exponent": "1e3",
    "true": "true",
    "True": "True",
    "yes": "yes",
    "false": "false",
    "space": " 12 ",
    "arabic": "\u0661\u0662",
    "object": '{"b":1,"a":[true,null,{"c":"d"}]}',
    "list": '["x",2]',
    "null": "null",
    "quoted": '"q"',
    "broken": '{"a":',
    "twice": '{"a":1,"a":2}',
    "more": '{"a":1} 2',
    "single quotes": "{'a':1}",
    "comment": '/* no */ {"a":1}',
    "NaN": "NaN",
    "umlaut": "Grüße ☺",
}


# The types among these that are also tested with attributes and multivalued claims.
FEW = ("text", "whole", "True", "object", "list", "null", "broken")
ODD_ATTRIBUTES = {"many": ["one", "two", "one"], "numbers": ["1", "x", "3"], "empty": [], "blank": [""]}
OTHERS: Mapping[str, tuple[str, Config]] = {
    "note": ("oidc-usersessionmodel-note-mapper", {"user.session.note": "clientAddress"}),
    "enabled": ("oidc-usermodel-property-mapper", {"user.attribute": "enabled"}),
    "created": ("oidc-usermodel-property-mapper", {"user.attribute": "createdTimestamp"}),
    "name": ("oidc-usermodel-property-mapper", {"user.attribute": "username"}),
    "groups": ("oidc-group-membership-mapper", {}),
    "realm roles": ("oidc-usermodel-realm-role-mapper", {}),
    "roles of 43": ("oidc-usermodel-client-role-mapper", {"usermodel.clientRoleMapping.clientId": "43"}),
    "roles of vault": (
        "oidc-usermodel-client-role-mapper",
        {"usermodel.clientRoleMapping.clientId": "vault", "usermodel.clientRoleMapping.rolePrefix": "1"},
    ),
}


@dataclass(frozen=True)
class MapperCase:
    """A client's mappers by name, each with its type and configuration; `client` holds more fields of its JSON."""

    mappers: Mapping[str, tuple[str, Config]]
    lightweight: bool = False
    scopes: bool = False
    client: Mapping[str, Any] = field(default_factory=dict)


def _flags() -> Iterator[tuple[str, MapperCase]]:
    for combination, flags in COMBINATIONS.items():
        mappers = {kind: (kind, {**config, **flags}) for kind, config in KINDS.items()}
        origins = {"webOrigins": ["https://a.example.org"]}
        yield combination, MapperCase(mappers, client=origins)
        if combination in LIGHT_TOO:
            yield f"light-{combination}", MapperCase(mappers, lightweight=True, client=origins)


def _types() -> Iterator[tuple[str, MapperCase]]:
    for kind in TYPES:
        for many in ("", "-multivalued"):
            of_type = {} if kind == "none" else {"jsonType.label": kind}
            flags = {**EVERYWHERE, **of_type, **({"multivalued": "true"} if many else {})}
            asked: dict[str, tuple[str, Config]] = {
                f"hardcoded {label}": ("oidc-hardcoded-claim-mapper", {"claim.value": value})
                for label, value in VALUES.items()
                if label in FEW or not many
            }
            asked |= {
                f"attribute {name}": ("oidc-usermodel-attribute-mapper", {"user.attribute": name})
                for name in (*(f"value {label}" for label in FEW), *ODD_ATTRIBUTES, "absent", "username")
            }
            asked |= OTHERS
            named = {name: (its_kind, {"claim.name": name, **its, **flags}) for name, (its_kind, its) in asked.items()}
            yield f"type-{kind}{many}", MapperCase(named)


def hardcoded(*names: str, **config: str) -> MapperCase:
    """Return a case with a hardcoded claim for each of these names."""
    value = config.pop("value", "stone")
    own = {"claim.value": value, **EVERYWHERE, **{key.replace("_", "."): it for key, it in config.items()}}
    return MapperCase({name: ("oidc-hardcoded-claim-mapper", {"claim.name": name, **own}) for name in names})


def configurations(kind: str, **configs: Config) -> MapperCase:
    """Return a case with one type of mapper in several configurations, each under the name of its claim."""
    return MapperCase({name: (kind, {"claim.name": name, **EVERYWHERE, **config}) for name, config in configs.items()})


FLAGGED: Mapping[str, MapperCase] = dict(_flags())
TYPED: Mapping[str, MapperCase] = dict(_types())
