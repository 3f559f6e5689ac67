"""The table of all operations: those of each resource, and the functions that look up the objects in paths."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from mockauth.web.admin import clients, realms, users
from mockauth.web.admin.call import Route

ROUTES: Sequence[Route] = (*realms.ROUTES, *users.ROUTES, *clients.ROUTES)
FINDERS: Mapping[str, Callable[..., Any]] = {"user": users.find, "client": clients.find}
