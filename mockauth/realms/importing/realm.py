"""Import one realm: check a representation as it is in a realm file or an Admin request, and complete it."""

from collections.abc import Callable, Sequence
from typing import Any

from mockauth.realms import validation
from mockauth.realms.importing.completion import complete
from mockauth.realms.importing.deprecated import convert_deprecated
from mockauth.realms.importing.migration import migrate
from mockauth.realms.problems import ConfigError, Problem


def import_realm(rep: Any, name: str, file: str, report: Callable[[Sequence[Problem]], None]) -> list[str]:
    """Check, complete and migrate a realm representation in place; return a sentence for each migration.

    `report` is called with what Keycloak rejects, which has been removed; it may raise an error. Raises ConfigError.
    """
    try:
        report(validation.remove_invalid(rep, name, file))
        convert_deprecated(rep)
        complete(rep)
        return migrate(rep)
    except RecursionError as error:
        raise ConfigError(Problem(file, f"realm {name}", "nested too deeply")) from error
