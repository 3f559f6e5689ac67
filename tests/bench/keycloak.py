"""Compare with a real Keycloak: the same client, the same requests, the same machine."""

import json
import shutil
import time
from collections.abc import Iterator, Sequence
from urllib.parse import urlsplit

from contract.keycloak import CACHE, VERSION, Unavailable, fetch, running

from bench.logins import hashed
from bench.measures import CONNECTIONS, Size, start
from bench.processes import Bench, first_token

_WARM_SECONDS = 15


def is_downloaded() -> bool:
    """Tell whether Keycloak is downloaded and a Java is installed."""
    return (CACHE / f"keycloak-{VERSION}" / "version.txt").exists() and shutil.which("java") is not None


def compared(bench: Bench, size: Size) -> Iterator[Sequence[str]]:
    """Yield rows: the measurement, Keycloak's figure, mockauth's figure, and their ratio."""
    try:
        fetch()
    except Unavailable as reason:
        yield "not measured", str(reason).partition("\n")[0], "", ""
        return
    realm = bench.folder / "sivalabs-realm.json"
    realm.write_bytes(_realm_json(bench))
    began = time.perf_counter()
    logins_realm = hashed(bench.folder)
    ours_too = ("--config", "mockauth.toml", "--import", str(logins_realm))
    with running([realm, logins_realm]) as base, bench.serving("mockauth", *ours_too) as (ours, _):
        theirs = urlsplit(base).port or 80
        first_token(theirs)
        took = time.perf_counter() - began
        mine = start(bench, size)["mockauth"]
        yield "start to first token", f"{took:.1f} s", f"{mine:.2f} s", f"{took / mine:.0f}"
        bench.load(theirs, CONNECTIONS[0], _WARM_SECONDS)
        for connections in CONNECTIONS:
            keycloak = bench.load(theirs, connections, size.seconds)
            mockauth = bench.load(ours, connections, size.seconds)
            ratio = f"{mockauth['rate'] / keycloak['rate']:.2f}"
            what = f"tokens per second at {connections} connections"
            yield what, f"{keycloak['rate']:.0f}", f"{mockauth['rate']:.0f}", ratio
        bench.logins(theirs, _WARM_SECONDS)
        keycloak_logins, our_logins = bench.logins(theirs, size.seconds * 2), bench.logins(ours, size.seconds * 2)
        what = "whole logins per second, one after the other"
        yield what, f"{keycloak_logins:.1f}", f"{our_logins:.1f}", f"{our_logins / keycloak_logins:.1f}"


def _realm_json(bench: Bench) -> bytes:
    with bench.python("-m", "mockauth", "realm-json", "mockauth.toml", pipes=True) as process:
        said, _ = process.communicate()
    found = json.loads(said)
    realm = found[0] if isinstance(found, list) else found
    # The benchmark runs on the loopback interface without TLS, whatever the realm requires.
    return json.dumps({**realm, "sslRequired": "none"}).encode()
