"""Actions that the client asks for by `kc_action`: what becomes of them is told in the answer (`kc_action_status`)."""

from mockauth.protocol.login.pending_login import LAST_EXECUTION, Pending
from mockauth.state.sessions import UserSession

# Which actions may be asked for (InitiatedActionSupport).
_SUPPORTED = ("CONFIGURE_TOTP", "UPDATE_PASSWORD", "UPDATE_PROFILE")
_ASKED, _STATUS = "kc_action", "kc_action_status"
_EXECUTING, _ENFORCED = "kc_action_executing", "kc_action_enforced"
# How old a login may be, in seconds, before the person has to show the password again (Constants.KC_ACTION_MAX_AGE).
_MAX_AGE = 300


def wanted(it: Pending) -> str | None:
    """Give the action that the client asks for; that there is none of its name is told in the answer."""
    name = it.login.request.get(_ASKED)
    if name is None:
        return None
    if name in it.ctx.realm.actions:
        return name
    end(it, name, "error")
    return None


def is_refused(it: Pending, name: str) -> bool:
    """Whether the action is one that nobody may ask for; that too is told in the answer."""
    refused = name == it.login.request.get(_ASKED) and name not in _SUPPORTED
    if refused:
        end(it, name, "error")
    return refused


def begin(it: Pending, name: str, *, enforced: bool) -> None:
    """Note that the action which the client asks for is on; `enforced` where the person has to do it anyway."""
    if name == it.login.request.get(_ASKED):
        it.change(it.login.with_request({_ENFORCED: "true"} if enforced else {_EXECUTING: name}))


def may_be_cancelled(it: Pending, name: str) -> bool:
    """Whether the person may leave the action undone."""
    return it.login.request.get(_EXECUTING) == name and it.login.request.get(_ENFORCED) != "true"


def is_cancelled(it: Pending, name: str) -> bool:
    """Whether the person leaves the action undone."""
    return "cancel-aia" in it.ctx.form and may_be_cancelled(it, name)


def end(it: Pending, name: str, status: str) -> None:
    """Note what became of the action, if it is the one that the client asks for (setKcActionStatus)."""
    if name == it.login.request.get(_ASKED):
        it.change(it.login.with_request({_STATUS: status, _ASKED: None, _EXECUTING: None}))


def told(it: Pending) -> list[tuple[str, str]]:
    """Give what the answer tells of it."""
    status = it.login.request.get(_STATUS)
    if status is None:
        return []
    last = it.login.notes.get(LAST_EXECUTION)
    return [*([(_ASKED, last)] if last else []), (_STATUS, status)]


def needs_new_login(it: Pending, session: UserSession) -> bool:
    """Whether the session is too old for what the client asks for (isReAuthRequiredForKcAction)."""
    name = it.login.request.get(_ASKED)
    return name in _SUPPORTED and int(session.notes.get("AUTH_TIME", "0")) + _MAX_AGE < it.ctx.now
