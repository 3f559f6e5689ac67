"""Pages of lists: the parameters `first` and `max`, where a negative number counts as absent."""

from collections.abc import Iterable
from itertools import islice
from typing import TypeVar

from mockauth.web.admin.call import Call
from mockauth.web.admin.user_search import number

_T = TypeVar("_T")
DEFAULT_MOST = 100


def page(call: Call, items: Iterable[_T], most: int | None = None) -> list[_T]:
    """Return the page of a list that the query asks for; without `max`, it has at most `most` items."""
    first, wanted = number(call, "first"), number(call, "max")
    start = max(first or 0, 0)
    size = most if wanted is None else wanted
    return list(islice(items, start, None if size is None or size < 0 else start + size))


def flag(call: Call, name: str, default: bool = False) -> bool:
    """Return a parameter of the query as java.lang.Boolean.valueOf reads it."""
    text = call.query(name)
    return default if text is None else text.lower() == "true"
