"""Realm files with unusual lifespans."""

from collections.abc import Mapping
from typing import Any

from contract.realm_files.parts import client

FILES: Mapping[str, dict[str, Any] | str] = {
    "a client session max longer than the SSO session max": {
        "ssoSessionMaxLifespan": 100,
        "clientSessionMaxLifespan": 200,
    },
    "a client session idle longer than the SSO session idle": {
        "ssoSessionIdleTimeout": 100,
        "clientSessionIdleTimeout": 200,
    },
    "a session max of a client longer than that of the realm": {
        "ssoSessionMaxLifespan": 100,
        **client(attributes={"client.session.max.lifespan": "200"}),
    },
    "a session idle of a client longer than that of the realm": {
        "ssoSessionIdleTimeout": 100,
        **client(attributes={"client.session.idle.timeout": "200"}),
    },
    "a session max of a client longer than the default": client(attributes={"client.session.max.lifespan": "360000"}),
    "an offline session idle of a client longer than that of the realm": {
        "offlineSessionIdleTimeout": 100,
        **client(attributes={"client.offline.session.idle.timeout": "200"}),
    },
    "an offline client session idle longer than the offline session idle": {
        "offlineSessionIdleTimeout": 100,
        "clientOfflineSessionIdleTimeout": 200,
    },
    "a word for the client session lifespan": client(attributes={"client.session.max.lifespan": "long"}),
    "a word for the access token lifespan of a client": client(attributes={"access.token.lifespan": "long"}),
    "an access token lifespan longer than the session": {"ssoSessionMaxLifespan": 100, "accessTokenLifespan": 1000},
    "a negative lifespan": {"accessTokenLifespan": -5},
    "a lifespan of zero": {"accessTokenLifespan": 0},
    "a session lifespan of zero": {"ssoSessionMaxLifespan": 0, "ssoSessionIdleTimeout": 0},
}
