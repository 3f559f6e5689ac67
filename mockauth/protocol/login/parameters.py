"""Merge the parameters of an authorization request from the query or form, a request object, and a pushed request.

As Keycloak's AuthzEndpointRequestParser, its subclasses, and AuthorizationEndpointRequest.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from mockauth.protocol import java, scopes
from mockauth.protocol.context import Form, without_control_characters

_MAX_AGE = "max_age"
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
    _MAX_AGE,
    "claims",
    "acr_values",
    "display",
    "ui_locales",
    "code_challenge",
    "code_challenge_method",
    "dpop_jkt",
]
_IGNORED = {"request", "request_uri", "client_assertion_type", "client_assertion", "client_secret"}
# Parameters of the form that stay if a pushed request object does not have them.
_KEPT = ("client_id", "response_type")
_LONGEST, _LONGEST_OF = 4000, {"login_hint": 255}
# OIDCProviderConfig: the maximum number and length of additional parameters, which are kept for mappers.
_MAX_MORE, _LONGEST_MORE = 5, 2000
# Prefix of additional parameters among the client notes.
MORE = "client_request_param_"


class InvalidParameters(Exception):
    """The parameters of a request cannot be read or merged; the text says why."""


@dataclass(frozen=True, slots=True)
class RequestParameters:
    """The parameters read so far, and what makes them invalid in Keycloak's words, or nothing."""

    values: Mapping[str, str]
    error: str = ""

    def overlaid(self, more: Mapping[str, str]) -> "RequestParameters":
        """Return a copy with more parameters, which override those of the same name. Raises InvalidParameters."""
        found = _read(more, self.values)
        _check_client(self.values, found)
        before, now = self.values.get("response_type"), found.get("response_type")
        clash = None not in (before, now) and before != now
        return RequestParameters(
            {**self.values, **found}, "Parameter response_type does not match" if clash else self.error
        )

    def replaced(self, more: Mapping[str, str]) -> "RequestParameters":
        """Return a copy with these parameters replaced, except additional ones (ParEndpointRequestObjectParser).

        Raises InvalidParameters.
        """
        found = _read(more, self.values)
        _check_client(self.values, found)
        kept = {name: value for name, value in self.values.items() if name in _KEPT or name.startswith(MORE)}
        return replace(self, values={**kept, **found})


def of_form(form: Form, *, needs_response_type: bool) -> RequestParameters:
    """Read a form or a query. `needs_response_type` requires a response type of OpenID Connect requests.

    Raises InvalidParameters.
    """
    values = dict(form.items())
    found = _read({name: given[0] for name, given in values.items()}, {})
    is_repeated = any(len(given) > 1 for name, given in values.items() if name not in _IGNORED)
    error = "duplicated parameter" if is_repeated else ""
    if needs_response_type and "response_type" not in found and scopes.is_openid(form.get("scope")):
        error = "Missing parameter: response_type"
    return RequestParameters(found, error)


def _read(values: Mapping[str, str], before: Mapping[str, str]) -> dict[str, str]:
    """Return the parameters that Keycloak keeps, under their names among the client notes."""
    found = {}
    for name in _KNOWN:
        if name in values:
            clean = without_control_characters(values[name])
            if len(clean) <= _LONGEST_OF.get(name, _LONGEST):
                found[name] = clean
    age = values.get(_MAX_AGE)
    if age is not None:
        if java.integer(age) is None:
            raise InvalidParameters("max_age is not a number of seconds")
        found[_MAX_AGE] = age
    room = _MAX_MORE - sum(name.startswith(MORE) for name in before)
    more = [name for name in values if name not in _KNOWN and name not in _IGNORED and values[name].strip()]
    for name in more[: max(room, 0)]:
        clean = without_control_characters(values[name])
        if len(clean) > _LONGEST_MORE:
            break
        found[f"{MORE}{name}"] = clean
    return found


def _check_client(before: Mapping[str, str], found: Mapping[str, str]) -> None:
    one, other = before.get("client_id"), found.get("client_id")
    if None not in (one, other) and one != other:
        raise InvalidParameters("client_id is another one in the request object or pushed request")
