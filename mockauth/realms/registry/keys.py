"""Every key that a registry may have: its type, what it is called in a realm representation, and what it means."""

from collections.abc import Mapping
from typing import NamedTuple

FLAG, NUMBER, TEXT, TEXTS, OPTIONS, LISTS = "flag", "number", "text", "texts", "options", "lists"
URL, ADDRESS, REDIRECTS, LOGOUTS, ORIGINS, BASE32 = "url", "address", "redirects", "logouts", "origins", "base32"
_ALGORITHMS = (
    *("RS256", "RS384", "RS512", "PS256", "PS384", "PS512"),
    *("ES256", "ES384", "ES512", "EdDSA", "HS256", "HS384", "HS512"),
)
# Where a key is a client attribute to Keycloak, its name begins so.
ATTRIBUTE = "attributes."


class Key(NamedTuple):
    """A key: `type` is one of the names above, or `tables of KIND`; `name` is Keycloak's, empty where it is sugar.

    `choices` are the only values of a text that has some.
    """

    type: str
    name: str
    means: str
    choices: tuple[str, ...] = ()


def _seconds(name: str, means: str) -> Key:
    return Key(NUMBER, name, f"{means}, in seconds")


_ROLES = {
    "realm_roles": Key(TEXTS, "realmRoles", "realm roles; one that is not defined is made"),
    "client_roles": Key(LISTS, "clientRoles", "roles of clients: client id = [roles]"),
}
_MAPPERS = {"protocol_mappers": Key("tables of mapper", "", "protocol mappers by name")}
_ID = {"id": Key(TEXT, "id", "the id; derived from the names where it is absent")}

KEYS: Mapping[str, Mapping[str, Key]] = {
    "registry": {
        "realms": Key("tables of realm", "", "realms by name"),
    },
    "realm": {
        **_ID,
        "enabled": Key(FLAG, "enabled", "whether the realm is open (true)"),
        "display_name": Key(TEXT, "displayName", "the realm's name for people"),
        "ssl_required": Key(TEXT, "sslRequired", "who needs TLS (external)", ("none", "external", "all")),
        "not_before": _seconds("notBefore", "tokens issued before this time are void: a time since 1970"),
        "display_name_html": Key(TEXT, "displayNameHtml", "the same with markup, above its pages"),
        "internationalization_enabled": Key(FLAG, "internationalizationEnabled", "whether pages come in languages"),
        "supported_locales": Key(TEXTS, "supportedLocales", "the languages of its pages, such as en and de"),
        "default_locale": Key(TEXT, "defaultLocale", "the language where people wish none of these (en)"),
        "registration_allowed": Key(FLAG, "registrationAllowed", "whether people may register"),
        "registration_email_as_username": Key(
            FLAG, "registrationEmailAsUsername", "whether those who register get their email as username"
        ),
        "edit_username_allowed": Key(FLAG, "editUsernameAllowed", "whether people may change their username"),
        "reset_password_allowed": Key(FLAG, "resetPasswordAllowed", "whether people may ask for a new password"),
        "remember_me": Key(FLAG, "rememberMe", "whether a login may outlast the browser"),
        "verify_email": Key(FLAG, "verifyEmail", "whether people must confirm their email"),
        "login_with_email_allowed": Key(FLAG, "loginWithEmailAllowed", "whether an email will do as username (true)"),
        "duplicate_emails_allowed": Key(FLAG, "duplicateEmailsAllowed", "whether several users may share an email"),
        "password_policy": Key(TEXT, "passwordPolicy", "what new passwords must be, such as length(8) and digits(1)"),
        "brute_force_protected": Key(FLAG, "bruteForceProtected", "whether people who guess passwords have to wait"),
        "failure_factor": Key(NUMBER, "failureFactor", "how many guesses they have (30)"),
        "wait_increment_seconds": _seconds("waitIncrementSeconds", "how much longer they wait each time (60)"),
        "permanent_lockout": Key(FLAG, "permanentLockout", "whether they are locked out for good instead"),
        "otp_policy_type": Key(
            TEXT, "otpPolicyType", "what new authenticators go by: totp (the time) or hotp", ("totp", "hotp")
        ),
        "otp_policy_algorithm": Key(
            TEXT, "otpPolicyAlgorithm", "their algorithm (HmacSHA1)", ("HmacSHA1", "HmacSHA256", "HmacSHA512")
        ),
        "otp_policy_digits": Key(NUMBER, "otpPolicyDigits", "how many digits their codes have (6)"),
        "otp_policy_period": _seconds("otpPolicyPeriod", "how long they show a code (30)"),
        "otp_policy_look_ahead_window": Key(
            NUMBER, "otpPolicyLookAheadWindow", "how many periods or counts a code may be off (1)"
        ),
        "otp_policy_code_reusable": Key(FLAG, "otpPolicyCodeReusable", "whether a code may be used again"),
        "default_signature_algorithm": Key(
            TEXT, "defaultSignatureAlgorithm", "the algorithm that signs tokens (RS256)", _ALGORITHMS
        ),
        "access_token_lifespan": _seconds("accessTokenLifespan", "how long an access token is valid (300)"),
        "sso_session_max_lifespan": _seconds("ssoSessionMaxLifespan", "how long a session lasts (36000)"),
        "client_session_max_lifespan": _seconds("clientSessionMaxLifespan", "how long a client's session lasts"),
        "oauth2_device_code_lifespan": _seconds(
            f"{ATTRIBUTE}oauth2DeviceCodeLifespan", "how long a device's codes are good (600)"
        ),
        "oauth2_device_polling_interval": _seconds(
            f"{ATTRIBUTE}oauth2DevicePollingInterval", "how long a device waits (5)"
        ),
        "par_request_uri_lifespan": _seconds(
            f"{ATTRIBUTE}parRequestUriLifespan", "how long a pushed authorization request is kept (60)"
        ),
        "default_default_client_scopes": Key(TEXTS, "defaultDefaultClientScopes", "scopes that every client gets"),
        "default_optional_client_scopes": Key(
            TEXTS, "defaultOptionalClientScopes", "scopes that every client may ask for"
        ),
        "attributes": Key(OPTIONS, "attributes", "realm attributes"),
        "browser_security_headers": Key(OPTIONS, "browserSecurityHeaders", "security headers, under Keycloak's names"),
        "clients": Key("tables of client", "", "clients by client id"),
        "client_scopes": Key("tables of scope", "", "client scopes by name"),
        "roles": Key("tables of role", "", "realm roles by name, or a list of names"),
        "groups": Key("tables of group", "", "groups by name"),
        "users": Key("tables of user", "", "users by username"),
        "organizations_enabled": Key(
            FLAG, "organizationsEnabled", "whether there are organizations (true where the registry has some)"
        ),
        "organizations": Key("tables of organization", "", "organizations by alias"),
    },
    "client": {
        **_ID,
        "name": Key(TEXT, "name", "the client's name for people"),
        "description": Key(TEXT, "description", "what the client is"),
        "enabled": Key(FLAG, "enabled", "whether the client is open (true)"),
        "protocol": Key(
            TEXT, "protocol", "openid-connect, or saml (which gets no tokens here)", ("openid-connect", "saml")
        ),
        "secret": Key(TEXT, "secret", "the client secret; it makes the client confidential"),
        "public_client": Key(FLAG, "publicClient", "whether the client shows no secret (true without a secret)"),
        "bearer_only": Key(FLAG, "bearerOnly", "whether the client only checks tokens"),
        "client_authenticator_type": Key(
            TEXT,
            "clientAuthenticatorType",
            "how the client authenticates (client-secret)",
            ("client-secret", "client-secret-jwt", "client-jwt", "client-x509"),
        ),
        "root_url": Key(URL, "rootUrl", "gives <root>/* as redirect URI and the root's origin, where these are absent"),
        "base_url": Key(TEXT, "baseUrl", "the home URL"),
        "admin_url": Key(TEXT, "adminUrl", "the admin URL"),
        "redirect_uris": Key(REDIRECTS, "redirectUris", "valid redirect URIs; * at the end stands for anything"),
        "web_origins": Key(ORIGINS, "webOrigins", "origins whose pages may call; + for those of the redirect URIs"),
        "post_logout_redirect_uris": Key(
            LOGOUTS,
            f"{ATTRIBUTE}post.logout.redirect.uris",
            "where a logout may end; + for the redirect URIs, - for none",
        ),
        "logout_confirmation_enabled": Key(
            FLAG, f"{ATTRIBUTE}logout.confirmation.enabled", "whether a page says that people are logged out (off)"
        ),
        "backchannel_logout_url": Key(
            ADDRESS, f"{ATTRIBUTE}backchannel.logout.url", "the URL that is sent a logout token when a session ends"
        ),
        "backchannel_logout_session_required": Key(
            FLAG, f"{ATTRIBUTE}backchannel.logout.session.required", "whether that names the session (true)"
        ),
        "backchannel_logout_revoke_offline_tokens": Key(
            FLAG,
            f"{ATTRIBUTE}backchannel.logout.revoke.offline.tokens",
            "whether it asks to forget offline tokens (off)",
        ),
        "frontchannel_logout": Key(
            FLAG, "frontchannelLogout", "whether browsers tell of logouts (true where there is a URL for it)"
        ),
        "frontchannel_logout_url": Key(
            ADDRESS,
            f"{ATTRIBUTE}frontchannel.logout.url",
            "the URL that a browser opens in a frame when people log out",
        ),
        "frontchannel_logout_session_required": Key(
            FLAG, f"{ATTRIBUTE}frontchannel.logout.session.required", "whether that names the session (true)"
        ),
        "service_accounts_enabled": Key(FLAG, "serviceAccountsEnabled", "the client_credentials grant (off)"),
        "standard_flow_enabled": Key(FLAG, "standardFlowEnabled", "the authorization code flow (off)"),
        "implicit_flow_enabled": Key(FLAG, "implicitFlowEnabled", "the implicit flow (off)"),
        "direct_access_grants_enabled": Key(FLAG, "directAccessGrantsEnabled", "the password grant (off)"),
        "consent_required": Key(FLAG, "consentRequired", "whether users are asked for consent"),
        "full_scope_allowed": Key(FLAG, "fullScopeAllowed", "whether tokens hold all of a user's roles (true)"),
        "not_before": _seconds("notBefore", "tokens issued before this time are void: a time since 1970"),
        "default_client_scopes": Key(TEXTS, "defaultClientScopes", "client scopes (those of the realm)"),
        "optional_client_scopes": Key(TEXTS, "optionalClientScopes", "client scopes that it may ask for"),
        "jwks_url": Key(ADDRESS, f"{ATTRIBUTE}jwks.url", "where its public keys are, as a JSON Web Key Set"),
        "request_uris": Key(TEXTS, f"{ATTRIBUTE}request.uris", "URLs of request objects; * at the end for anything"),
        "require_pushed_authorization_requests": Key(
            FLAG, f"{ATTRIBUTE}require.pushed.authorization.requests", "whether it has to push its requests (no)"
        ),
        "attributes": Key(OPTIONS, "attributes", 'client attributes, such as "access.token.lifespan"'),
        "service_account_roles": Key(TEXTS, "", "realm roles of the service account, beside the default ones"),
        "service_account_client_roles": Key(LISTS, "", "client roles of the service account: client id = [roles]"),
        "scope_mappings": Key(TEXTS, "", "realm roles let through where full_scope_allowed is false"),
        "client_scope_mappings": Key(LISTS, "", "client roles let through: client id = [roles]"),
        "roles": Key("tables of role", "", "the client's own roles by name, or a list of names"),
        **_MAPPERS,
    },
    "scope": {
        **_ID,
        "description": Key(TEXT, "description", "what the scope is"),
        "include_in_token_scope": Key(FLAG, "", "whether the scope claim names it (true)"),
        "attributes": Key(OPTIONS, "attributes", "attributes of the scope"),
        "scope_mappings": Key(TEXTS, "", "realm roles that it lets through, and without which it is not granted"),
        "client_scope_mappings": Key(LISTS, "", "client roles likewise: client id = [roles]"),
        **_MAPPERS,
    },
    "mapper": {
        **_ID,
        "protocol_mapper": Key(
            TEXT, "protocolMapper", "Keycloak's id of the mapper, such as oidc-hardcoded-claim-mapper"
        ),
        "config": Key(
            OPTIONS, "config", "Keycloak's options of the mapper; it writes to all tokens unless they say else"
        ),
    },
    "role": {
        "description": Key(TEXT, "description", "what the role is"),
        "realm_composites": Key(TEXTS, "", "realm roles that it is composed of"),
        "client_composites": Key(LISTS, "", "client roles that it is composed of: client id = [roles]"),
    },
    "group": {
        **_ID,
        **_ROLES,
        "attributes": Key(LISTS, "attributes", "attributes of its members: name = value or [values]"),
        "sub_groups": Key("tables of group", "", "groups in it by name"),
    },
    "organization": {
        **_ID,
        "name": Key(TEXT, "name", "the organization's name for people (the alias)"),
        "enabled": Key(FLAG, "enabled", "whether it is open (true)"),
        "domains": Key(TEXTS, "", "its domains, such as acme.example; *. before one is for all below it"),
        "attributes": Key(LISTS, "attributes", "attributes: name = value or [values]"),
        "members": Key(TEXTS, "", "its members, by username"),
    },
    "user": {
        **_ID,
        "enabled": Key(FLAG, "enabled", "whether the user may log in (true)"),
        "email": Key(TEXT, "email", "the email address"),
        "email_verified": Key(FLAG, "emailVerified", "whether it is verified (true where there is an email)"),
        "first_name": Key(TEXT, "firstName", "the first name"),
        "last_name": Key(TEXT, "lastName", "the last name"),
        "password": Key(TEXT, "", "the password"),
        "totp_secret": Key(
            BASE32, "", "the key of an authenticator, base32; who has one gives a one-time password too"
        ),
        "attributes": Key(LISTS, "attributes", "attributes: name = value or [values]"),
        "groups": Key(TEXTS, "groups", "groups by path, such as /staff/admins"),
        "required_actions": Key(TEXTS, "requiredActions", "what the user must do at the next login"),
        **_ROLES,
    },
}
