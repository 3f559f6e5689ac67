"""Check that the authentication flows and configurations that are referred to exist."""

from mockauth.realms.problems.hints import name_hint
from mockauth.realms.validation.field_types import Errors, Rep

# The built-in flow of each binding, which Keycloak creates if it is missing (DefaultAuthenticationFlows).
BINDINGS = {
    "browserFlow": "browser",
    "registrationFlow": "registration",
    "directGrantFlow": "direct grant",
    "resetCredentialsFlow": "reset credentials",
    "clientAuthenticationFlow": "clients",
    "dockerAuthenticationFlow": "docker auth",
    "firstBrokerLoginFlow": "first broker login",
}
# OPTIONAL is the name of CONDITIONAL in older versions.
_REQUIREMENTS = ("REQUIRED", "ALTERNATIVE", "DISABLED", "CONDITIONAL", "OPTIONAL")


def check_flows(rep: Rep, errors: Errors) -> None:
    """Remove references to flows and authenticator configurations that do not exist."""
    own = {flow.get("alias") or "" for flow in rep.get("authenticationFlows", ())}
    flows = own.union(BINDINGS.values())
    for key in BINDINGS:
        if key in rep and rep[key] not in flows:
            errors.append(((key,), f'authentication flow "{rep[key]}" does not exist', name_hint(rep[key], flows)))
            del rep[key]
    configurations = {config.get("alias") or "" for config in rep.get("authenticatorConfig", ())}
    if "" in configurations:
        errors.append((("authenticatorConfig",), "an entry has no alias", 'add "alias": "…"'))
        rep["authenticatorConfig"] = [config for config in rep["authenticatorConfig"] if config.get("alias")]
    for flow in rep.get("authenticationFlows", ()):
        place = ("authenticationFlows", flow.get("alias") or "")
        if "providerId" not in flow:
            errors.append((place, "the flow has no providerId", 'add "providerId": "basic-flow"'))
            flow["providerId"] = "basic-flow"
        if "authenticationExecutions" not in flow:
            errors.append((place, "the flow has no authenticationExecutions", 'add "authenticationExecutions": []'))
        for execution in flow.get("authenticationExecutions", ()):
            _execution(execution, own, configurations, place, errors)
    _overrides(rep, errors)


def _execution(
    execution: Rep, flows: set[str], configurations: set[str], place: tuple[str, ...], errors: Errors
) -> None:
    if "flowAlias" in execution and execution["flowAlias"] not in flows:
        alias = execution.pop("flowAlias")
        errors.append((place, f'authentication flow "{alias}" does not exist', name_hint(alias, flows)))
    if "authenticatorConfig" in execution and execution["authenticatorConfig"] not in configurations:
        alias = execution.pop("authenticatorConfig")
        errors.append((place, f'authenticatorConfig "{alias}" does not exist', name_hint(alias, configurations)))
    if execution.get("requirement") not in _REQUIREMENTS:
        what = f'invalid requirement "{execution.get("requirement")}" of an execution'
        errors.append((place, what, f"use one of {', '.join(_REQUIREMENTS)}"))
        execution["requirement"] = "DISABLED"


def _overrides(rep: Rep, errors: Errors) -> None:
    """Check the flows that clients refer to by id."""
    ids = {flow["id"]: flow.get("alias") or "" for flow in rep.get("authenticationFlows", ()) if "id" in flow}
    for client in rep.get("clients", ()):
        own = client.get("authenticationFlowBindingOverrides", {})
        for binding in [key for key in own if own[key].strip() and own[key] not in ids]:
            place = ("clients", client.get("clientId") or "", "authenticationFlowBindingOverrides", binding)
            errors.append((place, f'no authentication flow has the id "{own[binding]}"', name_hint("", ids)))
            del own[binding]
