"""Realm files with identity providers, their mappers, and required credentials."""

from collections.abc import Mapping
from typing import Any

from contract.realm_files.parts import IDP_MAPPER, REGISTRATION_POLICY, flow, idp, idp_mappers

FILES: Mapping[str, dict[str, Any] | str] = {
    "an undefined first broker login flow": idp(firstBrokerLoginFlowAlias="ghost"),
    "the built-in first broker login flow": idp(firstBrokerLoginFlowAlias="first broker login"),
    "an empty first broker login flow": idp(firstBrokerLoginFlowAlias=""),
    "a custom first broker login flow": {
        **idp(firstBrokerLoginFlowAlias="own"),
        **flow({"authenticator": "idp-review-profile"}),
    },
    "an undefined post broker login flow": idp(postBrokerLoginFlowAlias="ghost"),
    "an authorization URL that is a variable": idp(config={"authorizationUrl": "${URL}"}),
    "a token URL without a scheme": idp(config={"tokenUrl": "idp.example.org"}),
    "a userinfo URL that is a path": idp(config={"userInfoUrl": "/x"}),
    "an authorization URL with a space": idp(config={"authorizationUrl": "https://example.org/a b"}),
    "an empty authorization URL": idp(config={"authorizationUrl": ""}),
    "an invalid JWKS URL of an identity provider": idp(config={"jwksUrl": "x"}),
    "an invalid logout URL of an identity provider": idp(config={"logoutUrl": "x"}),
    "a SAML identity provider with an invalid URL": idp(providerId="saml", config={"singleSignOnServiceUrl": "x"}),
    "a Keycloak identity provider with an invalid URL": idp(providerId="keycloak-oidc", config={"tokenUrl": "x"}),
    "an authorization URL with http on localhost": idp(config={"authorizationUrl": "http://localhost:8080/x"}),
    "an authorization URL with http in a private network": idp(config={"authorizationUrl": "http://192.168.0.1/x"}),
    "an authorization URL with http in a public network": idp(config={"authorizationUrl": "http://203.0.113.5/x"}),
    "an authorization URL with http in a public network and sslRequired none": {
        "sslRequired": "none",
        **idp(config={"authorizationUrl": "http://203.0.113.5/x"}),
    },
    "an authorization URL with http on localhost and sslRequired all": {
        "sslRequired": "all",
        **idp(config={"authorizationUrl": "http://localhost:8080/x"}),
    },
    "validateSignature without keys": idp(config={"validateSignature": "true"}),
    "validateSignature and useJwksUrl without a JWKS URL": idp(
        config={"validateSignature": "true", "useJwksUrl": "true"}
    ),
    "validateSignature and useJwksUrl with a JWKS URL": idp(
        config={"validateSignature": "true", "useJwksUrl": "true", "jwksUrl": "https://example.org/keys"}
    ),
    "PKCE without a method": idp(config={"pkceEnabled": "true"}),
    "PKCE with a method": idp(config={"pkceEnabled": "true", "pkceMethod": "S256"}),
    "a mapper of an identity provider": idp_mappers(IDP_MAPPER),
    "a mapper of an identity provider without a name": idp_mappers({**IDP_MAPPER, "name": None}),
    "a mapper of an identity provider without an alias": idp_mappers({**IDP_MAPPER, "identityProviderAlias": None}),
    "a mapper of an identity provider without a type": idp_mappers({**IDP_MAPPER, "identityProviderMapper": None}),
    "a duplicate mapper of an identity provider": idp_mappers(IDP_MAPPER, IDP_MAPPER),
    "a mapper of an unknown identity provider": idp_mappers({**IDP_MAPPER, "identityProviderAlias": "ghost"}),
    "a component of an unknown provider type of Keycloak": {
        "components": {f"{REGISTRATION_POLICY.removesuffix('y')}ies": [{"name": "k", "providerId": "consent-required"}]}
    },
    "the required credential password": {"requiredCredentials": ["password"]},
    "the required credential otp": {"requiredCredentials": ["otp"]},
    "the required credential totp": {"requiredCredentials": ["totp"]},
    "the required credential cert": {"requiredCredentials": ["cert"]},
    "the required credential kerberos": {"requiredCredentials": ["kerberos"]},
    "the required credential secret": {"requiredCredentials": ["secret"]},
    "the required credential PASSWORD": {"requiredCredentials": ["PASSWORD"]},
    "the required credential hardware": {"requiredCredentials": ["hardware"]},
}
