"""What the pages of a login lead to (Keycloak's LoginActionsService)."""

from collections.abc import Callable

from mockauth.protocol import detached
from mockauth.protocol.context import Context
from mockauth.protocol.login import steps
from mockauth.protocol.login.check import Elsewhere
from mockauth.protocol.pages import Step
from mockauth.web.answers import Answer
from mockauth.web.steps import answer


def _answering(step: Callable[[Context], Step]) -> Callable[[Context], Answer]:
    def serve(ctx: Context) -> Answer:
        try:
            return answer(ctx, step(ctx))
        except Elsewhere as elsewhere:
            return answer(ctx, elsewhere.step)

    return serve


authenticate = _answering(steps.authenticate)
detached_info = _answering(detached.shown)
grant_consent = _answering(steps.grant_consent)
register = _answering(steps.register)
required_action = _answering(steps.required_action)
reset_credentials = _answering(steps.reset_credentials)
restart = _answering(steps.restart)
