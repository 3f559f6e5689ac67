"""What people may know and change of their own accounts (Keycloak's AccountRestService): the profile alone."""

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
from mockauth.protocol.tokens import introspection
from mockauth.realms.model import User
from mockauth.realms.profile import Attribute

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
    """The account of whom a token belongs to, and the roles for it that the token has."""

    def __init__(self, ctx: Context, user: User, roles: Sequence[str]) -> None:
        self.ctx = ctx
        self.user = user
        self._roles = roles

    def require(self, *roles: str) -> None:
        """See that the token has one of the roles. Raises Forbidden."""
        if not set(roles) & set(self._roles):
            raise Forbidden("HTTP 403 Forbidden", f"the token has none of the {_CLIENT} roles {', '.join(roles)}")


def of_token(ctx: Context) -> Account:
    """Give the account of the bearer token. Raises Unauthorized and Forbidden, as AccountLoader does."""
    scheme, _, token = (ctx.authorization or "").partition(" ")
    bearer = introspection.checked(ctx, token.strip()) if scheme.lower() == "bearer" else None
    if bearer is None or str(bearer.claims.get("typ")).lower() != "bearer":
        raise Unauthorized("the request shows no bearer token, or none that is good")
    said = bearer.claims
    if "aud" not in said or _CLIENT not in (said.get("resource_access") or {}):
        said = introspection.said_anew(ctx, bearer)
    audience = said.get("aud", [])
    if _CLIENT not in ([audience] if isinstance(audience, str) else audience):
        raise Unauthorized(f'the token is not for the client "{_CLIENT}": its user has none of that client\'s roles')
    cors.check_token(ctx, said)
    if bearer.user.service_account_of:
        raise Unauthorized("service accounts have no account that they could look at")
    return Account(ctx, bearer.user, (said.get("resource_access") or {}).get(_CLIENT, {}).get("roles", []))


def read(account: Account, *, with_metadata: bool) -> dict[str, Any]:
    """Give the profile as the account client wants it (DefaultUserProfile.toRepresentation)."""
    account.require(_MANAGE, _VIEW)
    ctx, user = account.ctx, account.user
    shown = [it for it in _attributes(ctx) if it.visible]
    own = {it.name: values for it in shown if it.name not in _ROOT and (values := user.attributes.get(it.name))}
    said: dict[str, Any] = {
        "id": user.id,
        "username": user.username,
        "firstName": user.first_name,
        "lastName": user.last_name,
        "email": user.email,
        "emailVerified": user.email_verified if user.email else None,
        "attributes": {name: own[name] for name in hash_order(own)} or None,
    }
    metadata = {"attributes": [_described(ctx, it) for it in shown], "groups": ctx.realm.profile_groups}
    said |= {"userProfileMetadata": metadata} if with_metadata else {}
    return {name: value for name, value in said.items() if value is not None}


def change(account: Account) -> None:
    """Keep the profile that the body says, all of it. Raises Refusal with what is wrong with it."""
    account.require(_MANAGE)
    ctx, user = account.ctx, account.user
    said = _body(ctx.body)
    written = {**_of_attributes(said), **{name: said.get(name) for name in _ROOT}}
    texts = {
        name: [_readable(str(it)) for it in (values if isinstance(values, list) else [values])]
        for name, values in written.items()
        if values is not None
    }
    form = Form(texts)
    asked = replace(ctx, form=form)
    problems = [*_read_only(ctx, user, form), *_problems(asked, user)]
    if problems:
        _refuse(problems)
    kept = {it.name: tuple(texts.get(it.name, ())) for it in _attributes(ctx) if it.name not in _ROOT and it.editable}
    changed = profile_form.with_form(asked, user)
    attributes = {**changed.attributes, **kept}
    ctx.accounts.keep(replace(changed, attributes={name: it for name, it in attributes.items() if any(it)}))


def _attributes(ctx: Context) -> list[Attribute]:
    """Give the profile's attributes; where pages come in languages, the language comes first."""
    named = [Attribute(_LOCALE, _LOCALE, multivalued=True)] if ctx.realm.appearance.international else []
    return [*named, *ctx.realm.profile]


def _described(ctx: Context, it: Attribute) -> dict[str, Any]:
    """Say what there is to know of an attribute (UserProfileUtil.toRestMetadata)."""
    validators = {kind: {**config, _IGNORE: config.get(_IGNORE, True)} for kind, config in it.validators.items()}
    validators |= {} if it.multivalued else {"multivalued": {"max": "1"}}
    editable = ctx.realm.edit_username_allowed if it.name == "username" else it.editable
    annotations = it.annotations or ({} if it.name == "email" else None)
    said = {
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
    return {name: value for name, value in said.items() if value is not None}


def _body(text: bytes) -> dict[str, Any]:
    if not text:
        raise InvalidRequest("The body is empty", reason="the account is changed by a JSON object")
    try:
        said = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise InvalidRequest("Cannot parse the JSON", reason=str(error)) from error
    if not isinstance(said, dict):
        body = {"error": "unknown_error", "error_description": "Cannot parse the JSON"}
        raise Refusal(body, "the account is changed by a JSON object")
    unknown = next((name for name in said if name not in _FIELDS), None)
    if unknown is not None:
        where = f'Unrecognized field "{unknown:.80}" at line 1 column {_column_behind(unknown, text)}.'
        raise Refusal({"error": f"Invalid json representation for UserRepresentation. {where}"}, where)
    return said


def _column_behind(name: str, text: bytes) -> int:
    # To make a pattern takes the longer the longer it is, and nobody looks for a field of such a name.
    if len(name) > _LONGEST_NAME:
        return 1
    found = re.search(re.escape(json.dumps(name)) + r"\s*:\s*[\d.eE+-]*", text.decode("utf-8", "replace"))
    return found.end() + 1 if found else 1


def _of_attributes(said: Mapping[str, Any]) -> dict[str, Any]:
    own = said.get("attributes")
    return {name: it for name, it in own.items() if isinstance(it, list)} if isinstance(own, dict) else {}


def _read_only(ctx: Context, user: User, form: Form) -> Iterator[tuple[str, Message]]:
    """Say that somebody wants another name who may not have one."""
    labels = {it.name: it.label for it in ctx.realm.profile}
    wanted = (form.get("username") or "").lower()
    if not ctx.realm.edit_username_allowed and wanted and wanted != user.username:
        arguments = (labels.get("username", "username"),)
        for key in ("error-user-attribute-read-only", "readOnlyUsernameMessage"):
            yield "username", Message("error", key, arguments)


def _problems(ctx: Context, user: User) -> Iterator[tuple[str, Message]]:
    """Say what else is wrong, in the words of the profile's validators."""
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
    raise Refusal(body, "the profile is not good: " + ", ".join(name for name, _ in problems), 409 if conflict else 400)


def _readable(text: str) -> str:
    """Give a text with U+FFFD for half of a surrogate pair, which JSON can hold and UTF-8 cannot; Keycloak keeps it."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
