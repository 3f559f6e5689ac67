"""Which contract tests are put to one Keycloak: imports get slower with every realm that it has, so each has a few."""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from contract.comparison import transcript
from contract.external_realms import foreign_files
from contract.realms import Prepared

HERE = Path(__file__).parent
SHARDS: Mapping[str, Sequence[str]] = {
    "tokens": (
        *("certs", "client_authentication", "cors", "discovery", "headers", "health", "introspection", "mappers"),
        *("parameters", "password_grant", "paths", "realm_info", "refresh_grant", "revocation", "roles", "scopes"),
        *("registry_as_realm_json", "token_client_credentials", "token_requests", "tokens", "userinfo"),
    ),
    "keys": (
        *(
            "algorithms",
            "client_assertions",
            "client_certificates",
            "expiring_secrets",
            "malformed_requests",
            "encryption",
        ),
        *("signing", "disabled_features", "token_exchange"),
    ),
    "logins": (
        *("account", "authorization_requests", "brokers", "device", "entry_points", "error_pages", "logins"),
        *(
            "one_time_passwords",
            "brute_force",
            "profiles",
            "prompts",
            "required_actions",
            "response_matrix",
            "session_iframe",
            "token_states",
            "login_parameters",
        ),
    ),
    "messages": (
        *("backchannel_logout", "client_jwks_uri", "frontchannel_logout", "logout", "logout_by_token", "par"),
        *("request_objects", "service_sessions"),
    ),
    "mappers": (
        "admin_changes",
        "mapper_matrix",
        "organization_logins",
        "organizations",
        "requested_claims",
        "token_forms",
    ),
    "facts": ("realm_facts", "refused_realms"),
    "files": ("external_realms", "exports_by_version"),
}


def modules(shard: str) -> list[Path]:
    """Give the files of a shard's tests."""
    return [HERE / f"test_{name}.py" for name in SHARDS[shard]]


def realm_files(shard: str, prepared: Prepared) -> list[Path]:
    """Give the files of the realms that a shard's tests name, or have named when they were recorded."""
    asked = set()
    for module in modules(shard):
        paths = [each["request"]["path"] for test in transcript(module.stem).values() for each in test]
        asked |= {realm for path in paths for realm in re.findall(r"/realms/([\w-]+)", path)}
        asked |= set(re.findall(r'"([\w-]+)"', module.read_text(encoding="utf-8")))
    foreign = set(foreign_files())
    own = [file for file in prepared.files if file not in foreign and file.stem in asked]
    return [*own, *(file for file in prepared.files if file in foreign and needs_foreign(shard, file))]


def needs_foreign(shard: str, file: Path) -> bool:
    """Whether a shard asks a realm that is not the project's: one asks all, and the tokens' that of the tutorial."""
    return shard == "files" or (shard == "tokens" and file.name == "sivalabs-realm.json")
