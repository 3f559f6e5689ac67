"""Mappers for attributes, names, address and groups of the user."""

from collections.abc import Callable, Iterable, Mapping, Sequence

from mockauth.protocol.claims.claim import Claim, Subject
from mockauth.protocol.claims.placing import claim_with_value
from mockauth.protocol.java import hash_order
from mockauth.realms.model import Mapper, User

_ADDRESS = {
    "street_address": "street",
    "locality": "locality",
    "region": "region",
    "postal_code": "postal_code",
    "country": "country",
    "formatted": "formatted",
}
_NAMES: Mapping[str, Callable[[User], str | None]] = {
    "username": lambda user: user.username,
    "email": lambda user: user.email,
    "firstName": lambda user: user.first_name,
    "lastName": lambda user: user.last_name,
}


def attribute(mapper: Mapper, subject: Subject) -> Iterable[Claim]:
    """`oidc-usermodel-attribute-mapper`: the user's attribute, or else that of the nearest group."""
    together = mapper.options.get("aggregate.attrs", "").lower() == "true"
    return claim_with_value(mapper, attribute_of(subject, mapper.options.get("user.attribute", ""), together))


def attribute_of(subject: Subject, name: str, together: bool = False) -> Sequence[str | None]:
    """Return the values of an attribute; `together` with those of all groups (KeycloakModelUtils.resolveAttribute).

    As in Keycloak, a missing name or email is an attribute with the single value null.
    """
    if name in _NAMES and (own_name := _NAMES[name](subject.user)) is None:
        return [own_name]
    own = _attribute(subject.user, name)
    if own and not together:
        return own
    found = [values for values in _of_groups(subject, name) if values]
    # Keycloak collects the values of groups in a HashSet.
    return hash_order({*own, *(value for values in (found if together else found[:1]) for value in values)})


def own_property(mapper: Mapper, subject: Subject) -> Iterable[Claim]:
    """`oidc-usermodel-property-mapper`: a property of Keycloak's UserModel, as a string."""
    name = mapper.options.get("user.attribute", "")
    getter = _PROPERTIES.get(name[:1].lower() + name[1:])
    return claim_with_value(mapper, getter(subject) if getter else None)


def full_name(_mapper: Mapper, subject: Subject) -> Iterable[Claim]:
    """`oidc-full-name-mapper`: first and last name."""
    parts = [part for part in (subject.user.first_name, subject.user.last_name) if part]
    return (Claim(("name",), " ".join(parts), "set"),) if parts else ()


def address(mapper: Mapper, subject: Subject) -> Iterable[Claim]:
    """`oidc-address-mapper`: the `address` claim (OpenID Connect Core section 5.1.1)."""
    found = {
        claim: values[0]
        for claim, option in _ADDRESS.items()
        if (values := _attribute(subject.user, mapper.options.get(f"user.attribute.{option}", option)))
    }
    return (Claim(("address",), found, "merge"),) if found else ()


def groups(mapper: Mapper, subject: Subject) -> Iterable[Claim]:
    """`oidc-group-membership-mapper`: the user's groups, by path or by name."""
    by_path = mapper.options.get("full.path") == "true"
    names = [group.path if by_path else group.name for group in subject.realm.direct_groups(subject.user)]
    return claim_with_value(mapper, names, many=True)


def _of_groups(subject: Subject, name: str) -> Iterable[Sequence[str]]:
    return (group.attributes.get(name, ()) for group in subject.realm.groups_of(subject.user))


def _attribute(user: User, name: str) -> Sequence[str]:
    """Return a user's own attribute; username, names and email are attributes too, as in Keycloak's UserModel."""
    if name in _NAMES:
        value = _NAMES[name](user)
        return () if value is None else (value,)
    return user.attributes.get(name, ())


def _client_link(subject: Subject) -> str | None:
    client = subject.realm.clients.get(subject.user.service_account_of)
    return client.id if client else None


_PROPERTIES: Mapping[str, Callable[[Subject], str | None]] = {
    "id": lambda of: of.user.id,
    "username": lambda of: of.user.username,
    "email": lambda of: of.user.email,
    "emailVerified": lambda of: str(of.user.email_verified).lower(),
    "enabled": lambda of: str(of.user.enabled).lower(),
    "firstName": lambda of: of.user.first_name,
    "lastName": lambda of: of.user.last_name,
    "createdTimestamp": lambda of: None if of.user.created is None else str(of.user.created),
    "groupsCount": lambda of: str(len(of.realm.direct_groups(of.user))),
    "federated": lambda of: "false",
    "serviceAccountClientLink": _client_link,
}
