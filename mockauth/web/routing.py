"""From a request's path to a realm and an endpoint, or to what Keycloak says where there is none.

The path is taken as it was sent: Keycloak refuses those that are not in their normal form before it looks at them.
"""

import re
from typing import TYPE_CHECKING
from urllib.parse import unquote

from mockauth.protocol.errors import MethodNotAllowed, NotFound, NotImplementedYet, Refusal
from mockauth.realms.hints import name_hint
from mockauth.web import server_paths
from mockauth.web.endpoints import AT_THE_ROOT, NOT_YET, ROUTES, Endpoint

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mockauth.realms.model import Realm

_NOT_ENCODED = re.compile(r"%(?![0-9A-Fa-f]{2})")
# "//", "/./", "/../", and letters, digits, "-", ".", "_" and "~" that are percent-encoded without need.
_NOT_NORMAL = re.compile(r"//|/\.{1,2}(?:/|$)|%(?:2[DdEe]|3[0-9]|4[1-9A-Fa-f]|5[0-9AaFf]|6[1-9A-Fa-f]|7[0-9AaEe])")
# Control characters in the value of a parameter, other than tabs and ends of lines.
_CONTROL = re.compile(r"(?:^|[&;])[^&;=]+=[^&;]*%(?:0[0-8BCEFbcef]|1[0-9A-Fa-f])")
# RFC 8414 section 3.1 puts the well-known part before the issuer's path.
_AT_THE_ROOT = re.compile(r"/\.well-known/([^/]+)/realms/([^/]+)/?")
_VERSION = re.compile(r"account/v\d[\w-]*", re.ASCII)
_OIDC = "protocol/openid-connect"


class BadPath(Refusal):
    """A path that is refused before anybody looks what is there; without an `error`, in silence."""

    bare = True
    content_type = "application/json; charset=UTF-8"

    def __init__(self, error: str, description: str, reason: str) -> None:
        super().__init__({"error": error, "error_description": description} if error else {}, reason, 400)


class BadQuery(Refusal):
    """A query that is refused likewise (InvalidQueryParameterFilter)."""

    bare = True
    for_people = True


def normal(target: str) -> str:
    """Give the path of a request target, still encoded.

    Raises BadPath and BadQuery where Keycloak does not accept it.
    """
    path, _, query = target.partition("?")
    if _NOT_ENCODED.search(path) or _NOT_ENCODED.search(query):
        raise BadPath("", "", 'the URL has a "%" without two hexadecimal digits behind it')
    if ";" in path:
        said = "Request path contains invalid character ';'"
        raise BadPath("invalidCharacter", said, said)
    if _NOT_NORMAL.search(path):
        said = "Request path not normalized"
        raise BadPath("missingNormalization", said, f"{said}: {path:.200}")
    if _CONTROL.search(query):
        reason = "the query has a control character in it, percent-encoded"
        raise BadQuery({"error": "Blocking invalid query parameter value"}, reason, 400)
    return path


def split(path: str, method: str, root: str) -> tuple[str, str]:
    """Give the realm's name and the path below the realm; all paths begin with `root`.

    Raises NotFound, or NotImplementedYet, for a path outside of realms.
    """
    if not path.startswith(f"{root}/"):
        server_paths.refuse(path, root)
    inside = path.removeprefix(root)
    if at_the_root := _AT_THE_ROOT.fullmatch(inside):
        if at_the_root[1] not in AT_THE_ROOT:
            raise NotFound("HTTP 404 Not Found", f"there is no {at_the_root[1]:.80} outside of realms")
        if method not in ("GET", "HEAD", "OPTIONS"):
            raise MethodNotAllowed(f"{method} is not for this path", bare=True)
        return unquote(at_the_root[2]), f".well-known/{at_the_root[1]}"
    if not inside.startswith("/realms/"):
        server_paths.refuse(path, root)
    name, _, below = inside[len("/realms/") :].partition("/")
    if not name:
        server_paths.refuse(path, root)
    return unquote(name), below.removesuffix("/")


def realm_named(name: str, realms: "Mapping[str, Realm]") -> "Realm":
    """Give the realm. Raises NotFound with the nearest name."""
    if name not in realms:
        raise NotFound("Realm does not exist", f'there is no realm "{name:.80}"; {name_hint(name, realms)}')
    return realms[name]


def owner(target: str, root: str, realms: "Mapping[str, Realm]") -> "Realm | None":
    """Give the realm whose path it is, whatever else is wrong with the request."""
    inside = target.partition("?")[0].removeprefix(root)
    return realms.get(unquote(inside.removeprefix("/realms/").partition("/")[0]))


def endpoint(below: str, method: str) -> Endpoint:
    """Give what answers a path below a realm.

    Raises NotImplementedYet for what Keycloak has and mockauth has not; NotFound, and MethodNotAllowed where Keycloak
    says that instead: it does so for a method that no neighbour of the missing path knows.
    """
    found = ROUTES.get(below) or ROUTES.get(below.partition("/")[0])
    if found and (found.below or (below in ROUTES)):
        return found
    not_yet = max((path for path in NOT_YET if below == path or below.startswith(f"{path}/")), key=len, default=None)
    if not_yet:
        raise NotImplementedYet(NOT_YET[not_yet])
    parts = below.split("/")
    if parts[0] == "protocol" and parts[1:] and parts[1] != "openid-connect":
        raise NotFound("Protocol not found", f'there is no protocol "{parts[1]:.80}", only openid-connect')
    reason = f"there is nothing here; {name_hint(below, [*ROUTES, *NOT_YET])}"
    if _VERSION.fullmatch(below):
        if method == "OPTIONS":
            return ROUTES["account"]
        raise NotFound("API version not found", "the account API has the version v1alpha1 alone")
    if below.startswith("device/") and method not in ("GET", "POST", "OPTIONS"):
        raise MethodNotAllowed(reason)
    if below.startswith(f"{_OIDC}/token/") and method != "POST":
        raise MethodNotAllowed(reason)
    if (
        f"{below}/".startswith(f"{_OIDC}/")
        and not below.startswith((f"{_OIDC}/token/", f"{_OIDC}/ext/par/request/"))
        and method not in ("GET", "OPTIONS")
        and not (below.startswith(f"{_OIDC}/logout/") and method == "POST")
    ):
        raise MethodNotAllowed(reason)
    raise NotFound("HTTP 404 Not Found", reason)
