"""Small realm files, each with one thing that Keycloak may refuse; its verdicts are recorded in `verdicts`.

A file is a realm representation without `realm` and `enabled`, or the text of a whole file.
"""

import json
from collections.abc import Mapping
from typing import Any

from contract.realm_files import (
    column_lengths,
    defaults,
    duplicates,
    identity_providers,
    lifespans,
    missing,
    password_policies,
    permissions,
    references,
    syntax,
    unknown_keys,
    urls,
    value_types,
    values,
)

NAME = "probe"
FILES: Mapping[str, dict[str, Any] | str] = {
    **syntax.FILES,
    **unknown_keys.FILES,
    **value_types.FILES,
    **duplicates.FILES,
    **missing.FILES,
    **references.FILES,
    **permissions.FILES,
    **urls.FILES,
    **lifespans.FILES,
    **password_policies.FILES,
    **values.FILES,
    **defaults.FILES,
    **identity_providers.FILES,
    **column_lengths.FILES,
}


def text_of(file: dict[str, Any] | str) -> str:
    """Return the text of a whole file."""
    return file if isinstance(file, str) else json.dumps({"realm": NAME, "enabled": True, **file})
