"""Which roles a caller may see, manage, and give to others (RolePermissions of Keycloak)."""

from mockauth.protocol.errors import Forbidden
from mockauth.realms.master import ADMIN, MASTER
from mockauth.realms.model.roles import RoleRef
from mockauth.web.admin import client_permissions
from mockauth.web.admin.call import REALM_MANAGEMENT, Call
from mockauth.web.admin.permissions import (
    ANY,
    IMPERSONATION,
    MANAGE_AUTHORIZATION,
    MANAGE_CLIENTS,
    MANAGE_EVENTS,
    MANAGE_IDENTITY_PROVIDERS,
    MANAGE_ORGANIZATIONS,
    MANAGE_REALM,
    MANAGE_USERS,
    VIEW_AUTHORIZATION,
    VIEW_CLIENTS,
    VIEW_EVENTS,
    VIEW_IDENTITY_PROVIDERS,
    VIEW_ORGANIZATIONS,
    VIEW_REALM,
    VIEW_USERS,
)

_CREATE_REALM, _REALM_ADMIN = "create-realm", "realm-admin"
_ADMIN_ROLES = frozenset((*ANY, *IMPERSONATION, ADMIN, _CREATE_REALM, _REALM_ADMIN))
# What a caller needs itself in order to give a role of `realm-management` to others; nothing for the roles query-*.
_NEEDED = {
    "manage-clients": MANAGE_CLIENTS,
    "create-client": MANAGE_CLIENTS,
    "view-clients": VIEW_CLIENTS,
    "manage-authorization": MANAGE_AUTHORIZATION,
    "view-authorization": VIEW_AUTHORIZATION,
    "manage-events": MANAGE_EVENTS,
    "view-events": VIEW_EVENTS,
    "manage-users": MANAGE_USERS,
    "view-users": VIEW_USERS,
    "manage-identity-providers": MANAGE_IDENTITY_PROVIDERS,
    "view-identity-providers": VIEW_IDENTITY_PROVIDERS,
    "manage-realm": MANAGE_REALM,
    "view-realm": VIEW_REALM,
    "manage-organizations": MANAGE_ORGANIZATIONS,
    "view-organizations": VIEW_ORGANIZATIONS,
    "impersonation": IMPERSONATION,
}


def needed_to_view(client: str) -> tuple[str, ...]:
    """Return the admin roles that see the roles of a client, or of the realm for an empty client ID."""
    return VIEW_CLIENTS if client else VIEW_REALM


def require_manage_roles(call: Call, client: str) -> None:
    """Raise Forbidden unless the caller may change the roles of a client, or of the realm for an empty client ID."""
    if client:
        client_permissions.require_manage(call, client)
    else:
        call.require(*MANAGE_REALM)


def require_manage(call: Call, ref: RoleRef) -> None:
    """Raise Forbidden unless the caller may change a role; the admin roles of the master realm cannot be changed."""
    require_manage_roles(call, ref.client)
    if call.realm.name == MASTER and not ref.client and ref.name in (ADMIN, _CREATE_REALM):
        raise Forbidden("HTTP 403 Forbidden", f'the role "{ref.name}" of the realm "{MASTER}" cannot be changed')


def may_map(call: Call, ref: RoleRef) -> bool:
    """Return whether the caller may give a role to a user or a group."""
    return call.may(*MANAGE_USERS) and _has_similar(call, ref)


def require_map(call: Call, ref: RoleRef) -> None:
    """Raise Forbidden unless the caller may give a role to a user or a group."""
    call.require(*MANAGE_USERS)
    if not _has_similar(call, ref):
        raise _forbidden(ref)


def require_map_composite(call: Call, ref: RoleRef) -> None:
    """Raise Forbidden unless the caller may add a role to a composite role."""
    call.require(*(MANAGE_CLIENTS if ref.client else MANAGE_REALM))
    if not _has_similar(call, ref):
        raise _forbidden(ref)


def _forbidden(ref: RoleRef) -> Forbidden:
    return Forbidden(
        "HTTP 403 Forbidden", f'only admins that have similar roles can assign the admin role "{ref.name}"'
    )


def _has_similar(call: Call, ref: RoleRef) -> bool:
    """Return whether a role is no admin role, or one that the caller has similar roles to (checkAdminRoles)."""
    if ref.name not in _ADMIN_ROLES:
        return True
    if call.caller.realm.name == call.realm.name and ref in call.caller.roles:
        return True
    if ref.client == (f"{MASTER}-realm" if call.realm.name == MASTER else REALM_MANAGEMENT):
        if ref.name == _REALM_ADMIN:
            return call.may_in_master(ADMIN)
        return ref.name.startswith("query-") or (ref.name in _NEEDED and call.may(*_NEEDED[ref.name]))
    return not (call.realm.name == MASTER and (not ref.client or ref.client.endswith("-realm")))
