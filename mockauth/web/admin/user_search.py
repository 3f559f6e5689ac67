"""Search the users of a realm (UsersResource.getUsers, JpaUserProvider.searchForUserStream)."""

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from itertools import islice

from mockauth.protocol import java
from mockauth.protocol.errors import NotFound
from mockauth.realms.model.users import user_id, username
from mockauth.web.admin.call import Call, Rep
from mockauth.web.admin.errors import BadRequest
from mockauth.web.admin.patterns import joined_by_anything

_MOST = 100
_FIELDS = ("username", "email", "firstName", "lastName")
_PREFIXES = ("id:", "username:", "email:")
_DATE = re.compile(r"\d{4}-\d\d-\d\d")
_PAIR = re.compile(r'(?:"((?:[^"\\]|\\.)*)"|([^\s:"]+)):(?:"((?:[^"\\]|\\.)*)"|(\S+))')
Matches = Callable[[Rep], bool]


def page(call: Call) -> Iterator[Rep]:
    """Return the page of users that the query asks for. Raises BadRequest, and NotFound for invalid numbers."""
    first, most = number(call, "first"), number(call, "max")
    start = max(first or 0, 0)
    most = _MOST if most is None else most
    return islice(matching(call), start, start + most if most >= 0 else None)


def matching(call: Call) -> Iterator[Rep]:
    """Return all users that match the query, sorted by username."""
    search = call.query("search")
    if search is not None and search.startswith(_PREFIXES):
        return _named(call, search)
    conditions = [*_conditions(call, search)]
    hides_services = search is not None or not (conditions or call.query("exact") is not None)
    candidates = _candidates(call)
    return (
        rep
        for rep in candidates
        if not (hides_services and rep.get("serviceAccountClientId")) and all(is_met(rep) for is_met in conditions)
    )


def number(call: Call, name: str) -> int | None:
    """Return a number of the query. Raises NotFound for anything else, as RESTEasy does."""
    text = call.query(name)
    if text is None or text == "":
        return None
    found = java.integer(text)
    if found is None:
        raise NotFound("HTTP 404 Not Found", f'the parameter "{name}" is not a number')
    return found


def fields(query: str) -> Mapping[str, str]:
    """Parse the parameter `q`: pairs such as `key:value "other key":"other value"` (SearchQueryUtils.getFields)."""
    return {
        (match[1] if match[1] is not None else match[2]): (match[3] if match[3] is not None else match[4])
        for match in _PAIR.finditer(query)
    }


def _candidates(call: Call) -> Iterator[Rep]:
    """Return all users, or only the one that an exact search by name can find."""
    accounts, name = call.ctx.accounts, call.query("username")
    if name and call.query("exact") == "true" and call.query("search") is None:
        user = accounts.find(call.realm, "username", name.lower())
        return iter([dict(user.rep)] if user else [])
    return accounts.reps(call.realm)


def _named(call: Call, search: str) -> Iterator[Rep]:
    """Return the users with these ids, usernames or emails."""
    kind, _, terms = search.partition(":")
    accounts, realm = call.ctx.accounts, call.realm
    for term in terms.split():
        user = accounts.by_id(realm, term) if kind == "id" else accounts.find(realm, kind, term.lower())
        if user:
            yield dict(user.rep)


def _conditions(call: Call, search: str | None) -> Iterator[Matches]:
    exact = call.query("exact") == "true"
    for name in ("enabled", "emailVerified"):
        if (wanted := call.query(name)) is not None:
            yield _flag(name, wanted.lower() == "true")
    for name, end in (("createdAfter", False), ("createdBefore", True)):
        if (date := call.query(name)) is not None:
            yield _created(call, name, date, end)
    if search is not None:
        yield from (_any_field(term) for term in _terms(search))
        return
    for name in _FIELDS:
        if (text := call.query(name)) is not None:
            yield _field(name, text.lower(), exact)
    alias, idp_user = call.query("idpAlias"), call.query("idpUserId")
    if alias is not None or idp_user is not None:
        yield _linked(alias, idp_user)
    for name, value in fields(call.query("q") or "").items():
        yield _attribute(name, value)


def _terms(search: str) -> list[str]:
    """Split a search into words, each with the meaning of its quotes and wildcards kept."""
    return re.findall(r'"[^"]*"|\S+', search.strip()) or [""]


def _any_field(term: str) -> Matches:
    """Match a word of the parameter `search` with names and email: `"x"` exactly, `*x*` anywhere, else as a prefix."""
    quoted = len(term) > 1 and term[0] == term[-1] == '"'
    text = term[1:-1].lower() if quoted else term.lower()
    if quoted:
        return lambda rep: any(str(rep.get(name) or "").lower() == text for name in _FIELDS)
    parts = [re.escape(part) for part in text.replace("%", "*").split("*")]
    pattern = joined_by_anything([*parts, *([""] if parts[-1] else [])])
    return lambda rep: any(pattern.fullmatch(str(rep[name]).lower()) for name in _FIELDS if rep.get(name))


def _field(name: str, text: str, exact: bool) -> Matches:
    if exact:
        return lambda rep: str(rep.get(name) or "").lower() == text and rep.get(name) is not None
    return lambda rep: rep.get(name) is not None and text in str(rep[name]).lower()


def _flag(name: str, wanted: bool) -> Matches:
    return lambda rep: bool(rep.get(name, False)) == wanted


def _attribute(name: str, value: str) -> Matches:
    if name in _FIELDS:
        return lambda rep: str(rep.get(name) or "").lower() == value.lower()
    return lambda rep: value.lower() in [str(it).lower() for it in (rep.get("attributes") or {}).get(name, ())]


def _linked(alias: str | None, idp_user: str | None) -> Matches:
    def is_met(rep: Rep) -> bool:
        return any(
            (alias is None or it.get("identityProvider") == alias)
            and (idp_user is None or it.get("userId") == idp_user)
            for it in rep.get("federatedIdentities") or ()
        )

    return is_met


def _created(call: Call, name: str, text: str, end: bool) -> Matches:
    """Match the time of creation with a date or a time in milliseconds; a date includes its whole day."""
    try:
        limit = int(text)
    except ValueError:
        try:
            if not _DATE.fullmatch(text):
                raise ValueError(text)
            day = datetime.fromisoformat(text).replace(tzinfo=UTC) + timedelta(days=end)
        except ValueError as error:
            expected = "expected format is yyyy-MM-dd or an Epoch timestamp"
            raise BadRequest(f"Invalid value for '{name}', {expected}") from error
        limit = int(day.timestamp() * 1000) - end
    if end:
        return lambda rep: rep.get("createdTimestamp", 0) <= limit
    return lambda rep: rep.get("createdTimestamp", 0) >= limit


def identity(call: Call, rep: Rep) -> tuple[str, str]:
    """Return the id and the username of a user."""
    return user_id(call.realm.name, rep), username(rep)
