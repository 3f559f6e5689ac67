"""Groups: list, search, count, create, read, update, delete, move, members (GroupsResource, GroupResource)."""

from collections.abc import Callable, Iterable, Mapping

from mockauth.protocol.errors import NotFound
from mockauth.web.admin import user_search, users
from mockauth.web.admin.call import Call, Rep, Route
from mockauth.web.admin.errors import AdminError, Conflict
from mockauth.web.admin.group_reps import (
    StoredGroup,
    add_group,
    all_groups,
    children_of,
    group_by_id,
    group_rep,
    groups_of,
    move_group,
    put_group,
)
from mockauth.web.admin.paging import DEFAULT_MOST, flag, page
from mockauth.web.admin.patterns import like, with_stars
from mockauth.web.admin.permissions import MANAGE_USERS, QUERY_GROUPS, VIEW_USERS
from mockauth.web.admin.responses import created, no_content, ok
from mockauth.web.responses import JSON, Response, json_response

_REP = "GroupRepresentation"


def search(call: Call) -> Response:
    """List the top-level groups, or the groups that match the query with their parents."""
    text, query = call.query("search"), call.query("q")
    if query:
        wanted = user_search.fields(query)
        found = _named(call, lambda group: _has_attributes(call, group, wanted))
    elif text:
        found = _named(call, _name_matcher(text.strip(), flag(call, "exact")))
    else:
        found = children_of(call.realm, None)
    groups = page(call, found)
    if flag(call, "populateHierarchy", True):
        return ok(_hierarchy(call, groups) if call.may(*VIEW_USERS) else [])
    return ok([_listed(call, it, not _is_brief(call)) for it in groups if call.may(*VIEW_USERS)])


def count(call: Call) -> Response:
    """Count the groups."""
    text = call.query("search")
    if text:
        return ok({"count": len(_named(call, _name_matcher(text, False)))})
    found = children_of(call.realm, None) if flag(call, "top") else [*all_groups(call.realm)]
    return ok({"count": len(found)})


def create(call: Call) -> Response:
    """Create a top-level group, or move a group whose id is given to the top."""
    sent: Rep = call.rep
    _require_name(sent)
    if sent.get("id") is not None:
        group = _by_id(call, sent["id"])
        if group.parent_id:
            _require_free(call, None, group.name, f"Top level group named '{sent['name']}' already exists.")
            move_group(call, group, None)
        return no_content()
    _require_free(call, None, sent["name"], f"Top level group named '{sent['name']}' already exists.")
    rep = _new(call, sent)
    add_group(call, None, rep)
    return created(call, "groups", rep["id"])


def read(call: Call, group: StoredGroup) -> Response:
    """Return a group."""
    return ok({**_listed(call, group, True), "subGroupCount": len(group.rep.get("subGroups") or ())})


def read_by_path(call: Call, path: str) -> Response:
    """Return the group with a path."""
    wanted = f"/{path.strip('/')}"
    group = next((it for it in all_groups(call.realm) if it.path == wanted), None)
    if group is None:
        raise NotFound("Group path does not exist", f'there is no group with the path "{wanted:.200}"')
    call.require(*VIEW_USERS)
    return ok({**group_rep(call.realm, group, True), "subGroupCount": len(group.rep.get("subGroups") or ())})


def update(call: Call, group: StoredGroup) -> Response:
    """Change the name, the description and the attributes of a group; without a description it loses its own."""
    sent: Rep = call.rep
    _require_name(sent)
    if sent.get("id") not in (None, group.id):
        raise AdminError("Invalid group id")
    name = sent["name"]
    parent = group_by_id(call.realm, group.parent_id) if group.parent_id else None
    if name != group.name:
        _require_free(call, parent, name, f"Sibling group named '{name}' already exists.")
    put_group(call, group, _written(group.rep, sent))
    return no_content()


def delete(call: Call, group: StoredGroup) -> Response:
    """Delete a group with its subgroups."""
    put_group(call, group, None)
    return no_content()


def children(call: Call, group: StoredGroup) -> Response:
    """List the subgroups of a group."""
    call.require(*VIEW_USERS)
    text = call.query("search")
    matches = _name_matcher(text or "", flag(call, "exact"), start="")
    found = [it for it in children_of(call.realm, group) if matches(it)]
    return ok([_listed(call, it, not flag(call, "briefRepresentation")) for it in page(call, found, 10)])


def add_child(call: Call, group: StoredGroup) -> Response:
    """Create a subgroup, or move a group whose id is given below this one."""
    sent: Rep = call.rep
    _require_name(sent)
    taken = f"Sibling group named '{sent['name']}' already exists."
    if sent.get("id") is None:
        _require_free(call, group, sent["name"], taken)
        rep = _new(call, sent)
        realm = add_group(call, group, rep)
        child = StoredGroup(f"{group.path}/{rep['name']}", rep["id"], group.path, group.id, rep)
        body = {**group_rep(realm, child, True), "access": _access(call)}
        headers = {"Cache-Control": "no-cache", "Location": call.url("groups", rep["id"])}
        return json_response(body, headers)._replace(status=201)
    child = _by_id(call, sent["id"])
    if group.id not in (child.parent_id, child.id):
        if group.path.startswith(f"{child.path}/"):
            raise AdminError("A group cannot be moved below one of its subgroups")
        _require_free(call, group, child.name, taken)
        move_group(call, child, group)
    return Response(204, content_type=JSON, headers={"Cache-Control": "no-cache"})


def members(call: Call, group: StoredGroup) -> Response:
    """List the direct members of a group, sorted by username."""
    accounts = call.ctx.accounts
    own = (rep for rep in accounts.reps(call.realm) if group.path in groups_of(rep))
    brief = flag(call, "briefRepresentation")
    return ok([users.representation(call, rep, brief) for rep in page(call, own, DEFAULT_MOST)])


ROUTES = (
    Route("GET", "/groups", search, QUERY_GROUPS),
    Route("POST", "/groups", create, MANAGE_USERS, body=_REP),
    Route("GET", "/groups/count", count, QUERY_GROUPS),
    Route("GET", "/groups/<group>", read, VIEW_USERS),
    Route("PUT", "/groups/<group>", update, MANAGE_USERS, body=_REP),
    Route("DELETE", "/groups/<group>", delete, MANAGE_USERS),
    Route("GET", "/groups/<group>/children", children, QUERY_GROUPS),
    Route("POST", "/groups/<group>/children", add_child, MANAGE_USERS, body=_REP),
    Route("GET", "/groups/<group>/members", members, VIEW_USERS),
    Route("GET", "/group-by-path/<path:group_path>", read_by_path),
)


def _is_brief(call: Call) -> bool:
    return flag(call, "briefRepresentation", True)


def _access(call: Call) -> dict[str, bool]:
    view, manage = call.may(*VIEW_USERS), call.may(*MANAGE_USERS)
    return {"view": view, "viewMembers": view, "manageMembers": manage, "manage": manage, "manageMembership": manage}


def _listed(call: Call, group: StoredGroup, full: bool) -> Rep:
    """Return a group with what the caller may do with it, and with the number of its subgroups unless not wanted."""
    counted = {"subGroupCount": len(group.rep.get("subGroups") or ())} if flag(call, "subGroupsCount", True) else {}
    return {**group_rep(call.realm, group, full), **counted, "access": _access(call)}


def _hierarchy(call: Call, groups: Iterable[StoredGroup]) -> list[Rep]:
    """Return groups as a tree with their parents, sorted by name at the top (GroupUtils.buildGroupHierarchy)."""
    known = {group.path: group for group in all_groups(call.realm)}
    shown: dict[str, Rep] = {}

    def at(group: StoredGroup) -> Rep:
        if group.path not in shown:
            shown[group.path] = _listed(call, group, not _is_brief(call))
            if group.parent:
                at(known[group.parent])["subGroups"].append(shown[group.path])
        return shown[group.path]

    for group in groups:
        at(group)
    top = [rep for path, rep in shown.items() if not known[path].parent]
    return sorted(top, key=lambda rep: str(rep["name"]))


def _named(call: Call, matches: Callable[[StoredGroup], bool]) -> list[StoredGroup]:
    return sorted(filter(matches, all_groups(call.realm)), key=lambda group: group.name)


def _name_matcher(text: str, exact: bool, start: str = "%") -> Callable[[StoredGroup], bool]:
    """Match names with a text, in which `*` stands for any characters; `start` is the pattern of what precedes it."""
    if exact:
        return lambda group: group.name == text
    pattern = like(f"{start}{with_stars(text.lower())}%")
    return lambda group: pattern.fullmatch(group.name.lower()) is not None


def _has_attributes(call: Call, group: StoredGroup, wanted: Mapping[str, str]) -> bool:
    own = call.realm.groups[group.path].attributes
    return all(value in own.get(name, ()) for name, value in wanted.items())


def _require_name(sent: Rep) -> None:
    if not (sent.get("name") or "").strip():
        raise AdminError("Group name is missing")


def _require_free(call: Call, parent: StoredGroup | None, name: str, message: str) -> None:
    if any(group.name == name for group in children_of(call.realm, parent)):
        raise Conflict(message)


def _by_id(call: Call, wanted: str) -> StoredGroup:
    group = group_by_id(call.realm, wanted)
    if group is None:
        raise NotFound("Could not find child by id", f'there is no group with the id "{wanted:.80}"')
    return group


def _new(call: Call, sent: Rep) -> Rep:
    return _written({"id": call.ctx.state.ids.uuid()}, sent)


def _written(before: Rep, sent: Rep) -> Rep:
    """Return a group with the name, the description and the attributes of the body (GroupResource.updateGroup)."""
    rep = {**before, "name": sent["name"], "description": sent.get("description")}
    if sent.get("attributes") is not None:
        rep["attributes"] = {name: list(values) for name, values in sent["attributes"].items() if values}
    return {key: value for key, value in rep.items() if value is not None}
