"""Device authorization requests (RFC 8628)."""

from dataclasses import dataclass


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
