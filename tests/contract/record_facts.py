"""Asks a Keycloak for what a new realm holds, and writes it down as mockauth's tables of facts: recorded, never typed.

cd tests && python -m contract.record_facts --keycloak http://localhost:8080
"""

import argparse
import json
import uuid
from pathlib import Path
from typing import Any
from urllib.parse import urlencode
from urllib.request import Request, urlopen

FACTS = Path(__file__).parents[2] / "mockauth" / "realms" / "keycloak"

IDENTITY = {"id", "containerId", "_id"}
# Not a service's business; mockauth makes keys of its own.
LEFT_OUT = {"authenticationFlows", "authenticatorConfig", "components"}
ORDER_BY = ("clientId", "name", "clientScope", "client", "alias")
SETS = {"defaultClientScopes", "optionalClientScopes", "defaultDefaultClientScopes", "defaultOptionalClientScopes"}
SETS |= {"redirectUris", "webOrigins", "roles", "realm", "scopes_supported"}
# The lists of composites.client are keyed by client.
# Listed with their options only: no file has any of these among its components.
NO_COMPONENTS = {"org.keycloak.protocol.ProtocolMapper", "org.keycloak.broker.provider.IdentityProviderMapper"}
NO_COMPONENTS |= {f"org.keycloak.authentication.{it}" for it in ("Authenticator", "ClientAuthenticator")}
NO_COMPONENTS |= {f"org.keycloak.authentication.{it}" for it in ("FormAction", "FormAuthenticator")}
NO_COMPONENTS |= {"org.keycloak.broker.provider.IdentityProvider", "org.keycloak.broker.social.SocialIdentityProvider"}
NO_COMPONENTS |= {"org.keycloak.validate.Validator"}
MOMENTARY = {"systemInfo", "memoryInfo", "cpuInfo"}
# Identity providers that cannot be created without a configuration.
NEED_CONFIG = {"oauth2", "jwt-authorization-grant"}
ROLE_HOLDERS = {"account", "account-console", "admin-cli", "broker", "realm-management", "security-admin-console"}


class Admin:
    """The Admin REST API of a Keycloak whose bootstrap administrator is admin/admin."""

    def __init__(self, base: str) -> None:
        self.base = base

    def call(self, method: str, path: str, body: object = None, top: str = "realms") -> Any:
        """Send JSON to `/admin/realms…` and read the JSON that comes back, if any."""
        form = {"grant_type": "password", "client_id": "admin-cli", "username": "admin", "password": "admin"}
        token = f"{self.base}/realms/master/protocol/openid-connect/token"
        bearer = read(Request(token, urlencode(form).encode()))["access_token"]
        data = None if body is None else json.dumps(body).encode()
        headers = {"Authorization": f"Bearer {bearer}", "Content-Type": "application/json"}
        return read(Request(f"{self.base}/admin/{top}{path}", data, headers, method=method))


def read(request: Request | str) -> Any:
    """Read the JSON of an answer; None for an empty one."""
    with urlopen(request, timeout=60) as answer:
        return json.loads(answer.read() or "null")


def tidied(value: Any, realm: str, key: str = "") -> Any:
    """Give the value without the ids of this one realm, its name as `${realm}`, and its sets sorted."""
    if isinstance(value, dict):
        return {tidied(k, realm): tidied(v, realm, k) for k, v in value.items() if k not in IDENTITY | LEFT_OUT}
    if isinstance(value, list):
        items = [tidied(item, realm, key) for item in value]
        if items and isinstance(items[0], dict):
            by = next((name for name in ORDER_BY if name in items[0]), None)
            return sorted(items, key=lambda item: item[by]) if by else items
        return sorted(items) if key in SETS or key in ROLE_HOLDERS else items
    return value.replace(realm, "${realm}") if isinstance(value, str) else value


def new_realm(base: str) -> tuple[Any, Any]:
    """Give the realm JSON and the discovery document of a realm made by `{"realm": …, "enabled": true}`."""
    admin, realm = Admin(base), f"facts-{uuid.uuid4().hex}"
    admin.call("POST", "", {"realm": realm, "enabled": True})
    try:
        export = f"/{realm}/partial-export?exportClients=true&exportGroupsAndRoles=true"
        representation = tidied(admin.call("POST", export), realm)
        discovery = json.dumps(tidied(read(f"{base}/realms/{realm}/.well-known/openid-configuration"), realm))
    finally:
        admin.call("DELETE", f"/{realm}")
    return representation, json.loads(discovery.replace(base, "${base}"))


def protocol_mappers(base: str) -> dict[str, list[str]]:
    """Return the names of the config properties of each OpenID Connect mapper, as serverinfo lists them."""
    types = Admin(base).call("GET", "", top="serverinfo")["protocolMapperTypes"]["openid-connect"]
    return {it["id"]: sorted(own["name"] for own in it["properties"]) for it in sorted(types, key=lambda it: it["id"])}


def components(base: str) -> dict[str, list[str]]:
    """Give the ids of the providers of components, by their kind, as serverinfo lists them."""
    kinds = Admin(base).call("GET", "", top="serverinfo")["componentTypes"]
    return {kind: sorted(it["id"] for it in kinds[kind]) for kind in sorted(kinds) if kind not in NO_COMPONENTS}


def server_info(base: str) -> dict[str, Any]:
    """Return what serverinfo tells about the server; time, memory and processors are those of the moment."""
    info: dict[str, Any] = Admin(base).call("GET", "", top="serverinfo")
    return {key: value for key, value in info.items() if key not in MOMENTARY}


def identity_providers(base: str) -> dict[str, Any]:
    """Return, by provider id, the types and the configuration that a new identity provider has."""
    admin, realm = Admin(base), f"facts-{uuid.uuid4().hex}"
    info = server_info(base)
    config = {"userInfoUrl": "https://idp.example", "issuer": "https://idp.example", "jwksUrl": "https://idp.example"}
    admin.call("POST", "", {"realm": realm, "enabled": True})
    found = {}
    try:
        for own in sorted({it["id"] for it in [*info["identityProviders"], *info["socialProviders"]]}):
            needed = config if own in NEED_CONFIG else {}
            path = f"/{realm}/identity-provider/instances"
            admin.call("POST", path, {"alias": own, "providerId": own, "config": needed})
            rep = admin.call("GET", f"{path}/{own}")
            defaults = {key: value for key, value in rep["config"].items() if key not in needed}
            found[own] = {"types": rep["types"], "config": defaults, "hideOnLogin": rep.get("hideOnLogin", False)}
    finally:
        admin.call("DELETE", f"/{realm}")
    return found


def master_realm(base: str, new: Any) -> Any:
    """Return how the master realm differs from a new realm, with the bootstrap admin, and what it has for each realm.

    `of_realm` has the client `${realm}-realm`, its roles, and the composites of `admin` for a realm of that name.
    """
    admin, realm = Admin(base), f"facts-{uuid.uuid4().hex}"
    admin.call("POST", "", {"realm": realm, "enabled": True})
    try:
        export = admin.call("POST", "/master/partial-export?exportClients=true&exportGroupsAndRoles=true")
    finally:
        admin.call("DELETE", f"/{realm}")
    client_id, roles = f"{realm}-realm", export["roles"]
    kept = [it for it in export["clients"] if not it["clientId"].endswith("-realm") or it["clientId"] == "master-realm"]
    of_realm = {"client": next(it for it in export["clients"] if it["clientId"] == client_id)}
    of_realm["roles"] = roles["client"][client_id]
    composites = next(it for it in roles["realm"] if it["name"] == "admin")["composites"]["client"]
    of_realm["admin"] = sorted(composites[client_id])
    for by_client in (roles["client"], composites):
        for name in [it for it in by_client if it.endswith("-realm") and it != "master-realm"]:
            del by_client[name]
    [user] = admin.call("GET", "/master/users?username=admin&exact=true")
    mapped = admin.call("GET", f"/master/users/{user['id']}/role-mappings")
    user = {key: user[key] for key in ("username", "emailVerified", "enabled", "attributes", "requiredActions")}
    user["realmRoles"] = [it["name"] for it in mapped["realmMappings"]]
    master = tidied({**export, "clients": kept, "users": [user]}, "no realm has this name")
    # Unlike in other realms, users need no email and no name.
    profile = "org.keycloak.userprofile.UserProfileProvider"
    master["components"] = {profile: [tidied(it, "no realm has this name") for it in export["components"][profile]]}
    new = json.loads(json.dumps(new).replace("${realm}", "master"))
    master = {key: value for key, value in master.items() if value != new.get(key)}
    return {"master": master, "of_realm": tidied(of_realm, realm)}


def main() -> None:
    """Write the files."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--keycloak", required=True, metavar="URL")
    base = parser.parse_args().keycloak.rstrip("/")
    new, discovery = new_realm(base)
    facts = {
        "new_realm": new,
        "openid_configuration": discovery,
        "protocol_mappers": protocol_mappers(base),
        "components": components(base),
        "master_realm": master_realm(base, new),
        "identity_providers": identity_providers(base),
    }
    (FACTS / "server_info.json").write_text(json.dumps(server_info(base), ensure_ascii=False) + "\n")
    for name, fact in facts.items():
        (FACTS / f"{name}.json").write_text(json.dumps(fact, indent=1, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
