"""Authorization responses: response types, response modes, and redirects to the client (OIDCRedirectUriBuilder)."""

import json
from collections.abc import Sequence
from dataclasses import dataclass

from mockauth.protocol import redirect_uris
from mockauth.protocol.context import Context
from mockauth.protocol.java import hash_order
from mockauth.protocol.pages import Page, Redirect, Step
from mockauth.protocol.tokens import client_encryption
from mockauth.protocol.tokens.issuing import signing_key
from mockauth.realms.model import Client

Parameters = Sequence[tuple[str, str]]

QUERY, FRAGMENT, FORM_POST = "query", "fragment", "form_post"
_JWT = ".jwt"
_MODES = (QUERY, FRAGMENT, FORM_POST, QUERY + _JWT, FRAGMENT + _JWT, FORM_POST + _JWT)
_TYPES = ("code", "token", "id_token", "none")


@dataclass(frozen=True, slots=True)
class ResponseType:
    """A `response_type`: `code`, `token`, `id_token`, several of them, or `none` (OIDCResponseType)."""

    types: frozenset[str]

    @classmethod
    def parse(cls, text: str) -> "ResponseType | None":
        """Parse a `response_type` parameter; return None if it is unknown."""
        types = text.strip(" ").split(" ")
        unknown = any(name not in _TYPES for name in types)
        return None if unknown or ("none" in types and len(types) > 1) else cls(frozenset(types))

    def __contains__(self, kind: str) -> bool:
        return kind in self.types

    @property
    def has_tokens(self) -> bool:
        """Tell whether the response contains tokens: implicit and hybrid flows."""
        return not self.types.isdisjoint({"token", "id_token"})

    @property
    def is_implicit(self) -> bool:
        """Tell whether the response contains tokens and no code: the implicit flow."""
        return self.has_tokens and "code" not in self.types


def mode_of(text: str | None, response_type: ResponseType | None) -> str | None:
    """Return the response mode of a request, or None if it is unknown (OIDCResponseMode).

    If the response type is unknown too, the mode is `query`.
    """
    default = FRAGMENT if response_type and response_type.has_tokens else QUERY
    if text is None:
        return default
    mode = default + _JWT if text == "jwt" else text
    if mode in _MODES:
        return mode
    return None if response_type else QUERY


def redirect_to_client(
    ctx: Context,
    client: Client,
    redirect_uri: str,
    mode: str,
    parameters: Parameters,
    only_in_jwt: Parameters = (),
    history_url: str = "",
) -> Step:
    """Return the step that sends the parameters to the client; those in `only_in_jwt` are sent in a JWT only.

    A page that sends them gets the URL `history_url` in the browser's history, unless that is empty.
    """
    base = redirect_uris.without_response_parameters(redirect_uri)
    if mode.endswith(_JWT):
        parameters = [("response", _as_jwt(ctx, client, [*parameters, *only_in_jwt]))]
        mode = mode.removesuffix(_JWT)
    if mode == FORM_POST:
        values = {"action": base, "parameters": dict(parameters), "history_url": history_url}
        return Page("form_post", values=values, client=client)
    add = redirect_uris.with_query if mode == QUERY else redirect_uris.with_fragment
    return Redirect(add(base, parameters))


def session_parameters(client: Client, issuer: str, session_id: str | None) -> Parameters:
    """Return `session_state` and `iss`, unless the client excludes them."""
    found: list[tuple[str, str]] = []
    if session_id is not None and not client.is_on("exclude.session.state.from.auth.response"):
        found.append(("session_state", session_id))
    if not client.is_on("exclude.issuer.from.auth.response"):
        found.append(("iss", issuer))
    return found


def error(
    ctx: Context,
    client: Client,
    redirect_uri: str,
    mode: str,
    name: str | None,
    description: str | None,
    state: str | None,
    history_url: str = "",
) -> Step:
    """Return the step that sends an error to the client."""
    all_parameters = (("error", name), ("error_description", description), ("state", state))
    parameters = [(key, value) for key, value in all_parameters if value is not None]
    parameters += session_parameters(client, ctx.issuer, None)
    return redirect_to_client(ctx, client, redirect_uri, mode, parameters, history_url=history_url)


def _as_jwt(ctx: Context, client: Client, parameters: Parameters) -> str:
    """Sign the parameters (JWT Secured Authorization Response Mode, section 2.3)."""
    values = dict(parameters)
    issuer = values.pop("iss", ctx.issuer)
    claims = {"exp": ctx.now + ctx.realm.lifespans.code, "iss": issuer, "aud": client.client_id}
    claims |= {name: values[name] for name in hash_order(values)}
    payload = json.dumps(claims, ensure_ascii=False, separators=(",", ":")).encode()
    signed = signing_key(ctx, client, "authorization.signed.response.alg").sign(payload)
    return client_encryption.encrypt_for_client(ctx, client, client_encryption.AUTHORIZATION, signed)
