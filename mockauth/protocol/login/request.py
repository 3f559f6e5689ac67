"""Authorization requests: their parameters, and all that may be wrong with them (AuthorizationEndpointChecker).

What is wrong before the redirect URI is trusted is an error page; what is wrong after goes back to the client.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from mockauth.protocol import pkce, redirect_uris, scopes
from mockauth.protocol.context import Context, Form
from mockauth.protocol.errors import ErrorPage, InvalidScope, NotThereYet, SentBack
from mockauth.protocol.login import response
from mockauth.protocol.login.response import ResponseType
from mockauth.protocol.pages import NO_BACK_BUTTON
from mockauth.protocol.transport import require_open
from mockauth.realms.model import Client

_KNOWN = [
    "client_id",
    "response_type",
    "response_mode",
    "redirect_uri",
    "state",
    "scope",
    "resource",
    "login_hint",
    "prompt",
    "kc_idp_hint",
    "kc_action",
    "nonce",
    "max_age",
    "claims",
    "acr_values",
    "display",
    "ui_locales",
    "code_challenge",
    "code_challenge_method",
    "dpop_jkt",
]
_IGNORED = {"request", "request_uri", "client_assertion_type", "client_assertion", "client_secret"}
_LONGEST = 4000
# OIDCProviderConfig: how many further parameters are kept for mappers, and how long each and all of them may be.
_MOST_MORE, _LONGEST_MORE, _LONGEST_ALL_MORE = 5, 2000, 2147483647
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
_MORE = "client_request_param_"
_DIGITS = re.compile(r"[+-]?\d{1,10}")


@dataclass(frozen=True, slots=True)
class AuthorizationRequest:
    """A request that may go on: the client, where its answer goes and how, and all that it asked for."""

    client: Client
    redirect_uri: str
    asked: ResponseType
    mode: str
    parameters: Mapping[str, str]

    def prompts(self, prompt: str) -> bool:
        """Whether the request has this prompt."""
        return prompt in self.parameters.get("prompt", "").split(" ")

    def remembered(self, issuer: str) -> dict[str, str]:
        """Give the notes that a login keeps of the request."""
        notes = {name: self.parameters[name] for name in _REMEMBERED if name in self.parameters}
        notes |= {name: value for name, value in self.parameters.items() if name.startswith(_MORE)}
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
    """Read the request. Raises ErrorPage, and SentBack with its step."""
    form = ctx.form if ctx.method == "POST" else ctx.query
    client = client_of(ctx, form)
    parameters, invalid = parameters_of(form, client)
    valid_uri = _redirect_uri(ctx, client, parameters)
    mode = response.mode_of(parameters.get("response_mode"), None) or response.QUERY
    try:
        asked, mode = _response_type(client, parameters)
        if invalid:
            raise SentBack("invalid_request", invalid)
        _check(ctx, client, asked, parameters)
    except SentBack as refused:
        ctx.headers["Cache-Control"] = NO_BACK_BUTTON
        # As Keycloak: where the type is right but the mode is not, the answer is in the query.
        known = ResponseType.parse(parameters.get("response_type", ""))
        mode = (response.mode_of(parameters.get("response_mode"), known) or response.QUERY) if known else mode
        refused.step = response.error(
            ctx, client, valid_uri, mode, refused.error, refused.description, parameters.get("state")
        )
        raise
    return AuthorizationRequest(client, valid_uri, asked, mode, parameters)


def client_of(ctx: Context, form: Form) -> Client:
    """Give the client that asks. Raises ErrorPage."""
    named = dict(form.items()).get("client_id", [])
    if len(named) != 1:
        raise ErrorPage("invalidRequestMessage", reason="the request needs one client_id")
    require_open(ctx)
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


def parameters_of(form: Form, client: Client, *, login: bool = True) -> tuple[Mapping[str, str], str]:
    """Give the parameters that count, and in Keycloak's words what makes them invalid, or nothing.

    Where it is not for a `login`, nothing needs to be said of the answer.
    """
    values = dict(form.without_control_characters().items())
    found, twice = {}, False
    for name in _KNOWN:
        given = values.get(name, [])
        twice |= len(given) > 1
        if given and len(given[0]) <= _LONGEST:
            found[name] = given[0]
    if "max_age" in found and not _is_int(found["max_age"]):
        why = f'max_age is "{found["max_age"]:.40}", not a number of seconds'
        raise ErrorPage("invalidRequestMessage", reason=why, client=client)
    more = [name for name in values if name not in _KNOWN and name not in _IGNORED]
    twice |= any(len(values[name]) > 1 for name in more)
    invalid = "duplicated parameter" if twice else ""
    if login and "response_type" not in found and scopes.is_openid(found.get("scope")):
        invalid = "Missing parameter: response_type"
    kept = [name for name in more if values[name][0].strip()]
    for name in kept[:_MOST_MORE]:
        if len(values[name][0]) > _LONGEST_MORE:
            break
        found[f"{_MORE}{name}"] = values[name][0]
    if not invalid and ("request" in values or "request_uri" in values):
        raise NotThereYet("request objects")
    return found, invalid


def _redirect_uri(ctx: Context, client: Client, parameters: Mapping[str, str]) -> str:
    named = parameters.get("redirect_uri")
    found = redirect_uris.verified(
        named,
        client.root_url,
        client.redirect_uris,
        ctx.issuer,
        required=scopes.is_openid(parameters.get("scope")),
        forbidden=() if client.is_on("allow.oidc.params.in.redirect.uris") else redirect_uris.ANSWERED,
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


def _response_type(client: Client, parameters: Mapping[str, str]) -> tuple[ResponseType, str]:
    text = parameters.get("response_type")
    if text is None:
        raise SentBack("invalid_request", "Missing parameter: response_type")
    asked = ResponseType.parse(text)
    if asked is None:
        raise SentBack("unsupported_response_type", reason=f'there is no response_type "{text:.80}"')
    mode = response.mode_of(parameters.get("response_mode"), asked)
    if mode is None:
        raise SentBack("invalid_request", "Invalid parameter: response_mode")
    if asked.gives_tokens and mode == response.QUERY:
        raise SentBack("invalid_request", "Response_mode 'query' not allowed for implicit or hybrid flow")
    if asked.gives_tokens and mode == "query.jwt":
        raise SentBack(
            "invalid_request",
            "Response_mode 'query.jwt' is allowed only when the authorization response token is encrypted",
        )
    begin = "Client is not allowed to initiate browser login with given response_type. "
    if ("code" in asked or "none" in asked) and not client.standard_flow:
        raise SentBack("unauthorized_client", f"{begin}Standard flow is disabled for the client.")
    if client.is_on("dpop.bound.access.tokens") and asked.gives_tokens:
        raise SentBack(
            "unauthorized_client",
            "DPoP is not supported for implicit nor hybrid flows. Client requires DPoP bound access tokens.",
        )
    if asked.gives_tokens and not client.implicit_flow:
        raise SentBack("unauthorized_client", f"{begin}Implicit flow is disabled for the client.")
    return asked, mode


def _check(ctx: Context, client: Client, asked: ResponseType, parameters: Mapping[str, str]) -> None:
    if client.is_on("require.pushed.authorization.requests"):
        raise SentBack("invalid_request", "Pushed Authorization Request is only allowed.")
    scope = parameters.get("scope")
    try:
        scopes.requested(ctx.realm, client, scope)
    except InvalidScope as error:
        raise SentBack("invalid_scope", error.body["error_description"], reason=error.reason) from error
    only_token = asked.types == {"token"} and not scopes.is_openid(scope)
    if not only_token and "id_token" in asked and "nonce" not in parameters:
        raise SentBack("invalid_request", "Missing parameter: nonce")
    if not asked.is_implicit:
        refused = pkce.refused_challenge(
            client, parameters.get("code_challenge"), parameters.get("code_challenge_method")
        )
        if refused:
            raise SentBack("invalid_request", refused)


def _is_int(text: str) -> bool:
    return bool(_DIGITS.fullmatch(text)) and -(2**31) <= int(text) < 2**31  # an int of Java
