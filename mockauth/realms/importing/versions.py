"""The Keycloak version of a realm file, and the login pages that Keycloak's migration breaks."""

import re
from collections.abc import Mapping

from mockauth.realms.parsing.json_reader import Reader

Version = tuple[int, int, int]

_BROWSER = "browser"
# From this version on, Keycloak's migration does not change the browser flow.
_UNCHANGED_FLOWS: Version = (8, 0, 2)
# The versions of Keycloak in releases of Red Hat SSO (DefaultMigrationManager).
_RED_HAT: dict[str, Version] = {
    "7.0": (1, 9, 8),
    "7.1": (2, 5, 5),
    "7.2": (3, 4, 3),
    "7.3": (4, 8, 3),
    "7.4": (9, 0, 3),
}
_RED_HAT_RELEASE = re.compile(r"(7\.[0-4])\.\d+\.GA", re.ASCII)
_WHOLE = re.compile(r"[+-]?0*\d{1,10}")


class RealmVersion:
    """The version of a realm file (ModelVersion). A part that is not a number and all parts after it count as 0.

    Raises ValueError for a version with which Keycloak refuses the file.
    """

    def __init__(self, text: str) -> None:
        before, dash, _ = text.partition("-")
        parts = before.split(".")
        is_one_number = text.isascii() and (text.isdigit() or not text)
        if (is_one_number and _int(text) is None) or (dash and not text.strip("-")):
            raise ValueError(f'"{text:.40}" is not a version')
        release = _RED_HAT_RELEASE.fullmatch(text)
        self._numbers = _RED_HAT[release[1]] if release else _numbers(parts)
        self._has_qualifier = not release and any(parts[3:]) and not parts[3].startswith("redhat")

    def is_before(self, other: Version) -> bool:
        """Tell whether the file is migrated to a version. As in Keycloak, 4.6.0.Final is before 4.6.0."""
        return self._numbers < other or (self._numbers == other and self._has_qualifier)


def version_of(rep: Mapping[str, object]) -> RealmVersion | None:
    """Return the version of a realm representation, or None if it has none: then it is not migrated."""
    text = rep.get("keycloakVersion")
    return None if text is None else RealmVersion(str(text))


def _numbers(parts: list[str]) -> Version:
    numbers = [0, 0, 0]
    for place, part in enumerate(parts[:3]):
        number = _int(part)
        if number is None:
            break
        numbers[place] = number
    return numbers[0], numbers[1], numbers[2]


def _int(text: str) -> int | None:
    """Return a number as java.lang.Integer.parseInt, or None where it raises NumberFormatException."""
    number = int(text) if _WHOLE.fullmatch(text) else None
    return number if number is not None and -(2**31) <= number < 2**31 else None


def browser_flow_works(top: Reader) -> bool:
    """Return whether users can log in on the login page of the realm.

    They cannot if the file is from before 8.0.2 and has no browser flow: Keycloak creates the current flow and then
    migrates it like an old one, after which every user needs a one-time password (MigrateTo8_0_2).
    """
    version = version_of(top.rep)
    if version is None or not version.is_before(_UNCHANGED_FLOWS):
        return True
    own = {flow.text("alias") for flow in top.objects("authenticationFlows", "alias")}
    return _BROWSER in own or top.text("browserFlow", _BROWSER) != _BROWSER
