"""Measure how much longer a large realm file takes to load than its JSON alone, and how much more memory.

    cd tests && python -m bench.realm_file [USERS CLIENTS]

The file is generated: 100,000 users with hashed passwords and 5,000 clients are some 80 MB.
"""

import gc
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from statistics import median
from typing import Any
from uuid import NAMESPACE_URL, uuid5

USERS, CLIENTS = 100_000, 5_000
_ROUNDS = 3
_LOOKUPS = 2_000
_DATA = json.dumps(
    {
        "hashIterations": 5,
        "algorithm": "argon2",
        "additionalParameters": {"memory": ["7168"], "type": ["id"], "parallelism": ["1"]},
    }
)
_SECRET = json.dumps({"value": "A" * 43 + "=", "salt": "B" * 22 + "==", "additionalParameters": {}})
Figures = dict[str, float]


def realm(users: int, clients: int) -> dict[str, Any]:
    """Return a realm in the format of `kc.sh export`."""
    return {
        "realm": "large",
        "enabled": True,
        "keycloakVersion": "26.7.3",
        "roles": {"realm": [{"name": f"role-{number}"} for number in range(200)]},
        "groups": [{"name": f"group-{number}", "realmRoles": [f"role-{number}"]} for number in range(200)],
        "clients": [_client(number) for number in range(clients)],
        "users": [_user(number, clients) for number in range(users)],
    }


def _id(*names: object) -> str:
    return str(uuid5(NAMESPACE_URL, "/".join(map(str, names))))


def _client(number: int) -> dict[str, Any]:
    mapper = {"name": "audience", "protocol": "openid-connect", "protocolMapper": "oidc-audience-mapper"}
    return {
        "id": _id("client", number),
        "clientId": f"client-{number}",
        "secret": f"secret-{number}",
        "serviceAccountsEnabled": number % 2 == 0,
        "redirectUris": [f"https://client-{number}.example.org/*"],
        "webOrigins": ["+"],
        "attributes": {"access.token.lifespan": "600", "pkce.code.challenge.method": "S256"},
        "protocolMappers": [{**mapper, "id": _id("mapper", number), "config": {"access.token.claim": "true"}}],
        "defaultClientScopes": ["web-origins", "acr", "profile", "roles", "basic", "email"],
        "optionalClientScopes": ["address", "phone", "offline_access", "microprofile-jwt"],
    }


def _user(number: int, clients: int) -> dict[str, Any]:
    password = {"id": _id("password", number), "type": "password", "secretData": _SECRET, "credentialData": _DATA}
    return {
        "id": _id("user", number),
        "username": f"user-{number}",
        "firstName": f"First {number}",
        "lastName": f"Last {number}",
        "email": f"user-{number}@example.org",
        "emailVerified": True,
        "enabled": True,
        "createdTimestamp": 1_700_000_000_000 + number,
        "credentials": [{**password, "createdDate": 1_700_000_000_000}],
        "realmRoles": ["default-roles-large", f"role-{number % 200}"],
        "clientRoles": {f"client-{number % clients}": ["reads"]} if number < clients else {},
        "groups": [f"/group-{number % 200}"],
        "notBefore": 0,
    }


def measure(users: int = USERS, clients: int = CLIENTS) -> Figures:
    """Return the ratios of time and memory, and the microseconds of a lookup in the large and in a small realm."""
    with tempfile.TemporaryDirectory(prefix="mockauth-bench-") as folder:
        large, small = Path(folder) / "large.json", Path(folder) / "small.json"
        large.write_text(json.dumps(realm(users, clients)), encoding="utf-8")
        small.write_text(json.dumps(realm(100, 50)), encoding="utf-8")
        # Memory is measured in a separate process.
        bare, whole = (_child(step, large) for step in ("json", "load"))
        few = _child("load", small)
        rounds = [_child("both", large) for _ in range(_ROUNDS)]
        return {
            "MB": large.stat().st_size / 1e6,
            "time": median(it["load"] / it["json"] for it in rounds),
            "seconds": median(it["load"] for it in rounds),
            "memory": (whole["memory"] - bare["before"]) / (bare["memory"] - bare["before"]),
            "lookup": whole["lookup"],
            "lookup in a small one": few["lookup"],
        }


def _child(step: str, file: Path) -> Figures:
    command = [sys.executable, "-m", "bench.realm_file", step, str(file)]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, env={**os.environ, "PYTHONPATH": _path()})
    found: Figures = json.loads(done.stdout)
    return found


def _path() -> str:
    return os.pathsep.join([str(Path(__file__).parents[1]), str(Path(__file__).parents[2])])


def _json(file: Path) -> Any:
    with file.open(encoding="utf-8") as text:
        return json.load(text)


def _load(file: Path) -> Any:
    from mockauth.realms.files import load

    return load([file], {}).realms["large"]


def _step(step: str, file: Path) -> Figures:
    # The command line does so at the start.
    gc.disable()
    if step == "both":
        # Late imports happen now, so that neither side pays for them.
        _load(file.with_name("small.json"))
        return {"json": _time(partial(_json, file)), "load": _time(partial(_load, file))}
    before = _memory()
    made = (_json if step == "json" else _load)(file)
    found = {"before": before, "memory": _memory()}
    return found if step == "json" else {**found, "lookup": _lookups(made)}


def _lookups(made: Any) -> float:
    """Return the microseconds of a lookup by name and by email, of a client, and of roles, after a warm-up."""
    names = [user.username for user, _ in zip(made.users, range(50), strict=False)]

    def look_up() -> None:
        for number in range(_LOOKUPS):
            name = names[number % len(names)]
            user = made.user_of("username", name)
            assert user is made.user_of("email", f"{name}@example.org")
            assert made.clients[f"client-{number % 50}"]
            made.roles_of(user)

    look_up()
    return _time(look_up) / _LOOKUPS * 1e6


def _time(run: Callable[[], Any]) -> float:
    before = time.process_time()
    made = run()
    taken = time.process_time() - before
    del made
    return taken


def _memory() -> float:
    """Return the peak memory of this process in MiB."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.partition("VmHWM:")[2].split()[0]) / 1024


if __name__ == "__main__":
    if len(sys.argv) == 3 and not sys.argv[1].isdigit():
        print(json.dumps(_step(sys.argv[1], Path(sys.argv[2]))))
    else:
        print(json.dumps(measure(*map(int, sys.argv[1:])), indent=1))
