"""The credentials of a user: list, label, reorder, delete (UserResource)."""

import json
from collections.abc import Sequence

from mockauth.protocol.errors import NotFound
from mockauth.realms.built_in import derived_id
from mockauth.realms.model import User
from mockauth.web.admin.call import Call, Rep, Route
from mockauth.web.admin.errors import InvalidInput
from mockauth.web.admin.permissions import MANAGE_USERS, VIEW_USERS
from mockauth.web.admin.responses import no_content, ok
from mockauth.web.responses import Response

_SHOWN = ("id", "type", "userLabel", "createdDate", "credentialData")
# What Keycloak stores with a password that it has hashed by default (Argon2PasswordHashProvider).
_ARGON2 = {
    "hashIterations": 5,
    "algorithm": "argon2",
    "additionalParameters": {
        "hashLength": ["32"],
        "memory": ["7168"],
        "type": ["id"],
        "version": ["1.3"],
        "parallelism": ["1"],
    },
}


def search(call: Call, user: User) -> Response:
    """List the credentials of a user, without their secrets."""
    return ok([{key: it[key] for key in _SHOWN if it.get(key) is not None} for it in credentials(call, user)])


def storage_types(call: Call, user: User) -> Response:
    """List the types of the credentials that a user storage has: none, as there is no user storage."""
    return ok([])


def disable_types(call: Call, user: User) -> Response:
    """Disable types of credentials in a user storage, which changes nothing, as there is none."""
    return no_content()


def label(call: Call, user: User, credential_id: str) -> Response:
    """Set the label of a credential."""
    own = _found(call, user, credential_id)
    text = call.ctx.body.decode("utf-8", "replace") if call.rep is None else call.rep
    if not str(text).strip():
        raise InvalidInput("Credential label must not be empty", error="missingCredentialLabel")
    _save(call, user, [{**it, "userLabel": text} if it["id"] == credential_id else it for it in own])
    return no_content()


def delete(call: Call, user: User, credential_id: str) -> Response:
    """Delete a credential."""
    own = _found(call, user, credential_id)
    _save(call, user, [it for it in own if it["id"] != credential_id])
    return no_content()


def move_to_first(call: Call, user: User, credential_id: str) -> Response:
    """Make a credential the first of its user."""
    return move_after(call, user, credential_id, None)


def move_after(call: Call, user: User, credential_id: str, previous_id: str | None) -> Response:
    """Move a credential behind another one, or to the front for None; behind an unknown one it stays."""
    own = _found(call, user, credential_id)
    moved = [it for it in own if it["id"] == credential_id]
    others = [it for it in own if it["id"] != credential_id]
    if previous_id is None:
        _save(call, user, [*moved, *others])
    elif any(it["id"] == previous_id for it in others):
        _save(call, user, [kept for it in others for kept in ([it, *moved] if it["id"] == previous_id else [it])])
    return no_content()


ROUTES = (
    Route("GET", "/users/<user>/credentials", search, VIEW_USERS),
    Route("GET", "/users/<user>/configured-user-storage-credential-types", storage_types, VIEW_USERS),
    Route("PUT", "/users/<user>/disable-credential-types", disable_types, MANAGE_USERS),
    Route("DELETE", "/users/<user>/credentials/<credential>", delete, MANAGE_USERS, no_cache=True),
    Route("PUT", "/users/<user>/credentials/<credential>/userLabel", label, MANAGE_USERS),
    Route("POST", "/users/<user>/credentials/<credential>/moveToFirst", move_to_first, MANAGE_USERS),
    Route("POST", "/users/<user>/credentials/<credential>/moveAfter/<previous_credential>", move_after, MANAGE_USERS),
)


def credentials(call: Call, user: User) -> list[Rep]:
    """Return the stored credentials of a user, each with an id, a time, and the data that describe its secret."""
    shown: list[Rep] = []
    for number, rep in enumerate(user.rep.get("credentials") or ()):
        described: Rep = {"id": derived_id(user.id, str(number)), "createdDate": call.ctx.state.started, **rep}
        if "value" in rep and rep.get("type") == "password":
            described["credentialData"] = json.dumps(_ARGON2, separators=(",", ":"))
        shown.append(described)
    return shown


def stamped(call: Call, credential: Rep) -> Rep:
    """Return a new credential with an id and the time."""
    return {"id": call.ctx.state.ids.uuid(), "createdDate": call.ctx.state.clock.milliseconds(), **credential}


def _found(call: Call, user: User, credential_id: str) -> Sequence[Rep]:
    """Return all credentials of a user. Raises NotFound if none of them has the id."""
    own = credentials(call, user)
    if all(it["id"] != credential_id for it in own):
        raise NotFound("Credential not found", f'user "{user.username}" has no credential with this id')
    return own


def _save(call: Call, user: User, own: Sequence[Rep]) -> None:
    kept = [{key: value for key, value in it.items() if not ("value" in it and key == "credentialData")} for it in own]
    call.ctx.accounts.save_rep({**user.rep, "id": user.id, "username": user.username, "credentials": kept}, user)
