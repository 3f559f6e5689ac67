"""A realm's table as a realm representation: a new realm with the table in it, or one of a file under it."""

from typing import TYPE_CHECKING

from mockauth.realms.built_in import new_realm
from mockauth.realms.registry.expansion import Rep, Table, fill, make_roles_that_are_named
from mockauth.realms.registry.references import check_references
from mockauth.realms.registry.validation import Problems

if TYPE_CHECKING:
    from mockauth.realms.validation.field_types import Wrong


def expand(name: str, table: Table, problems: Problems, below: Rep | None = None) -> Rep:
    """Give the representation of a realm; references to what is not there are added to `problems`.

    Where there is a realm of that name already, the table is laid over it.
    """
    rep = new_realm(name) if below is None else below
    if below is None:
        fill(rep, table)
    else:
        from mockauth.realms.registry.overlay import lay_over

        lay_over(rep, table)
    if "organizations" in table:
        from mockauth.realms.registry.organizations import add_organizations

        add_organizations(rep, table)
    make_roles_that_are_named(rep)
    check_references(rep, table, problems)
    if "password_policy" in table:
        _check_passwords(rep, problems)
    return rep


def _check_passwords(rep: Rep, problems: Problems) -> None:
    """Hold the realm's policy, and the passwords of its users against it, as a realm file's are."""
    from mockauth.realms.validation.passwords import find_bad_passwords

    wrong: Wrong = []
    find_bad_passwords(rep, wrong)
    keys = {"passwordPolicy": "password_policy", "credentials": "password"}
    for place, what, hint in wrong:
        at = ".".join(("realms", rep["realm"], *(keys.get(part, part) for part in place)))
        problems.append((at, what.replace("passwordPolicy", "password_policy"), hint))
