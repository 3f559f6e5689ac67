"""From a request's path to a realm and an endpoint, or to what Keycloak says where there is none.

The path is taken as it was sent: Keycloak refuses those that are not in their normal form before it looks at them.
"""

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING
from urllib.parse import unquote

from mockauth.protocol.errors import BadPath, MethodNotAllowed, NotFound, NotThereYet
from mockauth.realms.problems import did_you_mean
from mockauth.web.endpoints import AT_THE_ROOT, NOT_YET, ROUTES, Endpoint

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mockauth.realms.model import Realm

_NOT_ENCODED = re.compile(r"%(?![0-9A-Fa-f]{2})")
# "//", "/./", "/../", and letters, digits, "-", ".", "_" and "~" that are percent-encoded without need.
_NOT_NORMAL = re.compile(r"//|/\.{1,2}(?:/|$)|%(?:2[DdEe]|3[0-9]|4[1-9A-Fa-f]|5[0-9AaFf]|6[1-9A-Fa-f]|7[0-9AaEe])")
# RFC 8414 section 3.1 puts the well-known part before the issuer's path.
_AT_THE_ROOT = re.compile(r"/\.well-known/([^/]+)/realms/([^/]+)/?")
_OIDC = "protocol/openid-connect"


def normal(target: str) -> str:
    """Give the path of a request target, still encoded. Raises BadPath where Keycloak does not accept it."""
    path, _, query = target.partition("?")
    if _NOT_ENCODED.search(path) or _NOT_ENCODED.search(query):
        raise BadPath("", "", 'the URL has a "%" without two hexadecimal digits behind it')
    if ";" in path:
        said = "Request path contains invalid character ';'"
        raise BadPath("invalidCharacter", said, said)
    if _NOT_NORMAL.search(path):
        said = "Request path not normalized"
        raise BadPath("missingNormalization", said, f"{said}: {path:.200}")
    return path


def split(path: str, method: str, root: str) -> tuple[str, str]:
    """Give the realm's name and the path below the realm; all paths begin with `root`.

    Raises NotFound for a path outside of realms.
    """
    if not path.startswith(f"{root}/"):
        raise NotFound.anywhere(_outside(path, root))
    inside = path.removeprefix(root)
    if at_the_root := _AT_THE_ROOT.fullmatch(inside):
        if at_the_root[1] not in AT_THE_ROOT:
            raise NotFound("HTTP 404 Not Found", f"there is no {at_the_root[1]:.80} outside of realms")
        if method not in ("GET", "HEAD", "OPTIONS"):
            raise MethodNotAllowed(f"{method} is not for this path", bare=True)
        return unquote(at_the_root[2]), f".well-known/{at_the_root[1]}"
    if not inside.startswith("/realms/"):
        raise NotFound.anywhere(_outside(path, root))
    name, _, below = inside[len("/realms/") :].partition("/")
    if not name:
        raise NotFound.anywhere("the path names no realm: /realms/NAME")
    return unquote(name), below.removesuffix("/")


def realm_named(name: str, realms: "Mapping[str, Realm]") -> "Realm":
    """Give the realm. Raises NotFound with the nearest name."""
    if name not in realms:
        raise NotFound("Realm does not exist", f'there is no realm "{name:.80}"; {_near(name, realms)}')
    return realms[name]


def endpoint(below: str, method: str) -> Endpoint:
    """Give what answers a path below a realm.

    Raises NotThereYet for what Keycloak has and mockauth has not; NotFound, and MethodNotAllowed where Keycloak says
    that instead: it does so for a method that no neighbour of the missing path knows.
    """
    found = ROUTES.get(below)
    if found:
        return found
    not_yet = max((path for path in NOT_YET if below == path or below.startswith(f"{path}/")), key=len, default=None)
    if not_yet:
        raise NotThereYet(NOT_YET[not_yet])
    parts = below.split("/")
    if parts[0] == "protocol" and parts[1:] and parts[1] != "openid-connect":
        raise NotFound("Protocol not found", f'there is no protocol "{parts[1]:.80}", only openid-connect')
    reason = f"there is nothing here; {_near(below, [*ROUTES, *NOT_YET])}"
    if below.startswith(f"{_OIDC}/token/") and method != "POST":
        raise MethodNotAllowed(reason)
    if (
        f"{below}/".startswith(f"{_OIDC}/")
        and not below.startswith(f"{_OIDC}/token/")
        and method not in ("GET", "OPTIONS")
    ):
        raise MethodNotAllowed(reason)
    raise NotFound("HTTP 404 Not Found", reason)


def _outside(path: str, root: str) -> str:
    if root and path.startswith("/realms/"):
        return f"all paths begin with {root} here (--http-relative-path)"
    if path.startswith("/auth/realms/"):
        return "the path begins with /auth, as it did before Keycloak 17: start with --http-relative-path /auth"
    return "nothing is served outside /realms/"


def _near(name: str, known: Iterable[str]) -> str:
    return did_you_mean(name, known) or f"there is: {', '.join(sorted(known)[:5])}"
