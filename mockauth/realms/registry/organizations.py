"""Expansion of the organizations of a registry."""

from mockauth.realms.built_in import derived_id
from mockauth.realms.registry.expansion import Rep, Table, lay_raw_over, write_keys


def add_organizations(rep: Rep, table: Table) -> None:
    """Add the organizations of a realm's table, and enable organizations. One of the same alias is replaced."""
    own = [_new(rep["realm"], alias, inside) for alias, inside in table.get("organizations", {}).items()]
    if not own:
        return
    if "organizations_enabled" not in table:
        rep["organizationsEnabled"] = True
    aliases = {organization["alias"] for organization in own}
    others = rep.get("organizations") or ()
    rep["organizations"] = [*(it for it in others if (it.get("alias") or it.get("name")) not in aliases), *own]


def _new(realm: str, alias: str, table: Table) -> Rep:
    organization: Rep = {"id": derived_id(realm, "organizations", alias), "name": alias, "alias": alias}
    write_keys(organization, table, "organization")
    organization["domains"] = [{"name": domain, "verified": True} for domain in table.get("domains", ())]
    organization["members"] = [
        {"username": username.lower(), "membershipType": "UNMANAGED"} for username in table.get("members", ())
    ]
    lay_raw_over(organization, table)
    return organization
