"""Messages that an earlier request left for the next page of a flow (LoginActionsService.processFlow)."""

from mockauth.protocol.login import pending_login
from mockauth.protocol.login.pending_login import PendingLogin
from mockauth.protocol.pages import Message

_NOTES = (
    ("error", pending_login.FORWARDED_ERROR),
    ("success", pending_login.FORWARDED_SUCCESS),
    ("info", pending_login.FORWARDED_INFO),
)


def take(login: PendingLogin) -> Message | None:
    """Return the message, once."""
    for kind, note in _NOTES:
        key = login.notes.get(note)
        if key:
            login.set_note(note, None)
            return Message(kind, key)
    return None
