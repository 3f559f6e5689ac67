"""The attributes of the user profile in a context: which of them users see, may change, and have to provide.

As Keycloak's DeclarativeUserProfileProviderFactory; the names of contexts are those of UserProfileContext.
"""

from dataclasses import replace

from mockauth.realms.model import Realm
from mockauth.realms.model.profile import Attribute

REGISTRATION, UPDATE_PROFILE, ACCOUNT = "REGISTRATION", "UPDATE_PROFILE", "ACCOUNT"


def attributes(realm: Realm, context: str) -> list[Attribute]:
    """Return the attributes, with `required`, `editable` and `visible` as in this context."""
    special = {"username": _username, "email": _email}
    return [special[it.name](realm, it, context) if it.name in special else it for it in realm.profile]


def _username(realm: Realm, it: Attribute, context: str) -> Attribute:
    required = not realm.registration_email_as_username
    if context == REGISTRATION:
        # As Keycloak: permissions do not count, because a registration without a username is impossible.
        return replace(it, required=required, editable=required, visible=required)
    may_edit = required and realm.edit_username_allowed
    may_view = may_edit or context == ACCOUNT
    return replace(it, required=required, editable=it.editable and may_edit, visible=it.visible and may_view)


def _email(realm: Realm, it: Attribute, context: str) -> Attribute:
    is_username = realm.registration_email_as_username
    if context == REGISTRATION:
        return replace(it, required=True, editable=True, visible=True) if is_username else it
    may_edit = not is_username or realm.edit_username_allowed
    may_view = may_edit or context == ACCOUNT
    return replace(
        it, required=it.required or is_username, editable=it.editable and may_edit, visible=it.visible and may_view
    )
