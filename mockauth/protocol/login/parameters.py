"""The parameters of an authorization request, put together of what brings them: form, request object, pushed request.

As Keycloak's AuthzEndpointRequestParser, its kinds, and AuthorizationEndpointRequest.
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
# What a request object that was pushed does not take the place of where it lacks it.
_KEPT = ("client_id", "response_type")
_LONGEST, _LONGEST_OF = 4000, {"login_hint": 255}
# OIDCProviderConfig: how many further parameters are kept for mappers, and how long each of them may be.
_MOST_MORE, _LONGEST_MORE = 5, 2000
# How the names of further parameters begin in the notes of a login.
MORE = "client_request_param_"


class Unreadable(Exception):
    """A request whose parts do not make a whole; the text says why."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked for so far, and in Keycloak's words what makes it invalid, or nothing."""

    values: Mapping[str, str]
    invalid: str = ""

    def overlaid(self, more: Mapping[str, str]) -> "Asked":
        """Give this with further parameters, which count for more than those of the same name. Raises Unreadable."""
        found = _read(more, self.values)
        _check_client(self.values, found)
        said, said_now = (it.get("response_type") for it in (self.values, found))
        clash = None not in (said, said_now) and said != said_now
        return Asked({**self.values, **found}, "Parameter response_type does not match" if clash else self.invalid)

    def replaced(self, more: Mapping[str, str]) -> "Asked":
        """Give other parameters in place of these, but for further ones (ParEndpointRequestObjectParser).

        Raises Unreadable.
        """
        found = _read(more, self.values)
        _check_client(self.values, found)
        kept = {name: value for name, value in self.values.items() if name in _KEPT or name.startswith(MORE)}
        return replace(self, values={**kept, **found})


def of_form(form: Form, *, needs_type: bool) -> Asked:
    """Read a form or a query; `needs_type` says whether OpenID Connect wants a response type here.

    Raises Unreadable.
    """
    values = dict(form.items())
    found = _read({name: given[0] for name, given in values.items()}, {})
    twice = any(len(given) > 1 for name, given in values.items() if name not in _IGNORED)
    invalid = "duplicated parameter" if twice else ""
    if needs_type and "response_type" not in found and scopes.is_openid(form.get("scope")):
        invalid = "Missing parameter: response_type"
    return Asked(found, invalid)


def _read(values: Mapping[str, str], before: Mapping[str, str]) -> dict[str, str]:
    """Give the parameters that count, under the names that notes of a login have for them."""
    found = {}
    for name in _KNOWN:
        if name in values:
            clean = without_control_characters(values[name])
            if len(clean) <= _LONGEST_OF.get(name, _LONGEST):
                found[name] = clean
    age = values.get(_MAX_AGE)
    if age is not None:
        if java.integer(age) is None:
            raise Unreadable(f'max_age is "{age:.40}", not a number of seconds')
        found[_MAX_AGE] = age
    room = _MOST_MORE - sum(name.startswith(MORE) for name in before)
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
        raise Unreadable(f'the request is of client "{one:.80}", and what it refers to is of "{other:.80}"')
