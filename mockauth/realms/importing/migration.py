"""Migrate realm files of older versions as Keycloak 26.7.3 does after the import.

Follows the classes in org.keycloak.migration.migrators. A file without `keycloakVersion` is not migrated.
"""

from collections.abc import Callable
from typing import Any

from mockauth.realms.built_in import new_realm
from mockauth.realms.importing import client_migrations as clients
from mockauth.realms.importing import realm_migrations as realms
from mockauth.realms.importing import scope_migrations as scopes
from mockauth.realms.importing.versions import Version, version_of

Rep = dict[str, Any]


def migrate(rep: Rep) -> list[str]:
    """Migrate a completed realm representation in place; return a description of each added client scope."""
    version = version_of(rep)
    if version is None:
        return []
    new = new_realm(rep["realm"])
    return [addition for before, step in STEPS if version.is_before(before) for addition in step(rep, new) or ()]


# Each step gets the representation, which it changes, and a new realm. Migrators of settings that mockauth does not use
# (LDAP, policies of client registration and of permissions, schemas of fine-grained permissions) are left out.
STEPS: list[tuple[Version, Callable[[Rep, Rep], list[str] | None]]] = [
    ((1, 2, 0), clients.name_built_in_clients),
    ((1, 5, 0), realms.reset_otp_policy),
    ((1, 5, 0), clients.reset_client_authenticators),
    ((1, 6, 0), realms.reset_offline_session_idle),
    ((1, 7, 0), realms.reset_implicit_lifespan),
    ((1, 9, 2), realms.header("xContentTypeOptions", "nosniff")),
    ((3, 0, 0), clients.add_manage_account_links),
    ((3, 1, 0), realms.header("xRobotsTag", "none")),
    ((3, 1, 0), realms.header("xXSSProtection", "1; mode=block")),
    ((3, 2, 0), realms.remove_old_hash_iterations),
    ((3, 4, 0), realms.header("strictTransportSecurity", "max-age=31536000; includeSubDomains")),
    ((3, 4, 1), realms.extend_frame_policy),
    ((3, 4, 2), clients.restrict_admin_clients),
    ((4, 0, 0), scopes.assign_offline_access),
    ((4, 0, 0), clients.show_on_consent_screen),
    ((4, 2, 0), realms.sort_required_actions),
    ((4, 6, 0), scopes.add_roles_and_web_origins),
    ((6, 0, 0), scopes.add_microprofile_jwt),
    ((8, 0, 0), clients.reset_urls),
    ((9, 0, 0), clients.add_account_console),
    ((18, 0, 0), scopes.default_scope("acr")),
    ((20, 0, 0), clients.add_view_groups),
    ((21, 0, 0), realms.replace_admin_theme),
    ((22, 0, 0), realms.replace_themes),
    ((23, 0, 0), realms.join_user_profile),
    ((24, 0, 0), realms.add_hs512_key),
    ((24, 0, 3), realms.required_action("delete_credential")),
    ((25, 0, 0), scopes.default_scope("basic")),
    ((26, 0, 0), clients.use_lightweight_admin_tokens),
    ((26, 1, 0), scopes.add_service_account),
    ((26, 3, 0), realms.required_action("idp_link")),
    ((26, 7, 0), realms.reorder_actions),
    ((26, 7, 0), scopes.rename_dynamic_scope_attributes),
    ((26, 7, 0), scopes.default_scope("AuthnContextClassRef")),
]
