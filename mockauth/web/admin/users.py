"""Users: create, search, count, read, update, delete, reset the password (UsersResource, UserResource)."""

from mockauth.protocol.errors import NotFound
from mockauth.protocol.login import new_passwords
from mockauth.realms.model import User
from mockauth.realms.representation.user_reader import read_user
from mockauth.realms.representation.user_writer import user_rep
from mockauth.web.admin import user_profile, user_search
from mockauth.web.admin.call import Call, Rep, Route
from mockauth.web.admin.errors import BadRequest, InvalidInput
from mockauth.web.admin.federated_identities import links
from mockauth.web.admin.organization_reps import rename_member
from mockauth.web.admin.permissions import IMPERSONATION, MANAGE_USERS, QUERY_USERS, VIEW_USERS
from mockauth.web.admin.responses import created, no_content, ok
from mockauth.web.admin.user_credentials import stamped
from mockauth.web.responses import Response

_UPDATE_PASSWORD = "UPDATE_PASSWORD"
_BRIEF = ("firstName", "lastName", "email", "federationLink")
# The required actions that Keycloak implements (RequiredActionProvider), without those of disabled features.
_ACTIONS = frozenset(
    (
        *("CONFIGURE_RECOVERY_AUTHN_CODES", "CONFIGURE_TOTP", "TERMS_AND_CONDITIONS", "UPDATE_EMAIL"),
        *("UPDATE_PASSWORD", "UPDATE_PROFILE", "VERIFY_EMAIL", "VERIFY_PROFILE", "delete_account"),
        *("delete_credential", "idp_link", "update_user_locale", "webauthn-register", "webauthn-register-passwordless"),
    )
)


def find(call: Call, user_id: str) -> User:
    """Return the user with an id. Raises NotFound, or Forbidden for callers who may not know."""
    user = call.ctx.accounts.by_id(call.realm, user_id)
    if user is None:
        call.require(*QUERY_USERS)
        raise NotFound("User not found", f'realm "{call.realm.name}" has no user with the id "{user_id:.80}"')
    return user


def create(call: Call) -> Response:
    """Create a user."""
    sent: Rep = call.rep
    written = user_profile.written(call, sent, None)
    rep: Rep = {
        "id": call.ctx.state.ids.uuid(),
        "enabled": sent.get("enabled", False),
        "emailVerified": sent.get("emailVerified", False),
        "createdTimestamp": sent.get("createdTimestamp", call.ctx.state.clock.milliseconds()),
        "realmRoles": [call.realm.default_role.name],
        "groups": list(dict.fromkeys([*call.realm.default_groups, *_groups(call, sent)])),
        "federatedIdentities": sent.get("federatedIdentities", []),
        "requiredActions": _actions(sent, []),
        **{key: sent[key] for key in ("federationLink",) if key in sent},
        **{key: value for key, value in written.items() if value is not None},
    }
    user = read_user(call.realm.name, rep)
    rep = _with_credentials(call, user, sent)
    call.ctx.accounts.save_rep(rep)
    return created(call, "users", rep["id"])


def search(call: Call) -> Response:
    """List the users that match the query."""
    if not call.may(*VIEW_USERS):
        return ok([])
    brief = call.query("briefRepresentation") == "true"
    access = {"manage": call.may(*MANAGE_USERS)}
    return ok([{**representation(call, rep, brief), "access": access} for rep in user_search.page(call)])


def count(call: Call) -> Response:
    """Count the users that match the query."""
    return ok(sum(1 for _ in user_search.matching(call)))


def read(call: Call, user: User) -> Response:
    """Return a user."""
    manage = call.may(*MANAGE_USERS)
    access = {
        "manage": manage,
        "manageGroupMembership": manage,
        "mapRoles": manage,
        "resetPassword": manage,
        "view": call.may(*VIEW_USERS),
        "impersonate": call.may(*IMPERSONATION),
    }
    shown: Rep = {}
    if call.realm.identity_providers:
        shown["federatedIdentities"] = links(call, user)
    return ok({**representation(call, dict(user.rep)), **shown, "access": access})


def update(call: Call, user: User) -> Response:
    """Change a user; absent keys stay as they are."""
    sent: Rep = call.rep
    if sent.get("enabled"):
        call.ctx.accounts.failures.reset(user.id)
    written = user_profile.written(call, sent, user)
    kept: Rep = {key: sent[key] for key in ("enabled", "emailVerified", "federationLink") if key in sent}
    actions = {"requiredActions": _actions(sent, list(user.required_actions))}
    rep: Rep = {**user.rep, "id": user.id, **written, **kept, **actions}
    rep = {key: value for key, value in rep.items() if value is not None}
    call.ctx.accounts.save_rep(_with_credentials(call, read_user(call.realm.name, rep), sent), user)
    if rep["username"] != user.username:
        rename_member(call, user.username, rep["username"])
    return no_content()


def delete(call: Call, user: User) -> Response:
    """Delete a user and end its sessions."""
    call.ctx.accounts.remove(user)
    call.ctx.sessions.remove_user(user.id)
    rename_member(call, user.username, None)
    return no_content()


def reset_password(call: Call, user: User) -> Response:
    """Set the password of a user."""
    password = call.rep.get("value")
    if password is None:
        raise BadRequest("No password provided", 'the body has no "value"')
    if not password.strip():
        raise BadRequest("Empty password not allowed")
    actions = [it for it in user.required_actions if it != _UPDATE_PASSWORD]
    if call.rep.get("temporary"):
        actions.append(_UPDATE_PASSWORD)
    rep = _with_password(call, user, password)
    call.ctx.accounts.save_rep({**rep, "requiredActions": actions}, user)
    return no_content()


ROUTES = (
    Route("GET", "/users", search, QUERY_USERS),
    Route("POST", "/users", create, MANAGE_USERS, body="UserRepresentation"),
    Route("GET", "/users/count", count, QUERY_USERS),
    Route("GET", "/users/<user>", read, VIEW_USERS),
    Route("PUT", "/users/<user>", update, MANAGE_USERS, body="UserRepresentation"),
    Route("DELETE", "/users/<user>", delete, MANAGE_USERS, no_cache=True),
    Route("PUT", "/users/<user>/reset-password", reset_password, MANAGE_USERS, body="CredentialRepresentation"),
)


def representation(call: Call, rep: Rep, brief: bool = False) -> Rep:
    """Return a user as Keycloak does (ModelToRepresentation.toRepresentation)."""
    own_id, name = user_search.identity(call, rep)
    shown: Rep = {
        "id": own_id,
        "username": name,
        **{key: rep[key] for key in _BRIEF if rep.get(key)},
        "emailVerified": rep.get("emailVerified", False),
        "enabled": rep.get("enabled", False),
        "createdTimestamp": rep.get("createdTimestamp", call.ctx.state.started),
    }
    attributes = user_profile.readable(call.realm, rep)
    if brief:
        attributes = {key: it for key, it in attributes.items() if key == "is_temporary_admin"}
    else:
        shown |= {
            "totp": any(it.get("type") in ("otp", "totp", "hotp") for it in rep.get("credentials") or ()),
            "disableableCredentialTypes": [],
            "requiredActions": list(rep.get("requiredActions") or ()),
            "notBefore": rep.get("notBefore", 0),
        }
    return {**shown, **({"attributes": attributes} if attributes else {})}


def _groups(call: Call, sent: Rep) -> list[str]:
    paths = [path if path.startswith("/") else f"/{path}" for path in sent.get("groups") or ()]
    for path in paths:
        if path not in call.realm.groups:
            # As Keycloak, which fails here with an internal error.
            raise InvalidInput(f"Unable to find group specified by path: {path}", error="unknown_error")
    return paths


def _actions(sent: Rep, before: list[str]) -> list[str]:
    """Return the required actions: unknown ones are ignored, and a temporary password adds one."""
    actions = sorted(_ACTIONS.intersection(sent["requiredActions"])) if "requiredActions" in sent else list(before)
    if any(it.get("type") == "password" and it.get("temporary") for it in sent.get("credentials") or ()):
        actions.append(_UPDATE_PASSWORD)
    return list(dict.fromkeys(actions))


def _with_credentials(call: Call, user: User, sent: Rep) -> Rep:
    """Return the representation of a user with the credentials in the body. Raises InvalidInput by the policy."""
    rep: Rep = dict(user.rep)
    for credential in sent.get("credentials") or ():
        if credential.get("value") is not None:
            rep = _with_password(call, read_user(call.realm.name, rep), credential["value"])
        elif "secretData" in credential:
            rep = {**rep, "credentials": [*(rep.get("credentials") or ()), stamped(call, credential)]}
    return rep


def _with_password(call: Call, user: User, password: str) -> Rep:
    error = new_passwords.policy_error(call.realm, user, password)
    if error:
        from mockauth.web.pages import ENGLISH
        from mockauth.web.pages.texts import Texts

        text = Texts(ENGLISH).text(error)
        raise InvalidInput(text, "the password violates the password policy", error=error.key)
    rep = user_rep(new_passwords.with_password(call.realm, user, password))
    rep["credentials"] = [stamped(call, it) if "value" in it else it for it in rep["credentials"]]
    return rep
