"""The people of the contract realms, whose passwords are their names and `-password`."""

from typing import Any


def person(name: str, *credentials: dict[str, Any], **more: Any) -> dict[str, Any]:
    """Give a user whose profile lacks nothing; `credentials` are further ones."""
    return {
        "username": name,
        "enabled": True,
        "email": f"{name}@example.org",
        "firstName": name.title(),
        "lastName": "Example",
        "credentials": [{"type": "password", "value": f"{name}-password"}, *credentials],
        **more,
    }
