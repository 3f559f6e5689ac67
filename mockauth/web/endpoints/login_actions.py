"""What the pages of a login lead to (Keycloak's LoginActionsService)."""

from collections.abc import Callable

from mockauth.protocol import detached_info
from mockauth.protocol.context import Context
from mockauth.protocol.login import login_actions
from mockauth.protocol.login.session_code_checks import SessionCodeCheckFailed
from mockauth.protocol.pages import Step
from mockauth.web.login_responses import answer
from mockauth.web.responses import Answer


def _answering(step: Callable[[Context], Step]) -> Callable[[Context], Answer]:
    def serve(ctx: Context) -> Answer:
        try:
            return answer(ctx, step(ctx))
        except SessionCodeCheckFailed as failed:
            ctx.remarks.append(failed.reason)
            return answer(ctx, failed.step)

    return serve


authenticate = _answering(login_actions.authenticate)
show_detached_info = _answering(detached_info.shown)
grant_consent = _answering(login_actions.grant_consent)
register = _answering(login_actions.register)
required_action = _answering(login_actions.required_action)
reset_credentials = _answering(login_actions.reset_credentials)
restart = _answering(login_actions.restart)
