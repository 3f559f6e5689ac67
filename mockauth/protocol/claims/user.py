"""Mappers of what is known of the user."""

from collections.abc import Iterable, Sequence

from mockauth.protocol.claims.claim import Claim, Subject, valued
from mockauth.realms.model import Mapper, User

_ADDRESS = {
    "street_address": "street",
    "locality": "locality",
    "region": "region",
    "postal_code": "postal_code",
    "country": "country",
    "formatted": "formatted",
}


def attribute(mapper: Mapper, subject: Subject) -> Iterable[Claim]:
    """`oidc-usermodel-attribute-mapper`: the user's attribute, or that of the nearest group which has it.

    With `aggregate.attrs` those of all of them together (KeycloakModelUtils.resolveAttribute).
    """
    name = mapper.options.get("user.attribute", "")
    found = [values for values in (_attribute(subject.user, name), *_of_groups(subject, name)) if values]
    if mapper.options.get("aggregate.attrs", "").lower() == "true":
        return valued(mapper, list(dict.fromkeys(value for values in found for value in values)))
    return valued(mapper, list(found[0])) if found else ()


def own_property(mapper: Mapper, subject: Subject) -> Iterable[Claim]:
    """`oidc-usermodel-property-mapper`: a property such as `username` or `emailVerified`."""
    return valued(mapper, _properties(subject.user).get(_lower_first(mapper.options.get("user.attribute", "").strip())))


def full_name(_mapper: Mapper, subject: Subject) -> Iterable[Claim]:
    """`oidc-full-name-mapper`: first and last name."""
    parts = [part for part in (subject.user.first_name, subject.user.last_name) if part]
    return (Claim(("name",), " ".join(parts)),) if parts else ()


def address(mapper: Mapper, subject: Subject) -> Iterable[Claim]:
    """`oidc-address-mapper`: the `address` claim (OpenID Connect Core section 5.1.1)."""
    for claim, option in _ADDRESS.items():
        values = _attribute(subject.user, mapper.options.get(f"user.attribute.{option}", option))
        if values:
            yield Claim(("address", claim), values[0])


def groups(mapper: Mapper, subject: Subject) -> Iterable[Claim]:
    """`oidc-group-membership-mapper`: the user's groups, by path or by name."""
    by_path = mapper.options.get("full.path") == "true"
    member_of = [subject.realm.groups[path] for path in subject.user.groups if path in subject.realm.groups]
    return valued(mapper, [group.path if by_path else group.name for group in member_of], multivalued=True)


def _of_groups(subject: Subject, name: str) -> Iterable[Sequence[str]]:
    return (group.attributes.get(name, ()) for group in subject.realm.groups_of(subject.user))


def _attribute(user: User, name: str) -> Sequence[str]:
    """Give an attribute; username, names and email are attributes too (as in Keycloak's UserModel)."""
    own = {"username": user.username, "email": user.email, "firstName": user.first_name, "lastName": user.last_name}
    if name in own:
        value = own[name]
        return () if value is None else (value,)
    return user.attributes.get(name, ())


def _properties(user: User) -> dict[str, str | None]:
    return {
        "id": user.id,
        "username": user.username,
        "email": user.email,
        "emailVerified": str(user.email_verified).lower(),
        "enabled": str(user.enabled).lower(),
        "firstName": user.first_name,
        "lastName": user.last_name,
        "serviceAccountClientLink": user.service_account_of or None,
    }


def _lower_first(name: str) -> str:
    return name[:1].lower() + name[1:]
