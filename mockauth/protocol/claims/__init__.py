"""Protocol mappers, which add claims about the user to tokens, as in Keycloak.

There is one module per family of mappers; the table below lists all mappers by Keycloak's ID.
"""

from collections.abc import Iterable, Mapping, Sequence

from mockauth.protocol.claims import (
    audience,
    authentication,
    client,
    organization,
    requested,
    roles,
    session,
    subject,
    user,
)
from mockauth.protocol.claims.claim import (
    ACCESS,
    ID,
    INTROSPECTION,
    RESPONSE,
    USERINFO,
    Claim,
    MapperType,
    Plan,
    Subject,
)
from mockauth.protocol.claims.placing import permitted
from mockauth.protocol.claims.placing import place as place
from mockauth.realms.model import Mapper

_ALL = (ACCESS, ID, USERINFO, INTROSPECTION)

MAPPERS: Mapping[str, MapperType] = {
    "oidc-sub-mapper": MapperType(subject.sub, (ACCESS, INTROSPECTION), priority=-10),
    "oidc-acr-mapper": MapperType(authentication.acr, (ACCESS, ID, INTROSPECTION), uses_session=True),
    "oidc-address-mapper": MapperType(user.address, _ALL),
    "oidc-allowed-origins-mapper": MapperType(client.allowed_origins, (ACCESS, INTROSPECTION), on_by_default=True),
    "oidc-amr-mapper": MapperType(authentication.amr, (ACCESS, ID), uses_session=True),
    "oidc-audience-mapper": MapperType(audience.audience, (ACCESS, ID, INTROSPECTION)),
    "oidc-audience-resolve-mapper": MapperType(
        audience.resolve, (ACCESS, INTROSPECTION), priority=30, on_by_default=True
    ),
    "oidc-claims-param-token-mapper": MapperType(requested.essential, (ID, USERINFO), uses_session=True),
    "oidc-claims-param-value-idtoken-mapper": MapperType(requested.with_value, (ID,), uses_session=True),
    "oidc-full-name-mapper": MapperType(user.full_name, _ALL),
    "oidc-group-membership-mapper": MapperType(user.groups, _ALL),
    "oidc-hardcoded-claim-mapper": MapperType(client.hardcoded, (*_ALL, RESPONSE)),
    "oidc-nonce-backwards-compatible-mapper": MapperType(
        session.nonce, (ACCESS,), ignores_flags=True, uses_session=True
    ),
    "oidc-organization-group-membership-mapper": MapperType(organization.groups, _ALL, priority=10, uses_session=True),
    "oidc-organization-membership-mapper": MapperType(organization.membership, _ALL, uses_session=True),
    "oidc-session-state-mapper": MapperType(session.session_state, _ALL, uses_session=True),
    "oidc-sha256-pairwise-sub-mapper": MapperType(subject.pairwise, _ALL, ignores_flags=True),
    "oidc-usermodel-attribute-mapper": MapperType(user.attribute, _ALL),
    "oidc-usermodel-client-role-mapper": MapperType(roles.client_roles, _ALL, priority=40),
    "oidc-usermodel-property-mapper": MapperType(user.own_property, _ALL),
    "oidc-usermodel-realm-role-mapper": MapperType(roles.realm_roles, _ALL, priority=40),
    "oidc-usersessionmodel-note-mapper": MapperType(session.note, (*_ALL, RESPONSE), uses_session=True),
}

# These mappers add no claim: they change the roles that other mappers see, in every token and regardless of flags.
ROLE_MAPPERS: Mapping[str, roles.Change] = {
    "oidc-role-name-mapper": roles.rename,
    "oidc-hardcoded-role-mapper": roles.hardcoded,
}


def make_plan(mappers: Iterable[Mapper], token: str, of: Subject) -> Plan:
    """Return the mappers for tokens of this kind by priority, with their claims if these fit every session."""
    of_any = of._replace(session_id="", notes={}, client_notes={}, nonce=None, token=token)
    of_kind = [(MAPPERS[it.type], it) for it in mappers if it.type in MAPPERS]
    return [
        (mapper, None if kind.uses_session else [*permitted(mapper, kind.claims(mapper, of_any), token)])
        for kind, mapper in sorted(of_kind, key=lambda pair: pair[0].priority)
        if kind.includes(mapper, token, of.lightweight)
    ]


def claims_of(plan: Plan, token: str, of: Subject) -> Iterable[Claim]:
    """Return the claims of a plan for tokens of this kind and a subject with its session."""
    of = of._replace(token=token) if plan else of
    for mapper, settled in plan:
        if settled is None:
            yield from permitted(mapper, MAPPERS[mapper.type].claims(mapper, of), token)
        else:
            yield from settled


def effective_roles(mappers: Sequence[Mapper], granted: roles.Roles) -> roles.Roles:
    """Return the roles after the role mappers have changed them."""
    for kind, change in ROLE_MAPPERS.items():
        for mapper in mappers:
            if mapper.type == kind:
                granted = change(mapper, granted)
    return granted


__all__ = [
    "ACCESS",
    "ID",
    "MAPPERS",
    "RESPONSE",
    "ROLE_MAPPERS",
    "Claim",
    "Plan",
    "effective_roles",
    "mapped",
    "place",
    "planned",
]
