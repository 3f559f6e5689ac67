"""Keycloak's health endpoints (--health-enabled=true)."""

import json
from collections.abc import Sequence

from mockauth.web.responses import JSON, Response

_READY = ("Graceful Shutdown", "Keycloak Initialized")
_PATHS = {"/health": _READY, "/health/ready": _READY, "/health/live": (), "/health/started": ()}
# Keycloak has this check if metrics are enabled too.
_DATABASE = "Keycloak database connections async health check"


def respond(path: str, root: str, *, with_metrics: bool = False) -> Response | None:
    """Answer a health path, whatever the method; None for all other paths.

    `root` is the prefix of all paths; health is found with and without it.
    """
    inside = path.removeprefix(root)
    if not inside.startswith("/health") or inside.removesuffix("/") not in _PATHS:
        return None
    checks = [{"name": name, "status": "UP"} for name in _checks(inside.removesuffix("/"), with_metrics)]
    body = json.dumps({"status": "UP", "checks": checks}, indent=4)
    # SmallRye writes a line break into an empty list.
    body = body.replace('"checks": []', '"checks": [\n    ]')
    return Response(200, body.encode(), f"{JSON}; charset=UTF-8", {"Cache-Control": "no-store"})


def _checks(path: str, with_metrics: bool) -> Sequence[str]:
    names = _PATHS[path]
    return sorted([*names, _DATABASE]) if names and with_metrics else names
