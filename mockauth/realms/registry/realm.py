"""A realm's table turned into a realm representation, on top of a new realm or of a realm from a file."""

import re
from typing import TYPE_CHECKING, Any

from mockauth.realms.built_in import new_realm
from mockauth.realms.registry.assigned_roles import define_assigned_roles
from mockauth.realms.registry.expansion import (
    Rep,
    Table,
    add_table,
    has_other_keys,
    lay_raw_over,
)
from mockauth.realms.registry.references import check_references
from mockauth.realms.registry.validation import Problems

if TYPE_CHECKING:
    from mockauth.realms.validation.field_types import Errors

# At the beginning of a text, or of a part of an attribute with several URLs.
_OTHER_SCHEME = re.compile(r"(?:^|##)(?!https?:)[a-z][a-z0-9+.-]*:", re.IGNORECASE)


def expand(name: str, table: Table, problems: Problems, below: Rep | None = None) -> Rep:
    """Return the representation of a realm; its problems are added to `problems`.

    `below` is the realm of the same name from a realm file, if there is one: the table is laid over it.
    """
    rep = new_realm(name) if below is None else below
    if below is None:
        add_table(rep, table)
    else:
        from mockauth.realms.registry.overlay import lay_over

        lay_over(rep, table)
    if "organizations" in table:
        from mockauth.realms.registry.organizations import add_organizations

        add_organizations(rep, table)
    lay_raw_over(rep, table)
    define_assigned_roles(rep)
    check_references(rep, table, problems)
    if "password_policy" in table:
        _check_passwords(rep, problems)
    if not problems and has_other_keys(table, "realm"):
        from mockauth.realms.registry.raw import check_as_realm_file

        check_as_realm_file(rep, problems)
    elif not problems and _has_other_schemes(table.get("clients", {})):
        _check_urls(rep, table["clients"], problems)
    return rep


def _has_other_schemes(value: Any) -> bool:
    """Tell whether a text in tables may be a URL whose scheme is not http or https."""
    if isinstance(value, dict):
        return any(map(_has_other_schemes, value.values()))
    if isinstance(value, list):
        return any(map(_has_other_schemes, value))
    return isinstance(value, str) and bool(_OTHER_SCHEME.search(value))


def _check_urls(rep: Rep, tables: Table, problems: Problems) -> None:
    """Check the URLs of clients with the rules for realm files, which refuse javascript: and data:."""
    from mockauth.realms.registry.keys import KEYS
    from mockauth.realms.validation.clients import check_clients

    wrong: Errors = []
    check_clients(rep, wrong)
    keys = {key.name: name for name, key in KEYS["client"].items() if key.name}
    for (kind, client, *path), what, hint in wrong:
        name = keys.get(".".join(path), "")
        shown = [name] if name in tables.get(client, {}) else path
        problems.append((".".join(("realms", rep["realm"], kind, client, *shown)), what, hint))


def _check_passwords(rep: Rep, problems: Problems) -> None:
    """Check the password policy, and the passwords of the users against it, with the rules for realm files."""
    from mockauth.realms.validation.passwords import check_passwords

    wrong: Errors = []
    check_passwords(rep, wrong)
    keys = {"passwordPolicy": "password_policy", "credentials": "password"}
    for place, what, hint in wrong:
        at = ".".join(("realms", rep["realm"], *(keys.get(part, part) for part in place)))
        problems.append((at, what.replace("passwordPolicy", "password_policy"), hint))
