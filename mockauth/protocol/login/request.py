"""Read and check authorization requests (AuthorizationEndpoint, AuthorizationEndpointChecker).

Errors are shown on a page until the redirect URI is verified, and sent to the redirect URI afterwards.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from mockauth.protocol import pkce, redirect_uris, scopes
from mockauth.protocol.context import NO_BACK_BUTTON, Context, Form
from mockauth.protocol.errors import ErrorPage, ErrorRedirect, InvalidScope
from mockauth.protocol.login import parameters, pushed_requests, reasons, request_objects, response
from mockauth.protocol.login.parameters import MORE, InvalidParameters, RequestParameters
from mockauth.protocol.login.response import ResponseType
from mockauth.protocol.realm_checks import require_login_allowed
from mockauth.realms.model import Client
from mockauth.realms.problems.setting import setting

# Parameters that become client notes of the authentication session (performActionOnParameters).
_CLIENT_NOTES = [
    "kc_idp_hint",
    "display",
    "acr_values",
    "claims",
    "code_challenge_method",
    "code_challenge",
    "login_hint",
    "nonce",
    "prompt",
    "response_mode",
    "scope",
    "resource",
    "state",
    "dpop_jkt",
    "max_age",
]


@dataclass(frozen=True, slots=True)
class AuthorizationRequest:
    """A valid authorization request.

    `mode` is its response mode, and `pushed_as` the `request_uri` if it is a pushed authorization request.
    """

    client: Client
    redirect_uri: str
    response_type: ResponseType
    mode: str
    parameters: Mapping[str, str]
    outer_prompt: str | None = None
    pushed_as: str = ""

    @property
    def creates_account(self) -> bool:
        """Tell whether it has `prompt=create`. As Keycloak: the query overrides the request object here."""
        prompt = self.parameters.get("prompt") if self.outer_prompt is None else self.outer_prompt
        return prompt == "create"

    def has_prompt(self, prompt: str) -> bool:
        """Tell whether the request has this prompt."""
        return prompt in self.parameters.get("prompt", "").split(" ")

    def client_notes(self, issuer: str) -> dict[str, str]:
        """Return the request as client notes of an authentication session."""
        notes = {name: self.parameters[name] for name in _CLIENT_NOTES if name in self.parameters}
        notes |= {name: value for name, value in self.parameters.items() if name.startswith(MORE)}
        notes |= {"response_type": self.parameters["response_type"], "iss": issuer}
        if "redirect_uri" in self.parameters:
            notes["redirect_uri"] = self.parameters["redirect_uri"]
        if "ui_locales" in self.parameters:
            notes["locale_client_requested"] = self.parameters["ui_locales"]
        action, _, parameter = self.parameters.get("kc_action", "").partition(":")
        return (
            notes
            | ({"kc_action": action} if "kc_action" in self.parameters else {})
            | ({"kc_action_parameter": parameter} if parameter else {})
        )


def read(ctx: Context) -> AuthorizationRequest:
    """Read and check the authorization request. Raises ErrorPage, and ErrorRedirect with its step."""
    form = ctx.form if ctx.method == "POST" else ctx.query
    client = client_of(ctx, form)
    parsed = parse(ctx, client, form)
    values = parsed.values
    valid_uri = redirect_uri(ctx, client, values)
    mode = response.mode_of(values.get("response_mode"), None) or response.QUERY
    uri = form.get("request_uri") or ""
    try:
        kind, mode = response_type(ctx, client, values)
        if client.is_on("require.pushed.authorization.requests") and not pushed_requests.is_pushed(uri):
            name = "require.pushed.authorization.requests"
            reason = f'client "{client.client_id}" requires pushed requests ({setting(ctx.realm, name, "true")})'
            raise ErrorRedirect("invalid_request", "Pushed Authorization Request is only allowed.", reason=reason)
        check_invalid(parsed)
        check_scope(ctx, client, values)
        check_parameters(ctx, client, kind, values)
    except ErrorRedirect as refusal:
        ctx.headers["Cache-Control"] = NO_BACK_BUTTON
        # As Keycloak: the error is sent in the query if the response type is known and the mode is not.
        known = ResponseType.parse(values.get("response_type", ""))
        mode = (response.mode_of(values.get("response_mode"), known) or response.QUERY) if known else mode
        refusal.step = response.error(
            ctx, client, valid_uri, mode, refusal.error, refusal.description, values.get("state")
        )
        raise
    pushed_as = uri if pushed_requests.is_pushed(uri) else ""
    return AuthorizationRequest(client, valid_uri, kind, mode, values, form.get("prompt"), pushed_as)


def parse(ctx: Context, client: Client, form: Form, *, needs_response_type: bool = True) -> RequestParameters:
    """Merge the parameters of the form, the request object and the pushed request. Raises ErrorPage.

    The request of a device needs no response type.
    """
    try:
        return _parse(ctx, client, form, needs_response_type=needs_response_type)
    except InvalidParameters as error:
        raise ErrorPage("invalidRequestMessage", reason=str(error), client=client) from error


def _parse(ctx: Context, client: Client, form: Form, *, needs_response_type: bool) -> RequestParameters:
    uri = form.get("request_uri")
    is_pushed = uri is not None and pushed_requests.is_pushed(uri)
    parsed = parameters.of_form(form, needs_response_type=needs_response_type and not is_pushed)
    if parsed.error:
        return parsed
    text = form.get("request")
    if text is not None and uri is not None:
        raise InvalidParameters("the request has both request and request_uri; send only one of them")
    request_objects.check_required(client, {"request": text, "request_uri": uri})
    if text is not None:
        return parsed.overlaid(request_objects.parameters(ctx, client, text))
    if uri is not None and is_pushed:
        return pushed_requests.overlay(ctx, client, parsed, uri)
    return parsed.overlaid(request_objects.fetch_parameters(ctx, client, uri)) if uri is not None else parsed


def client_of(ctx: Context, form: Form) -> Client:
    """Return the client of the request. Raises ErrorPage."""
    named = dict(form.items()).get("client_id", [])
    if len(named) != 1:
        raise ErrorPage(
            "invalidRequestMessage",
            reason=f"the request has {len(named) or 'no'} client_id parameters",
        )
    require_login_allowed(ctx)
    client = ctx.realm.clients.get(named[0])
    if client is None:
        raise ErrorPage("clientNotFoundMessage", reason=reasons.unknown_client(ctx.realm, named[0]))
    if not client.enabled:
        raise ErrorPage("clientDisabledMessage", reason=reasons.client_disabled(ctx.realm, client))
    if client.bearer_only:
        raise ErrorPage(
            "bearerOnlyMessage",
            status=403,
            reason=reasons.bearer_only(ctx.realm, client),
        )
    if client.protocol != "openid-connect":
        fix = setting(ctx.realm, "protocol", "openid-connect")
        reason = f'client "{client.client_id}" is a {client.protocol} client; set {fix}'
        raise ErrorPage("Wrong client protocol.", reason=reason)
    return client


def redirect_uri(ctx: Context, client: Client, values: Mapping[str, str]) -> str:
    """Return the verified redirect URI. Raises ErrorPage."""
    named = values.get("redirect_uri")
    found = redirect_uris.verify(
        named,
        client.root_url,
        client.redirect_uris,
        ctx.issuer,
        required=scopes.is_openid(values.get("scope")),
        forbidden=() if client.is_on("allow.oidc.params.in.redirect.uris") else redirect_uris.RESPONSE_PARAMETERS,
    )
    if found is None:
        raise ErrorPage(
            "invalidParameterMessage",
            "redirect_uri",
            reason=reasons.redirect_uri_reason(ctx.realm, client, named),
            client=client,
        )
    return found


def response_type(ctx: Context, client: Client, values: Mapping[str, str]) -> tuple[ResponseType, str]:
    """Return the response type and the response mode. Raises ErrorRedirect."""
    text = values.get("response_type")
    if text is None:
        raise ErrorRedirect("invalid_request", "Missing parameter: response_type")
    kind = ResponseType.parse(text)
    if kind is None:
        raise ErrorRedirect("unsupported_response_type", reason="unknown response_type")
    given_mode = values.get("response_mode")
    mode = response.mode_of(given_mode, kind)
    if mode is None:
        reason = "unknown response_mode"
        raise ErrorRedirect("invalid_request", "Invalid parameter: response_mode", reason=reason)
    if kind.has_tokens and mode == response.QUERY:
        raise ErrorRedirect("invalid_request", "Response_mode 'query' not allowed for implicit or hybrid flow")
    if kind.has_tokens and mode == "query.jwt":
        raise ErrorRedirect(
            "invalid_request",
            "Response_mode 'query.jwt' is allowed only when the authorization response token is encrypted",
        )
    begin = "Client is not allowed to initiate browser login with given response_type. "
    if ("code" in kind or "none" in kind) and not client.standard_flow:
        reason = reasons.flow_reason(ctx.realm, client, "standardFlowEnabled", text)
        raise ErrorRedirect("unauthorized_client", f"{begin}Standard flow is disabled for the client.", reason=reason)
    if client.is_on("dpop.bound.access.tokens") and kind.has_tokens:
        raise ErrorRedirect(
            "unauthorized_client",
            "DPoP is not supported for implicit nor hybrid flows. Client requires DPoP bound access tokens.",
        )
    if kind.has_tokens and not client.implicit_flow:
        reason = reasons.flow_reason(ctx.realm, client, "implicitFlowEnabled", text)
        raise ErrorRedirect("unauthorized_client", f"{begin}Implicit flow is disabled for the client.", reason=reason)
    return kind, mode


def check_invalid(parsed: RequestParameters) -> None:
    """Refuse a request whose parameters are repeated, missing or contradictory. Raises ErrorRedirect."""
    if parsed.error:
        raise ErrorRedirect("invalid_request", parsed.error)


def check_scope(ctx: Context, client: Client, values: Mapping[str, str]) -> None:
    """Check that the client may request the scopes. Raises ErrorRedirect."""
    try:
        scopes.validated(ctx.realm, client, values.get("scope"))
    except InvalidScope as error:
        raise ErrorRedirect("invalid_scope", error.body["error_description"], reason=error.reason) from error


def check_parameters(ctx: Context, client: Client, kind: ResponseType, values: Mapping[str, str]) -> None:
    """Check that the required nonce and code challenge are there. Raises ErrorRedirect."""
    only_token = kind.types == {"token"} and not scopes.is_openid(values.get("scope"))
    if not only_token and "id_token" in kind and "nonce" not in values:
        reason = f"response_type={values['response_type']} requires a nonce"
        raise ErrorRedirect("invalid_request", "Missing parameter: nonce", reason=reason)
    if not kind.is_implicit:
        error = pkce.challenge_error(client, values.get("code_challenge"), values.get("code_challenge_method"))
        if error:
            raise ErrorRedirect("invalid_request", error, reason=reasons.pkce_reason(ctx.realm, client, error))
