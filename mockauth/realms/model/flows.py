"""Authentication flows of a realm file: the executions of a flow and of its subflows."""

from collections.abc import Iterator
from typing import NamedTuple

from mockauth.realms.parsing.json_reader import Reader

NEVER, IF_CONFIGURED, ALWAYS = "never", "if configured", "always"


class Execution(NamedTuple):
    """An execution in a flow: its authenticator, the alias of its configuration, and when it runs (see above)."""

    authenticator: str
    config: str
    when: str


def executions(top: Reader, alias: str) -> Iterator[Execution]:
    """Return the executions of a flow by its alias, followed by those of its subflows."""
    flows = {flow.text("alias"): flow for flow in top.objects("authenticationFlows", "alias")}
    pending = [(alias, ALWAYS)]
    while pending:
        name, when_flow_runs = pending.pop(0)
        flow = flows.pop(name, None)
        reps = list(flow.objects("authenticationExecutions", "authenticator")) if flow else []
        # As in Keycloak: if a flow has a required execution, its alternative ones are ignored.
        has_required = any(rep.text("requirement") in {"REQUIRED", "CONDITIONAL"} for rep in reps)
        for rep in reps:
            when = _when(rep.text("requirement"), when_flow_runs, has_required)
            yield Execution(rep.text("authenticator"), rep.text("authenticatorConfig"), when)
            if rep.text("flowAlias"):
                pending.append((rep.text("flowAlias"), when))


def when_executed(top: Reader, binding: str, built_in: str, authenticator: str) -> str:
    """Return when the flow of a binding (such as `browserFlow`) runs an authenticator.

    `built_in` is the flow that applies if the realm binds none. If the realm file does not define the flow, Keycloak's
    own is used, which asks users for a second factor if they have configured one.
    """
    alias = top.text(binding, built_in)
    found = [execution.when for execution in executions(top, alias) if execution.authenticator == authenticator]
    if not found and all(flow.text("alias") != alias for flow in top.objects("authenticationFlows", "alias")):
        return IF_CONFIGURED
    return next((when for when in (ALWAYS, IF_CONFIGURED) if when in found), NEVER)


def _when(requirement: str, when_flow_runs: str, has_required: bool) -> str:
    if requirement == "DISABLED" or when_flow_runs == NEVER or (requirement == "ALTERNATIVE" and has_required):
        return NEVER
    return IF_CONFIGURED if requirement in {"CONDITIONAL", "OPTIONAL"} else when_flow_runs
