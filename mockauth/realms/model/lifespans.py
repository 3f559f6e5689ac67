"""Lifespans of the tokens, sessions and codes of a realm, in seconds (RealmRepresentation, SessionTimeoutHelper)."""

import re
from typing import NamedTuple

from mockauth.realms.parsing.json_reader import Reader


class Lifespans(NamedTuple):
    """The lifespans of a realm, in seconds. A client or remember-me limit of 0 is not set.

    `…_idle` counts from the last use, `…_max` from the start of the session. Cookies use `sso_max_as_configured`, even
    if it is 0. `login` and `login_action` limit how long a user may take. `offline_max` is 0 if offline sessions do not
    expire. `device_interval` is the polling interval of devices.
    """

    access_token: int
    implicit_access_token: int
    sso_idle: int
    sso_max: int
    sso_max_as_configured: int
    remember_me_idle: int
    remember_me_max: int
    client_idle: int
    client_max: int
    offline_idle: int
    offline_max: int
    client_offline_idle: int
    client_offline_max: int
    code: int
    login: int
    login_action: int
    device_code: int
    device_interval: int


def lifespans(top: Reader) -> Lifespans:
    """Read the lifespans of a realm; absent keys mean the defaults of a new realm."""
    ends = top.flag("offlineSessionMaxLifespanEnabled", False)
    return Lifespans(
        access_token=top.number("accessTokenLifespan", 300),
        implicit_access_token=top.number("accessTokenLifespanForImplicitFlow", 900),
        sso_idle=_positive(top, "ssoSessionIdleTimeout", 1800),
        sso_max=_positive(top, "ssoSessionMaxLifespan", 36000),
        sso_max_as_configured=top.number("ssoSessionMaxLifespan", 36000),
        remember_me_idle=top.number("ssoSessionIdleTimeoutRememberMe", 0),
        remember_me_max=top.number("ssoSessionMaxLifespanRememberMe", 0),
        client_idle=_positive(top, "clientSessionIdleTimeout", 0),
        client_max=_positive(top, "clientSessionMaxLifespan", 0),
        offline_idle=_positive(top, "offlineSessionIdleTimeout", 2592000),
        offline_max=_positive(top, "offlineSessionMaxLifespan", 5184000) if ends else 0,
        client_offline_idle=_positive(top, "clientOfflineSessionIdleTimeout", 0),
        client_offline_max=_positive(top, "clientOfflineSessionMaxLifespan", 0) if ends else 0,
        code=top.number("accessCodeLifespan", 60),
        login=top.number("accessCodeLifespanLogin", 1800),
        login_action=top.number("accessCodeLifespanUserAction", 300),
        device_code=_device_setting(top, "oauth2DeviceCodeLifespan", 600),
        device_interval=_device_setting(top, "oauth2DevicePollingInterval", 5),
    )


def _positive(top: Reader, key: str, default: int) -> int:
    """Read a lifespan; a value of 0 or less means the default (SessionExpirationUtils)."""
    found = top.number(key, default)
    return found if found > 0 else default


def _device_setting(top: Reader, key: str, default: int) -> int:
    """Read a setting that Keycloak stores as a realm attribute; the attribute takes precedence over the key."""
    text = top.options("attributes").get(key, "").strip()
    return int(text) if _INT.fullmatch(text) else top.number(key, default)


_INT = re.compile(r"[+-]?[0-9]{1,9}")
