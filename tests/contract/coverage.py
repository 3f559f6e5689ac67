"""Write docs/coverage.md: what works as in Keycloak, what is only refused as in Keycloak, and what is not implemented.

cd tests && python -m contract.coverage
"""

import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

from contract.admin.normalisation import is_admin
from contract.admin_changes import METHOD
from contract.comparison import all_transcripts, known_differences
from contract.keycloak import VERSION
from contract.not_implemented import FEATURES, answers
from contract.record_facts import FACTS
from mockauth.protocol.claims import MAPPERS, ROLE_MAPPERS
from mockauth.protocol.client_auth import AUTHENTICATORS
from mockauth.realms.keys.algorithms import SIGNATURES
from mockauth.web.admin.call import Route
from mockauth.web.admin.resources import ROUTES as ADMIN_ROUTES
from mockauth.web.endpoints import NOT_YET, ROUTES

PAGE = Path(__file__).parents[2] / "docs" / "coverage.md"
TOKEN = "/realms/{realm}/protocol/openid-connect/token"
# The first pattern that matches the path of a request names its row. A path without a leading slash stands for the
# target of a form, a link or a redirect in an earlier answer.
ENDPOINTS = {
    "login pages: their forms and links": (
        r"(?!/).*|/realms/[^/]+/login-actions(/.*)?|/realms/[^/]+/protocol/openid-connect/logout/logout-confirm"
    ),
    "/realms/{realm}/clients-registrations/install": r"/realms/[^/]+/clients-registrations/install(/.*)?",
    **{
        f"/realms/{{realm}}/{path}": f"/realms/[^/]+/{re.escape(path)}{'(/.*)?' if route.below else ''}"
        for path, route in ROUTES.items()
        if path and not path.startswith(("login-actions", ".well-known")) and not path.endswith("/logout-confirm")
    },
    "/realms/{realm}/.well-known/openid-configuration": r"/realms/[^/]+/\.well-known/openid-configuration",
    "/.well-known/oauth-authorization-server/realms/{realm}": r"/\.well-known/oauth-authorization-server/realms/[^/]+",
    "/realms/{realm}/.well-known/ (all other names)": r"/realms/[^/]+/\.well-known(/.*)?",
    "/realms/{realm}": r"/realms/[^/]+",
    "/health, /health/ready, /health/live, /health/started": r"/health(/(ready|live|started)?/?)?",
    "unknown paths": r".*",
}
INTRODUCTION = f"""\
# What works as in Keycloak {VERSION}

`make coverage` generates this page from the contract tests. Their requests were sent to a real Keycloak {VERSION}, and
its answers were recorded in `tests/contract/transcripts/`. Every test run sends the same requests to mockauth and
compares the answers; `make verify` does so with a live Keycloak. The tests compare the status, the relevant headers,
the JSON and its layout, and for tokens the signature, the header, and the claims with their order.

## Endpoints that work

*Accepted* and *refused* count Keycloak's answers: below 400, and from 400 on. mockauth gives the *same* answer, a
*different* one ([why](#differences)), or 501 because the feature is *not implemented*.

| endpoint | requests | accepted | refused | same | different | not implemented |
|---|--:|--:|--:|--:|--:|--:|
"""
REFUSED = """
## Endpoints that only refuse

These endpoints exist, and refuse requests exactly as Keycloak does: because the feature is not enabled for the client,
because the client or the token is wrong, or because the realm has no identity provider of that name. If Keycloak would
accept the request, mockauth answers 501 ([see below](#not-implemented)).

| endpoint | requests | same | different | not implemented |
|---|--:|--:|--:|--:|
"""
NOT_IMPLEMENTED = """
## Not implemented

mockauth answers these requests with status 501, the error `not_implemented`, and the sentence in the last column as the
`error_description`, so that no test passes by accident. SAML is the exception: it gets Keycloak's 404 for an unknown
protocol, and the sentence is only in the log.

| feature | request | answer |
|---|---|---|
"""
ADMIN = """
## The Admin REST API

Of the {total} operations that Keycloak has, {same} give the same answers in all recorded requests, {different} give a
different one in some ([why](#differences)), {not_tested} are implemented but not tested, and {not_implemented} are
answered with 501.
"""
OTHERWISE = """
Not implemented either:

- Email: mockauth never sends any. The page for a forgotten password reports success, as in Keycloak, but there is no
  link to follow. `VERIFY_EMAIL` shows the error page that Keycloak shows if it cannot send the email.
- Identity providers appear on the login page; choosing one leads to the 501 above.
- Custom authentication flows, user federation and client policies of realm files: [what mockauth
  ignores](realm-files.md).
"""


def endpoint_of(path: str) -> str:
    """Return the row that a request belongs to."""
    return next(name for name, pattern in ENDPOINTS.items() if re.fullmatch(pattern, path.split("?", maxsplit=1)[0]))


def page() -> str:
    """Return the text of docs/coverage.md."""
    rows: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for test, exchanges in all_transcripts().items():
        known = [entry for entry in known_differences() if entry.covers(test)]
        outcome = "not implemented" if any(entry.not_there for entry in known) else "different" if known else "same"
        for exchange in exchanges:
            request, status = exchange["request"], exchange["answer"]["status"]
            if request["method"] != METHOD and not is_admin(request["path"]):
                row = rows[endpoint_of(request["path"])]
                row.update(["requests", outcome, "accepted" if status < 400 else "refused"])
                # A preflight request says nothing about the feature.
                row["works"] += status < 400 and request["method"] != "OPTIONS"
    columns = ("requests", "same", "different", "not implemented")
    working = [name for name in ENDPOINTS if rows[name]["works"]]
    return INTRODUCTION + "\n".join(
        [
            *(_row(name, rows[name], ("requests", "accepted", "refused", *columns[1:])) for name in working),
            REFUSED + "\n".join(_row(name, rows[name], columns) for name in ENDPOINTS if name not in working),
            *admin_operations(),
            *parts(),
            *differences(),
            *not_implemented(),
        ]
    )


def _row(name: str, counts: Counter[str], columns: tuple[str, ...]) -> str:
    return (
        " | ".join([f"| {f'`{name}`' if name.startswith('/') else name}", *(str(counts[it]) for it in columns)]) + " |"
    )


def admin_operations() -> Iterator[str]:
    """List the operations of the Admin API: those with a route, by what the recordings say, and the others."""
    operations = json.loads((FACTS / "admin_operations.json").read_text(encoding="utf-8"))
    implemented = {_without_names(f"{it.method} {_whole(it)}") for it in ADMIN_ROUTES}
    outcomes: defaultdict[str, set[str]] = defaultdict(set)
    for test, exchanges in all_transcripts().items():
        known = any(entry.covers(test) for entry in known_differences())
        for method, path in _admin_requests(exchanges):
            outcomes[_operation_of(f"{method} {path}", operations)].add("different" if known else "same")
    rows = {it: _outcome(outcomes[it]) if _without_names(it) in implemented else "not implemented" for it in operations}
    counts = Counter(rows.values())
    yield ADMIN.format(total=len(rows), **{name.replace(" ", "_"): counts[name] for name in _OUTCOMES})
    for outcome in _OUTCOMES:
        if listed := [f"`{it}`" for it, found in rows.items() if found == outcome]:
            yield f"- {outcome}: {', '.join(listed)}"


_OUTCOMES = ("same", "different", "not tested", "not implemented")


def _outcome(found: set[str]) -> str:
    return "different" if "different" in found else "same" if found else "not tested"


def _whole(route: Route) -> str:
    """Return the path of a route from /admin on."""
    return f"/admin/realms/{{realm}}{route.path}".rstrip("/") if route.realm else route.path


def _without_names(operation: str) -> str:
    return re.sub(r"[{<][^}>]*[}>]", "{}", operation)


def _admin_requests(exchanges: list[Any]) -> Iterator[tuple[str, str]]:
    """Yield the method and the path of the Admin requests of a test, with earlier locations filled in."""
    locations: dict[str, str] = {}
    for number, exchange in enumerate(exchanges, 1):
        request = exchange["request"]
        path = request["path"].partition("?")[0]
        name = path.partition("/")[0]
        path = path.replace(name, locations[name], 1) if name in locations else path
        location = exchange["answer"]["headers"].get("location")
        if isinstance(location, str):
            locations[f"location_of_answer_{number}"] = location.removeprefix("<base>")
        if path.startswith("/admin/") and request["method"] not in ("OPTIONS", METHOD):
            yield request["method"], path.rstrip("/")


def _operation_of(request: str, operations: list[str]) -> str:
    """Return the operation of a request, or an empty string."""
    found = [it for it in operations if re.fullmatch(re.sub(r"\\\{[^}]*\\\}", "[^/]+", re.escape(it)), request)]
    # A fixed segment, as in users/count, wins over a variable one.
    return min(found, key=lambda it: it.count("{"), default="")


def parts() -> Iterator[str]:
    """List the grants, client authenticators, mappers and algorithms of Keycloak, and say which of them work."""
    discovery = json.loads((FACTS / "openid_configuration.json").read_text(encoding="utf-8"))
    mappers = json.loads((FACTS / "protocol_mappers.json").read_text(encoding="utf-8"))
    kinds = {
        "Grants": (discovery["grant_types_supported"], {*granted(), "implicit"}),
        "Client authenticators": (AUTHENTICATORS, set(AUTHENTICATORS)),
        "Mappers": (mappers, {*MAPPERS, *ROLE_MAPPERS}),
        "Signature algorithms": (discovery["id_token_signing_alg_values_supported"], {*SIGNATURES}),
        "Response types": (discovery["response_types_supported"], {*discovery["response_types_supported"]}),
        "Response modes": (discovery["response_modes_supported"], {*discovery["response_modes_supported"]}),
    }
    yield "\n## Grants, mappers, algorithms\n"
    for kind, (names, working) in kinds.items():
        works = ", ".join(f"`{name}`" for name in names if name in working)
        refused = ", ".join(f"`{name}`" for name in names if name not in working)
        yield f"- {kind} that work: {works}." + (f" Only refused, as in Keycloak: {refused}." if refused else "")


def granted() -> set[str]:
    """Return the grants for which Keycloak has issued tokens in a recording."""
    found = set()
    for exchanges in all_transcripts().values():
        for exchange in exchanges:
            request = exchange["request"]
            if exchange["answer"]["status"] == 200 and endpoint_of(request["path"]) == TOKEN:
                found |= {*parse_qs(request.get("body") or "").get("grant_type", [])}
    return found


def differences() -> Iterator[str]:
    """Explain how answers differ, and why."""
    yield "\n## Differences\n"
    for entry in known_differences():
        tests = [test for test in all_transcripts() if entry.covers(test)]
        yield f"- {entry.reason} ({len(tests)} {'test' if len(tests) == 1 else 'tests'})"


def not_implemented() -> Iterator[str]:
    """List the features that are missing, with mockauth's answers."""
    yield NOT_IMPLEMENTED + "\n".join(
        f"| {feature.name} | {feature.description} | {status}: {sentence} |"
        for feature, (status, sentence) in zip(FEATURES, answers(FEATURES), strict=True)
    )
    paths = ", ".join(f"`{path}`" for path in NOT_YET)
    yield f"\nPaths below `/realms/{{realm}}/` that answer 501 for the same reasons: {paths}."
    yield OTHERWISE


def main() -> None:
    """Write the page."""
    PAGE.write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    main()
