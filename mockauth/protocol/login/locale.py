"""The language that a user chooses on a login page."""

from mockauth.protocol import cookies
from mockauth.protocol.login import pending_login
from mockauth.protocol.login.pending_login import PendingLogin


def choose_locale(login: PendingLogin) -> None:
    """Store the language that the user chose on a page (LocaleUtil.processLocaleParam)."""
    chosen = login.ctx.query.get("kc_locale")
    if chosen is not None and login.ctx.realm.appearance.international:
        login.set_note(pending_login.LOCALE, chosen)
        cookies.put(login.ctx, cookies.LOCALE, chosen)
