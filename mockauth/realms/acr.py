"""Levels of authentication: which values of `acr` a realm knows, by name and from its browser flow."""

import json

from mockauth.realms.reader import Reader


def acr_values(top: Reader) -> tuple[str, ...]:
    """Give `acr_values_supported`: names that the realm maps, then levels in its browser flow (AcrUtils, LoAUtil)."""
    try:
        named = tuple(json.loads(top.object("attributes").text("acr.loa.map") or "{}"))
    except (ValueError, TypeError):
        named = ()
    return (*named, "0", *(_levels(top) or ("1",)))


def _levels(top: Reader) -> list[str]:
    flows = {flow.text("alias"): flow for flow in top.objects("authenticationFlows", "alias")}
    configured = {
        config.text("alias"): config.options("config").get("loa-condition-level")
        for config in top.objects("authenticatorConfig", "alias")
    }
    levels: list[str] = []
    ahead = [top.text("browserFlow", "browser")]
    while ahead:
        flow = flows.pop(ahead.pop(0), None)
        for execution in flow.objects("authenticationExecutions", "authenticator") if flow else ():
            level = configured.get(execution.text("authenticatorConfig"))
            if execution.text("authenticator") == "conditional-level-of-authentication" and level:
                levels.append(level)
            if execution.text("flowAlias"):
                ahead.append(execution.text("flowAlias"))
    return levels
