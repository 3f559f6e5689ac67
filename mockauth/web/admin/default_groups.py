"""The groups that new users join (RealmAdminResource)."""

from mockauth.protocol.errors import NotFound
from mockauth.web.admin.call import Call, Rep, Route
from mockauth.web.admin.group_reps import StoredGroup, all_groups, group_by_id
from mockauth.web.admin.permissions import MANAGE_REALM, VIEW_REALM, VIEW_USERS
from mockauth.web.admin.responses import no_content, ok
from mockauth.web.responses import Response


def search(call: Call) -> Response:
    """List the default groups."""
    own = (it for it in all_groups(call.realm) if it.path in call.realm.default_groups)
    return ok([_brief(it) for it in own] if call.may(*VIEW_USERS) else [])


def add(call: Call, group_id: str) -> Response:
    """Let new users join a group."""
    group = _find(call, group_id)
    if group.path not in call.realm.default_groups:
        call.store({**call.realm.rep, "defaultGroups": [*call.realm.default_groups, group.path]})
    return no_content()


def remove(call: Call, group_id: str) -> Response:
    """Let new users no longer join a group."""
    group = _find(call, group_id)
    kept = [path for path in call.realm.default_groups if path != group.path]
    call.store({**call.realm.rep, "defaultGroups": kept})
    return no_content()


ROUTES = (
    Route("GET", "/default-groups", search, VIEW_REALM),
    Route("PUT", "/default-groups/<default_group>", add, MANAGE_REALM, no_cache=True),
    Route("DELETE", "/default-groups/<default_group>", remove, MANAGE_REALM, no_cache=True),
)


def _brief(group: StoredGroup) -> Rep:
    parent = {"parentId": group.parent_id} if group.parent_id else {}
    description = {"description": group.rep["description"]} if group.rep.get("description") is not None else {}
    return {"id": group.id, "name": group.name, **description, "path": group.path, **parent, "subGroups": []}


def _find(call: Call, group_id: str) -> StoredGroup:
    found = group_by_id(call.realm, group_id)
    if found is None:
        raise NotFound("Group not found", f'there is no group with the id "{group_id:.80}"')
    return found
