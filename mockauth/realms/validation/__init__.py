"""Check a realm file: report everything that Keycloak rejects on import, and remove it from the representation.

With `--lenient`, the remaining realm is loaded despite the problems.
"""

import re
from typing import Any

from mockauth.realms.problems import ConfigError, Problem
from mockauth.realms.validation.clients import check_clients
from mockauth.realms.validation.duplicates import check_duplicates
from mockauth.realms.validation.field_types import Errors, Rep, check_types
from mockauth.realms.validation.lengths import check_lengths
from mockauth.realms.validation.references import check_references
from mockauth.realms.validation.required_fields import check_required_fields, check_service_accounts
from mockauth.realms.validation.settings import check_settings

# The characters that Keycloak's ReservedCharValidator rejects.
_RESERVED = re.compile(r"[:/?#@!$&()*+,;=\[\]\\{}]")
# Keycloak's database holds 255 characters of a client ID, and each realm has a client NAME-realm in the master realm.
_LONGEST_NAME = 249


def realm_name(rep: Any, file: str) -> str:
    """Return the name of a realm representation. Raises ConfigError if it has no valid name."""
    name = rep.get("realm") if isinstance(rep, dict) else None
    if isinstance(name, int) and not isinstance(name, bool):
        name = str(name)
    if not isinstance(name, str) or not name:
        hint = 'a realm file is an object with "realm": "NAME"'
        raise ConfigError(Problem(file, "realm", "the realm has no name", hint))
    # Keycloak accepts the name "..", but no URL can reach that realm.
    if _RESERVED.search(name) or name in (".", "..") or len(name) > _LONGEST_NAME:
        hint = "use at most 249 letters, digits, dots, hyphens and underscores"
        raise ConfigError(Problem(file, "realm", f'invalid realm name "{name:.60}"', hint))
    return name


def remove_invalid(rep: Rep, name: str, file: str) -> list[Problem]:
    """Remove what Keycloak rejects from a realm representation, coerce values in place, and return the problems."""
    errors: Errors = check_types(rep)
    rep["realm"] = name
    # The order matters: later checks rely on the fields that earlier checks have verified.
    check_required_fields(rep, errors)
    check_duplicates(rep, errors)
    check_references(rep, errors)
    check_service_accounts(rep, errors)
    check_clients(rep, errors)
    check_settings(rep, errors)
    check_lengths(rep, errors)
    _check_rare_sections(rep, errors)
    return [Problem(file, ".".join((name, *place)), what, hint) for place, what, hint in errors]


def _check_rare_sections(rep: Rep, errors: Errors) -> None:
    """Check the sections that few realm files have; importing the checks takes time that the others save."""
    from mockauth.realms.validation.flows import BINDINGS, check_flows

    clients = rep.get("clients", ())
    if not rep.keys().isdisjoint(("authenticationFlows", "authenticatorConfig", *BINDINGS)) or any(
        "authenticationFlowBindingOverrides" in client for client in clients
    ):
        check_flows(rep, errors)
    if rep.get("identityProviders") or rep.get("identityProviderMappers"):
        from mockauth.realms.validation.identity_providers import check_identity_providers

        check_identity_providers(rep, errors)
    if any("authorizationSettings" in client for client in clients):
        from mockauth.realms.validation.permissions import check_permissions

        check_permissions(rep, errors)
    if rep.get("passwordPolicy"):
        from mockauth.realms.validation.passwords import check_passwords

        check_passwords(rep, errors)
