"""The keys of a client's table that change an answer, grouped by purpose, in the order of the documentation."""

from collections.abc import Mapping

from mockauth.realms.registry.key_types import (
    ADDRESS,
    ATTRIBUTE,
    FLAG,
    LISTS,
    LOGOUTS,
    NUMBER,
    OPTIONS,
    ORIGINS,
    REDIRECTS,
    TEXT,
    TEXTS,
    URL,
    Key,
    tables_of,
)

CLIENT: Mapping[str, Mapping[str, Key]] = {
    "General": {
        "id": Key(TEXT, "id", "ID of the client (not the client ID); derived from the names by default"),
        "name": Key(TEXT, "name", "Name of the client on pages"),
        "description": Key(TEXT, "description", "Description of the client"),
        "enabled": Key(FLAG, "enabled", "Whether the client is enabled"),
        "protocol": Key(TEXT, "protocol", "openid-connect, or saml, which gets no tokens", ("openid-connect", "saml")),
        "attributes": Key(OPTIONS, "attributes", 'Client attributes, for example "access.token.lifespan"'),
        "not_before": Key(NUMBER, "notBefore", "Reject tokens issued before this time, in seconds since 1970"),
        "consent_required": Key(FLAG, "consentRequired", "Whether users must give their consent"),
    },
    "Client authentication": {
        "secret": Key(TEXT, "secret", "Client secret; makes the client confidential"),
        "public_client": Key(
            FLAG, "publicClient", "Whether the client is public; false if it has a secret or an authenticator"
        ),
        "bearer_only": Key(FLAG, "bearerOnly", "Whether the client only validates tokens and never asks for one"),
        "client_authenticator_type": Key(
            TEXT,
            "clientAuthenticatorType",
            "How the client authenticates",
            ("client-secret", "client-secret-jwt", "client-jwt", "client-x509"),
        ),
        "jwks_url": Key(ADDRESS, f"{ATTRIBUTE}jwks.url", "URL of the client's public keys (JWKS)"),
    },
    "Grants": {
        "standard_flow_enabled": Key(FLAG, "standardFlowEnabled", "Authorization code flow"),
        "implicit_flow_enabled": Key(FLAG, "implicitFlowEnabled", "Implicit flow"),
        "direct_access_grants_enabled": Key(FLAG, "directAccessGrantsEnabled", "Password grant"),
        "service_accounts_enabled": Key(FLAG, "serviceAccountsEnabled", "client_credentials grant"),
        "service_account_roles": Key(
            TEXTS, "", "Realm roles of the service account; a role that is not defined is created"
        ),
        "service_account_client_roles": Key(
            LISTS, "", "Client roles of the service account: client ID = [roles]; missing roles are created"
        ),
        "authorization_services_enabled": Key(
            FLAG, "authorizationServicesEnabled", "Authorization services (UMA), which mockauth does not implement"
        ),
    },
    "Redirects": {
        "root_url": Key(URL, "rootUrl", "Root of relative URLs, and default of `redirect_uris` and `web_origins`"),
        "base_url": Key(TEXT, "baseUrl", "URL of the application, linked from pages"),
        "admin_url": Key(TEXT, "adminUrl", "URL for backchannel requests to the application"),
        "redirect_uris": Key(REDIRECTS, "redirectUris", "Valid redirect URIs; * at the end matches anything"),
        "web_origins": Key(ORIGINS, "webOrigins", "Allowed CORS origins; + means the origins of the redirect URIs"),
        "request_uris": Key(
            TEXTS, f"{ATTRIBUTE}request.uris", "Valid URLs of request objects; * at the end matches anything"
        ),
        "require_pushed_authorization_requests": Key(
            FLAG,
            f"{ATTRIBUTE}require.pushed.authorization.requests",
            "Whether the client must push its authorization requests",
        ),
    },
    "Logout": {
        "post_logout_redirect_uris": Key(
            LOGOUTS,
            f"{ATTRIBUTE}post.logout.redirect.uris",
            "Valid redirect URIs after a logout; + means the redirect URIs, - none",
        ),
        "logout_confirmation_enabled": Key(
            FLAG, f"{ATTRIBUTE}logout.confirmation.enabled", "Whether a page confirms the logout"
        ),
        "backchannel_logout_url": Key(
            ADDRESS, f"{ATTRIBUTE}backchannel.logout.url", "URL that receives a logout token when a session ends"
        ),
        "backchannel_logout_session_required": Key(
            FLAG,
            f"{ATTRIBUTE}backchannel.logout.session.required",
            "Whether the logout token has the session ID; true if there is a `backchannel_logout_url`",
        ),
        "backchannel_logout_revoke_offline_tokens": Key(
            FLAG,
            f"{ATTRIBUTE}backchannel.logout.revoke.offline.tokens",
            "Whether the logout token asks the client to forget offline tokens",
        ),
        "frontchannel_logout": Key(
            FLAG,
            "frontchannelLogout",
            "Whether the browser notifies the client; true if there is a `frontchannel_logout_url`",
        ),
        "frontchannel_logout_url": Key(
            ADDRESS, f"{ATTRIBUTE}frontchannel.logout.url", "URL that the browser opens in a frame on logout"
        ),
        "frontchannel_logout_session_required": Key(
            FLAG,
            f"{ATTRIBUTE}frontchannel.logout.session.required",
            "Whether that URL gets the session ID and the issuer",
        ),
    },
    "Scopes, roles and claims": {
        "default_client_scopes": Key(
            TEXTS, "defaultClientScopes", "Client scopes that always apply; those of the realm by default"
        ),
        "optional_client_scopes": Key(
            TEXTS, "optionalClientScopes", "Client scopes on request; those of the realm by default"
        ),
        "full_scope_allowed": Key(FLAG, "fullScopeAllowed", "Whether tokens contain all roles of the user"),
        "scope_mappings": Key(TEXTS, "", "Realm roles allowed in tokens if `full_scope_allowed` is false"),
        "client_scope_mappings": Key(
            LISTS, "", "Client roles allowed in tokens if `full_scope_allowed` is false: client ID = [roles]"
        ),
        "roles": tables_of("role", "Roles of the client by name, or a list of names"),
        "protocol_mappers": tables_of("mapper", "Protocol mappers by name"),
    },
}
