"""The Keycloak version of a realm file, and the login pages that Keycloak's migration breaks."""

import re

from mockauth.realms.json_reader import Reader

Version = tuple[int, int, int]

_BROWSER = "browser"
# From this version on, Keycloak's migration does not change the browser flow.
_UNCHANGED_FLOWS: Version = (8, 0, 2)


def version_of(text: object) -> Version | None:
    """Parse a version such as "22.0.3" or "4.8.3.Final" into numbers; return None if it is not a version."""
    match = re.match(r"(\d+)\.(\d+)(?:\.(\d+))?", text) if isinstance(text, str) else None
    return (int(match[1]), int(match[2]), int(match[3] or 0)) if match else None


def browser_flow_works(top: Reader) -> bool:
    """Return whether users can log in on the login page of the realm.

    They cannot if the file is from before 8.0.2 and has no browser flow: Keycloak creates the current flow and then
    migrates it like an old one, after which every user needs a one-time password (MigrateTo8_0_2).
    """
    version = version_of(top.rep.get("keycloakVersion"))
    if version is None or version >= _UNCHANGED_FLOWS:
        return True
    own = {flow.text("alias") for flow in top.objects("authenticationFlows", "alias")}
    return _BROWSER in own or top.text("browserFlow", _BROWSER) != _BROWSER
