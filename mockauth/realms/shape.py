"""Whether a JSON value has the shape of a realm representation, as far as `completion` and `migration` rely on it."""

import re
from collections.abc import Iterable
from typing import Any

from mockauth.realms.problems import ConfigError, Problem
from mockauth.realms.reader import Reader

# What Keycloak's ReservedCharValidator refuses.
_RESERVED = re.compile(r"[:/?#@!$&()*+,;=\[\]\\]")
_ONE_LINE = "a header has one line, of Latin letters and signs"
_HEADER = re.compile("[\t\x20-\x7e\xa0-\xff]*")
_CLIENT_LISTS = ("defaultClientScopes", "optionalClientScopes", "redirectUris", "webOrigins")


def check_shape(rep: Any, file: str) -> str:
    """See that lists are lists and objects are objects; give the realm's name. Keys that are null are taken away.

    Raises ConfigError with a problem for each value that is not.
    """
    if not isinstance(rep, dict) or not isinstance(rep.get("realm"), str) or not rep["realm"]:
        hint = 'a realm file is an object with "realm": "name"'
        raise ConfigError(Problem(file, "realm", "there is no realm name", hint))
    if _RESERVED.search(rep["realm"]) or rep["realm"] in (".", ".."):
        hint = "use letters, digits, dots, hyphens and underscores"
        raise ConfigError(Problem(file, "realm", f'Keycloak does not accept "{rep["realm"]}" as the name', hint))
    problems: list[tuple[str, str]] = []
    _without_null(rep)
    top = Reader(rep, rep["realm"], problems)
    headers = top.options("browserSecurityHeaders")
    bad = [key for key, value in headers.items() if not _HEADER.fullmatch(value)]
    problems += [(f"{top.place}.browserSecurityHeaders.{key}", _ONE_LINE) for key in bad]
    for client in top.objects("clients", "clientId"):
        _without_null(client.rep)
        if "clientId" in client.rep:
            client.rep["clientId"] = client.text("clientId")
        client.object("attributes")
        for key in _CLIENT_LISTS:
            client.texts(key)
    for scope in top.objects("clientScopes", "name"):
        _without_null(scope.rep)
        _check_name(scope)
    for user in top.objects("users", "username"):
        _without_null(user.rep)
        user.text("serviceAccountClientId")
    _check_named(top.objects("scopeMappings", "client"))
    for key in ("defaultDefaultClientScopes", "defaultOptionalClientScopes"):
        top.texts(key)
    roles = top.object("roles")
    _without_null(roles.rep)
    _check_lists_of_named(roles.object("client"))
    for role in roles.objects("realm", "name"):
        role.text("name")
    _check_lists_of_named(top.object("clientScopeMappings"))
    if "defaultRole" in rep:
        _check_name(top.object("defaultRole"))
    if problems:
        raise ConfigError(*(Problem(file, place, what) for place, what in problems))
    return str(rep["realm"])


def _check_name(item: Reader) -> None:
    if not item.text("name"):
        item.problems.append((f"{item.place}.name", "there is no name"))


def _check_lists_of_named(by_name: Reader) -> None:
    _without_null(by_name.rep)
    for name in by_name.rep:
        _check_named(by_name.objects(name, "name"))


def _check_named(items: Iterable[Reader]) -> None:
    """See that roles and scope mappings name things by strings."""
    for item in items:
        _without_null(item.rep)
        for key in ("name", "client", "clientScope"):
            item.text(key)
        composites = item.object("composites")
        _without_null(composites.rep)
        of_clients = composites.object("client")
        _without_null(of_clients.rep)
        for client in of_clients.rep:
            of_clients.texts(client)


def _without_null(rep: dict[str, Any]) -> None:
    """Take away what is null: to Keycloak that is as good as absent."""
    for key in [key for key, value in rep.items() if value is None]:
        del rep[key]
