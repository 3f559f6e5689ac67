"""Authentication flows: those that a realm, a client or a step names must be there."""

from mockauth.realms.hints import name_hint
from mockauth.realms.validation.field_types import Rep, Wrong

# The built-in flow of each binding, which Keycloak makes where it is missing (as DefaultAuthenticationFlows).
BINDINGS = {
    "browserFlow": "browser",
    "registrationFlow": "registration",
    "directGrantFlow": "direct grant",
    "resetCredentialsFlow": "reset credentials",
    "clientAuthenticationFlow": "clients",
    "dockerAuthenticationFlow": "docker auth",
    "firstBrokerLoginFlow": "first broker login",
}
# The last is what older versions called CONDITIONAL.
_REQUIREMENTS = ("REQUIRED", "ALTERNATIVE", "DISABLED", "CONDITIONAL", "OPTIONAL")


def find_bad_flows(rep: Rep, wrong: Wrong) -> None:
    """Take out what names a flow, or the configuration of a step, that is not there."""
    own = {flow.get("alias") or "" for flow in rep.get("authenticationFlows", ())}
    flows = own.union(BINDINGS.values())
    for key in BINDINGS:
        if key in rep and rep[key] not in flows:
            wrong.append(((key,), f'there is no authentication flow "{rep[key]}"', name_hint(rep[key], flows)))
            del rep[key]
    configurations = {it.get("alias") or "" for it in rep.get("authenticatorConfig", ())}
    if "" in configurations:
        wrong.append((("authenticatorConfig",), "one of them has no alias", "give it one"))
        rep["authenticatorConfig"] = [it for it in rep["authenticatorConfig"] if it.get("alias")]
    for flow in rep.get("authenticationFlows", ()):
        place = ("authenticationFlows", flow.get("alias") or "")
        if "providerId" not in flow:
            wrong.append((place, "this flow has no providerId", 'add "providerId": "basic-flow"'))
            flow["providerId"] = "basic-flow"
        if "authenticationExecutions" not in flow:
            wrong.append((place, "this flow has no authenticationExecutions", "add an empty list: []"))
        for step in flow.get("authenticationExecutions", ()):
            _step(step, own, configurations, place, wrong)
    _overrides(rep, wrong)


def _step(step: Rep, flows: set[str], configurations: set[str], place: tuple[str, ...], wrong: Wrong) -> None:
    if "flowAlias" in step and step["flowAlias"] not in flows:
        alias = step.pop("flowAlias")
        wrong.append((place, f'there is no authentication flow "{alias}"', name_hint(alias, flows)))
    if "authenticatorConfig" in step and step["authenticatorConfig"] not in configurations:
        alias = step.pop("authenticatorConfig")
        wrong.append((place, f'there is no authenticatorConfig "{alias}"', name_hint(alias, configurations)))
    if step.get("requirement") not in _REQUIREMENTS:
        needs = ", ".join(_REQUIREMENTS)
        wrong.append((place, f'the requirement of a step is one of {needs}, not "{step.get("requirement")}"', ""))
        step["requirement"] = "DISABLED"


def _overrides(rep: Rep, wrong: Wrong) -> None:
    """See to the flows that clients name, by their ids."""
    ids = {flow["id"]: flow.get("alias") or "" for flow in rep.get("authenticationFlows", ()) if "id" in flow}
    for client in rep.get("clients", ()):
        own = client.get("authenticationFlowBindingOverrides", {})
        for binding in [it for it in own if own[it].strip() and own[it] not in ids]:
            place = ("clients", client.get("clientId") or "", "authenticationFlowBindingOverrides", binding)
            wrong.append((place, f'there is no authentication flow with the id "{own[binding]}"', name_hint("", ids)))
            del own[binding]
