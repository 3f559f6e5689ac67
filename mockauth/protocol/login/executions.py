"""The ids of executions, the steps of authentication flows. The forms of login pages send them."""

from mockauth.realms.built_in import derived_id
from mockauth.realms.model import Realm

_AUTHENTICATORS = {
    "organization": "organization",
    "authenticate": "auth-username-password-form",
    "otp": "auth-otp-form",
    "registration": "registration-page-form",
    "reset-credentials": "reset-credentials-choose-user",
    "reset-email": "reset-credential-email",
}


def execution_id(realm: Realm, page: str) -> str:
    """Return the id of the execution that shows a page; `page` is the path of the flow that it begins, or its name."""
    return derived_id(realm.name, "executions", _AUTHENTICATORS[page])
