"""The keys of a realm's table that change an answer, grouped by purpose, in the order of the documentation."""

from collections.abc import Mapping

from mockauth.realms.registry.key_types import (
    ATTRIBUTE,
    FLAG,
    LONG,
    NUMBER,
    OPTIONS,
    TEXT,
    TEXTS,
    Key,
    seconds,
    tables_of,
)

_ALGORITHMS = (
    *("RS256", "RS384", "RS512", "PS256", "PS384", "PS512"),
    *("ES256", "ES384", "ES512", "EdDSA", "HS256", "HS384", "HS512"),
)

REALM: Mapping[str, Mapping[str, Key]] = {
    "Contents": {
        "clients": tables_of("client", "Clients by client ID"),
        "client_scopes": tables_of("scope", "Client scopes by name"),
        "roles": tables_of("role", "Realm roles by name, or a list of names"),
        "groups": tables_of("group", "Groups by name"),
        "users": tables_of("user", "Users by username"),
        "organizations": tables_of("organization", "Organizations by alias"),
        "default_groups": Key(TEXTS, "defaultGroups", "Paths of the groups that people who register join"),
        "default_default_client_scopes": Key(
            TEXTS, "defaultDefaultClientScopes", "Default client scopes of clients that do not name their own"
        ),
        "default_optional_client_scopes": Key(
            TEXTS, "defaultOptionalClientScopes", "Optional client scopes of clients that do not name their own"
        ),
    },
    "General": {
        "id": Key(TEXT, "id", "ID of the realm; derived from its name by default"),
        "enabled": Key(FLAG, "enabled", "Whether the realm is enabled"),
        "ssl_required": Key(
            TEXT, "sslRequired", "Which requests need HTTPS: none, external or all", ("none", "external", "all")
        ),
        "not_before": Key(NUMBER, "notBefore", "Reject tokens issued before this time, in seconds since 1970"),
        "default_signature_algorithm": Key(
            TEXT, "defaultSignatureAlgorithm", "Signature algorithm of tokens", _ALGORITHMS
        ),
        "organizations_enabled": Key(
            FLAG, "organizationsEnabled", "Whether organizations are enabled; true if the registry defines one"
        ),
        "browser_flow": Key(
            TEXT, "browserFlow", "Authentication flow of browser logins; its ACR and OTP conditions are used"
        ),
        "direct_grant_flow": Key(
            TEXT, "directGrantFlow", "Authentication flow of the password grant; its OTP conditions are used"
        ),
        "browser_security_headers": Key(
            OPTIONS, "browserSecurityHeaders", "Security headers of pages, under Keycloak's names"
        ),
        "attributes": Key(OPTIONS, "attributes", "Realm attributes"),
        "private_key": Key(TEXT, "privateKey", "PEM of the signing key, as in exports of Keycloak 1"),
        "certificate": Key(TEXT, "certificate", "Certificate of that key"),
    },
    "Lifespans of tokens and codes": {
        "access_token_lifespan": seconds("accessTokenLifespan", "Lifespan of access tokens"),
        "access_token_lifespan_for_implicit_flow": seconds(
            "accessTokenLifespanForImplicitFlow", "Lifespan of access tokens of the implicit flow"
        ),
        "revoke_refresh_token": Key(FLAG, "revokeRefreshToken", "Refresh token rotation: revoke used refresh tokens"),
        "refresh_token_max_reuse": Key(
            NUMBER, "refreshTokenMaxReuse", "How often a refresh token can be reused if `revoke_refresh_token` is true"
        ),
        "access_code_lifespan": seconds("accessCodeLifespan", "Time to redeem an authorization code"),
        "access_code_lifespan_login": seconds("accessCodeLifespanLogin", "Time to complete a login"),
        "access_code_lifespan_user_action": seconds(
            "accessCodeLifespanUserAction", "Time to complete one step of a login, such as a required action"
        ),
        "oauth2_device_code_lifespan": seconds(
            f"{ATTRIBUTE}oauth2DeviceCodeLifespan", "Lifespan of device codes and user codes"
        ),
        "oauth2_device_polling_interval": seconds(
            f"{ATTRIBUTE}oauth2DevicePollingInterval", "Minimum time between two polls of a device"
        ),
        "par_request_uri_lifespan": seconds(
            f"{ATTRIBUTE}parRequestUriLifespan", "Lifespan of pushed authorization requests"
        ),
    },
    "Lifespans of sessions": {
        "sso_session_idle_timeout": seconds("ssoSessionIdleTimeout", "A session ends after this time without use"),
        "sso_session_max_lifespan": seconds("ssoSessionMaxLifespan", "A session ends after this time in any case"),
        "sso_session_idle_timeout_remember_me": seconds(
            "ssoSessionIdleTimeoutRememberMe", 'Idle timeout of logins with "Remember me"; 0: as other sessions'
        ),
        "sso_session_max_lifespan_remember_me": seconds(
            "ssoSessionMaxLifespanRememberMe", 'Maximum lifespan of logins with "Remember me"; 0: as other sessions'
        ),
        "client_session_idle_timeout": seconds(
            "clientSessionIdleTimeout", "Idle timeout of client sessions and refresh tokens; 0: as the session"
        ),
        "client_session_max_lifespan": seconds(
            "clientSessionMaxLifespan", "Maximum lifespan of client sessions; 0: as the session"
        ),
        "offline_session_idle_timeout": seconds(
            "offlineSessionIdleTimeout", "An offline session ends after this time without use"
        ),
        "offline_session_max_lifespan_enabled": Key(
            FLAG, "offlineSessionMaxLifespanEnabled", "Whether offline sessions have a maximum lifespan"
        ),
        "offline_session_max_lifespan": seconds("offlineSessionMaxLifespan", "Maximum lifespan of offline sessions"),
        "client_offline_session_idle_timeout": seconds(
            "clientOfflineSessionIdleTimeout", "Idle timeout of offline tokens; 0: as the offline session"
        ),
        "client_offline_session_max_lifespan": seconds(
            "clientOfflineSessionMaxLifespan", "Maximum lifespan of offline tokens; 0: as the offline session"
        ),
    },
    "Login, registration and pages": {
        "display_name": Key(TEXT, "displayName", "Name of the realm on pages"),
        "display_name_html": Key(TEXT, "displayNameHtml", "HTML of the name above the login form"),
        "login_theme": Key(TEXT, "loginTheme", "Theme of pages; `keycloak` is the older one, anything else the newer"),
        "internationalization_enabled": Key(
            FLAG, "internationalizationEnabled", "Whether pages are available in several languages"
        ),
        "supported_locales": Key(TEXTS, "supportedLocales", "Languages of pages, for example en and de"),
        "default_locale": Key(TEXT, "defaultLocale", "Language of pages if the user does not ask for a supported one"),
        "login_with_email_allowed": Key(
            FLAG, "loginWithEmailAllowed", "Whether users can log in with their email address"
        ),
        "duplicate_emails_allowed": Key(
            FLAG, "duplicateEmailsAllowed", "Whether several users can have the same email address"
        ),
        "registration_allowed": Key(FLAG, "registrationAllowed", "Whether people can register"),
        "registration_email_as_username": Key(
            FLAG, "registrationEmailAsUsername", "Whether the email address of a new user is the username"
        ),
        "edit_username_allowed": Key(FLAG, "editUsernameAllowed", "Whether users can change their username"),
        "reset_password_allowed": Key(
            FLAG, "resetPasswordAllowed", 'Whether the login page links to "Forgot password?"'
        ),
        "remember_me": Key(FLAG, "rememberMe", 'Whether the login page offers "Remember me"'),
        "verify_email": Key(FLAG, "verifyEmail", "Whether users must verify their email address"),
    },
    "Passwords and brute force detection": {
        "password_policy": Key(
            TEXT, "passwordPolicy", "Rules for new passwords, for example `length(8) and digits(1)`"
        ),
        "brute_force_protected": Key(
            FLAG, "bruteForceProtected", "Whether users are locked out after too many wrong passwords"
        ),
        "failure_factor": Key(NUMBER, "failureFactor", "Wrong passwords before the user is locked out"),
        "wait_increment_seconds": seconds("waitIncrementSeconds", "Duration by which each lockout grows"),
        "max_failure_wait_seconds": seconds("maxFailureWaitSeconds", "Maximum duration of a lockout"),
        "brute_force_strategy": Key(TEXT, "bruteForceStrategy", "How lockouts grow", ("LINEAR", "MULTIPLE")),
        "quick_login_check_milli_seconds": Key(
            LONG,
            "quickLoginCheckMilliSeconds",
            "Two wrong passwords within this time lock the user out, in milliseconds",
        ),
        "minimum_quick_login_wait_seconds": seconds(
            "minimumQuickLoginWaitSeconds", "Duration of a lockout after two quick wrong passwords"
        ),
        "max_delta_time_seconds": seconds("maxDeltaTimeSeconds", "Time after which wrong passwords are forgotten"),
        "permanent_lockout": Key(FLAG, "permanentLockout", "Whether lockouts are permanent"),
        "max_temporary_lockouts": Key(
            NUMBER, "maxTemporaryLockouts", "Temporary lockouts before a permanent one, if `permanent_lockout` is true"
        ),
    },
    "One-time passwords": {
        "otp_policy_type": Key(TEXT, "otpPolicyType", "Kind of new authenticators: time or counter", ("totp", "hotp")),
        "otp_policy_algorithm": Key(
            TEXT, "otpPolicyAlgorithm", "Hash algorithm", ("HmacSHA1", "HmacSHA256", "HmacSHA512")
        ),
        "otp_policy_digits": Key(NUMBER, "otpPolicyDigits", "Number of digits"),
        "otp_policy_period": seconds("otpPolicyPeriod", "Time for which a code is shown"),
        "otp_policy_initial_counter": Key(NUMBER, "otpPolicyInitialCounter", "Initial counter of hotp"),
        "otp_policy_look_ahead_window": Key(
            NUMBER, "otpPolicyLookAheadWindow", "Number of periods or counts that a code can be off"
        ),
        "otp_policy_code_reusable": Key(FLAG, "otpPolicyCodeReusable", "Whether a code can be used more than once"),
    },
}
