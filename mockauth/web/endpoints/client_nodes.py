"""Registration of cluster nodes by Keycloak's old adapters (Keycloak's ClientsManagementService)."""

from mockauth.protocol import client_auth
from mockauth.protocol.context import Context
from mockauth.protocol.errors import InvalidClient, InvalidRequest, MethodNotAllowed, NotFound
from mockauth.protocol.realm_checks import require_enabled, require_https
from mockauth.web.responses import Response

_PATHS = ("clients-managements/register-node", "clients-managements/unregister-node")


def serve(ctx: Context) -> Response:
    """Accept the registration of a node; nothing is stored because nothing reads it."""
    if ctx.method != "POST":
        raise MethodNotAllowed("only POST is allowed for this path")
    if ctx.path not in _PATHS:
        raise NotFound("HTTP 404 Not Found", f"unknown path; use {_PATHS[0]} or {_PATHS[1]}")
    require_https(ctx)
    require_enabled(ctx)
    client = client_auth.authenticate(ctx)
    if client.public:
        raise InvalidClient("Public clients not allowed", reason=f'client "{client.client_id}" is public')
    if not ctx.form.get("client_cluster_host"):
        raise InvalidRequest("Client cluster host not specified")
    return Response(204)
