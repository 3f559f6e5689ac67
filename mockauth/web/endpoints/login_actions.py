"""The endpoints behind the forms of login pages (Keycloak's LoginActionsService)."""

from collections.abc import Callable, Collection, Mapping

from mockauth.protocol import detached_info
from mockauth.protocol.context import Context
from mockauth.protocol.errors import MethodNotAllowed, NotFound
from mockauth.protocol.login import login_actions
from mockauth.protocol.login.session_code_checks import SessionCodeCheckFailed
from mockauth.protocol.pages import Step
from mockauth.realms.problems.hints import name_hint
from mockauth.web.login_responses import respond
from mockauth.web.responses import Response

_ACTIONS: Mapping[str, tuple[Callable[[Context], Step], Collection[str]]] = {
    "authenticate": (login_actions.authenticate, ("GET", "POST")),
    "consent": (login_actions.grant_consent, ("POST",)),
    "detached-info": (detached_info.restore_page, ("GET",)),
    "registration": (login_actions.register, ("GET", "POST")),
    "required-action": (login_actions.required_action, ("GET", "POST")),
    "reset-credentials": (login_actions.reset_credentials, ("GET", "POST")),
    "restart": (login_actions.restart, ("GET",)),
}


def serve(ctx: Context) -> Response:
    """Serve a path below login-actions."""
    if ctx.method in ("PUT", "DELETE"):
        raise MethodNotAllowed(f"{ctx.method} is not allowed for this path")
    name = ctx.path.partition("/")[2]
    step, methods = _ACTIONS.get(name, (None, ()))
    if step is None:
        raise NotFound("HTTP 404 Not Found", f"unknown path; {name_hint(name, _ACTIONS)}")
    if ctx.method not in methods:
        # As Keycloak, not 405.
        raise NotFound("HTTP 404 Not Found", f"{ctx.method} is not allowed for this path, only {', '.join(methods)}")
    try:
        return respond(ctx, step(ctx))
    except SessionCodeCheckFailed as failed:
        ctx.remarks.append(failed.reason)
        return respond(ctx, failed.step)
