"""Find the realm and the endpoint of a request path, or raise Keycloak's error for an unknown path.

The path is read as it was sent, because Keycloak refuses paths that are not normalized.
"""

import re
from typing import TYPE_CHECKING
from urllib.parse import unquote

from mockauth.protocol.errors import MethodNotAllowed, NotFound, NotImplementedYet, Refusal
from mockauth.realms.problems.hints import name_hint
from mockauth.web import unknown_paths
from mockauth.web.endpoints import AT_THE_ROOT, NOT_YET, ROUTES, Endpoint

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mockauth.realms.model import Realm
    from mockauth.state import State

_NOT_ENCODED = re.compile(r"%(?![0-9A-Fa-f]{2})")
# "//", "/./", "/../", and unreserved characters (letters, digits, "-", ".", "_", "~") that are percent-encoded.
_NOT_NORMAL = re.compile(r"//|/\.{1,2}(?:/|$)|%(?:2[DdEe]|3[0-9]|4[1-9A-Fa-f]|5[0-9AaFf]|6[1-9A-Fa-f]|7[0-9AaEe])")
# Control characters in a parameter value, except tabs and line breaks.
_CONTROL = re.compile(r"(?:^|[&;])[^&;=]+=[^&;]*%(?:0[0-8BCEFbcef]|1[0-9A-Fa-f])")
# RFC 8414 section 3.1: the well-known part comes before the path of the issuer.
_AT_THE_ROOT = re.compile(r"/\.well-known/([^/]+)/realms/([^/]+)/?")
_VERSION = re.compile(r"account/v\d[\w-]*", re.ASCII)
_OIDC = "protocol/openid-connect"


class BadPath(Refusal):
    """A malformed path, refused before routing; without an `error` the response has no body."""

    bare = True
    content_type = "application/json; charset=UTF-8"

    def __init__(self, error: str, description: str, reason: str) -> None:
        super().__init__({"error": error, "error_description": description} if error else {}, reason, 400)


class BadQuery(Refusal):
    """A malformed query, refused before routing (InvalidQueryParameterFilter)."""

    bare = True
    for_people = True


def normalized_path(target: str) -> str:
    """Return the path of a request target, still percent-encoded.

    Raises BadPath or BadQuery if Keycloak does not accept the path or the query.
    """
    path, _, query = target.partition("?")
    if _NOT_ENCODED.search(path) or _NOT_ENCODED.search(query):
        raise BadPath("", "", 'the URL contains a "%" that is not followed by two hexadecimal digits')
    if ";" in path:
        description = "Request path contains invalid character ';'"
        raise BadPath("invalidCharacter", description, description)
    if _NOT_NORMAL.search(path):
        description = "Request path not normalized"
        reason = 'the path is not normalized: it has "//", "/./", "/../" or percent-encoded letters'
        raise BadPath("missingNormalization", description, reason)
    if _CONTROL.search(query):
        reason = "the query contains a percent-encoded control character"
        raise BadQuery({"error": "Blocking invalid query parameter value"}, reason, 400)
    return path


def split_realm(path: str, method: str, root: str) -> tuple[str, str]:
    """Split a path into the realm's name and the path below the realm; `root` is the prefix of all paths.

    Raises NotFound or NotImplementedYet for a path outside of realms.
    """
    if not path.startswith(f"{root}/"):
        unknown_paths.refuse(path, root)
    inside = path.removeprefix(root)
    if at_the_root := _AT_THE_ROOT.fullmatch(inside):
        if at_the_root[1] not in AT_THE_ROOT:
            raise NotFound("HTTP 404 Not Found", "this document is below /realms/NAME/.well-known/")
        if method not in ("GET", "HEAD", "OPTIONS"):
            raise MethodNotAllowed("only GET is allowed for this path", bare=True)
        return unquote(at_the_root[2]), f".well-known/{at_the_root[1]}"
    if not inside.startswith("/realms/"):
        unknown_paths.refuse(path, root)
    name, _, below = inside[len("/realms/") :].partition("/")
    if not name:
        unknown_paths.refuse(path, root)
    return unquote(name), below.removesuffix("/")


def is_admin(path: str, root: str) -> bool:
    """Tell whether a path belongs to the Admin REST API; `root` is the prefix of all paths."""
    inside = path.removeprefix(root) if path.startswith(f"{root}/") else ""
    return f"{inside}/".startswith(("/admin/realms/", "/admin/serverinfo/"))


def realm_named(name: str, state: "State") -> "Realm":
    """Return the realm of this name. Raises NotFound with the most similar name as a hint."""
    realm = state.find_realm(name)
    if realm is None:
        raise NotFound("Realm does not exist", f"unknown realm in the path; {name_hint(name, state.realms)}")
    return realm


def realm_of_target(target: str, root: str, realms: "Mapping[str, Realm]") -> "Realm | None":
    """Return the realm that a request target names, even if the rest of the request is wrong."""
    inside = target.partition("?")[0].removeprefix(root)
    return realms.get(unquote(inside.removeprefix("/realms/").partition("/")[0]))


def endpoint(below: str, method: str) -> Endpoint:
    """Return the endpoint for a path below a realm.

    Raises NotImplementedYet for an endpoint that only Keycloak has, and NotFound for an unknown path.
    Keycloak answers 405 instead of 404 if no path nearby allows the method: then this raises MethodNotAllowed.
    """
    not_yet = max((path for path in NOT_YET if below == path or below.startswith(f"{path}/")), key=len, default=None)
    if not_yet:
        raise NotImplementedYet(NOT_YET[not_yet])
    found = ROUTES.get(below) or ROUTES.get(below.partition("/")[0])
    if found and (found.below or (below in ROUTES)):
        return found
    parts = below.split("/")
    if parts[0] == "protocol" and parts[1:] and parts[1] != "openid-connect":
        raise NotFound("Protocol not found", "unknown protocol in the path, only openid-connect is implemented")
    reason = f"unknown path; {name_hint(below, [*ROUTES, *NOT_YET])}"
    if _VERSION.fullmatch(below):
        if method == "OPTIONS":
            return ROUTES["account"]
        raise NotFound("API version not found", "the only version of the account API is v1alpha1")
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
