"""Test cases for single families of mappers: claim names, conflicts, and the options that each family alone has."""

from contract.mapper_cases import EVERYWHERE, Config, MapperCase, configurations, hardcoded

ATTRIBUTE, PROPERTY = "oidc-usermodel-attribute-mapper", "oidc-usermodel-property-mapper"
REALM_ROLES, CLIENT_ROLES = "oidc-usermodel-realm-role-mapper", "oidc-usermodel-client-role-mapper"
HARDCODED, GROUPS, ADDRESS = "oidc-hardcoded-claim-mapper", "oidc-group-membership-mapper", "oidc-address-mapper"
AUDIENCE, PAIRWISE, ACR = "oidc-audience-mapper", "oidc-sha256-pairwise-sub-mapper", "oidc-acr-mapper"
NOTE, SUB = "oidc-usersessionmodel-note-mapper", "oidc-sub-mapper"
ASKED = "oidc-claims-param-value-idtoken-mapper"
RENAME, ROLE = "oidc-role-name-mapper", "oidc-hardcoded-role-mapper"

UNNAMED = (HARDCODED, ATTRIBUTE, PROPERTY, GROUPS, REALM_ROLES, CLIENT_ROLES, NOTE)

MANY = {"multivalued": "true"}
PREFIX, OF_CLIENT = "usermodel.realmRoleMapping.rolePrefix", "usermodel.clientRoleMapping.clientId"
CLIENT_PREFIX = "usermodel.clientRoleMapping.rolePrefix"
PROPERTIES = [
    *("username", "Username", "USERNAME", "email", "firstName", "lastName", "enabled", "Enabled", "emailVerified"),
    *("createdTimestamp", "federationLink", "federated", "groupsCount", "id", "locale", "none", " email"),
]
# Names of standard claims and response fields.
# Without client_id: a service account's client already has such a mapper, and which one wins changes with each start.
OWN = [
    *("sub", "azp", "acr", "auth_time", "aud", "jti", "typ", "iat", "exp", "iss", "scope", "nonce", "session_state"),
    *("sid", "nbf", "at_hash", "c_hash", "s_hash", "name", "email", "email_verified", "address", "active"),
    *("access_token", "token_type", "expires_in", "id_token", "refresh_token", "refresh_expires_in"),
    *("not-before-policy", "username", "cnf", "permissions", "error", "allowed-origins"),
]


def mapper(kind: str, **config: str) -> tuple[str, Config]:
    """Give a mapper that writes everywhere; `_` in an option is a dot."""
    return kind, {**EVERYWHERE, **{key.replace("_", "."): value for key, value in config.items()}}


def roles(name: str, **config: str) -> tuple[str, Config]:
    """Give the realm's roles under this name."""
    return REALM_ROLES, {"claim.name": name, **MANY, **EVERYWHERE, **config}


SHOWN = {
    "realm-roles": roles("realm_access.roles"),
    "client-roles": mapper(CLIENT_ROLES, claim_name="resource_access.${client_id}.roles", multivalued="true"),
    "audience": mapper("oidc-audience-resolve-mapper"),
}
CHANGES = {
    "rename": (mapper(RENAME, role="reader", new_role_name="lector")),
    "rename-to-client": mapper(RENAME, role="reader", new_role_name="vault.lector"),
    "rename-of-client": mapper(RENAME, role="vault.open", new_role_name="opener"),
    "rename-the-last-of-client": mapper(RENAME, role="dotted.vault.look", new_role_name="opener"),
    "rename-to-nowhere": mapper(RENAME, role="reader", new_role_name="no-such-client.lector"),
    "rename-of-another": mapper(RENAME, role="no-such-role", new_role_name="lector"),
    "rename-with-a-dot": mapper(RENAME, role="dotted.role", new_role_name="undotted"),
    "role": mapper(ROLE, role="more"),
    "role-of-client": mapper(ROLE, role="vault.more"),
    "role-of-no-client": mapper(ROLE, role="no-such-client.more"),
    "role-there-already": mapper(ROLE, role="reader"),
    "role-with-dot-at-end": mapper(ROLE, role="vault."),
}
SHAPES: dict[str, MapperCase] = {
    "names": hardcoded(
        *(
            "plain",
            "a.b.c",
            r"d\.e",
            r"f\.g.h",
            "i..j",
            ".k",
            "l.",
            r"m\n",
            "o\\",
            r"p\\.q",
            "r s",
            " ",
            "ü.☺",
            "a.c",
            ".",
        ),
        *("..", r"\.", "${client_id}", "t.${client_id}", "realm_access.u", "http://v.example.org/w"),
    ),
    "own-names": hardcoded(*OWN),
    "own-names-as-numbers": hardcoded(*OWN, value="12", jsonType_label="long"),
    "own-names-as-lists": hardcoded(*OWN, value='["a",2]', jsonType_label="JSON"),
    "own-names-below": hardcoded(*(f"{name}.x" for name in OWN)),
    "no-names": MapperCase(
        {
            kind: (
                kind,
                {"claim.value": "v", "user.attribute": "username", "user.session.note": "clientId", **EVERYWHERE},
            )
            for kind in UNNAMED
        }
    ),
    **{f"no-config-{kind}": MapperCase({kind: (kind, EVERYWHERE)}) for kind in (*UNNAMED, AUDIENCE, RENAME, ROLE)},
    "properties": configurations(PROPERTY, **{f"p {name}": {"user.attribute": name} for name in PROPERTIES}),
    "properties-as-attributes": configurations(
        ATTRIBUTE, **{f"a {name}": {"user.attribute": name} for name in PROPERTIES}
    ),
    **{
        f"attributes-{name}": configurations(
            ATTRIBUTE,
            **{
                f"{how} {attribute}": {"user.attribute": attribute, **options, **more}
                for attribute in ("shared", "colour", "floor", "town", "deep", "only-other", "many", "none", "email")
                for how, options in {"first": {}, "all": MANY}.items()
            },
        )
        for name, more in {"nearest": {}, "together": {"aggregate.attrs": "true"}}.items()
    },
    "groups": configurations(
        GROUPS, path={"full.path": "true"}, name={"full.path": "false"}, absent={}, **{"a.b": {"full.path": "true"}}
    ),
    "address-elsewhere": MapperCase(
        {
            "address": mapper(
                ADDRESS,
                user_attribute_street="elsewhere",
                user_attribute_locality="none",
                user_attribute_region="email",
                user_attribute_formatted="",
            )
        }
    ),
    "realm-roles": configurations(
        REALM_ROLES,
        many=MANY,
        one={},
        prefixed={**MANY, PREFIX: "p-"},
        blank={**MANY, PREFIX: " "},
        **{"a.b": MANY, "sub": MANY, "aud": MANY, "scope": MANY, "realm_access.roles": MANY, "realm_access.more": MANY},
    ),
    "client-roles": configurations(
        CLIENT_ROLES,
        flat=MANY,
        one={OF_CLIENT: "vault"},
        **{
            "by.${client_id}": MANY,
            "${client_id}": {**MANY, OF_CLIENT: "vault"},
            "of dotted": {**MANY, OF_CLIENT: "dotted.vault"},
            "in.${client_id}": {**MANY, OF_CLIENT: "dotted.vault"},
            "of nobody": {**MANY, OF_CLIENT: "nobody"},
            "prefixed": {**MANY, CLIENT_PREFIX: "${client_id}/"},
            "one prefixed": {**MANY, OF_CLIENT: "vault", CLIENT_PREFIX: "${client_id}/"},
            "blank": {**MANY, CLIENT_PREFIX: " "},
            "resource_access.${client_id}.roles": MANY,
            "resource_access.${client_id}.more": MANY,
            "resource_access.other.roles": {**MANY, OF_CLIENT: "vault"},
        },
    ),
    **{f"changed-by-{name}": MapperCase({**SHOWN, "change": change}) for name, change in CHANGES.items()},
    "changed-by-nothing": MapperCase(SHOWN),
    "audience-of-client": MapperCase(
        {"a": mapper(AUDIENCE, included_client_audience="vault", included_custom_audience="x")}
    ),
    "audience-of-nobody": MapperCase({"a": mapper(AUDIENCE, included_client_audience="nobody")}),
    "audience-empty": MapperCase({"a": mapper(AUDIENCE, included_client_audience="", included_custom_audience="x")}),
    "audience-of-itself": MapperCase({"a": mapper(AUDIENCE, included_client_audience="audience-of-itself")}),
    "levels": MapperCase(
        {"acr": mapper(ACR)}, client={"attributes": {"acr.loa.map": '{"copper":0,"silver":1,"gold":2}'}}
    ),
    "levels-above": MapperCase({"acr": mapper(ACR)}, client={"attributes": {"acr.loa.map": '{"gold":2}'}}),
    "levels-default": MapperCase(
        {"acr": mapper(ACR)},
        client={"attributes": {"acr.loa.map": '{"iron":0,"silver":1,"white":1}', "default.acr.values": "iron"}},
    ),
    "notes": configurations(
        NOTE,
        **{
            name: {"user.session.note": name}
            for name in (
                "clientId",
                "client_id",
                "clientHost",
                "clientAddress",
                "AUTH_TIME",
                "none",
            )
        },
    ),
    "all-scopes": MapperCase({}, scopes=True),
    "all-scopes-light": MapperCase({}, scopes=True, lightweight=True),
}
