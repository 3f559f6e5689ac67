"""Required actions: list, read, change, order, register, delete (AuthenticationManagementResource)."""

from collections.abc import Iterable

from mockauth.protocol.errors import NotFound
from mockauth.realms.built_in import new_realm
from mockauth.web.admin.call import Call, Rep, Route
from mockauth.web.admin.errors import BadRequest
from mockauth.web.admin.permissions import MANAGE_REALM, VIEW_REALM
from mockauth.web.admin.responses import no_content, ok
from mockauth.web.responses import Response

_REP = "RequiredActionProviderRepresentation"


def list_all(call: Call) -> Response:
    """List the required actions by their priority."""
    return ok([_shown(it) for it in _actions(call)])


def read(call: Call, alias: str) -> Response:
    """Return a required action."""
    return ok(_shown(_found(call, alias, "Failed to find required action")))


def update(call: Call, alias: str) -> Response:
    """Change a required action; the type of its provider stays."""
    before, sent = _found(call, alias, "Failed to find required action"), call.rep
    changed = {
        "alias": sent.get("alias") or before["alias"],
        "name": sent.get("name"),
        "providerId": before.get("providerId", before["alias"]),
        "enabled": sent.get("enabled", False),
        "defaultAction": sent.get("defaultAction", False),
        "priority": sent.get("priority", 0),
        "config": dict(sent.get("config") or {}),
    }
    _store(call, (changed if it is before else it for it in _actions(call)))
    return no_content()


def delete(call: Call, alias: str) -> Response:
    """Delete a required action; it can be registered again."""
    gone = _found(call, alias)
    _store(call, (it for it in _actions(call) if it is not gone))
    return no_content()


def raise_priority(call: Call, alias: str) -> Response:
    """Exchange the priorities of a required action and of the one before it."""
    return _move(call, alias, -1)


def lower_priority(call: Call, alias: str) -> Response:
    """Exchange the priorities of a required action and of the one after it."""
    return _move(call, alias, 1)


def list_unregistered(call: Call) -> Response:
    """List the providers without a required action."""
    registered = {it.get("providerId") for it in _actions(call)}
    missing = [name for name in _provider_names(call).items() if name[0] not in registered]
    return ok([{"providerId": provider, "name": name} for provider, name in missing])


def register(call: Call) -> Response:
    """Add the required action of a provider, behind all others."""
    provider = call.rep.get("providerId")
    if provider not in _provider_names(call):
        raise BadRequest("Required Action Provider with given providerId not found", f'unknown provider "{provider}"')
    actions = _actions(call)
    priority = actions[-1].get("priority", 0) + 1 if actions else 0
    added = {"alias": provider, "name": call.rep.get("name"), "providerId": provider, "enabled": True}
    _store(call, [*actions, {**added, "defaultAction": False, "priority": priority, "config": {}}])
    return no_content()


_ALL = "/authentication/required-actions"
_ONE = f"{_ALL}/<action_alias>"
ROUTES = (
    Route("GET", _ALL, list_all, ("query-users", *VIEW_REALM)),
    Route("GET", _ONE, read, VIEW_REALM),
    Route("PUT", _ONE, update, MANAGE_REALM, body=_REP),
    Route("DELETE", _ONE, delete, MANAGE_REALM),
    Route("POST", f"{_ONE}/raise-priority", raise_priority, MANAGE_REALM, no_cache=True),
    Route("POST", f"{_ONE}/lower-priority", lower_priority, MANAGE_REALM, no_cache=True),
    Route("GET", "/authentication/unregistered-required-actions", list_unregistered, VIEW_REALM),
    Route(
        "POST", "/authentication/register-required-action", register, MANAGE_REALM, body="map of text", no_cache=True
    ),
)


def _actions(call: Call) -> list[Rep]:
    return sorted(call.realm.rep.get("requiredActions") or (), key=lambda it: int(it.get("priority", 0)))


def _found(call: Call, alias: str, error: str = "Failed to find required action.") -> Rep:
    found: Rep | None = next((it for it in _actions(call) if it.get("alias") == alias), None)
    if found is None:
        raise NotFound(error, f'realm "{call.realm.name}" has no required action "{alias:.80}"')
    return found


def _store(call: Call, actions: Iterable[Rep]) -> None:
    call.store({**call.realm.rep, "requiredActions": [*actions]})


def _move(call: Call, alias: str, step: int) -> Response:
    found, actions = _found(call, alias), _actions(call)
    place = actions.index(found)
    if 0 <= place + step < len(actions):
        other = actions[place + step]
        swapped = {
            place: {**found, "priority": other.get("priority", 0)},
            place + step: {**other, "priority": found.get("priority", 0)},
        }
        _store(call, (swapped.get(number, it) for number, it in enumerate(actions)))
    return no_content()


def _provider_names(call: Call) -> dict[str, str]:
    """Return the names of all providers: those of a new realm."""
    return {it["providerId"]: it["name"] for it in new_realm(call.realm.name)["requiredActions"]}


def _shown(action: Rep) -> Rep:
    rep = {"defaultAction": False, "enabled": False, "priority": 0, "config": {}, **action}
    return {key: value for key, value in rep.items() if value is not None}
