"""The token endpoint (RFC 6749 section 3.2; Keycloak's TokenEndpoint)."""

from dataclasses import replace

from mockauth.protocol import client_auth, cors, grants
from mockauth.protocol.context import Context, Form
from mockauth.protocol.grants import uma_ticket
from mockauth.protocol.realm_checks import require_enabled, require_https
from mockauth.protocol.tokens import binding
from mockauth.web.responses import Response, json_response

_LONGEST_PARAMETER = 4000


def post(ctx: Context) -> Response:
    """Authenticate the client and return the tokens of its grant."""
    ctx.cors.exposed = cors.EXPOSED
    require_https(ctx)
    require_enabled(ctx)
    # As Keycloak: client authentication reads the form as sent; the grant sees it without control characters.
    clean = ctx.form.without_control_characters()
    redeem = grants.requested_grant(clean)
    if redeem in grants.BY_TOKEN:
        # As Keycloak: these grants authenticate the client later and allow duplicate parameters.
        binding.check_proof(ctx, None)
        if uma_ticket.shows_token(ctx):
            return json_response(grants.BY_TOKEN[redeem](ctx))
    client = client_auth.authenticate(ctx)
    if redeem not in grants.BY_TOKEN:
        clean.reject_duplicates(grants.REPEATABLE_PARAMETERS.get(redeem, ()))
        binding.check_proof(ctx, client)
    form = _without_overlong(clean)
    return json_response(redeem(ctx if form is ctx.form else replace(ctx, form=form, form_as_sent=ctx.form), client))


def _without_overlong(form: Form) -> Form:
    """Ignore parameters longer than 4000 characters (OIDCProviderConfig)."""
    if all(len(values[0]) <= _LONGEST_PARAMETER for _, values in form.items()):
        return form
    return Form({name: values for name, values in form.items() if len(values[0]) <= _LONGEST_PARAMETER})
