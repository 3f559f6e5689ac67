"""Cache the roles and mapper results of a grant, so that a token costs little more than its signature."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar
from weakref import WeakKeyDictionary

from mockauth.protocol import claims
from mockauth.protocol.claims import Claim, Plan
from mockauth.protocol.claims.claim import Subject
from mockauth.protocol.claims.roles import Roles
from mockauth.protocol.context import Context
from mockauth.protocol.java import hash_order
from mockauth.protocol.organizations import CHOSEN
from mockauth.protocol.scopes import Grant
from mockauth.realms.model import Client, Organization, User
from mockauth.state.sessions import ClientSession, UserSession

_K = TypeVar("_K")
_V = TypeVar("_V")


@dataclass(frozen=True, slots=True)
class GrantPlans:
    """The roles of a grant, and the plans of its mappers by kind of token and base URL.

    `repeated` is a cache of `issuing`: payloads of access tokens that are issued again and again.
    """

    realm_roles: Sequence[str]
    client_roles: Mapping[str, Sequence[str]]
    plans: dict[tuple[str, str], Plan] = field(default_factory=dict)
    repeated: dict[tuple[object, ...], tuple[dict[str, Any], bytes]] = field(default_factory=dict)


# An entry lives as long as its grant, which lives as long as its realm: no entry may refer to either.
_PLANS: WeakKeyDictionary[Grant, GrantPlans] = WeakKeyDictionary()
_MOST = 32
_LIGHTWEIGHT = "client.use.lightweight.access.token.enabled"


def plans_of(grant: Grant) -> GrantPlans:
    """Return the plans of a grant, with its roles after the role mappers have changed them."""
    known = _PLANS.get(grant)
    if known is None:
        roles = claims.effective_roles(grant.mappers, Roles.of(grant.roles))
        of_clients = {name: hash_order(of_client) for name, of_client in roles.clients.items()}
        known = _PLANS[grant] = GrantPlans(hash_order(roles.realm), of_clients)
    return known


def subject(
    ctx: Context,
    client: Client,
    user: User,
    session: UserSession,
    client_session: ClientSession,
    grant: Grant,
    nonce: str | None = None,
) -> Subject:
    """Return the subject that mappers read: the user, the session, the client session and the roles."""
    known = plans_of(grant)
    return Subject(
        realm=ctx.realm,
        client=client,
        user=user,
        session_id=session.id,
        notes=session.notes,
        client_notes=client_session.notes,
        realm_roles=known.realm_roles,
        client_roles=known.client_roles,
        base_url=ctx.base_url,
        lightweight=client.is_on(_LIGHTWEIGHT),
        nonce=nonce,
        organizations=_organizations(grant, client_session),
        mappers=grant.mappers,
    )


def _organizations(grant: Grant, client_session: ClientSession) -> Sequence[Organization]:
    """Return the organizations in tokens; if the scope is for one of several, the one that the user selected."""
    if not grant.one_organization or len(grant.organizations) == 1:
        return grant.organizations
    return [it for it in grant.organizations if it.id == client_session.notes.get(CHOSEN)]


def organization(grant: Grant, client_session: ClientSession) -> str | None:
    """Return the alias of the organization in tokens, or None unless there is exactly one."""
    found = _organizations(grant, client_session)
    return found[0].alias if len(found) == 1 else None


def mapped_claims(grant: Grant, token: str, of: Subject) -> Iterable[Claim]:
    """Return the claims that a grant's mappers add to a token of this kind."""
    plans = plans_of(grant).plans
    plan = plans.get((token, of.base_url))
    if plan is None:
        plan = claims.make_plan(grant.mappers, token, of)
        remember(plans, (token, of.base_url), plan)
    return claims.claims_of(plan, token, of)


def remember(known: dict[_K, _V], key: _K, value: _V) -> None:
    """Add an entry to a cache of limited size: callers choose the base URL with their Host header."""
    if len(known) >= _MOST:
        known.clear()
    known[key] = value
