"""Realm files with unusual values of other keys."""

from collections.abc import Mapping
from typing import Any

from contract.realm_files.parts import MAPPER, PROFILE_PROVIDER, client, key, user

FILES: Mapping[str, dict[str, Any] | str] = {
    "an SMTP server": {"smtpServer": {"host": "localhost", "from": "no-reply@example.org", "port": "25"}},
    "an invalid SMTP sender address": {"smtpServer": {"host": "localhost", "from": "nobody"}},
    "an SMTP sender address with a name in it": {
        "smtpServer": {"host": "localhost", "from": "Nobody <no@example.org>"}
    },
    "an empty SMTP sender address": {"smtpServer": {"host": "localhost", "from": ""}},
    "an SMTP server without a sender address": {"smtpServer": {"host": "localhost"}},
    "an invalid SMTP reply-to address": {
        "smtpServer": {"host": "localhost", "from": "a@example.org", "replyTo": "nobody"}
    },
    "a word for the SMTP port": {"smtpServer": {"host": "localhost", "port": "mail"}},
    "an empty SMTP server": {"smtpServer": {}},
    "an unknown sslRequired": {"sslRequired": "sometimes"},
    "sslRequired in lowercase": {"sslRequired": "none"},
    "sslRequired in uppercase": {"sslRequired": "EXTERNAL"},
    "an unknown default signature algorithm": {"defaultSignatureAlgorithm": "RS999"},
    "an unknown protocol of a client": client(protocol="odd"),
    "an unknown client authenticator": client(clientAuthenticatorType="odd"),
    "a SAML client": client(protocol="saml"),
    "a bearer-only client": client(bearerOnly=True, serviceAccountsEnabled=False),
    "a client ID with special characters": client(clientId="a b/c?d#ö"),
    "a client ID with a line break": client(clientId="a\nb"),
    "a client ID of 300 characters": client(clientId="c" * 300),
    "an invalid email": user(email="nobody"),
    "an email with a space": user(email="a b@example.org"),
    "a username with a space": user(username="ada lovelace"),
    "a username with special characters": user(username="ada<b>$ö"),
    "a username of one character": user(username="a"),
    "a username of 256 characters": user(username="a" * 256),
    "a username in uppercase": user(username="ADA"),
    "an empty first name": user(firstName="", lastName=""),
    "a first name with angle brackets": user(firstName="<b>"),
    "a realm ID of 37 characters": {"id": "i" * 37},
    "a user ID of 37 characters": user(id="i" * 37),
    "an ID that is not a UUID": {"id": "probe-id"},
    "the ID of a client with special characters": client(id="a b"),
    "an invalid keycloakVersion": {"keycloakVersion": "latest"},
    "a keycloakVersion of the future": {"keycloakVersion": "99.0.0"},
    "a keycloakVersion that is a dash": {"keycloakVersion": "-"},
    "a keycloakVersion of two dashes": {"keycloakVersion": "--"},
    "a keycloakVersion with a leading dash": {"keycloakVersion": "-1"},
    "a keycloakVersion with a number that is too large": {"keycloakVersion": "2147483648"},
    "a keycloakVersion whose last number is too large": {"keycloakVersion": "26.7.2147483648"},
    "an empty keycloakVersion": {"keycloakVersion": ""},
    "a keycloakVersion of long ago": {"keycloakVersion": "4.8.3.Final"},
    "an acr.loa.map of the realm that cannot be parsed": {"attributes": {"acr.loa.map": "x"}},
    "an acr.loa.map of a client that cannot be parsed": client(attributes={"acr.loa.map": "x"}),
    "an unknown OTP type": {"otpPolicyType": "odd"},
    "an unknown OTP algorithm": {"otpPolicyAlgorithm": "odd"},
    "five OTP digits": {"otpPolicyDigits": 5},
    "a user profile that cannot be parsed": {
        "components": {
            PROFILE_PROVIDER: [{"providerId": "declarative-user-profile", "config": {"kc.user.profile.config": ["x"]}}]
        }
    },
    "a user profile without a username": {
        "components": {
            PROFILE_PROVIDER: [
                {
                    "providerId": "declarative-user-profile",
                    "config": {"kc.user.profile.config": ['{"attributes": [{"name": "email"}]}']},
                }
            ]
        }
    },
    "a user profile with an unknown key": {
        "components": {
            PROFILE_PROVIDER: [
                {
                    "providerId": "declarative-user-profile",
                    "config": {"kc.user.profile.config": ['{"attributes": [{"name": "username"}], "odd": 1}']},
                }
            ]
        }
    },
    "an RSA key provider without a private key": key("rsa", algorithm="RS256"),
    "an RSA key provider with an invalid private key": key("rsa", privateKey="x"),
    "a key provider with an invalid key size": key("rsa-generated", keySize="100"),
    "a key provider with an unknown algorithm": key("rsa-generated", algorithm="RS999"),
    "a key provider with an unknown curve": key("ecdsa-generated", ecdsaEllipticCurveKey="P-1"),
    "a key provider with a word for the priority": key("rsa-generated", priority="high"),
    "a key provider with a word for a boolean": key("rsa-generated", enabled="yes"),
    "an HMAC key provider": key("hmac-generated", algorithm="HS256"),
    "a key provider with an unknown option": key("rsa-generated", odd="x"),
    "a key provider with a Java keystore": key(
        "java-keystore", keystore="/nowhere.jks", keystorePassword="p", keyAlias="a"
    ),
    "client policies with invalid JSON": {"clientPolicies": {"policies": [{"odd": 1}]}},
    "a list for client policies": {"clientPolicies": []},
    "a client profile with an unknown executor": {
        "clientProfiles": {"profiles": [{"name": "p", "executors": [{"executor": "odd", "configuration": {}}]}]}
    },
    "a client policy with an undefined profile": {
        "clientPolicies": {"policies": [{"name": "p", "enabled": True, "conditions": [], "profiles": ["ghost"]}]}
    },
    "an organization without organizationsEnabled": {
        "organizations": [{"name": "o", "alias": "o", "enabled": True, "domains": [{"name": "o.org"}]}]
    },
    "an organization": {
        "organizationsEnabled": True,
        "organizations": [{"name": "o", "alias": "o", "enabled": True, "domains": [{"name": "o.org"}]}],
    },
    "an organization without a domain": {"organizationsEnabled": True, "organizations": [{"name": "o"}]},
    "a duplicate organization": {
        "organizationsEnabled": True,
        "organizations": [{"name": "o", "domains": [{"name": f"{it}.org"}]} for it in "ab"],
    },
    "duplicate emails and logins with an email, both allowed": {
        "duplicateEmailsAllowed": True,
        "loginWithEmailAllowed": True,
    },
    "a pairwise subject mapper without a host": client(
        protocolMappers=[
            {
                "name": "m",
                "protocol": "openid-connect",
                "protocolMapper": "oidc-sha256-pairwise-sub-mapper",
                "config": {},
            }
        ]
    ),
    "a script mapper": client(
        protocolMappers=[{**MAPPER, "protocolMapper": "oidc-script-based-protocol-mapper", "config": {"script": "1"}}]
    ),
    "a security header with a line break": {"browserSecurityHeaders": {"xFrameOptions": "a\nb"}},
    "a user federation provider": {
        "components": {
            "org.keycloak.storage.UserStorageProvider": [
                {"name": "ldap", "providerId": "ldap", "config": {"connectionUrl": ["ldap://localhost:1"]}}
            ]
        }
    },
    "a negative lifespan of a client": client(nodeReRegistrationTimeout=-1),
    "an invalid certificate of a client": client(attributes={"jwt.credential.certificate": "x"}),
    "an invalid jwks.string of a client": client(attributes={"jwks.string": "x", "use.jwks.string": "true"}),
    "a description of 300 characters": client(description="d" * 300),
    "a role name of 300 characters": {"roles": {"realm": [{"name": "r" * 300}]}},
    "a role name with special characters": {"roles": {"realm": [{"name": "a b/c?d"}]}},
    "an empty role name": {"roles": {"realm": [{"name": ""}]}},
    "a group name with a slash": {"groups": [{"name": "a/b"}]},
    "an empty group name": {"groups": [{"name": ""}]},
    "default roles that are listed but not composed": {
        "roles": {"realm": [{"name": "default-roles-probe"}]},
    },
    "a default role that is in the list of roles": {
        "defaultRole": {"name": "all"},
        "roles": {"realm": [{"name": "all", "composites": {"realm": ["offline_access"]}}]},
    },
    "client scopes next to built-in names": client(defaultClientScopes=["profile"]) | {"clientScopes": []},
    "the key totp of a user": user(totp=True, origin="x", access={"view": True}),
    "a client with the protocol docker-v2": client(protocol="docker-v2"),
    "a client with the protocol oid4vc": client(protocol="oid4vc"),
}
