"""The members and identity providers of organizations (OrganizationMemberResource and its siblings)."""

from mockauth.protocol.errors import NotFound
from mockauth.realms.model import Organization, User
from mockauth.web.admin import users
from mockauth.web.admin.call import Call, Rep, Route
from mockauth.web.admin.errors import Conflict
from mockauth.web.admin.organization_reps import organization_rep, put_organization, stored
from mockauth.web.admin.paging import flag, page
from mockauth.web.admin.permissions import (
    MANAGE_ORGANIZATIONS,
    MANAGE_USERS,
    QUERY_USERS,
    VIEW_ORGANIZATIONS,
    VIEW_USERS,
)
from mockauth.web.admin.responses import created, no_content, ok
from mockauth.web.responses import Response

_MOST = 10


def search(call: Call, organization: Organization) -> Response:
    """List the members that match the query, sorted by username."""
    text, exact = (call.query("search") or "").lower(), flag(call, "exact")
    kind = (call.query("membershipType") or "").upper()
    found = []
    for username in sorted(organization.members) if call.may(*VIEW_USERS) else ():
        user = call.ctx.accounts.find(call.realm, "username", username)
        if user and (not text or _matches(user, text, exact)) and kind in ("", _kind(call, organization, username)):
            found.append(user)
    brief = flag(call, "briefRepresentation", True)
    return ok([_member_rep(call, organization, user, brief) for user in page(call, found, _MOST)])


def count(call: Call, organization: Organization) -> Response:
    """Count the members."""
    return ok(len(organization.members) if call.may(*VIEW_USERS) else 0)


def add(call: Call, organization: Organization) -> Response:
    """Add the user whose id is the body."""
    user = _user(call, call.ctx.body.decode("utf-8", "replace").strip().removeprefix('"').removesuffix('"'))
    call.require(*MANAGE_USERS)
    if user.username in organization.members:
        raise Conflict("User is already a member of the organization.")
    rep = stored(call.realm, organization)
    members = [*(rep.get("members") or ()), {"username": user.username, "membershipType": "UNMANAGED"}]
    put_organization(call, organization, {**rep, "members": members})
    return created(call, "organizations", organization.id, "members", user.id)


def read(call: Call, organization: Organization, member_id: str) -> Response:
    """Return a member."""
    user = _member(call, organization, member_id)
    call.require(*VIEW_USERS)
    return ok(_member_rep(call, organization, user, brief=False))


def remove(call: Call, organization: Organization, member_id: str) -> Response:
    """Remove a member; a managed member is deleted."""
    user = _member(call, organization, member_id)
    call.require(*MANAGE_USERS)
    is_managed = _kind(call, organization, user.username) == "MANAGED"
    rep = stored(call.realm, organization)
    others = [it for it in rep.get("members") or () if str(it.get("username")).lower() != user.username]
    put_organization(call, organization, {**rep, "members": others})
    if is_managed:
        call.ctx.accounts.remove(user)
        call.ctx.sessions.remove_user(user.id)
    return no_content()


def organizations(call: Call, organization: Organization, member_id: str) -> Response:
    """List all organizations of a member."""
    user = _member(call, organization, member_id)
    call.require(*VIEW_USERS)
    brief = flag(call, "briefRepresentation", True)
    own = sorted(
        (it for it in call.realm.organizations.values() if user.username in it.members), key=lambda it: it.name
    )
    return ok([organization_rep(call.realm, it, brief) for it in own])


_MEMBERS = "/organizations/<organization>/members"
ROUTES = (
    Route("GET", _MEMBERS, search, QUERY_USERS),
    Route("POST", _MEMBERS, add, MANAGE_ORGANIZATIONS, body="raw"),
    Route("GET", f"{_MEMBERS}/count", count, QUERY_USERS),
    Route("GET", f"{_MEMBERS}/<member_id>", read, VIEW_ORGANIZATIONS),
    Route("DELETE", f"{_MEMBERS}/<member_id>", remove, MANAGE_ORGANIZATIONS),
    Route("GET", f"{_MEMBERS}/<member_id>/organizations", organizations, VIEW_ORGANIZATIONS),
)


def _user(call: Call, wanted: str) -> User:
    user = call.ctx.accounts.by_id(call.realm, wanted)
    if user is None:
        call.require(*QUERY_USERS)
        raise NotFound("HTTP 404 Not Found", f'there is no user with the id "{wanted:.80}"')
    return user


def _member(call: Call, organization: Organization, wanted: str) -> User:
    user = _user(call, wanted)
    if user.username not in organization.members:
        call.require(*QUERY_USERS)
        raise NotFound("HTTP 404 Not Found", f'user "{user.username}" is not a member of "{organization.name}"')
    return user


def _kind(call: Call, organization: Organization, username: str) -> str:
    listed = stored(call.realm, organization).get("members") or ()
    found = (it.get("membershipType") for it in listed if str(it.get("username")).lower() == username)
    return str(next(found, None) or "UNMANAGED")


def _member_rep(call: Call, organization: Organization, user: User, brief: bool) -> Rep:
    kind = _kind(call, organization, user.username)
    return {**users.representation(call, dict(user.rep), brief), "membershipType": kind}


def _matches(user: User, text: str, exact: bool) -> bool:
    values = [value.lower() for value in (user.username, user.email, user.first_name, user.last_name) if value]
    return text in values if exact else any(text in value for value in values)
