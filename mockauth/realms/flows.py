"""Authentication flows of a realm file: the steps of one, whatever flows they are nested in."""

from collections.abc import Iterator
from typing import NamedTuple

from mockauth.realms.json_reader import Reader

NEVER, IF_CONFIGURED, ALWAYS = "never", "if configured", "always"


class Step(NamedTuple):
    """A step of a flow: its authenticator, the alias of its configuration, and when it is taken (see above)."""

    authenticator: str
    config: str
    when: str


def steps(top: Reader, alias: str) -> Iterator[Step]:
    """Give the steps of the flow of this alias, those of its own flows after all others."""
    flows = {flow.text("alias"): flow for flow in top.objects("authenticationFlows", "alias")}
    ahead = [(alias, ALWAYS)]
    while ahead:
        name, when_there = ahead.pop(0)
        flow = flows.pop(name, None)
        executions = list(flow.objects("authenticationExecutions", "authenticator")) if flow else []
        # As Keycloak: where something is required, alternatives to it are not tried.
        is_required = any(it.text("requirement") in {"REQUIRED", "CONDITIONAL"} for it in executions)
        for it in executions:
            when = _when(it.text("requirement"), when_there, is_required)
            yield Step(it.text("authenticator"), it.text("authenticatorConfig"), when)
            if it.text("flowAlias"):
                ahead.append((it.text("flowAlias"), when))


def taken(top: Reader, binding: str, built_in: str, authenticator: str) -> str:
    """Say when the flow that a realm binds (such as `browserFlow`) takes a step; its built-in one where nothing is set.

    The built-in flows ask for a second factor who has one.
    """
    alias = top.text(binding, built_in)
    found = [step.when for step in steps(top, alias) if step.authenticator == authenticator]
    if not found and all(flow.text("alias") != alias for flow in top.objects("authenticationFlows", "alias")):
        return IF_CONFIGURED
    return next((when for when in (ALWAYS, IF_CONFIGURED) if when in found), NEVER)


def _when(requirement: str, when_there: str, is_required: bool) -> str:
    if requirement == "DISABLED" or when_there == NEVER or (requirement == "ALTERNATIVE" and is_required):
        return NEVER
    return IF_CONFIGURED if requirement in {"CONDITIONAL", "OPTIONAL"} else when_there
