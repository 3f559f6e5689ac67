"""The Account REST API: users read and change their own profile (Keycloak's AccountRestService)."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from mockauth.protocol import cors
from mockauth.protocol.context import Context, Form
from mockauth.protocol.errors import Forbidden, InvalidRequest, Refusal, Unauthorized
from mockauth.protocol.java import hash_order
from mockauth.protocol.login import profile_form
from mockauth.protocol.pages import Message
from mockauth.protocol.tokens import bearer, introspection
from mockauth.realms.model import User
from mockauth.realms.model.profile import Attribute

_CLIENT = "account"
_MANAGE, _VIEW = "manage-account", "view-profile"
VERSION = "v1alpha1"
_ROOT = ("username", "email", "firstName", "lastName")
_FIELDS = (*_ROOT, "id", "emailVerified", "attributes", "userProfileMetadata")
_LOCALE = "locale"
_LONGEST_NAME = 200
_IGNORE = "ignore.empty.value"
_CONFLICTS = {"emailExistsMessage", "usernameExistsMessage"}


class Account:
    """The account of a token's user, and the token's roles of the client `account`."""

    def __init__(self, ctx: Context, user: User, roles: Sequence[str]) -> None:
        self.ctx = ctx
        self.user = user
        self._roles = roles

    def require(self, *roles: str) -> None:
        """Require one of these roles of the client `account`. Raises Forbidden."""
        if not set(roles) & set(self._roles):
            needed = " or ".join(roles)
            reason = f'the token of user "{self.user.username}" lacks the role {needed} of client "{_CLIENT}"'
            raise Forbidden("HTTP 403 Forbidden", reason)


def of_token(ctx: Context) -> Account:
    """Return the account of the bearer token (AccountLoader). Raises Unauthorized and Forbidden."""
    token = bearer.active(ctx)
    claims = token.claims
    if "aud" not in claims or _CLIENT not in (claims.get("resource_access") or {}):
        claims = introspection.current_claims(ctx, token)
    audience = claims.get("aud", [])
    if _CLIENT not in ([audience] if isinstance(audience, str) else audience):
        who = f'user "{token.user.username}" has no role of that client that the token may hold'
        raise Unauthorized(f'client "{_CLIENT}" is not in the audience of the token: {who}')
    cors.check_token(ctx, claims)
    if token.user.service_account_of:
        raise Unauthorized("the token belongs to a service account, which cannot use the Account REST API")
    return Account(ctx, token.user, (claims.get("resource_access") or {}).get(_CLIENT, {}).get("roles", []))


def read(account: Account, *, with_metadata: bool) -> dict[str, Any]:
    """Return the profile as JSON (DefaultUserProfile.toRepresentation). Raises Forbidden."""
    account.require(_MANAGE, _VIEW)
    ctx, user = account.ctx, account.user
    shown = [it for it in _attributes(ctx) if it.visible]
    own = {it.name: values for it in shown if it.name not in _ROOT and (values := user.attributes.get(it.name))}
    profile: dict[str, Any] = {
        "id": user.id,
        "username": user.username,
        "firstName": user.first_name,
        "lastName": user.last_name,
        "email": user.email,
        "emailVerified": user.email_verified if user.email else None,
        "attributes": {name: own[name] for name in hash_order(own)} or None,
    }
    metadata = {"attributes": [_described(ctx, it) for it in shown], "groups": ctx.realm.profile_groups}
    profile |= {"userProfileMetadata": metadata} if with_metadata else {}
    return {name: value for name, value in profile.items() if value is not None}


def change(account: Account) -> None:
    """Replace the profile with the one in the body. Raises Forbidden, and Refusal with Keycloak's list of errors."""
    account.require(_MANAGE)
    ctx, user = account.ctx, account.user
    body = _body(ctx.body)
    written = {**_of_attributes(body), **{name: body.get(name) for name in _ROOT}}
    texts = {
        name: [_readable(str(it)) for it in (values if isinstance(values, list) else [values])]
        for name, values in written.items()
        if values is not None
    }
    form = Form(texts)
    with_form = replace(ctx, form=form)
    problems = [*_read_only(ctx, user, form), *_problems(with_form, user)]
    if problems:
        _refuse(problems)
    kept = {it.name: tuple(texts.get(it.name, ())) for it in _attributes(ctx) if it.name not in _ROOT and it.editable}
    changed = profile_form.with_form(with_form, user)
    attributes = {**changed.attributes, **kept}
    ctx.accounts.save(replace(changed, attributes={name: it for name, it in attributes.items() if any(it)}))


def _attributes(ctx: Context) -> list[Attribute]:
    """Return the attributes of the profile; in an internationalized realm, the locale comes first."""
    named = [Attribute(_LOCALE, _LOCALE, multivalued=True)] if ctx.realm.appearance.international else []
    return [*named, *ctx.realm.profile]


def _described(ctx: Context, it: Attribute) -> dict[str, Any]:
    """Return the metadata of an attribute (UserProfileUtil.toRestMetadata)."""
    validators = {kind: {**config, _IGNORE: config.get(_IGNORE, True)} for kind, config in it.validators.items()}
    validators |= {} if it.multivalued else {"multivalued": {"max": "1"}}
    editable = ctx.realm.edit_username_allowed if it.name == "username" else it.editable
    annotations = it.annotations or ({} if it.name == "email" else None)
    metadata = {
        "name": it.name,
        "displayName": it.label,
        "required": it.required or it.name == "username",
        "readOnly": not editable,
        "annotations": annotations,
        "validators": {
            kind: {name: validators[kind][name] for name in hash_order(validators[kind], len(validators[kind]) - 1)}
            for kind in hash_order(validators)
        },
        "group": it.group or None,
        "multivalued": it.multivalued and it.name != _LOCALE,
    }
    return {name: value for name, value in metadata.items() if value is not None}


def _body(text: bytes) -> dict[str, Any]:
    if not text:
        raise InvalidRequest("The body is empty", reason="the body must be a JSON object with the profile")
    try:
        body = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise InvalidRequest("Cannot parse the JSON", reason=f"the body is not JSON: {error}") from error
    if not isinstance(body, dict):
        answer = {"error": "unknown_error", "error_description": "Cannot parse the JSON"}
        raise Refusal(answer, "the body must be a JSON object with the profile")
    unknown = next((name for name in body if name not in _FIELDS), None)
    if unknown is not None:
        where = f'Unrecognized field "{unknown:.80}" at line 1 column {_column_behind(unknown, text)}.'
        reason = f"the body has an unknown field; known fields are {', '.join(_FIELDS)}"
        raise Refusal({"error": f"Invalid json representation for UserRepresentation. {where}"}, reason)
    return body


def _column_behind(name: str, text: bytes) -> int:
    # Compiling a pattern for a very long name is slow, and no client needs its column.
    if len(name) > _LONGEST_NAME:
        return 1
    found = re.search(re.escape(json.dumps(name)) + r"\s*:\s*[\d.eE+-]*", text.decode("utf-8", "replace"))
    return found.end() + 1 if found else 1


def _of_attributes(body: Mapping[str, Any]) -> dict[str, Any]:
    own = body.get("attributes")
    return {name: it for name, it in own.items() if isinstance(it, list)} if isinstance(own, dict) else {}


def _read_only(ctx: Context, user: User, form: Form) -> Iterator[tuple[str, Message]]:
    """Report a new username in a realm that does not allow one."""
    labels = {it.name: it.label for it in ctx.realm.profile}
    username = (form.get("username") or "").lower()
    if not ctx.realm.edit_username_allowed and username and username != user.username:
        arguments = (labels.get("username", "username"),)
        for key in ("error-user-attribute-read-only", "readOnlyUsernameMessage"):
            yield "username", Message("error", key, arguments)


def _problems(ctx: Context, user: User) -> Iterator[tuple[str, Message]]:
    """Report all other errors, with the messages of the profile's validators."""
    found = profile_form.errors(ctx, user)
    labels = {it.name: it.label for it in ctx.realm.profile}
    for name in hash_order([it.name for it in ctx.realm.profile if it.name in found]):
        message: Message | None = found[name]
        while message:
            yield name, Message("error", message.key, (labels[name], *message.arguments[1:]))
            message = message.also


def _refuse(problems: Sequence[tuple[str, Message]]) -> None:
    listed: list[dict[str, Any]] = [
        {"field": name, "errorMessage": message.key, "params": [*message.arguments]} for name, message in problems
    ]
    body: dict[str, Any] = {**(listed[0] if len(listed) == 1 else {}), "errors": listed}
    conflict = any(message.key in _CONFLICTS for _, message in problems)
    wrong = ", ".join(f"{name} ({message.key})" for name, message in problems)
    raise Refusal(body, f"the profile is invalid: {wrong}", 409 if conflict else 400)


def _readable(text: str) -> str:
    """Replace lone surrogates, which JSON can hold but UTF-8 cannot, with U+FFFD. Keycloak keeps them."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
