"""How long what a realm gives out lasts, in seconds (RealmRepresentation, SessionTimeoutHelper)."""

import re
from typing import NamedTuple

from mockauth.realms.json_reader import Reader


class Lifespans(NamedTuple):
    """How long tokens and sessions of a realm last, in seconds; 0 where a limit of its own is not set.

    `idle` counts from the last use, `longest` from the start; cookies go by `longest_as_set`, even where that is 0.
    `login` and `login_action` are how long a person may take. `offline_longest` is 0 where offline sessions do not end.
    `device_interval` is how long a device waits before it asks again.
    """

    access_token: int
    implicit_access_token: int
    idle: int
    longest: int
    longest_as_set: int
    remembered_idle: int
    remembered_longest: int
    client_idle: int
    client_longest: int
    offline_idle: int
    offline_longest: int
    client_offline_idle: int
    client_offline_longest: int
    code: int
    login: int
    login_action: int
    device_code: int
    device_interval: int


def lifespans(top: Reader) -> Lifespans:
    """Read the lifespans of a realm; those that are absent are those of a new one."""
    ends = top.flag("offlineSessionMaxLifespanEnabled", False)
    return Lifespans(
        access_token=top.number("accessTokenLifespan", 300),
        implicit_access_token=top.number("accessTokenLifespanForImplicitFlow", 900),
        idle=_set(top, "ssoSessionIdleTimeout", 1800),
        longest=_set(top, "ssoSessionMaxLifespan", 36000),
        longest_as_set=top.number("ssoSessionMaxLifespan", 36000),
        remembered_idle=top.number("ssoSessionIdleTimeoutRememberMe", 0),
        remembered_longest=top.number("ssoSessionMaxLifespanRememberMe", 0),
        client_idle=_set(top, "clientSessionIdleTimeout", 0),
        client_longest=_set(top, "clientSessionMaxLifespan", 0),
        offline_idle=_set(top, "offlineSessionIdleTimeout", 2592000),
        offline_longest=_set(top, "offlineSessionMaxLifespan", 5184000) if ends else 0,
        client_offline_idle=_set(top, "clientOfflineSessionIdleTimeout", 0),
        client_offline_longest=_set(top, "clientOfflineSessionMaxLifespan", 0) if ends else 0,
        code=top.number("accessCodeLifespan", 60),
        login=top.number("accessCodeLifespanLogin", 1800),
        login_action=top.number("accessCodeLifespanUserAction", 300),
        device_code=_of_devices(top, "oauth2DeviceCodeLifespan", 600),
        device_interval=_of_devices(top, "oauth2DevicePollingInterval", 5),
    )


def _set(top: Reader, key: str, default: int) -> int:
    """Read a lifespan that has to be set: what is not above 0 is as good as absent (SessionExpirationUtils)."""
    found = top.number(key, default)
    return found if found > 0 else default


def _of_devices(top: Reader, key: str, default: int) -> int:
    """Read a lifespan that Keycloak keeps as a realm attribute: where the file has that too, it is the attribute's."""
    text = top.options("attributes").get(key, "").strip()
    return int(text) if _INT.fullmatch(text) else top.number(key, default)


_INT = re.compile(r"[+-]?[0-9]{1,9}")
