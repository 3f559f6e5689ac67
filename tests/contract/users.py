"""Users of the contract realms; each password is the username followed by `-password`."""

from typing import Any


def complete_user(name: str, *credentials: dict[str, Any], **more: Any) -> dict[str, Any]:
    """Return a user with a complete profile; `credentials` are added to the password."""
    return {
        "username": name,
        "enabled": True,
        "email": f"{name}@example.org",
        "firstName": name.title(),
        "lastName": "Example",
        "credentials": [{"type": "password", "value": f"{name}-password"}, *credentials],
        **more,
    }
