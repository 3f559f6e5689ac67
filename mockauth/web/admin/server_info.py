"""The server info: what the server supports, as recorded from Keycloak (ServerInfoAdminResource)."""

import json
import os
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from functools import cache
from typing import Any

from mockauth.protocol.errors import Forbidden
from mockauth.realms.built_in import FACTS
from mockauth.realms.master import ADMIN, MASTER
from mockauth.web.admin.call import Call, Rep, Route
from mockauth.web.admin.permissions import ANY, MANAGE_REALM
from mockauth.web.admin.responses import ok
from mockauth.web.responses import Response

_VERSION = "26.7.3"


@cache
def facts() -> Mapping[str, Any]:
    """Return the recorded server info of a Keycloak."""
    found: Mapping[str, Any] = json.loads((FACTS / "server_info.json").read_text(encoding="utf-8"))
    return found


@cache
def mapper_types() -> Mapping[str, str]:
    """Return the protocols of all protocol mappers, by the id of the mapper's provider."""
    return {it["id"]: protocol for protocol, own in facts()["protocolMapperTypes"].items() for it in own}


def protocols() -> Sequence[str]:
    """Return the protocols of clients and client scopes."""
    return tuple(facts()["providers"]["login-protocol"]["providers"])


def read(call: Call) -> Response:
    """Return the server info; only callers that may manage their own realm see the system."""
    own, state = call.caller.realm, call.ctx.state
    administered = state.realms.values() if own.name == MASTER else (own,)
    is_master_admin = call.may_in_master(ADMIN) or call.may_in_master("create-realm")
    if not (is_master_admin or any(call.may(*ANY, realm=realm) for realm in administered)):
        raise Forbidden("HTTP 403 Forbidden", "the caller has no admin role")
    return ok({**(_system(call) if call.may(*MANAGE_REALM, realm=own) else {}), **facts()})


def _system(call: Call) -> Rep:
    """Return the version, and to callers of the master realm the time, the uptime and the size of the machine."""
    version = {"version": _VERSION}
    if call.caller.realm.name != MASTER:
        return {"systemInfo": version}
    now = call.ctx.state.clock.milliseconds()
    uptime = now - call.ctx.state.started
    seconds = uptime // 1000
    hours, minutes = seconds // 3600 % 24, seconds // 60 % 60
    system = {
        "serverTime": datetime.fromtimestamp(now / 1000, UTC).strftime("%a %b %d %H:%M:%S UTC %Y"),
        "uptime": f"{seconds // 86400} days, {hours} hours, {minutes} minutes, {seconds % 60} seconds",
        "uptimeMillis": uptime,
    }
    return {"systemInfo": {**version, **system}, "cpuInfo": {"processorCount": os.cpu_count() or 1}}


ROUTES = (Route("GET", "/admin/serverinfo", read, realm=False),)
