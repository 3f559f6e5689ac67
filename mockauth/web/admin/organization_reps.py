"""The stored organizations of a realm: find them by id, show them, and change them and their members."""

from collections.abc import Iterable, Mapping
from typing import Any

from mockauth.realms.model import Organization, Realm
from mockauth.web.admin.call import Call, Rep
from mockauth.web.admin.errors import AdminError
from mockauth.web.admin.permissions import QUERY_ORGANIZATIONS, VIEW_ORGANIZATIONS


def require_enabled(call: Call) -> None:
    """Raise AdminError (404) unless the realm has organizations, or Forbidden for callers who may not know."""
    if not call.realm.organizations_enabled:
        call.require(*QUERY_ORGANIZATIONS)
        raise AdminError("Organizations not enabled for this realm.", 'set "organizationsEnabled": true', 404)


def find_organization(call: Call, wanted: str, *_outer: object) -> Organization:
    """Return the organization with an id. Raises AdminError (404) and Forbidden."""
    require_enabled(call)
    found = next((it for it in call.realm.organizations.values() if it.id == wanted), None)
    if found is None:
        call.require(*QUERY_ORGANIZATIONS)
        raise AdminError("Organization not found.", f'there is no organization with the id "{wanted:.80}"', 404)
    call.require(*VIEW_ORGANIZATIONS)
    return found


def stored(realm: Realm, organization: Organization) -> Rep:
    """Return the stored representation of an organization."""
    found: Rep = next(it for it in realm.rep["organizations"] if it.get("name") == organization.name)
    return found


def organization_rep(realm: Realm, organization: Organization, brief: bool) -> Rep:
    """Return an organization as Keycloak does; only the full form has attributes."""
    rep = stored(realm, organization)
    shown: Rep = {"id": organization.id, "name": organization.name, "alias": organization.alias}
    shown |= {"enabled": organization.enabled}
    shown |= {key: rep[key] for key in ("description", "redirectUrl") if rep.get(key) is not None}
    if not brief:
        shown["attributes"] = {name: list(values) for name, values in organization.attributes.items()}
    domains = [{"name": it["name"], "verified": bool(it.get("verified"))} for it in rep.get("domains") or ()]
    return {**shown, **({"domains": domains} if domains else {})}


def put_organization(call: Call, organization: Organization, rep: Rep | None) -> None:
    """Store the realm with an organization replaced, or deleted for None."""
    changed = [] if rep is None else [{**rep, "id": organization.id}]
    listed = call.realm.rep["organizations"]
    kept = [own for it in listed for own in (changed if it.get("name") == organization.name else [it])]
    call.store({**call.realm.rep, "organizations": kept})


def rename_member(call: Call, username: str, new: str | None) -> None:
    """Let the memberships of a user follow its new username, or end them for None, if it is deleted."""
    if not any(username in it.members for it in call.realm.organizations.values()):
        return

    def members(listed: Iterable[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
        named = [(it, str(it.get("username")).lower() == username) for it in listed]
        return [{**it, "username": new} if same else it for it, same in named if not same or new is not None]

    organizations = [{**it, "members": members(it.get("members") or ())} for it in call.realm.rep["organizations"]]
    call.store({**call.realm.rep, "organizations": organizations})
