"""The table of all operations: those of each resource, and the functions that look up the objects in paths."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from mockauth.web.admin import clients, group_reps, groups, realms, role_mappings, roles, users
from mockauth.web.admin.call import Route

ROUTES: Sequence[Route] = (
    *realms.ROUTES,
    *users.ROUTES,
    *clients.ROUTES,
    *roles.ROUTES,
    *role_mappings.ROUTES,
    *groups.ROUTES,
)
FINDERS: Mapping[str, Callable[..., Any]] = {
    "user": users.find,
    "client": clients.find,
    "group": group_reps.find_group,
    "mapped_client": role_mappings.find_client,
}
