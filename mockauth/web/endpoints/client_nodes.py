"""The nodes of a client's cluster: what adapters of old tell about themselves (Keycloak's ClientsManagementService)."""

from mockauth.protocol import client_auth
from mockauth.protocol.context import Context
from mockauth.protocol.errors import InvalidClient, InvalidRequest, MethodNotAllowed, NotFound
from mockauth.protocol.realm_checks import require_enabled, require_https
from mockauth.web.responses import Answer

_PATHS = ("clients-managements/register-node", "clients-managements/unregister-node")


def serve(ctx: Context) -> Answer:
    """Take note of a node, which nobody ever asks for again."""
    if ctx.method != "POST":
        raise MethodNotAllowed("only POST is for this path")
    if ctx.path not in _PATHS:
        raise NotFound("HTTP 404 Not Found", "nodes are registered and unregistered here, and nothing else")
    require_https(ctx)
    require_enabled(ctx)
    client = client_auth.authenticate(ctx)
    if client.public:
        raise InvalidClient("Public clients not allowed", reason=f'client "{client.client_id}" is public')
    if not ctx.form.get("client_cluster_host"):
        raise InvalidRequest("Client cluster host not specified")
    return Answer(204)
