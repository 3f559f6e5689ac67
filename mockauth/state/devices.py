"""Devices that wait for a person to let them in. All of them are frozen values."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Device:
    """What a device code stands for (OAuth2DeviceCodeModel): the client, parts of its request, and what became of it.

    `expires` and `kept` are in seconds since 1970: a code that has expired is kept a while, so that the device can be
    told. `session_id` is that of the person who let the device in.
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
