"""Realms: list, create, read, update, delete (RealmsAdminResource, RealmAdminResource)."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from mockauth.protocol.errors import Forbidden
from mockauth.realms.importing.realm import import_realm
from mockauth.realms.master import ADMIN, MASTER, admin_client
from mockauth.realms.model import Realm, RoleRef
from mockauth.realms.problems import ConfigError, Problem
from mockauth.realms.representation.ids import role_id
from mockauth.realms.validation.field_types import check_types
from mockauth.web.admin.call import Call, Rep, Route
from mockauth.web.admin.errors import AdminError, Conflict
from mockauth.web.admin.permissions import ANY, MANAGE_REALM, VIEW_REALM
from mockauth.web.admin.responses import no_content, ok
from mockauth.web.admin.user_credentials import stamped
from mockauth.web.responses import Response

# What a realm contains, with resources of its own.
_CONTENT = frozenset(
    (
        *("authenticationFlows", "authenticatorConfig", "clientPolicies", "clientProfiles", "clientScopeMappings"),
        *("clientScopes", "clients", "components", "defaultDefaultClientScopes", "defaultOptionalClientScopes"),
        *("defaultRole", "groups", "identityProviderMappers", "identityProviders", "keycloakVersion"),
        *("localizationTexts", "organizations", "requiredActions", "roles", "scopeMappings", "users"),
        *("federatedUsers", "userFederationMappers", "userFederationProviders", "defaultRoles", "id"),
    )
)
_PUBLIC = ("defaultLocale", "displayName", "displayNameHtml", "supportedLocales", "bruteForceProtected")
_MASKED = "**********"
_RESERVED = re.compile(r"[:/?#@!$&()*+,;=\[\]\\]")


def list_realms(call: Call) -> Response:
    """List the realms that the caller may administer."""
    brief = call.query("briefRepresentation") == "true"
    realms = sorted(_visible(call).values(), key=lambda realm: realm.id)
    found = [rep for realm in realms if (rep := _listed(call, realm, brief))]
    if not found:
        raise Forbidden("HTTP 403 Forbidden", "the caller may not administer any realm")
    return ok(found)


def create(call: Call) -> Response:
    """Create a realm, also from a full export."""
    if not call.may_in_master("create-realm"):
        raise Forbidden("HTTP 403 Forbidden", 'only users with the realm role "create-realm" of "master" create realms')
    rep = _imported(call)
    for user in rep.get("users") or ():
        user["credentials"] = [stamped(call, it) for it in user.get("credentials") or ()]
    realm = call.ctx.state.put_realm(rep)
    _grant_to_creator(call, realm)
    return Response(201, headers={"Location": f"{call.ctx.base_url}/admin/realms/{realm.name}"})


def read(call: Call) -> Response:
    """Return the settings of the realm, or what every admin may see of it."""
    if call.may(*VIEW_REALM):
        return ok(representation(call.realm))
    call.require(*ANY)
    rep = call.realm.rep
    shown = {"realm": call.realm.name, **{key: rep[key] for key in _PUBLIC if key in rep}}
    return ok({**shown, "organizationsEnabled": rep.get("organizationsEnabled", False)})


def update(call: Call) -> Response:
    """Change settings of the realm; absent keys stay as they are."""
    sent: Rep = call.rep
    name = sent.get("realm", call.realm.name)
    if call.realm.name == MASTER != name:
        raise AdminError("Can't rename master realm")
    if reserved := _RESERVED.search(name):
        raise AdminError(f"Character '{reserved[0]}' not allowed.")
    if name != call.realm.name and call.ctx.state.find_realm(name):
        raise Conflict("Realm with same name exists", f'realm "{name}" exists')
    changed = {key: value for key, value in sent.items() if key not in _CONTENT and key != "realm"}
    if mail := changed.get("smtpServer"):
        changed["smtpServer"] = _with_secret(mail, call.realm.rep.get("smtpServer") or {})
    try:
        realm = call.store({**call.realm.rep, **changed})
    except ConfigError as error:
        raise _refused(error.problems) from error
    if name != realm.name:
        call.ctx.state.rename_realm(realm, name)
    return no_content()


def delete(call: Call) -> Response:
    """Delete the realm with everything in it."""
    if call.realm.name == MASTER:
        raise AdminError("Can't remove master realm")
    call.ctx.state.remove_realm(call.realm.name)
    return no_content()


ROUTES = (
    Route("GET", "/admin/realms", list_realms, realm=False),
    Route("POST", "/admin/realms", create, body="raw", realm=False),
    Route("GET", "/", read),
    Route("PUT", "/", update, MANAGE_REALM, body="RealmRepresentation"),
    Route("DELETE", "/", delete, MANAGE_REALM),
)


def representation(realm: Realm) -> Rep:
    """Return the settings of a realm (ModelToRepresentation.toRepresentation)."""
    rep = {key: value for key, value in realm.rep.items() if key not in _CONTENT}
    rep |= {key: realm.rep[key] for key in ("clientProfiles", "clientPolicies") if key in realm.rep}
    default = realm.default_role.name
    role = next(it for it in realm.rep["roles"]["realm"] if it["name"] == default)
    shown = {"id": role_id(realm.name, "", role), "containerId": realm.id}
    rep["defaultRole"] = {**realm.rep["defaultRole"], **shown}
    rep |= {"id": realm.id, "realm": realm.name}
    if mail := rep.get("smtpServer"):
        rep["smtpServer"] = {
            key: _MASKED if key in ("password", "authTokenClientSecret") else it for key, it in mail.items()
        }
    return rep


def _visible(call: Call) -> Mapping[str, Realm]:
    """Return the realms that the caller's realm can administer, with the master realm."""
    state, own = call.ctx.state, call.caller.realm
    state.find_realm(MASTER)
    return state.realms if own.name == MASTER else {own.name: own}


def _listed(call: Call, realm: Realm, brief: bool) -> Rep | None:
    if call.may(*VIEW_REALM, realm=realm):
        keys = ("id", "realm", "displayName", "displayNameHtml", "enabled")
        full = representation(realm)
        return {key: full[key] for key in keys if key in full} if brief else full
    return {"realm": realm.name} if call.may(*ANY, realm=realm) else None


def _imported(call: Call) -> Rep:
    """Return the completed representation in the body. Raises AdminError and Conflict as Keycloak's import."""
    unreadable = "unable to read contents from stream"
    try:
        rep = json.loads(call.ctx.body)
    except (ValueError, RecursionError) as error:
        raise AdminError(unreadable, f"the body is not valid JSON: {error!s:.200}") from error
    if not isinstance(rep, dict):
        raise AdminError(unreadable, "the body is not a JSON object")
    for place, what, hint in check_types(rep):
        raise AdminError(unreadable, f"{'.'.join(place)}: {what}: {hint}")
    name = rep.get("realm", "")
    if not name.strip():
        raise AdminError("Realm name cannot be empty", "the realm has no name")
    if call.ctx.state.find_realm(name):
        raise Conflict(f"Realm {name} already exists")
    if reserved := _RESERVED.search(name):
        raise AdminError(f"Character '{reserved[0]}' not allowed.")
    try:
        import_realm(rep, name, "", _raise)
    except ConfigError as error:
        raise _refused(error.problems) from error
    return rep


def _raise(problems: Sequence[Problem]) -> None:
    if problems:
        raise ConfigError(*problems)


def _refused(problems: Sequence[Problem]) -> AdminError:
    first = problems[0]
    return AdminError(first.what, "; ".join(str(problem) for problem in problems))


def _grant_to_creator(call: Call, realm: Realm) -> None:
    """Assign all admin roles of the realm to its creator, unless the creator has the role `admin`."""
    state, user = call.ctx.state, call.caller.token.user
    if not call.may_in_master(ADMIN):
        client = admin_client(realm.name)
        roles = {RoleRef(client, role) for role in ANY}
        state.accounts_of(MASTER).save(replace(user, roles=user.roles | roles))


def _with_secret(sent: Mapping[str, Any], before: Mapping[str, Any]) -> Rep:
    """Return the settings of the mail server; a masked secret stands for the current one."""
    return {key: before.get(key) if value == _MASKED else value for key, value in sent.items()}
