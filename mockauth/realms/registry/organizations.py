"""The organizations of a registry, as the organizations of a realm representation."""

from mockauth.realms.built_in import derived_id
from mockauth.realms.registry.expansion import Rep, Table, put


def add_organizations(rep: Rep, table: Table) -> None:
    """Add the organizations of a realm's table, in place of those of the same alias; with them they are switched on."""
    own = [_new(rep["realm"], alias, inside) for alias, inside in table.get("organizations", {}).items()]
    if not own:
        return
    if "organizations_enabled" not in table:
        rep["organizationsEnabled"] = True
    aliases = {it["alias"] for it in own}
    others = [it for it in rep.get("organizations") or () if (it.get("alias") or it.get("name")) not in aliases]
    rep["organizations"] = [*others, *own]


def _new(realm: str, alias: str, table: Table) -> Rep:
    organization: Rep = {"id": derived_id(realm, "organizations", alias), "name": alias, "alias": alias}
    put(organization, table, "organization")
    organization["domains"] = [{"name": domain, "verified": True} for domain in table.get("domains", ())]
    organization["members"] = [
        {"username": username.lower(), "membershipType": "UNMANAGED"} for username in table.get("members", ())
    ]
    return organization
