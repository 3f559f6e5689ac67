"""Read Keycloak's realm representation (JSON) into an immutable `Realm`.

Every configuration passes through here. Absent keys have the defaults of Keycloak's import, and values are coerced as
in Keycloak ("true" is true, "300" is 300).
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, TypeVar

from mockauth.realms.built_in import derived_id
from mockauth.realms.importing.versions import browser_flow_works
from mockauth.realms.keys.providers import key_providers
from mockauth.realms.model import Client, ClientScope, Mapper, Realm, RoleRef, sector_identifiers
from mockauth.realms.model.acr import acr_values
from mockauth.realms.model.appearance import appearance, frontend_url
from mockauth.realms.model.brute_force import brute_force
from mockauth.realms.model.identity_providers import identity_providers
from mockauth.realms.model.lifespans import lifespans
from mockauth.realms.model.one_time_passwords import otp_policy
from mockauth.realms.model.organizations import organizations
from mockauth.realms.model.password_policy import parse_policy
from mockauth.realms.model.profile import (
    default_actions,
    max_age_of_actions,
    profile,
    profile_groups,
    required_actions,
    required_profile,
    unmanaged_attributes,
)
from mockauth.realms.model.users import group_paths
from mockauth.realms.parsing.json_reader import Reader
from mockauth.realms.problems import ConfigError, Problem
from mockauth.realms.representation.role_reader import read_groups, read_roles, read_scope_mappings
from mockauth.realms.representation.user_reader import users

_T = TypeVar("_T")


def read_realm(rep: Mapping[str, Any], previous: Realm | None = None) -> tuple[Realm, list[tuple[str, str]]]:
    """Read a completed realm representation (see `importing.completion`); return the realm and its problems.

    Each problem is a pair of place and text. Invalid values are treated like absent keys.

    `previous` is the realm before a change. Only what changed is read again: what the two representations share
    (the same object, not an equal one) is taken from `previous`.
    """
    problems: list[tuple[str, str]] = []
    name = str(rep.get("realm"))
    return _realm(Reader(rep, name, problems), previous if previous and previous.name == name else None), problems


def parse(rep: Mapping[str, Any], file: str, previous: Realm | None = None) -> Realm:
    """Read a realm representation without problems, as `read_realm`. Raises ConfigError with all problems otherwise."""
    realm, problems = read_realm(rep, previous)
    if problems:
        raise ConfigError(*(Problem(file, place, what) for place, what in problems))
    return realm


class _Parts:
    """The parts of the previous realm whose representations are the same objects as those of the new one."""

    def __init__(self, rep: Mapping[str, Any], previous: Realm | None) -> None:
        self._rep = rep
        self._previous = previous

    def get(self, keys: str, part: str, read: Callable[[], _T]) -> _T:
        """Return a part of the previous realm if the values of all `keys` are the same; otherwise read it."""
        return getattr(self._previous, part) if self._same(keys) else read()

    def items(self, key: str, name: str, part: str) -> Mapping[int, Any]:
        """Return the values of the items in a list, by the identity of their representations."""
        if self._previous is None or not self._same("scopeMappings clientScopeMappings"):
            return {}
        values = getattr(self._previous, part)
        reps = self._previous.rep.get(key) or ()
        return {id(it): values[it.get(name, "")] for it in reps if it.get(name, "") in values}

    def _same(self, keys: str) -> bool:
        before = self._previous.rep if self._previous else None
        return before is not None and all(before.get(key) is self._rep.get(key) for key in keys.split())


def _realm(top: Reader, previous: Realm | None) -> Realm:
    name = top.text("realm")
    parts = _Parts(top.rep, previous)
    roles = parts.get("roles", "roles", lambda: read_roles(top))
    mapped = read_scope_mappings(top)
    return Realm(
        id=top.text("id") or derived_id(name),
        name=name,
        enabled=top.flag("enabled", False),
        ssl_required=top.text("sslRequired", "external").lower(),
        signature_algorithm=top.text("defaultSignatureAlgorithm") or "RS256",
        lifespans=lifespans(top),
        not_before=top.number("notBefore", 0),
        revoke_refresh_token=top.flag("revokeRefreshToken", False),
        refresh_token_max_reuse=top.number("refreshTokenMaxReuse", 0),
        remember_me=top.flag("rememberMe", False),
        login_with_email=top.flag("loginWithEmailAllowed", True),
        verify_email=top.flag("verifyEmail", False),
        required_profile=required_profile(top),
        profile=profile(top),
        profile_groups=profile_groups(top),
        unmanaged_attributes=unmanaged_attributes(top),
        actions=required_actions(top),
        default_actions=default_actions(top),
        max_age_of_actions=max_age_of_actions(top),
        registration_allowed=top.flag("registrationAllowed", False),
        registration_email_as_username=top.flag("registrationEmailAsUsername", False),
        reset_password_allowed=top.flag("resetPasswordAllowed", False),
        edit_username_allowed=top.flag("editUsernameAllowed", False),
        duplicate_emails_allowed=top.flag("duplicateEmailsAllowed", False),
        password_policy=parse_policy(top.text_or_none("passwordPolicy")),
        brute_force=brute_force(top),
        appearance=appearance(top),
        frontend_url=frontend_url(top.options("attributes").get("frontendUrl", "")),
        browser_flow_works=browser_flow_works(top),
        otp=otp_policy(top),
        default_role=RoleRef("", top.object("defaultRole").text("name", f"default-roles-{name.lower()}")),
        default_groups=group_paths(top.texts("defaultGroups")),
        attributes=top.options("attributes"),
        acr_values=acr_values(top),
        security_headers=top.options("browserSecurityHeaders"),
        clients=_unique(
            top,
            "clients",
            "clientId",
            lambda client: _client(name, client, mapped),
            parts.items("clients", "clientId", "clients"),
        ),
        scopes=_unique(
            top,
            "clientScopes",
            "name",
            lambda scope: _scope(name, scope, mapped),
            parts.items("clientScopes", "name", "scopes"),
        ),
        roles=roles,
        groups=parts.get("groups", "groups", lambda: dict(read_groups(top, "groups", ""))),
        identity_providers=identity_providers(top),
        organizations_enabled=top.flag("organizationsEnabled", False),
        organizations=parts.get("organizations", "organizations", lambda: organizations(top)),
        users=parts.get("users", "users", lambda: users(name, top)),
        key_providers=parts.get("components", "key_providers", lambda: tuple(key_providers(top))),
        rep=top.rep,
        _expanded=parts.get("roles", "_expanded", dict),
        source=previous.source if previous else "",
        in_registry=bool(previous and previous.in_registry),
    )


def _unique(top: Reader, key: str, name: str, read: Callable[[Reader], _T], known: Mapping[int, _T]) -> dict[str, _T]:
    found: dict[str, _T] = {}
    for item in top.objects(key, name):
        own = item.text(name)
        if own in found:
            top.problems.append((item.place, f'duplicate {name} "{own}"'))
        found[own] = known.get(id(item.rep)) or read(item)
    return found


def _client(realm: str, rep: Reader, mapped: Mapping[tuple[str, str], frozenset[RoleRef]]) -> Client:
    client_id = rep.text("clientId")
    return Client(
        id=rep.text("id") or derived_id(realm, "clients", client_id),
        client_id=client_id,
        name=rep.text("name"),
        enabled=rep.flag("enabled", True),
        protocol=rep.text("protocol", "openid-connect"),
        public=rep.flag("publicClient", False),
        bearer_only=rep.flag("bearerOnly", False),
        consent_required=rep.flag("consentRequired", False),
        full_scope_allowed=rep.flag("fullScopeAllowed", True),
        standard_flow=rep.flag("standardFlowEnabled", True),
        implicit_flow=rep.flag("implicitFlowEnabled", False),
        direct_access_grants=rep.flag("directAccessGrantsEnabled", False),
        service_accounts=rep.flag("serviceAccountsEnabled", False),
        authorization_services=rep.flag("authorizationServicesEnabled", False),
        authenticator=rep.text("clientAuthenticatorType", "client-secret"),
        secret=rep.text_or_none("secret"),
        root_url=rep.text("rootUrl"),
        base_url=rep.text("baseUrl"),
        admin_url=rep.text("adminUrl"),
        frontchannel_logout=rep.flag("frontchannelLogout", False),
        redirect_uris=rep.texts("redirectUris"),
        web_origins=tuple(filter(None, rep.texts("webOrigins"))),
        not_before=rep.number("notBefore", 0),
        attributes={name: value for name, value in rep.options("attributes").items() if value.strip()},
        mappers=tuple(_mappers_of_client(realm, rep)),
        default_scopes=rep.texts("defaultClientScopes"),
        optional_scopes=rep.texts("optionalClientScopes"),
        roles=mapped.get(("client", client_id), frozenset()),
    )


def _scope(realm: str, rep: Reader, mapped: Mapping[tuple[str, str], frozenset[RoleRef]]) -> ClientScope:
    attributes = rep.options("attributes")
    return ClientScope(
        id=rep.text("id") or derived_id(realm, "clientScopes", rep.text("name")),
        name=rep.text("name"),
        protocol=rep.text("protocol", "openid-connect"),
        mappers=tuple(_mappers(realm, rep)),
        roles=mapped.get(("clientScope", rep.text("name")), frozenset()),
        in_token_scope=attributes.get("include.in.token.scope", "true").lower() == "true",
        # A scope without a protocol can be used by OpenID Connect clients, but is not listed in the metadata.
        in_metadata="protocol" in rep.rep
        and attributes.get("include.in.openid.provider.metadata", "true").lower() == "true",
        always_consent=attributes.get("always.consent.scope", "").lower() == "true",
        on_consent_screen=attributes.get("display.on.consent.screen", "true").lower() == "true",
        consent_text=attributes.get("consent.screen.text", ""),
        gui_order=attributes.get("gui.order", ""),
    )


def _mappers(realm: str, rep: Reader) -> Iterator[Mapper]:
    for mapper in rep.objects("protocolMappers", "name"):
        if mapper.text("protocol", "openid-connect") == "openid-connect":
            own_id = mapper.text("id") or derived_id(realm, rep.place, mapper.text("name"))
            yield Mapper(own_id, mapper.text("name"), mapper.text("protocolMapper"), _nonempty_options(mapper))


def _mappers_of_client(realm: str, rep: Reader) -> Iterator[Mapper]:
    for mapper in _mappers(realm, rep):
        if mapper.type == sector_identifiers.MAPPER:
            uri = mapper.options.get("sectorIdentifierUri", "")
            if reason := sector_identifiers.sector_error(uri, rep.text("rootUrl"), rep.texts("redirectUris")):
                rep.problems.append(
                    (f"{rep.place}.protocolMappers.{mapper.name}", f"Keycloak rejects this client: {reason}")
                )
        yield mapper


def _nonempty_options(mapper: Reader) -> dict[str, str]:
    """Return the options of a mapper; an empty value counts as absent."""
    return {name: value for name, value in mapper.options("config").items() if value}
