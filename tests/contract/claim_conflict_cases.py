"""Cases for two mappers that write the same claim, in either order: their ids decide which comes first."""

from collections.abc import Mapping

from contract.mapper_cases import EVERYWHERE, Config, MapperCase
from contract.mapper_family_cases import (
    ACR,
    ADDRESS,
    ATTRIBUTE,
    AUDIENCE,
    CLIENT_ROLES,
    GROUPS,
    HARDCODED,
    MANY,
    PAIRWISE,
    PREFIX,
    RENAME,
    SUB,
    mapper,
    roles,
)


def in_either_order(one: tuple[str, Config], other: tuple[str, Config]) -> Mapping[str, MapperCase]:
    """Return two clients with the same two mappers, named so that each mapper comes first once."""
    uris = {"redirectUris": ["https://a.example.org/*"]}
    return {
        "": MapperCase({"a": one, "b": other}, client=uris),
        "-reversed": MapperCase({"b": one, "a": other}, client=uris),
    }


def claim(name: str, value: str, **config: str) -> tuple[str, Config]:
    """Return a hardcoded claim mapper."""
    return HARDCODED, {"claim.name": name, "claim.value": value, **EVERYWHERE, **config}


MEETINGS = {
    "two-texts": (claim("x", "1"), claim("x", "2")),
    "two-many": (claim("x", "1", **MANY), claim("x", "2", **MANY)),
    "same-many": (claim("x", "1", **MANY), claim("x", "1", **MANY)),
    "one-many": (claim("x", "1"), claim("x", "2", **MANY)),
    "siblings": (claim("x.a", "1"), claim("x.b", "2")),
    "deep-siblings": (claim("x.a.c", "1"), claim("x.a.d", "2")),
    "under-a-text": (claim("x", "1"), claim("x.b", "2")),
    "under-an-object": (claim("x", '{"a":1}', **{"jsonType.label": "JSON"}), claim("x.b", "2")),
    "two-objects": (
        claim("x", '{"a":1}', **{"jsonType.label": "JSON"}),
        claim("x", '{"b":1}', **{"jsonType.label": "JSON"}),
    ),
    "attributes": (
        (ATTRIBUTE, {"claim.name": "x", "user.attribute": "many", **MANY, **EVERYWHERE}),
        (ATTRIBUTE, {"claim.name": "x", "user.attribute": "numbers", **MANY, **EVERYWHERE}),
    ),
    "attribute-and-text": (
        (ATTRIBUTE, {"claim.name": "x", "user.attribute": "many", **MANY, **EVERYWHERE}),
        claim("x", "one"),
    ),
    "roles-and-text": (roles("x"), claim("x", "stone")),
    "roles-and-many": (roles("x"), claim("x", "stone", **MANY)),
    "roles-twice": (roles("x"), roles("x", **{PREFIX: "p-"})),
    "roles-and-groups": (roles("x"), (GROUPS, {"claim.name": "x", **EVERYWHERE})),
    "address-and-claim": (mapper(ADDRESS), claim("address.planet", "Earth")),
    "address-and-text": (mapper(ADDRESS), claim("address", "Earth")),
    "name-and-claim": (mapper("oidc-full-name-mapper"), claim("name", "stone")),
    "sub-and-claim": (mapper(SUB), claim("sub", "stone")),
    "acr-and-claim": (mapper(ACR), claim("acr", "stone")),
    "session-and-claim": (mapper("oidc-session-state-mapper"), claim("session_state", "stone")),
    "pairwise-and-claim": (mapper(PAIRWISE, pairwiseSubAlgorithmSalt="s"), claim("sub", "stone")),
    "pairwise-and-sub": (mapper(PAIRWISE, pairwiseSubAlgorithmSalt="s"), mapper(SUB)),
    "audiences": (mapper(AUDIENCE, included_custom_audience="a"), mapper(AUDIENCE, included_custom_audience="b")),
    "same-audience": (mapper(AUDIENCE, included_custom_audience="a"), mapper(AUDIENCE, included_custom_audience="a")),
    "audience-and-claim": (mapper(AUDIENCE, included_custom_audience="a"), claim("aud", "b")),
    "realm-access-and-claim": (roles("realm_access.roles"), claim("realm_access.more", "1")),
    "resource-access-and-claim": (
        mapper(CLIENT_ROLES, claim_name="resource_access.${client_id}.roles", multivalued="true"),
        claim("resource_access.vault.more", "1"),
    ),
    "two-renames": (
        mapper(RENAME, role="7", new_role_name="seven"),
        mapper(RENAME, role="seven", new_role_name="vault.seven"),
    ),
}

MET: Mapping[str, MapperCase] = {
    f"meeting-{name}{way}": it for name, pair in MEETINGS.items() for way, it in in_either_order(*pair).items()
}
