"""The table of all operations: those of each resource, and the functions that look up the objects in paths."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from mockauth.web.admin import (
    client_scope_reps,
    client_scopes,
    clients,
    group_reps,
    groups,
    identity_providers,
    organization_members,
    organization_providers,
    organization_reps,
    organizations,
    protocol_mappers,
    realms,
    required_actions,
    role_mappings,
    roles,
    scope_mappings,
    server_info,
    users,
)
from mockauth.web.admin.call import Route

ROUTES: Sequence[Route] = (
    *realms.ROUTES,
    *users.ROUTES,
    *clients.ROUTES,
    *roles.ROUTES,
    *role_mappings.ROUTES,
    *groups.ROUTES,
    *client_scopes.ROUTES,
    *protocol_mappers.ROUTES,
    *scope_mappings.ROUTES,
    *identity_providers.ROUTES,
    *organizations.ROUTES,
    *organization_members.ROUTES,
    *organization_providers.ROUTES,
    *required_actions.ROUTES,
    *server_info.ROUTES,
)
FINDERS: Mapping[str, Callable[..., Any]] = {
    "user": users.find,
    "client": clients.find,
    "client_scope": client_scope_reps.find_scope,
    "group": group_reps.find_group,
    "organization": organization_reps.find_organization,
    "identity_provider": identity_providers.find,
    "mapped_client": role_mappings.find_client,
    "scoped_client": scope_mappings.find_client,
}
