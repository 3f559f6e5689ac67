"""What a grant comes to in every token: worked out once, so that a token costs little more than its signature."""

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
    """What a grant comes to in every token: roles, and by kind of token and base URL the plan of its mappers.

    `repeated` is what `issuing` remembers of access tokens that come again.
    """

    realm_roles: Sequence[str]
    client_roles: Mapping[str, Sequence[str]]
    plans: dict[tuple[str, str], Plan] = field(default_factory=dict)
    repeated: dict[tuple[object, ...], tuple[dict[str, Any], bytes]] = field(default_factory=dict)


# It goes with the grant, and that with its realm. Nothing in it may refer to either.
_SETTLED: WeakKeyDictionary[Grant, GrantPlans] = WeakKeyDictionary()
_MOST = 32
_LIGHTWEIGHT = "client.use.lightweight.access.token.enabled"


def plans_of(grant: Grant) -> GrantPlans:
    """Give the roles of a grant as the role-changing mappers leave them, and its plans."""
    known = _SETTLED.get(grant)
    if known is None:
        roles = claims.effective_roles(grant.mappers, Roles.of(grant.roles))
        of_clients = {name: hash_order(of_client) for name, of_client in roles.clients.items()}
        known = _SETTLED[grant] = GrantPlans(hash_order(roles.realm), of_clients)
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
    """Give what mappers see of a user, a session and the client session."""
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
    """Give the organizations that tokens are about: of several, where only one is meant, the one that was chosen."""
    if not grant.one_organization or len(grant.organizations) == 1:
        return grant.organizations
    return [it for it in grant.organizations if it.id == client_session.notes.get(CHOSEN)]


def organization(grant: Grant, client_session: ClientSession) -> str | None:
    """Give the alias of the one organization that tokens are about, if it is one."""
    found = _organizations(grant, client_session)
    return found[0].alias if len(found) == 1 else None


def mapped_claims(grant: Grant, token: str, of: Subject) -> Iterable[Claim]:
    """Give the claims that a grant's mappers put into a token of this kind."""
    plans = plans_of(grant).plans
    plan = plans.get((token, of.base_url))
    if plan is None:
        plan = claims.make_plan(grant.mappers, token, of)
        remember(plans, (token, of.base_url), plan)
    return claims.claims_of(plan, token, of)


def remember(known: dict[_K, _V], key: _K, value: _V) -> None:
    """Remember something, but not without end: callers choose the base URL by their Host header."""
    if len(known) >= _MOST:
        known.clear()
    known[key] = value
