"""Read the users of a realm file when they are first needed."""

from collections.abc import Mapping
from typing import Any

from mockauth.realms.model import User
from mockauth.realms.model.credentials import password
from mockauth.realms.model.one_time_passwords import otp_credentials
from mockauth.realms.model.roles import role_refs
from mockauth.realms.model.users import Users, group_paths, user_id, username
from mockauth.realms.parsing.json_reader import Reader


def users(realm: str, top: Reader) -> Users:
    """Return the users of a realm; each is read when it is first looked up."""
    return Users(realm, top.rep.get("users") or [], lambda rep: read_user(realm, rep))


def read_user(realm: str, rep: Mapping[str, Any]) -> User:
    """Read the representation of a user. Invalid values are treated like absent keys."""
    return _user(realm, Reader(rep, f"{realm}.users", []))


def _user(realm: str, rep: Reader) -> User:
    name = username(rep.rep)
    # If a user has several passwords, the last one wins, as in Keycloak.
    credentials = list(rep.objects("credentials", "type"))
    return User(
        id=user_id(realm, rep.rep),
        username=name,
        enabled=rep.flag("enabled", False),
        email=(rep.text_or_none("email") or "").lower() or None,
        email_verified=rep.flag("emailVerified", False),
        first_name=rep.text_or_none("firstName"),
        last_name=rep.text_or_none("lastName"),
        attributes=rep.multi("attributes"),
        roles=role_refs(rep, "realmRoles", "clientRoles"),
        groups=group_paths(rep.texts("groups")),
        service_account_of=rep.text("serviceAccountClientId"),
        created=rep.number("createdTimestamp", 0, bits=64) if "createdTimestamp" in rep.rep else None,
        not_before=rep.number("notBefore", 0),
        passwords=tuple(found for credential in credentials if (found := password(credential)))[-1:],
        password_history=(),
        otp_credentials=otp_credentials(credentials, f"{realm}/{name}"),
        required_actions=rep.texts("requiredActions"),
        linked_providers=tuple(
            it.text("identityProvider") for it in rep.objects("federatedIdentities", "identityProvider")
        ),
        rep=rep.rep,
    )
