"""Keycloak's health endpoints, as with --health-enabled=true --http-management-health-enabled=false."""

import json

from mockauth.web.responses import JSON, Response

_READY = ("Graceful Shutdown", "Keycloak Initialized")
_CHECKS = {"/health": _READY, "/health/ready": _READY, "/health/live": (), "/health/started": ()}


def respond(path: str, root: str) -> Response | None:
    """Answer a health path, whatever the method; None for all other paths.

    `root` is the prefix of all paths; health is found with and without it.
    """
    inside = path.removeprefix(root)
    if not inside.startswith("/health") or inside.removesuffix("/") not in _CHECKS:
        return None
    checks = [{"name": name, "status": "UP"} for name in _CHECKS[inside.removesuffix("/")]]
    body = json.dumps({"status": "UP", "checks": checks}, indent=4)
    # SmallRye writes a line break into an empty list.
    body = body.replace('"checks": []', '"checks": [\n    ]')
    return Response(200, body.encode(), f"{JSON}; charset=UTF-8", {"Cache-Control": "no-store"})
