"""Migration steps for clients and their roles, above all for the built-in clients."""

from collections.abc import Iterator
from typing import Any

from mockauth.realms.importing.completion import default_scopes
from mockauth.realms.importing.required_actions import add_required_action

Rep = dict[str, Any]

_ACCOUNT, _ACCOUNT_CONSOLE, _CONSOLE, _CLI = "account", "account-console", "security-admin-console", "admin-cli"
_LINKS = "manage-account-links"


def name_built_in_clients(rep: Rep, _new: Rep) -> None:
    """Give the first built-in clients their names (MigrateTo1_2_0)."""
    for client in _named(rep, _ACCOUNT, _CONSOLE, "realm-management"):
        client.setdefault("name", f"${{client_{client['clientId']}}}")


def reset_client_authenticators(rep: Rep, _new: Rep) -> None:
    """Let all clients authenticate with a secret (MigrateTo1_5_0)."""
    for client in rep["clients"]:
        client["clientAuthenticatorType"] = "client-secret"


def add_manage_account_links(rep: Rep, _new: Rep) -> None:
    """Let users who manage their account link it, too (MigrateTo3_0_0)."""
    roles = rep["roles"]["client"][_ACCOUNT]
    _add_role(roles, {"name": _LINKS})
    for role in roles:
        if role.get("name") == "manage-account":
            parts = role.setdefault("composites", {}).setdefault("client", {})
            parts[_ACCOUNT] = list(dict.fromkeys([*parts.get(_ACCOUNT, ()), _LINKS]))


def restrict_admin_clients(rep: Rep, _new: Rep) -> None:
    """Remove all roles from the scope of the admin clients (MigrateTo3_4_2)."""
    for client in _named(rep, _CLI, _CONSOLE):
        client["fullScopeAllowed"] = False
    for mappings in (rep.get("scopeMappings") or [], *(rep.get("clientScopeMappings") or {}).values()):
        mappings[:] = [mapping for mapping in mappings if mapping.get("client") not in (_CLI, _CONSOLE)]


def show_on_consent_screen(rep: Rep, _new: Rep) -> None:
    """Show clients without default scopes on the consent screen (MigrateTo4_0_0)."""
    for client in rep["clients"]:
        if client["consentRequired"] and not client["defaultClientScopes"]:
            text = client.get("name") or client["clientId"]
            client["attributes"].update({"display.on.consent.screen": "true", "consent.screen.text": text})


def reset_urls(rep: Rep, new: Rep) -> None:
    """Replace the URLs of the account console and the admin console (MigrateTo8_0_0)."""
    for client in _named(rep, _ACCOUNT, _CONSOLE):
        keys = ("rootUrl", "baseUrl", "redirectUris", *(("webOrigins",) if client["clientId"] == _CONSOLE else ()))
        [built_in] = _named(new, client["clientId"])
        client.update({key: built_in[key] for key in keys})


def add_account_console(rep: Rep, new: Rep) -> None:
    """Add the new account console, and the roles and the required action that it needs (MigrateTo9_0_0).

    As in Keycloak, everything after the client is left out if one of the roles exists.
    """
    if not [*_named(rep, _ACCOUNT_CONSOLE)]:
        [client] = _named(new, _ACCOUNT_CONSOLE)
        for key in ("defaultClientScopes", "optionalClientScopes"):
            client[key] = default_scopes(rep, f"default{key[0].upper()}{key[1:]}", "openid-connect")
        del client["attributes"]["pkce.code.challenge.method"]
        rep["clients"].append(client)
        _map_to_account_console(rep, "manage-account")
    roles, built_in = rep["roles"]["client"][_ACCOUNT], new["roles"]["client"][_ACCOUNT]
    for name in ("view-applications", "view-consent", "manage-consent"):
        if not _add_role(roles, next(role for role in built_in if role["name"] == name)):
            return
    for client in _named(rep, _ACCOUNT_CONSOLE, _CONSOLE):
        client["attributes"]["pkce.code.challenge.method"] = "S256"
    add_required_action(rep, new, "update_user_locale")


def add_view_groups(rep: Rep, new: Rep) -> None:
    """Allow users to see their groups in the account console (MigrateTo20_0_0)."""
    built_in = next(role for role in new["roles"]["client"][_ACCOUNT] if role["name"] == "view-groups")
    if _add_role(rep["roles"]["client"][_ACCOUNT], built_in) and [*_named(rep, _ACCOUNT_CONSOLE)]:
        _map_to_account_console(rep, "view-groups")


def use_lightweight_admin_tokens(rep: Rep, _new: Rep) -> None:
    """Give the admin clients lightweight access tokens (MigrateTo26_0_0)."""
    for client in _named(rep, _CLI, _CONSOLE):
        client["fullScopeAllowed"] = True
        client["attributes"]["client.use.lightweight.access.token.enabled"] = "true"


def _named(rep: Rep, *names: str) -> Iterator[Rep]:
    return (client for client in rep["clients"] if client.get("clientId") in names)


def _add_role(roles: list[Rep], role: Rep) -> bool:
    """Add a role, and tell whether it did not exist."""
    if any(other.get("name") == role["name"] for other in roles):
        return False
    roles.append(role)
    return True


def _map_to_account_console(rep: Rep, role: str) -> None:
    """Add a role of `account` to the scope mappings of the account console."""
    mappings = rep.setdefault("clientScopeMappings", {}).setdefault(_ACCOUNT, [])
    own = next((mapping for mapping in mappings if mapping.get("client") == _ACCOUNT_CONSOLE), None)
    if own is None:
        mappings.append({"client": _ACCOUNT_CONSOLE, "roles": [role]})
    else:
        own["roles"] = [*own["roles"], role]
