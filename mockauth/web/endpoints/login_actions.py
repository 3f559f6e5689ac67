"""The endpoints behind the forms of login pages (Keycloak's LoginActionsService)."""

from collections.abc import Callable

from mockauth.protocol import detached_info
from mockauth.protocol.context import Context
from mockauth.protocol.login import login_actions
from mockauth.protocol.login.session_code_checks import SessionCodeCheckFailed
from mockauth.protocol.pages import Step
from mockauth.web.login_responses import respond
from mockauth.web.responses import Response


def _endpoint(step: Callable[[Context], Step]) -> Callable[[Context], Response]:
    def serve(ctx: Context) -> Response:
        try:
            return respond(ctx, step(ctx))
        except SessionCodeCheckFailed as failed:
            ctx.remarks.append(failed.reason)
            return respond(ctx, failed.step)

    return serve


authenticate = _endpoint(login_actions.authenticate)
show_detached_info = _endpoint(detached_info.restore_page)
grant_consent = _endpoint(login_actions.grant_consent)
register = _endpoint(login_actions.register)
required_action = _endpoint(login_actions.required_action)
reset_credentials = _endpoint(login_actions.reset_credentials)
restart = _endpoint(login_actions.restart)
