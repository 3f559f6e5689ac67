"""The shards of the contract tests: groups of test modules that run against a Keycloak of their own.

Keycloak takes longer to import a realm the more realms it already has. So a shard is small, and its Keycloak imports
only the realms that the shard uses. Small shards are also easier to fit into a limited time (see `schedule`).
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from contract.comparison import transcript
from contract.external_realms import SIVALABS, external_files
from contract.realms import Prepared

HERE = Path(__file__).parent
# The shard that needs the realm files in MOCKAUTH_REALMS.
EXTERNAL = "external"
SHARDS: Mapping[str, Sequence[str]] = {
    "clients": (
        *("client_authentication", "mappers", "parameters", "roles", "scopes", "token_client_credentials"),
        *("token_requests", "tokens"),
    ),
    "endpoints": (
        *(
            "certs",
            "command_line",
            "cors",
            "discovery",
            "headers",
            "health",
            "paths",
            "realm_info",
            "registry_as_realm_json",
        ),
    ),
    "tokens": ("introspection", "password_grant", "refresh_grant", "revocation", "userinfo"),
    "keys": ("algorithms",),
    "signing": ("client_assertions", "client_certificates", "encryption", "signing"),
    "exchange": ("disabled_features", "expiring_secrets", "malformed_requests", "token_exchange"),
    "memory": ("issuer", "requested_actions", "session_notes"),
    "logins": (
        *("authorization_requests", "browser_history", "entry_points", "error_pages", "login_parameters", "logins"),
        "required_actions",
    ),
    "prompts": ("prompts", "response_matrix", "token_states"),
    "devices": ("brokers", "device", "session_iframe"),
    "accounts": ("account", "profiles"),
    "passwords": ("brute_force", "one_time_passwords"),
    "logout": ("logout", "logout_by_token"),
    "notifications": ("admin_changes", "backchannel_logout", "frontchannel_logout"),
    "requests": ("client_jwks_uri", "par", "request_objects", "service_sessions"),
    "mappers": ("mapper_matrix", "requested_claims", "token_forms"),
    "organizations": ("organization_logins", "organizations"),
    "sequences": ("sequences",),
    "admin": ("admin_access",),
    "admin-users": ("admin_defaults", "admin_user_details"),
    "admin-roles": ("admin_groups", "admin_role_mappings", "admin_roles"),
    "admin-organizations": (
        *("admin_identity_providers", "admin_organization_providers", "admin_organizations"),
        "admin_required_actions",
    ),
    "admin-scopes": ("admin_client_scopes", "admin_protocol_mappers", "admin_scope_mappings", "admin_server_info"),
    "facts": ("imported_realms", "realm_facts", "refused_realms"),
    "exports": ("exports_by_version",),
    EXTERNAL: ("external_realms",),
}
# The shards that test a source file or folder of mockauth. Sources that every shard uses are not listed.
TESTED_BY: Mapping[str, Sequence[str]] = {
    "mockauth/protocol/account.py": ("accounts",),
    "mockauth/protocol/brute_force.py": ("passwords",),
    "mockauth/protocol/certificates/": ("signing",),
    "mockauth/protocol/claims/": ("mappers", "organizations"),
    "mockauth/protocol/client_auth/": ("clients", "signing"),
    "mockauth/protocol/client_keys.py": ("signing", "requests"),
    "mockauth/protocol/cors.py": ("endpoints",),
    "mockauth/protocol/devices.py": ("devices",),
    "mockauth/protocol/grants/": ("tokens", "exchange", "memory"),
    "mockauth/protocol/jose.py": ("keys", "signing"),
    "mockauth/protocol/login/": ("logins", "prompts", "memory"),
    "mockauth/protocol/login/device.py": ("devices",),
    "mockauth/protocol/login/identity_providers.py": ("devices",),
    "mockauth/protocol/login/organization.py": ("organizations",),
    "mockauth/protocol/login/otp_form.py": ("passwords",),
    "mockauth/protocol/login/par.py": ("requests",),
    "mockauth/protocol/login/profile_form.py": ("accounts",),
    "mockauth/protocol/login/pushed_requests.py": ("requests",),
    "mockauth/protocol/login/registration.py": ("accounts",),
    "mockauth/protocol/login/reset_password.py": ("logins",),
    "mockauth/protocol/login/request_objects.py": ("requests",),
    "mockauth/protocol/logout/": ("logout", "notifications"),
    "mockauth/protocol/logout_notifications.py": ("notifications",),
    "mockauth/protocol/one_time_passwords.py": ("passwords",),
    "mockauth/protocol/organizations.py": ("organizations",),
    "mockauth/protocol/outgoing/": ("notifications", "requests"),
    "mockauth/protocol/tokens/": ("tokens", "memory"),
    "mockauth/protocol/tokens/client_encryption.py": ("signing",),
    "mockauth/protocol/tokens/jwe.py": ("signing",),
    "mockauth/realms/importing/": ("facts", "exports"),
    "mockauth/realms/keys/": ("keys",),
    "mockauth/realms/model/profile.py": ("accounts",),
    "mockauth/realms/registry/": ("endpoints",),
    "mockauth/realms/validation/": ("facts",),
    "mockauth/realms/master.py": ("admin",),
    "mockauth/state/": ("admin",),
    "mockauth/web/admin/": ("admin", "admin-organizations", "admin-roles", "admin-scopes", "admin-users"),
    "mockauth/web/endpoints/": ("endpoints",),
}


def modules(shard: str) -> list[Path]:
    """Return the test modules of a shard."""
    return [next(HERE.rglob(f"test_{name}.py")) for name in SHARDS[shard]]


def affected(paths: Iterable[str]) -> set[str]:
    """Return the shards that changed files concern.

    A test module, or its transcript, concerns its own shard. A source file concerns the shards that `TESTED_BY` names
    for it and for its folders. Other files concern no shard in particular.
    """
    shard_of = {f"test_{name}": shard for shard, names in SHARDS.items() for name in names}
    found = set()
    for path in paths:
        if path.startswith("tests/contract/"):
            found |= {shard_of[stem] for stem in [Path(path).stem] if stem in shard_of}
        found |= {shard for prefix, shards in TESTED_BY.items() if path.startswith(prefix) for shard in shards}
    return found


def realm_files(shard: str, prepared: Prepared) -> list[Path]:
    """Return the files of the realms that a shard's tests name, or that its transcripts name."""
    names, external = set(), set(external_files())
    wanted = external if shard == EXTERNAL else set()
    for module in modules(shard):
        text = module.read_text(encoding="utf-8")
        paths = [each["request"]["path"] for test in transcript(module.stem).values() for each in test]
        names |= {realm for path in paths for realm in re.findall(r"/realms/([\w-]+)", path)}
        names |= set(re.findall(r'"([\w-]+)"', text))
        if "pytest.mark.sivalabs" in text:
            wanted |= {file for file in external if file.name == SIVALABS}
    return [file for file in prepared.files if file in wanted or (file not in external and file.stem in names)]
