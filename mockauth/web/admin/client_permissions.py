"""The permission to change a client (ClientPermissions of Keycloak)."""

from mockauth.protocol.errors import Forbidden
from mockauth.realms.master import MASTER
from mockauth.web.admin.call import REALM_MANAGEMENT, Call
from mockauth.web.admin.permissions import MANAGE_CLIENTS


def may_manage(call: Call, client_id: str) -> bool:
    """Return whether the caller may change a client: nobody may change those whose roles are the admin roles."""
    return call.may(*MANAGE_CLIENTS) and not _is_internal(call, client_id)


def require_manage(call: Call, client_id: str) -> None:
    """Raise Forbidden unless the caller may change a client."""
    call.require(*MANAGE_CLIENTS)
    if _is_internal(call, client_id):
        raise Forbidden("HTTP 403 Forbidden", f'the client "{client_id}" has the admin roles, and cannot be changed')


def _is_internal(call: Call, client_id: str) -> bool:
    return client_id.endswith("-realm") if call.realm.name == MASTER else client_id == REALM_MANAGEMENT
