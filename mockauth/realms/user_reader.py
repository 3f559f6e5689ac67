"""The users of a realm file, read when they are first asked for."""

from mockauth.realms.credentials import password
from mockauth.realms.json_reader import Reader
from mockauth.realms.model import User
from mockauth.realms.one_time_passwords import authenticators
from mockauth.realms.roles import role_refs
from mockauth.realms.users import Users, group_paths, id_of, name_of


def users(realm: str, top: Reader) -> Users:
    """Give the users of a realm."""
    reps = top.rep.get("users") or []
    return Users(realm, reps, lambda rep: _user(realm, Reader(rep, f"{top.place}.users", [])))


def _user(realm: str, rep: Reader) -> User:
    username = name_of(rep.rep)
    # Each password in a realm file replaces the one before.
    credentials = list(rep.objects("credentials", "type"))
    return User(
        id=id_of(realm, rep.rep),
        username=username,
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
        passwords=tuple(found for it in credentials if (found := password(it)))[-1:],
        former_passwords=(),
        authenticators=authenticators(credentials, f"{realm}/{username}"),
        required_actions=rep.texts("requiredActions"),
        linked=tuple(it.text("identityProvider") for it in rep.objects("federatedIdentities", "identityProvider")),
    )
