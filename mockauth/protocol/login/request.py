"""Authorization requests: their parameters, and all that may be wrong with them (AuthorizationEndpointChecker).

What is wrong before the redirect URI is trusted is an error page; what is wrong after goes back to the client.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from mockauth.protocol import pkce, redirect_uris, scopes
from mockauth.protocol.context import NO_BACK_BUTTON, Context, Form
from mockauth.protocol.errors import ErrorPage, ErrorRedirect, InvalidScope
from mockauth.protocol.login import parameters, pushed_requests, request_objects, response
from mockauth.protocol.login.parameters import MORE, Asked, Unreadable
from mockauth.protocol.login.response import ResponseType
from mockauth.protocol.realm_checks import require_login_allowed
from mockauth.realms.model import Client

# What of the request a login remembers (performActionOnParameters).
_REMEMBERED = [
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
    """A request that may go on: the client, where its answer goes and how, and all that it asked for.

    `pushed_as` is the `request_uri` of one that was pushed before, else empty.
    """

    client: Client
    redirect_uri: str
    asked: ResponseType
    mode: str
    parameters: Mapping[str, str]
    outer_prompt: str | None = None
    pushed_as: str = ""

    @property
    def creates(self) -> bool:
        """Whether it asks for a new account. As Keycloak: what is beside a request object counts for more here."""
        prompt = self.parameters.get("prompt") if self.outer_prompt is None else self.outer_prompt
        return prompt == "create"

    def prompts(self, prompt: str) -> bool:
        """Whether the request has this prompt."""
        return prompt in self.parameters.get("prompt", "").split(" ")

    def remembered(self, issuer: str) -> dict[str, str]:
        """Give the notes that a login keeps of the request."""
        notes = {name: self.parameters[name] for name in _REMEMBERED if name in self.parameters}
        notes |= {name: value for name, value in self.parameters.items() if name.startswith(MORE)}
        notes |= {"response_type": self.parameters["response_type"], "iss": issuer}
        if "redirect_uri" in self.parameters:
            notes["redirect_uri"] = self.parameters["redirect_uri"]
        if "ui_locales" in self.parameters:
            notes["locale_client_requested"] = self.parameters["ui_locales"]
        action, _, parameter = self.parameters.get("kc_action", "").partition(":")
        return (
            notes
            | ({"kc_action": action} if action else {})
            | ({"kc_action_parameter": parameter} if parameter else {})
        )


def read(ctx: Context) -> AuthorizationRequest:
    """Read the request. Raises ErrorPage, and ErrorRedirect with its step."""
    form = ctx.form if ctx.method == "POST" else ctx.query
    client = client_of(ctx, form)
    asked_for = whole(ctx, client, form)
    values = asked_for.values
    valid_uri = redirect_uri(ctx, client, values)
    mode = response.mode_of(values.get("response_mode"), None) or response.QUERY
    uri = form.get("request_uri") or ""
    try:
        asked, mode = response_type(client, values)
        if client.is_on("require.pushed.authorization.requests") and not pushed_requests.is_pushed(uri):
            raise ErrorRedirect("invalid_request", "Pushed Authorization Request is only allowed.")
        check_invalid(asked_for)
        check_scope(ctx, client, values)
        check_parameters(client, asked, values)
    except ErrorRedirect as refused:
        ctx.headers["Cache-Control"] = NO_BACK_BUTTON
        # As Keycloak: where the type is right but the mode is not, the answer is in the query.
        known = ResponseType.parse(values.get("response_type", ""))
        mode = (response.mode_of(values.get("response_mode"), known) or response.QUERY) if known else mode
        refused.step = response.error(
            ctx, client, valid_uri, mode, refused.error, refused.description, values.get("state")
        )
        raise
    pushed_as = uri if pushed_requests.is_pushed(uri) else ""
    return AuthorizationRequest(client, valid_uri, asked, mode, values, form.get("prompt"), pushed_as)


def whole(ctx: Context, client: Client, form: Form, *, login: bool = True) -> Asked:
    """Put the request together of form, request object and what was pushed. Raises ErrorPage.

    Where it is not for a `login`, nothing needs to be said of the answer.
    """
    try:
        return _whole(ctx, client, form, login=login)
    except Unreadable as error:
        raise ErrorPage("invalidRequestMessage", reason=str(error), client=client) from error


def _whole(ctx: Context, client: Client, form: Form, *, login: bool) -> Asked:
    uri = form.get("request_uri")
    asked = parameters.of_form(form, needs_type=login and (uri is None or not pushed_requests.is_pushed(uri)))
    if asked.invalid:
        return asked
    text = form.get("request")
    if text is not None and uri is not None:
        raise Unreadable("request and request_uri do not go together")
    request_objects.check_required(client, {"request": text, "request_uri": uri})
    if text is not None:
        return asked.overlaid(request_objects.parameters(ctx, client, text))
    if uri is not None and pushed_requests.is_pushed(uri):
        return pushed_requests.overlaid(ctx, client, asked, uri)
    return asked.overlaid(request_objects.behind(ctx, client, uri)) if uri is not None else asked


def client_of(ctx: Context, form: Form) -> Client:
    """Give the client that asks. Raises ErrorPage."""
    named = dict(form.items()).get("client_id", [])
    if len(named) != 1:
        raise ErrorPage("invalidRequestMessage", reason="the request needs one client_id")
    require_login_allowed(ctx)
    client = ctx.realm.clients.get(named[0])
    if client is None:
        raise ErrorPage(
            "clientNotFoundMessage", reason=f'there is no client "{named[0]:.80}" in realm "{ctx.realm.name}"'
        )
    if not client.enabled:
        raise ErrorPage("clientDisabledMessage", reason=f'client "{client.client_id}" is disabled')
    if client.bearer_only:
        raise ErrorPage("bearerOnlyMessage", status=403, reason=f'client "{client.client_id}" is bearer-only')
    if client.protocol != "openid-connect":
        raise ErrorPage("Wrong client protocol.", reason=f'client "{client.client_id}" speaks {client.protocol}')
    return client


def redirect_uri(ctx: Context, client: Client, values: Mapping[str, str]) -> str:
    """Give where the answer goes. Raises ErrorPage."""
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
        may = ", ".join(client.redirect_uris) or "none"
        raise ErrorPage(
            "invalidParameterMessage",
            "redirect_uri",
            reason=f'"{named or "":.200}" is no redirect URI of client "{client.client_id}"; its redirectUris: {may}',
            client=client,
        )
    return found


def response_type(client: Client, values: Mapping[str, str]) -> tuple[ResponseType, str]:
    """Give what is asked for, and how the answer comes. Raises ErrorRedirect."""
    text = values.get("response_type")
    if text is None:
        raise ErrorRedirect("invalid_request", "Missing parameter: response_type")
    asked = ResponseType.parse(text)
    if asked is None:
        raise ErrorRedirect("unsupported_response_type", reason=f'there is no response_type "{text:.80}"')
    mode = response.mode_of(values.get("response_mode"), asked)
    if mode is None:
        raise ErrorRedirect("invalid_request", "Invalid parameter: response_mode")
    if asked.gives_tokens and mode == response.QUERY:
        raise ErrorRedirect("invalid_request", "Response_mode 'query' not allowed for implicit or hybrid flow")
    if asked.gives_tokens and mode == "query.jwt":
        raise ErrorRedirect(
            "invalid_request",
            "Response_mode 'query.jwt' is allowed only when the authorization response token is encrypted",
        )
    begin = "Client is not allowed to initiate browser login with given response_type. "
    if ("code" in asked or "none" in asked) and not client.standard_flow:
        raise ErrorRedirect("unauthorized_client", f"{begin}Standard flow is disabled for the client.")
    if client.is_on("dpop.bound.access.tokens") and asked.gives_tokens:
        raise ErrorRedirect(
            "unauthorized_client",
            "DPoP is not supported for implicit nor hybrid flows. Client requires DPoP bound access tokens.",
        )
    if asked.gives_tokens and not client.implicit_flow:
        raise ErrorRedirect("unauthorized_client", f"{begin}Implicit flow is disabled for the client.")
    return asked, mode


def check_invalid(asked: Asked) -> None:
    """Refuse a request whose parameters do not go together. Raises ErrorRedirect."""
    if asked.invalid:
        raise ErrorRedirect("invalid_request", asked.invalid)


def check_scope(ctx: Context, client: Client, values: Mapping[str, str]) -> None:
    """See that the client may ask for its scopes. Raises ErrorRedirect."""
    try:
        scopes.validated(ctx.realm, client, values.get("scope"))
    except InvalidScope as error:
        raise ErrorRedirect("invalid_scope", error.body["error_description"], reason=error.reason) from error


def check_parameters(client: Client, asked: ResponseType, values: Mapping[str, str]) -> None:
    """See that there are a nonce and a code challenge where there have to be. Raises ErrorRedirect."""
    only_token = asked.types == {"token"} and not scopes.is_openid(values.get("scope"))
    if not only_token and "id_token" in asked and "nonce" not in values:
        raise ErrorRedirect("invalid_request", "Missing parameter: nonce")
    if not asked.is_implicit:
        refused = pkce.challenge_error(client, values.get("code_challenge"), values.get("code_challenge_method"))
        if refused:
            raise ErrorRedirect("invalid_request", refused, reason=pkce.explain_challenge_error(client, refused))
