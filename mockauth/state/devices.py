"""Device authorization requests (RFC 8628)."""

from dataclasses import dataclass

from mockauth.state.tables import text_bytes


@dataclass(frozen=True, slots=True)
class Device:
    """The data of a device code (OAuth2DeviceCodeModel): the client, its request, and the user's decision.

    `expires` and `kept` are in seconds since 1970: an expired code is kept until `kept`, so that the device gets the
    right error. `session_id` is the session of the user who approved the device.
    """

    client_id: str
    user_code: str
    expires: int
    kept: int
    interval: int
    scope: str | None
    nonce: str | None
    challenge: str | None
    challenge_method: str | None
    session_id: str = ""
    denied: bool = False

    @property
    def bytes(self) -> int:
        """How many bytes its texts take."""
        return text_bytes(self.client_id, self.scope, self.nonce, self.challenge, self.challenge_method)
