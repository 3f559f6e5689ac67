"""Changes of a client's representation, and what they change in its realm and in its service account."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from mockauth.protocol import urls
from mockauth.realms.importing.service_accounts import service_account
from mockauth.realms.model import Client
from mockauth.web.admin.call import Call, Rep

_SERVICE_SCOPE = "service_account"
_CREATED = "client.secret.creation.time"
_SECRET_LENGTH = 86


def with_oidc_defaults(rep: Rep) -> Rep:
    """Return a client with the defaults for a given protocol (OIDCLoginProtocolFactory.setupClientDefaults)."""
    rep = {**rep, "attributes": dict(rep.get("attributes") or {})}
    root = rep.get("rootUrl")
    if root is not None and not rep.get("redirectUris"):
        rep["redirectUris"] = [f"{root.removesuffix('/')}/*"]
        rep["webOrigins"] = [urls.origin(root)]
    if rep.get("adminUrl") is None and root not in (None, "${authAdminUrl}", "${authBaseUrl}"):
        rep["adminUrl"] = root
    for key, value in {"standardFlowEnabled": True, "directAccessGrantsEnabled": True, "publicClient": True}.items():
        rep.setdefault(key, value)
    if "backchannel.logout.url" not in rep["attributes"]:
        rep["attributes"]["backchannel.logout.session.required"] = "true"
        rep["attributes"]["backchannel.logout.revoke.offline.tokens"] = "false"
    return rep


def with_new_secret(call: Call, rep: Rep) -> Rep:
    """Return a client with a new secret and its time."""
    stamp = {_CREATED: str(call.ctx.now)}
    secret = call.ctx.state.ids.alphanumeric(_SECRET_LENGTH)
    return {**rep, "secret": secret, "attributes": {**(rep.get("attributes") or {}), **stamp}}


def with_service_scope(call: Call, rep: Rep) -> Rep:
    """Return a client with the client scope of service accounts, if the realm has it."""
    if _SERVICE_SCOPE not in call.realm.scopes:
        return rep
    defaults = [*dict.fromkeys([*(rep.get("defaultClientScopes") or ()), _SERVICE_SCOPE])]
    optional = [it for it in rep.get("optionalClientScopes") or () if it != _SERVICE_SCOPE]
    return {**rep, "defaultClientScopes": defaults, "optionalClientScopes": optional}


def put_client(call: Call, client: Client, rep: Rep | None) -> None:
    """Store the realm with a client replaced, or deleted for None; references follow its client ID."""
    realm = {**call.realm.rep}
    name = client.client_id
    changed = [] if rep is None else [rep]
    listed: Sequence[Rep] = realm["clients"]
    realm["clients"] = [kept for it in listed for kept in (changed if it.get("clientId") == name else [it])]
    if rep is None or rep["clientId"] != name:
        realm |= _with_references(realm, name, rep["clientId"] if rep else None)
    call.store(realm)


def _with_references(realm: Rep, name: str, new: str | None) -> Rep:
    """Return the keys of a realm that refer to a client by its client ID, with its new one, or without it for None."""

    def renamed(by_client: dict[str, Any]) -> dict[str, Any]:
        kept = ((new if key == name else key, value) for key, value in by_client.items())
        return {key: value for key, value in kept if key is not None}

    def with_composites(role: Rep) -> Rep:
        parts = role.get("composites") or {}
        if name not in (parts.get("client") or {}):
            return role
        return {**role, "composites": {**parts, "client": renamed(parts["client"])}}

    def mappings(listed: Sequence[Rep]) -> list[Rep]:
        kept = ({**it, "client": new} if it.get("client") == name else it for it in listed)
        return [it for it in kept if "client" not in it or it["client"] is not None]

    def with_roles(group: Rep) -> Rep:
        below = [with_roles(it) for it in group.get("subGroups") or ()]
        return {**group, "clientRoles": renamed(group.get("clientRoles") or {}), "subGroups": below}

    roles = realm["roles"]
    of_clients = {key: [*map(with_composites, own)] for key, own in renamed(roles.get("client") or {}).items()}
    of_scopes = {key: mappings(own) for key, own in renamed(realm.get("clientScopeMappings") or {}).items()}
    return {
        "roles": {**roles, "realm": [*map(with_composites, roles["realm"])], "client": of_clients},
        "scopeMappings": mappings(realm.get("scopeMappings") or ()),
        "clientScopeMappings": of_scopes,
        "groups": [with_roles(it) for it in realm.get("groups") or ()],
    }


def add_service_account(call: Call, client_id: str) -> None:
    """Add the service account of a client."""
    rep = service_account(dict(call.realm.rep), client_id)
    created_at = call.ctx.state.clock.milliseconds()
    call.ctx.accounts.save_rep({**rep, "id": call.ctx.state.ids.uuid(), "createdTimestamp": created_at})


def remove_service_account(call: Call, client: Client) -> None:
    """Remove the service account of a client, if it has one."""
    user = call.ctx.accounts.service_account(call.realm, client.client_id)
    if user:
        call.ctx.accounts.remove(user)
        call.ctx.sessions.remove_user(user.id)


def update_service_account(call: Call, client: Client, rep: Rep) -> None:
    """Create, rename or delete the service account of a changed client."""
    accounts = call.ctx.accounts
    user = accounts.service_account(call.realm, client.client_id)
    if not rep.get("serviceAccountsEnabled"):
        remove_service_account(call, client)
    elif user is None:
        add_service_account(call, rep["clientId"])
    elif rep["clientId"] != client.client_id:
        name = f"service-account-{rep['clientId']}".lower()
        accounts.save(replace(user, username=name, service_account_of=rep["clientId"]))
