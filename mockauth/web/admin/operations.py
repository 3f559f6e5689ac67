"""The Admin operations of Keycloak, recorded in `realms/keycloak/admin_operations.json`, for those not implemented."""

import json
import re
from functools import cache

from mockauth.protocol.errors import NotImplementedYet
from mockauth.realms.built_in import FACTS


def not_implemented(method: str, path: str) -> NotImplementedYet | None:
    """Return the error for a request that only Keycloak answers; None if Keycloak has no such operation either."""
    target = f"{method} {path.rstrip('/')}"
    operation = next((name for pattern, name in _operations() if pattern.fullmatch(target)), None)
    return NotImplementedYet(f"the Admin call {operation}") if operation else None


@cache
def _operations() -> list[tuple[re.Pattern[str], str]]:
    names = json.loads((FACTS / "admin_operations.json").read_text(encoding="utf-8"))
    return [(_pattern(name), name) for name in names]


def _pattern(operation: str) -> re.Pattern[str]:
    """Return a pattern for the requests of an operation; the path of a group may have several segments."""
    escaped = re.escape(operation).replace(re.escape("{path}"), ".+")
    return re.compile(re.sub(r"\\\{[^}]*\\\}", "[^/]+", escaped))
