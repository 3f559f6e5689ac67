"""A token as a string, with its claims."""

import base64
import json
from collections.abc import Mapping
from functools import cached_property
from typing import Any


class TokenRefused(Exception):
    """The server issued no token. The message has the reason, as the log of the server has it."""


class Token(str):
    """An access token. It is a string, so it can be sent as it is.

    `response` is the whole response of the token endpoint (RFC 6749 section 5.1). The signature is not checked.
    """

    response: Mapping[str, Any]

    def __new__(cls, token: str, response: Mapping[str, Any] | None = None) -> "Token":
        """Return a token with the response that it came in."""
        made = super().__new__(cls, token)
        made.response = response or {}
        return made

    @cached_property
    def header(self) -> dict[str, Any]:
        """The header of the token (RFC 7515)."""
        return self._part(0)

    @cached_property
    def claims(self) -> dict[str, Any]:
        """The claims of the token (RFC 7519)."""
        return self._part(1)

    @property
    def id_token(self) -> "Token | None":
        """The ID token, if the scope has "openid"."""
        return Token(self.response["id_token"]) if "id_token" in self.response else None

    @property
    def refresh_token(self) -> "Token | None":
        """The refresh token, if there is one."""
        return Token(self.response["refresh_token"]) if "refresh_token" in self.response else None

    def _part(self, number: int) -> dict[str, Any]:
        part: dict[str, Any] = json.loads(base64.urlsafe_b64decode(f"{self.split('.')[number]}=="))
        return part
