"""Which version of Keycloak wrote a realm file, and what no migration can mend."""

import re

from mockauth.realms.json_reader import Reader

Version = tuple[int, int, int]

_BROWSER = "browser"
# From here on flows are made so that Keycloak's own migration leaves them in order.
_MIXED_FLOWS: Version = (8, 0, 2)


def version_of(text: object) -> Version | None:
    """Give a version such as "22.0.3" or "4.8.3.Final" as numbers, or None where there is none."""
    match = re.match(r"(\d+)\.(\d+)(?:\.(\d+))?", text) if isinstance(text, str) else None
    return (int(match[1]), int(match[2]), int(match[3] or 0)) if match else None


def browser_flow_works(top: Reader) -> bool:
    """Tell whether people can log in by the realm's login page.

    Not where an old file says its version and brings no flow of its own: Keycloak makes today's flow and then migrates
    it as one of old, after which everybody would need a one-time password (MigrateTo8_0_2).
    """
    version = version_of(top.rep.get("keycloakVersion"))
    if version is None or version >= _MIXED_FLOWS:
        return True
    own = {flow.text("alias") for flow in top.objects("authenticationFlows", "alias")}
    return _BROWSER in own or top.text("browserFlow", _BROWSER) != _BROWSER
