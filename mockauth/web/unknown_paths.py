"""Refuse paths outside of realms, with a hint at the path that was probably meant."""

import re
from typing import NoReturn

from mockauth.protocol.errors import NotFound, NotImplementedYet

_HINTS = (
    (r"/auth/.*", "paths start with /auth only before Keycloak 17; start mockauth with --http-relative-path /auth"),
    (r"/realms/?", "the path names no realm; use /realms/NAME"),
    (r"/(?i:realms)/.*", "paths are case-sensitive; use /realms/NAME"),
    (r"/\.well-known/.*", "each realm has its own discovery document: /realms/NAME/.well-known/openid-configuration"),
    (r"(/[^/]+)?/protocol/.*", "the path lacks its realm; use /realms/NAME/protocol/openid-connect/…"),
    (r".*/token", "each realm has its own token endpoint: /realms/NAME/protocol/openid-connect/token"),
    (r".*/(certs|jwks|jwks\.json|keys)", "each realm has its own keys: /realms/NAME/protocol/openid-connect/certs"),
    (r"/metrics", "metrics are not implemented in mockauth"),
)


def refuse(path: str, root: str) -> NoReturn:
    """Refuse a path outside of realms. Raises NotFound with a hint, or NotImplementedYet for the admin API and console.

    `root` is the prefix of all paths.
    """
    inside = path.removeprefix(root) if path.startswith(f"{root}/") else ""
    if f"{inside}/".startswith("/admin/"):
        raise NotImplementedYet("the Admin REST API" if inside.startswith("/admin/realms") else "the admin console")
    if root and not inside:
        raise NotFound.outside_realms(f"all paths start with {root} (--http-relative-path)")
    hint = next((text for pattern, text in _HINTS if re.fullmatch(pattern, inside)), "")
    raise NotFound.outside_realms(hint or "unknown path; realms are served at /realms/NAME")
