"""Levels of authentication (LoA): the `acr` values of a realm, from its `acr.loa.map` and its browser flow."""

import json

from mockauth.realms.model.flows import executions
from mockauth.realms.parsing.json_reader import Reader

_CONDITION = "conditional-level-of-authentication"


def acr_values(top: Reader) -> tuple[str, ...]:
    """Return `acr_values_supported`: the names in `acr.loa.map`, then the flow's levels (AcrUtils, LoAUtil)."""
    try:
        named = tuple(json.loads(top.object("attributes").text("acr.loa.map") or "{}"))
    except (ValueError, TypeError):
        named = ()
    return (*named, "0", *(_levels(top) or ("1",)))


def _levels(top: Reader) -> list[str]:
    configured = {
        config.text("alias"): config.options("config").get("loa-condition-level")
        for config in top.objects("authenticatorConfig", "alias")
    }
    found = [
        step.config for step in executions(top, top.text("browserFlow", "browser")) if step.authenticator == _CONDITION
    ]
    return [level for config in found if (level := configured.get(config))]
