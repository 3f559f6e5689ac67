"""What Keycloak refuses in a realm file, and does not say: found, named, and taken out of the representation.

So a realm that is left can be served all the same, where its user asks for that (`--lenient`).
"""

import re
from typing import Any

from mockauth.realms.problems import ConfigError, Problem
from mockauth.realms.validation.clients import find_bad_clients
from mockauth.realms.validation.duplicates import find_twice
from mockauth.realms.validation.field_types import Rep, Wrong, checked
from mockauth.realms.validation.references import find_dangling
from mockauth.realms.validation.required_fields import find_missing, find_odd_service_accounts
from mockauth.realms.validation.settings import find_bad_settings

# What Keycloak's ReservedCharValidator refuses.
_RESERVED = re.compile(r"[:/?#@!$&()*+,;=\[\]\\{}]")
# The database keeps 255 characters of a client id, and each realm has a client NAME-realm in the realm master.
_LONGEST_NAME = 249


def name_of(rep: Any, file: str) -> str:
    """Give the name of the realm that a value represents; raises ConfigError where it can be none."""
    name = rep.get("realm") if isinstance(rep, dict) else None
    if isinstance(name, int) and not isinstance(name, bool):
        name = str(name)
    if not isinstance(name, str) or not name:
        hint = 'a realm file is an object with "realm": "name"'
        raise ConfigError(Problem(file, "realm", "there is no realm name", hint))
    # Two dots would be Keycloak's to take, but no URL leads there.
    if _RESERVED.search(name) or name in (".", "..") or len(name) > _LONGEST_NAME:
        hint = "use letters, digits, dots, hyphens and underscores, at most 249"
        raise ConfigError(Problem(file, "realm", f'Keycloak does not accept "{name:.60}" as the name', hint))
    return name


def take_out(rep: Rep, name: str, file: str) -> list[Problem]:
    """Take out of a realm representation what Keycloak refuses, and give it; values are coerced as by Keycloak."""
    wrong: Wrong = checked(rep)
    rep["realm"] = name
    # In this order: what the later ones look at, the earlier ones have seen to.
    find_missing(rep, wrong)
    find_twice(rep, wrong)
    find_dangling(rep, wrong)
    find_odd_service_accounts(rep, wrong)
    find_bad_clients(rep, wrong)
    find_bad_settings(rep, wrong)
    _find_rarer(rep, wrong)
    return [Problem(file, ".".join((name, *place)), what, hint) for place, what, hint in wrong]


def _find_rarer(rep: Rep, wrong: Wrong) -> None:
    """Look through what few realm files have: only they wait for its import."""
    from mockauth.realms.validation.flows import BINDINGS, find_bad_flows

    clients = rep.get("clients", ())
    if not rep.keys().isdisjoint(("authenticationFlows", "authenticatorConfig", *BINDINGS)) or any(
        "authenticationFlowBindingOverrides" in client for client in clients
    ):
        find_bad_flows(rep, wrong)
    if rep.get("identityProviders") or rep.get("identityProviderMappers"):
        from mockauth.realms.validation.identity_providers import find_bad_identity_providers

        find_bad_identity_providers(rep, wrong)
    if any("authorizationSettings" in client for client in clients):
        from mockauth.realms.validation.permissions import find_bad_permissions

        find_bad_permissions(rep, wrong)
    if rep.get("passwordPolicy"):
        from mockauth.realms.validation.passwords import find_bad_passwords

        find_bad_passwords(rep, wrong)
