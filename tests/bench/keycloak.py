"""The real one beside it: the same client, the same requests, the same machine."""

import json
import time
from collections.abc import Iterator, Sequence
from urllib.parse import urlsplit

from contract.keycloak import Unavailable, fetched, running

from bench.measures import CONNECTIONS, Size, start
from bench.processes import Bench, first_token

_WARM_SECONDS = 15


def compared(bench: Bench, server: str, size: Size) -> Iterator[Sequence[str]]:
    """Give rows of what was measured, Keycloak's figure, mockauth's, and how many times better that is."""
    try:
        fetched()
    except Unavailable as reason:
        yield "not measured", str(reason).partition("\n")[0], "", ""
        return
    realm = bench.folder / "sivalabs-realm.json"
    realm.write_bytes(_realm_json(bench))
    began = time.perf_counter()
    with running([realm]) as base, bench.serving("mockauth", server) as (ours, _):
        theirs = urlsplit(base).port or 80
        first_token(theirs)
        took = time.perf_counter() - began
        mine = start(bench, [server], size)[server]
        yield "start to first token", f"{took:.1f} s", f"{mine:.2f} s", f"{took / mine:.0f}"
        bench.load(theirs, CONNECTIONS[0], _WARM_SECONDS)
        for connections in CONNECTIONS:
            keycloak = bench.load(theirs, connections, size.seconds)
            mockauth = bench.load(ours, connections, size.seconds)
            ratio = f"{mockauth['rate'] / keycloak['rate']:.2f}"
            what = f"tokens per second at {connections} connections"
            yield what, f"{keycloak['rate']:.0f}", f"{mockauth['rate']:.0f}", ratio


def _realm_json(bench: Bench) -> bytes:
    with bench.python("-m", "mockauth", "realm-json", "mockauth.toml", pipes=True) as process:
        said, _ = process.communicate()
    found = json.loads(said)
    realm = found[0] if isinstance(found, list) else found
    # Whatever the project's tests ask for, a bench on the loopback interface needs no TLS.
    return json.dumps({**realm, "sslRequired": "none"}).encode()
