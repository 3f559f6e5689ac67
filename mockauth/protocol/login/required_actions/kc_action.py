"""Application initiated actions: the parameter `kc_action`, and its result `kc_action_status` in the response."""

from mockauth.protocol.login.pending_login import LAST_EXECUTION, PendingLogin
from mockauth.realms.model import Realm
from mockauth.state.sessions import UserSession

# Required actions that a client may request (InitiatedActionSupport).
_SUPPORTED = (
    *("CONFIGURE_TOTP", "UPDATE_PASSWORD", "UPDATE_PROFILE", "VERIFY_EMAIL"),
    # These are not implemented in mockauth.
    *("CONFIGURE_RECOVERY_AUTHN_CODES", "UPDATE_EMAIL", "delete_account"),
    *("webauthn-register", "webauthn-register-passwordless"),
)
# All required actions of Keycloak, by their provider. Some need a parameter that no user of mockauth can have.
_PROVIDERS = (
    *(*_SUPPORTED, "TERMS_AND_CONDITIONS", "VERIFY_PROFILE"),
    *("delete_credential", "idp_link", "update_user_locale"),
)
_REQUESTED, _STATUS = "kc_action", "kc_action_status"
_EXECUTING, _ENFORCED = "kc_action_executing", "kc_action_enforced"
# Maximum age of a login in seconds before the user has to authenticate again (Constants.KC_ACTION_MAX_AGE).
_MAX_AGE = 300


def requested(login: PendingLogin) -> str | None:
    """Return the requested action, or None; an unknown action is reported in the response."""
    name = login.request.get(_REQUESTED)
    if name is None:
        return None
    if name in login.ctx.realm.actions:
        return name
    login.ctx.remarks.append(f'kc_action is not a required action of realm "{login.ctx.realm.name}"')
    end(login, name, "error")
    return None


def is_unsupported(login: PendingLogin, name: str) -> bool:
    """Tell whether the requested action is one that clients may not request; if so, the response reports it."""
    unsupported = name == login.request.get(_REQUESTED) and name not in _SUPPORTED
    if unsupported:
        login.ctx.remarks.append(f"kc_action {name} cannot be requested by a client")
        end(login, name, "error")
    return unsupported


def begin(login: PendingLogin, name: str, *, enforced: bool) -> None:
    """Note that the requested action has begun; `enforced` if the user has to complete it anyway."""
    if name == login.request.get(_REQUESTED):
        login.set_request({_ENFORCED: "true"} if enforced else {_EXECUTING: name})


def may_be_cancelled(login: PendingLogin, name: str) -> bool:
    """Tell whether the user may cancel the action."""
    return login.request.get(_EXECUTING) == name and login.request.get(_ENFORCED) != "true"


def is_cancelled(login: PendingLogin, name: str) -> bool:
    """Tell whether the user has cancelled the action."""
    return "cancel-aia" in login.ctx.form and may_be_cancelled(login, name)


def end(login: PendingLogin, name: str, status: str) -> None:
    """Note the status of the action if the client requested it (setKcActionStatus)."""
    if name == login.request.get(_REQUESTED):
        login.set_request({_STATUS: status, _REQUESTED: None, _EXECUTING: None})


def response_parameters(login: PendingLogin) -> list[tuple[str, str]]:
    """Return the parameters of the authorization response."""
    status = login.request.get(_STATUS)
    if status is None:
        return []
    last = login.notes.get(LAST_EXECUTION)
    return [*([(_REQUESTED, last)] if last else []), (_STATUS, status)]


def too_old(login: PendingLogin, session: UserSession) -> str:
    """Say that the session is too old for the requested action, or return nothing (isReAuthRequiredForKcAction)."""
    name = login.request.get(_REQUESTED)
    if name not in _PROVIDERS:
        return ""
    max_age = _max_age(login.ctx.realm, name)
    if int(session.notes.get("AUTH_TIME", "0")) + max_age < login.ctx.now:
        return f"kc_action {name} requires a login within the last {max_age} seconds"
    return ""


def _max_age(realm: Realm, name: str) -> int:
    """Return the maximum age of a login in seconds for an action (RequiredActionProvider.getMaxAuthAge)."""
    of_policy = dict(realm.password_policy).get("maxAuthAge", "") if name == "UPDATE_PASSWORD" else ""
    if name == "delete_account":
        return 0
    return int(of_policy) if of_policy else realm.max_age_of_actions.get(name, _MAX_AGE)
