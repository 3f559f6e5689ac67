"""The organizations that a `scope` parameter selects (Keycloak's OrganizationScope).

A client scope with the membership mapper takes a value after a colon: `organization` selects the one organization of a
user, or the one that the user picks, `organization:*` all of them, and `organization:acme` the one with this alias.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from mockauth.protocol.errors import Refusal
from mockauth.realms.model import Client, ClientScope, Organization, Realm, User

MEMBERSHIP = "oidc-organization-membership-mapper"
# The note of the client session with the organization that the user picked.
CHOSEN = "kc.org"
_ALL, _ONE = "*", ""


def parse_word(realm: Realm, client: Client, word: str) -> tuple[ClientScope, str] | None:
    """Return the client scope and the value of a word, or None if it does not select organizations."""
    base, colon, value = word.rpartition(":")
    for name, its_value in ((word, _ONE), (base, value)):
        scope = realm.scopes.get(name)
        known = scope is not None and name in (*client.default_scopes, *client.optional_scopes)
        if scope and known and is_of_organizations(scope) and (name == word or colon):
            return scope, its_value
    return None


def is_of_organizations(scope: ClientScope) -> bool:
    """Return whether a client scope has the membership mapper."""
    return any(mapper.type == MEMBERSHIP for mapper in scope.mappers)


def meaningful_words(realm: Realm, client: Client, words: Iterable[str]) -> set[str]:
    """Return the words that select organizations; all words with an unknown alias become the same word."""
    candidates = (word for word in words if ":" in word or word in client.default_scopes)
    found = [(word, it[1]) for word in candidates if (it := parse_word(realm, client, word)) is not None]
    return {
        word if value in (_ALL, _ONE) or value in realm.organizations else f"{word.rpartition(':')[0]}: "
        for word, value in found
    }


def kind(realm: Realm, client: Client, word: str) -> str | None:
    """Return whether a word selects one ("") or all ("*") organizations or is "specific"; None for other words.

    A request may have words of one kind only.
    """
    found = parse_word(realm, client, word)
    return None if found is None else found[1] if found[1] in (_ALL, _ONE) else "specific"


def is_single(realm: Realm, client: Client, words: Iterable[str]) -> bool:
    """Return whether words select the one organization of a user, without naming it."""
    return next((it for word in words if (it := kind(realm, client, word)) is not None), None) == _ONE


def selected(realm: Realm, client: Client, user: User | None, words: Sequence[str]) -> list[Organization]:
    """Return the enabled organizations that words select, only the user's if given; all if the user is to pick one."""
    found = [it for word in words if (it := parse_word(realm, client, word)) is not None]
    if not found or not realm.organizations_enabled:
        return []
    if found[0][1] not in (_ALL, _ONE):
        aliases = dict.fromkeys(value for _, value in found)
        listed = [realm.organizations[alias] for alias in aliases if alias in realm.organizations]
    else:
        listed = list(realm.organizations.values()) if user else []
    return [it for it in listed if it.enabled and (user is None or user.username in it.members)]


def scope_of(realm: Realm, client: Client, user: User | None, word: str, words: Sequence[str]) -> ClientScope | None:
    """Return the client scope of a word with a value, with the word as its name; None if it selects no organization."""
    found = parse_word(realm, client, word)
    if found is None or not realm.organizations_enabled:
        return None
    of_all = selected(realm, client, user, words)
    one_of_many = is_single(realm, client, words) and len(of_all) != 1
    if user and (not of_all or one_of_many):
        return None
    specific = found[1] not in (_ALL, _ONE)
    if specific and not selected(realm, client, user, [word]):
        return None
    return replace(found[0], name=word)


def resolve_name(realm: Realm, client: Client, word: str, requested: Iterable[str]) -> str | None:
    """Return what replaces a word of a refresh token's scope that is not requested again, or None (resolveName).

    Raises Refusal if all organizations were granted, and the request is for one that the user would have to pick.
    """
    before = kind(realm, client, word)
    for current in requested if before is not None else ():
        now = kind(realm, client, current)
        if now is None or before == "specific" == now:
            continue
        if before == _ALL and now == _ONE:
            error = "ANY organization scope is not allowed in this context"
            reason = f"a refresh cannot ask the user to pick an organization: request {current}:ALIAS instead"
            raise Refusal({"error": error}, reason, 400)
        if before == _ALL:
            return current
        if now == _ALL or before == "specific":
            return word
    return None


def domain_of(organization: Organization, email: str | None) -> str | None:
    """Return the organization's most specific domain that matches an email address, or None."""
    domain = (email or "").partition("@")[2].lower()
    matching = [it for it in organization.domains if domain and _is_in(domain, it.lower())]
    return max(matching, key=lambda it: it.count("."), default=None)


def _is_in(domain: str, pattern: str) -> bool:
    below = pattern.removeprefix("*.")
    return domain == pattern or (below != pattern and f".{domain}".endswith(f".{below}"))
