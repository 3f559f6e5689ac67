"""Whether a JSON value has the shape of a realm representation, as far as `completion` and `migration` rely on it."""

from typing import Any

from mockauth.realms.problems import ConfigError, Problem
from mockauth.realms.reader import Reader

_CLIENT_LISTS = ("defaultClientScopes", "optionalClientScopes", "redirectUris", "webOrigins")


def check_shape(rep: Any, file: str) -> str:
    """See that lists are lists and objects are objects; give the realm's name. Keys that are null are taken away.

    Raises ConfigError with a problem for each value that is not.
    """
    if not isinstance(rep, dict) or not isinstance(rep.get("realm"), str) or not rep["realm"]:
        hint = 'a realm file is an object with "realm": "name"'
        raise ConfigError(Problem(file, "realm", "there is no realm name", hint))
    problems: list[tuple[str, str]] = []
    _without_null(rep)
    top = Reader(rep, rep["realm"], problems)
    for client in top.objects("clients", "clientId"):
        _without_null(client.rep)
        client.text("clientId")
        client.object("attributes")
        for key in _CLIENT_LISTS:
            client.texts(key)
    for key, name in (("clientScopes", "name"), ("users", "username"), ("scopeMappings", "client")):
        for item in top.objects(key, name):
            _without_null(item.rep)
    for key in ("defaultDefaultClientScopes", "defaultOptionalClientScopes"):
        top.texts(key)
    roles = top.object("roles")
    _without_null(roles.rep)
    _lists_of_objects(roles.object("client"))
    for role in roles.objects("realm", "name"):
        role.text("name")
    _lists_of_objects(top.object("clientScopeMappings"))
    top.object("defaultRole").text("name")
    if problems:
        raise ConfigError(*(Problem(file, place, what) for place, what in problems))
    return str(rep["realm"])


def _lists_of_objects(by_name: Reader) -> None:
    _without_null(by_name.rep)
    for name in by_name.rep:
        for item in by_name.objects(name, "name"):
            composites = item.object("composites")
            _without_null(item.rep)
            composites.object("client")


def _without_null(rep: dict[str, Any]) -> None:
    """Take away what is null: to Keycloak that is as good as absent."""
    for key in [key for key, value in rep.items() if value is None]:
        del rep[key]
