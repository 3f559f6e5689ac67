"""What is answered outside of realms: health, a sign at the door, and hints for those who are lost."""

import json
import re
from collections.abc import Iterable
from typing import NoReturn

from mockauth import __version__
from mockauth.protocol import urls
from mockauth.protocol.errors import NotFound, NotImplementedYet
from mockauth.web.responses import JSON, Answer

# As Keycloak with --health-enabled, on the port that everything is on (--http-management-health-enabled=false):
# whatever the method, and for a server that answers at all.
_READY = ("Graceful Shutdown", "Keycloak Initialized")
_HEALTH = {"/health": _READY, "/health/ready": _READY, "/health/live": (), "/health/started": ()}
_HINTS = (
    (r"/auth/.*", "the path begins with /auth, as it did before Keycloak 17: start with --http-relative-path /auth"),
    (r"/realms/?", "the path names no realm: /realms/NAME"),
    (r"/(?i:realms)/.*", "Keycloak's paths are in lower case: /realms/NAME"),
    (r"/\.well-known/.*", "discovery is each realm's own: /realms/NAME/.well-known/openid-configuration"),
    (r"(/[^/]+)?/protocol/.*", "the path lacks its realm: /realms/NAME/protocol/openid-connect/…"),
    (r".*/token", "the token endpoint is each realm's own: /realms/NAME/protocol/openid-connect/token"),
    (r".*/(certs|jwks|jwks\.json|keys)", "keys are each realm's own: /realms/NAME/protocol/openid-connect/certs"),
    (r"/metrics", "mockauth has no metrics"),
)


def health(path: str, root: str) -> Answer | None:
    """Answer a path that asks whether the server is well; None for any other."""
    inside = path.removeprefix(root)
    if not inside.startswith("/health") or inside.removesuffix("/") not in _HEALTH:
        return None
    checks = [{"name": name, "status": "UP"} for name in _HEALTH[inside.removesuffix("/")]]
    body = json.dumps({"status": "UP", "checks": checks}, indent=4)
    # The line of an empty list is SmallRye's.
    body = body.replace('"checks": []', '"checks": [\n    ]')
    return Answer(200, body.encode(), f"{JSON}; charset=UTF-8", {"Cache-Control": "no-store"})


def sign(base_url: str, realms: Iterable[str]) -> Answer:
    """Answer whoever knocks at the door, where Keycloak shows the way to its admin console."""
    said = {
        "mockauth": __version__,
        "stands in for": "Keycloak 26.7.3",
        "realms": {name: f"{urls.realm(base_url, name)}/.well-known/openid-configuration" for name in realms},
    }
    return Answer(200, f"{json.dumps(said, indent=2, ensure_ascii=False)}\n".encode(), JSON)


def refuse(path: str, root: str) -> NoReturn:
    """Refuse a path outside of realms, with a hint for the log. Raises NotFound and NotImplementedYet."""
    inside = path.removeprefix(root) if path.startswith(f"{root}/") else ""
    if f"{inside}/".startswith("/admin/"):
        raise NotImplementedYet("the Admin REST API" if inside.startswith("/admin/realms") else "the admin console")
    if root and not inside:
        raise NotFound.outside_realms(f"all paths begin with {root} here (--http-relative-path)")
    said = next((hint for pattern, hint in _HINTS if re.fullmatch(pattern, inside)), "")
    raise NotFound.outside_realms(said or "nothing is served outside /realms/")
