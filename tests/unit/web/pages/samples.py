"""Sample pages for each template, and the realms that they belong to."""

from dataclasses import replace

from mockauth.protocol.pages import Message, Page
from mockauth.realms.files import load_text
from mockauth.realms.model import Organization, Realm
from mockauth.realms.model.one_time_passwords import OtpPolicy

REGISTRY = """
[realms.demo]
display_name = "The Workshop"

[realms.demo.clients.web]
name = "Web Shop"
root_url = "https://shop.example.org"
base_url = "/start"
attributes = { policyUri = "https://shop.example.org/policy", tosUri = "https://shop.example.org/terms" }
"""
REALM = load_text(REGISTRY, "demo.toml", {}).realms["demo"]
WEB = REALM.clients["web"]
INTERNATIONAL = replace(
    REALM,
    registration_allowed=True,
    reset_password_allowed=True,
    remember_me=True,
    appearance=REALM.appearance._replace(international=True, locales=("en", "de", "fr", "ar")),
)
ACTION = "https://login.example.org/realms/demo/login-actions/authenticate?session_code=1&tab_id=2"


def attribute(name: str, label: str, *values: str, **more: object) -> dict[str, object]:
    """Return a field of the user profile."""
    usual = {"required": False, "options": [], "html": {}, "data": {}, "group": "", "group_header": ""}
    return {"name": name, "label": label, "values": values, **usual, **more}


ATTRIBUTES = [
    attribute("locale", "Locale"),
    attribute("username", "${username}", "alice", required=True),
    attribute("email", "${email}", type="html5-email", placeholder="${email}"),
    attribute("colour", "Colour", "blue", type="select", options=["red", "blue"]),
    attribute("speaks", "Languages", "de", type="multiselect-checkboxes", options=["de"]),
    attribute("about", "About", "x", type="textarea", html={"rows": "4"}, group="more", group_header="More"),
    attribute("number", "Number", "7", read_only=True, group="more", group_header="More", help_after="<b>ours</b>"),
]


ACME = Organization("o", "ACME", "acme", True, (), {}, {}, {})


def error(key: str, *arguments: str | int) -> Message:
    return Message("error", key, arguments)


KEY = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
AUTHENTICATOR = {
    "action": ACTION,
    "secret": "Hello!Hello!",
    "key": " ".join(KEY[at : at + 4] for at in range(0, len(KEY), 4)),
    "other_url": "/other",
    "applications": ["totpAppGoogleName", "totpAppFreeOTPName"],
    "policy": OtpPolicy(),
    "algorithm": "SHA1",
}
PAGES: dict[str, Page] = {
    "login": Page(
        "login",
        errors={"username": error("invalidUserMessage")},
        values={
            "action": ACTION,
            "username": "alice",
            "remember_me": True,
            "registration_url": "/register",
            "reset_url": "/reset",
            "locale_url": "/login?tab_id=2",
            "quick": ["alice", "bob"],
        },
    ),
    "login again": Page(
        "login",
        message=Message("info", "reauthenticate"),
        values={"action": ACTION, "username_hidden": True, "attempted_username": "alice", "restart_url": "/restart"},
    ),
    "login-otp": Page(
        "login-otp",
        errors={"otp": error("invalidTotpMessage")},
        values={
            "action": ACTION,
            "attempted_username": "alice",
            "restart_url": "/restart",
            "authenticators": [{"id": "a1", "label": "phone"}, {"id": "a2", "label": "tablet"}],
            "chosen": "a1",
        },
    ),
    "login-config-totp": Page(
        "login-config-totp",
        message=Message("warning", "configureTotpMessage"),
        values={**AUTHENTICATOR, "uri": f"otpauth://totp/W:alice?secret={KEY}", "mode": None},
    ),
    "login-config-totp by hand": Page(
        "login-config-totp",
        errors={"totp": error("missingTotpMessage"), "userLabel": error("missingTotpDeviceNameMessage")},
        values={**AUTHENTICATOR, "uri": "", "mode": "manual", "has_some": True, "app_initiated": True},
    ),
    "login-username": Page(
        "login-username",
        values={
            "action": ACTION,
            "username": "ada",
            "providers": [
                {"alias": "github", "label": "GitHub", "url": "/broker/github/login"},
                {"alias": "corp", "label": "Corp SSO", "url": "/broker/corp/login"},
            ],
        },
    ),
    "select-organization": Page("select-organization", values={"action": ACTION, "organizations": [ACME]}),
    "error": Page("error", 400, error("invalidParameterMessage", "redirect_uri"), client=WEB),
    "info": Page(
        "info",
        message=Message("info", "confirmExecutionOfActions"),
        values={"required_actions": ["UPDATE_PASSWORD", "VERIFY_EMAIL"], "action_uri": "/go"},
    ),
    "info with a heading": Page(
        "info",
        message=Message("success", "emailVerifiedMessage"),
        values={"header": "emailVerifiedMessageHeader", "page_redirect_uri": "/back"},
    ),
    "login-update-password": Page(
        "login-update-password",
        errors={"password-confirm": error("notMatchPasswordMessage")},
        values={"action": ACTION, "app_initiated": True},
    ),
    "login-update-profile": Page(
        "login-update-profile",
        message=Message("warning", "updateProfileMessage"),
        errors={"email": error("error-invalid-email")},
        values={"action": ACTION, "attributes": ATTRIBUTES, "app_initiated": True},
    ),
    "register": Page(
        "register",
        errors={
            "username": error("error-invalid-length", "username", 3, 2048),
            "password": error("missingPasswordMessage"),
        },
        values={"action": ACTION, "attributes": ATTRIBUTES, "login_url": "/login", "terms": True},
    ),
    "login-reset-password": Page("login-reset-password", values={"action": ACTION, "login_url": "/login"}),
    "login-verify-email": Page(
        "login-verify-email",
        message=Message("warning", "verifyEmailMessage"),
        values={"action": ACTION, "email": "alice@example.org"},
    ),
    "terms": Page("terms", values={"action": ACTION}),
    "login-oauth-grant": Page(
        "login-oauth-grant",
        client=WEB,
        values={"action": ACTION, "code": "c0de", "scopes": ["${profileScopeConsentText}", "All of it"]},
    ),
    "login-oauth2-device-verify-user-code": Page(
        "login-oauth2-device-verify-user-code",
        message=error("oauth2DeviceInvalidUserCodeMessage"),
        values={"action": ACTION},
    ),
    "login-page-expired": Page("login-page-expired", values={"restart_url": "/restart", "continue_url": "/go"}),
    "logout-confirm": Page("logout-confirm", client=WEB, values={"action": ACTION, "session_code": "c0de"}),
    "frontchannel-logout": Page(
        "frontchannel-logout",
        values={"clients": [{"name": "Web", "url": "https://shop.example.org/out"}], "redirect_uri": "/bye"},
    ),
    "code": Page("code", values={"code": "c0de"}),
    "code that is an error": Page("code", values={"error": "access_denied"}),
}
REALMS: dict[str, Realm] = {"plain": REALM, "international": INTERNATIONAL}
