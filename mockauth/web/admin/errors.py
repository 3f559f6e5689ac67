"""The errors of the Admin REST API, in the two forms that Keycloak has for them."""

from collections.abc import Mapping, Sequence
from typing import Any

from mockauth.protocol.errors import Refusal


class AdminError(Refusal):
    """An error with an `errorMessage` (Keycloak's ErrorResponse)."""

    def __init__(self, message: str, reason: str = "", status: int = 400) -> None:
        super().__init__({"errorMessage": message}, reason or message, status)


class Conflict(AdminError):
    """A name that is taken (ErrorResponse.exists)."""

    def __init__(self, message: str, reason: str = "") -> None:
        super().__init__(message, reason, 409)


class Duplicate(Refusal):
    """A name that is taken, which only the database notices: such an answer has no security headers."""

    bare = True

    def __init__(self, reason: str) -> None:
        super().__init__({"error": "conflict", "error_description": "Duplicate resource error"}, reason, 409)


class BadRequest(Refusal):
    """A request that a resource refuses with a plain `error` (jakarta.ws.rs.BadRequestException)."""

    for_people = True

    def __init__(self, error: str, reason: str = "") -> None:
        super().__init__({"error": error}, reason or error, 400)


class InvalidInput(Refusal):
    """An object that is invalid (ErrorResponseException with `invalid_input`)."""

    def __init__(self, description: str, reason: str = "", error: str = "invalid_input", status: int = 400) -> None:
        super().__init__({"error": error, "error_description": description}, reason or description, status)


class FieldErrors(Refusal):
    """The errors of the fields of a user profile (ErrorResponse.errors)."""

    def __init__(self, errors: Sequence[Mapping[str, Any]], reason: str) -> None:
        super().__init__(errors[0] if len(errors) == 1 else {"errors": errors}, reason, 400)
