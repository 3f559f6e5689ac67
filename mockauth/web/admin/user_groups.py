"""The groups of a user: list, count, join, leave (UserResource)."""

from mockauth.protocol.errors import NotFound
from mockauth.realms.model import User
from mockauth.web.admin.call import Call, Route
from mockauth.web.admin.group_reps import StoredGroup, all_groups, group_by_id, group_rep, groups_of
from mockauth.web.admin.paging import flag, page
from mockauth.web.admin.patterns import like
from mockauth.web.admin.permissions import MANAGE_USERS, VIEW_USERS
from mockauth.web.admin.responses import no_content, ok
from mockauth.web.responses import Response


def search(call: Call, user: User) -> Response:
    """List the groups that a user is a direct member of."""
    full = not flag(call, "briefRepresentation", True)
    return ok([group_rep(call.realm, it, full) for it in page(call, _of(call, user))])


def count(call: Call, user: User) -> Response:
    """Count the groups that a user is a direct member of."""
    return ok({"count": len(_of(call, user))})


def join(call: Call, user: User, group_id: str) -> Response:
    """Make a user a member of a group."""
    group = _find(call, group_id)
    paths = groups_of(user.rep)
    if group.path not in paths:
        _save(call, user, [*paths, group.path])
    return no_content()


def leave(call: Call, user: User, group_id: str) -> Response:
    """Remove a user from a group."""
    group = _find(call, group_id)
    paths = groups_of(user.rep)
    if group.path in paths:
        _save(call, user, [path for path in paths if path != group.path])
    return no_content()


ROUTES = (
    Route("GET", "/users/<user>/groups", search, VIEW_USERS),
    Route("GET", "/users/<user>/groups/count", count, VIEW_USERS),
    Route("PUT", "/users/<user>/groups/<member_group>", join, MANAGE_USERS, no_cache=True),
    Route("DELETE", "/users/<user>/groups/<member_group>", leave, MANAGE_USERS, no_cache=True),
)


def _of(call: Call, user: User) -> list[StoredGroup]:
    paths = groups_of(user.rep)
    pattern = like(f"%{(call.query('search') or '').lower()}%")
    own = (it for it in all_groups(call.realm) if it.path in paths and pattern.fullmatch(it.name.lower()))
    return sorted(own, key=lambda group: group.name)


def _find(call: Call, group_id: str) -> StoredGroup:
    found = group_by_id(call.realm, group_id)
    if found is None:
        raise NotFound("Group not found", f'there is no group with the id "{group_id:.80}"')
    return found


def _save(call: Call, user: User, paths: list[str]) -> None:
    call.ctx.accounts.save_rep({**user.rep, "id": user.id, "username": user.username, "groups": paths}, user)
