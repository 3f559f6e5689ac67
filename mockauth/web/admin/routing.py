"""Find the operation of an Admin path, with werkzeug's URL map (docs/decisions/0012)."""

from collections.abc import Callable, Iterable, Mapping
from functools import cache
from typing import Any, NamedTuple
from urllib.parse import unquote

from werkzeug.exceptions import HTTPException
from werkzeug.routing import Map, Rule

from mockauth.web.admin.call import Call, Route


class Found(NamedTuple):
    """The operations of a path by method, and the variable parts of the path with the functions that look them up."""

    methods: Mapping[str, Route]
    values: Mapping[str, str]
    finders: Mapping[str, Callable[..., Any]]

    def objects(self, call: Call) -> tuple[Call, list[Any]]:
        """Return the objects that the path names, in its order. Raises NotFound and Forbidden."""
        found: list[Any] = []
        for name, value in self.values.items():
            find = self.finders.get(name)
            found.append(find(call, value, *found) if find else value)
        return call, found


def decoded(segment: str) -> str:
    """Decode a segment of a path."""
    return unquote(segment)


def match(path: str) -> Found | None:
    """Return the operations of a path below a realm; the path is still percent-encoded."""
    return _tables()[0].match(path)


def match_top(path: str) -> Found | None:
    """Return the operations of a path from /admin on that names no realm."""
    return _tables()[1].match(path)


class _Table:
    """The operations by path. werkzeug finds the path; the method is checked later, as in Keycloak."""

    def __init__(self, routes: Iterable[Route], finders: Mapping[str, Callable[..., Any]]) -> None:
        self._finders = finders
        self._routes: dict[str, dict[str, Route]] = {}
        for route in routes:
            self._routes.setdefault(route.path, {})[route.method] = route
        rules = [Rule(path, endpoint=path) for path in self._routes]
        self._map = Map(rules, strict_slashes=False, merge_slashes=False, redirect_defaults=False).bind("")

    def match(self, path: str) -> Found | None:
        try:
            rule, values = self._map.match(path or "/")
        except HTTPException:
            return None
        return Found(self._routes[rule], {name: decoded(value) for name, value in values.items()}, self._finders)


@cache
def _tables() -> tuple[_Table, _Table]:
    """Build the tables of the paths below a realm and of the other paths."""
    from mockauth.web.admin.resources import FINDERS, ROUTES

    below, top = ([it for it in ROUTES if it.realm is is_below] for is_below in (True, False))
    return _Table(below, FINDERS), _Table(top, FINDERS)
