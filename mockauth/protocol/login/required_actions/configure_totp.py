"""CONFIGURE_TOTP: set up an authenticator app (UpdateTotp)."""

import base64
import secrets
import string
from urllib.parse import quote_plus

from mockauth.protocol import one_time_passwords, urls
from mockauth.protocol.login import end_session
from mockauth.protocol.login.pending_login import REQUIRED_ACTION, PendingLogin
from mockauth.protocol.login.required_actions import kc_action
from mockauth.protocol.pages import Message, Page
from mockauth.realms.model import User
from mockauth.realms.model.one_time_passwords import ALGORITHMS, HOTP, OtpCredential, OtpPolicy

NAME = "CONFIGURE_TOTP"
# Auth note with the secret that the page shows until the action is complete.
_SECRET = "TOTP_SECRET_KEY"
_CHARACTERS, _LENGTH = string.ascii_letters + string.digits, 20


def page(login: PendingLogin) -> Page:
    """Return the page with a new secret."""
    return _page(login, login.ctx.query.get("mode"), Message("warning", "configureTotpMessage"), {})


def process(login: PendingLogin) -> Page | None:
    """Store the authenticator if its first one-time password is right, or return the page with an error."""
    form, user = login.ctx.form, login.user
    errors = _store(login, user) if user else None
    if errors:
        return _page(login, form.get("mode"), None, errors)
    return None


def _store(login: PendingLogin, user: User) -> dict[str, Message] | None:
    """Store the authenticator of the form, or return the errors by field."""
    form = login.ctx.form
    code, secret, label = (form.get("totp") or ""), form.get("totpSecret"), (form.get("userLabel") or "")
    if not code.strip():
        return {"totp": Message("error", "missingTotpMessage")}
    if not secret:
        raise login.error_page("invalidRequestMessage", reason="the form has no totpSecret")
    authenticator = _authenticator(login, secret, label)
    if authenticator.matching_count(code, login.ctx.now, login.ctx.realm.otp.window) is None:
        return {"totp": Message("error", "invalidTotpMessage")}
    if user.otp_credentials and not label.strip():
        return {"userLabel": Message("error", "missingTotpDeviceNameMessage")}
    if form.get("logout-sessions") == "on":
        end_session.end_others(login.ctx, user, login.root_id)
    if any(one.label and one.label.lower() == label.strip().lower() for one in user.otp_credentials):
        return {"userLabel": Message("error", "Device already exists with the same name")}
    one_time_passwords.store(login.ctx, user, *user.otp_credentials, authenticator)
    # As Keycloak: the first one-time password cannot be used again.
    one_time_passwords.verify(login.ctx, login.user or user, authenticator, code)
    login.set_note(_SECRET, None)
    return None


def _authenticator(login: PendingLogin, secret: str, label: str) -> OtpCredential:
    policy = login.ctx.realm.otp
    return OtpCredential(
        id=login.ctx.state.ids.uuid(),
        label=label,
        type=policy.type,
        secret=secret.encode("utf-8", "surrogatepass"),
        algorithm=policy.algorithm,
        digits=policy.digits,
        period=policy.period,
        counter=policy.counter,
    )


def _page(login: PendingLogin, mode: str | None, message: Message | None, errors: dict[str, Message]) -> Page:
    secret = login.notes.get(_SECRET) or "".join(secrets.choice(_CHARACTERS) for _ in range(_LENGTH))
    login.set_note(_SECRET, secret)
    policy, user = login.ctx.realm.otp, login.user
    key = _base32(secret)
    values = {
        "action": login.form_url(REQUIRED_ACTION, NAME),
        "app_initiated": kc_action.may_be_cancelled(login, NAME),
        "mode": mode,
        "secret": secret,
        "key": " ".join(key[at : at + 4] for at in range(0, len(key), 4)),
        "uri": "" if mode == "manual" else _uri(login, user.username if user else "", key),
        "other_url": _other_url(login, mode),
        "applications": _applications(policy),
        "policy": policy,
        "algorithm": ALGORITHMS[policy.algorithm],
        "has_some": bool(user and user.otp_credentials),
    }
    return login.page("login-config-totp", message=message, errors=errors, values=values)


def _other_url(login: PendingLogin, mode: str | None) -> str:
    """Return the URL that switches between the QR code and the key as text."""
    removed = {"session_code", "mode"} | (set() if mode == "manual" else {"execution"})
    kept = {name: values[0] for name, values in login.ctx.query.items() if name not in removed}
    other = {"mode": "qr"} if mode == "manual" else {"mode": "manual", "execution": NAME}
    return f"{login.ctx.issuer}/login-actions/{REQUIRED_ACTION}?{urls.query({**kept, **other})}"


def _uri(login: PendingLogin, username: str, key: str) -> str:
    """Return the URI in the QR code (OTPPolicy.getKeyURI)."""
    policy, look = login.ctx.realm.otp, login.ctx.realm.appearance
    issuer = _encoded(look.display_name.replace(":", " ")).replace("+", "%20")
    moving_factor = f"counter={policy.counter}" if policy.type == HOTP else f"period={policy.period}"
    algorithm = ALGORITHMS[policy.algorithm]
    parameters = f"secret={key}&digits={policy.digits}&algorithm={algorithm}&issuer={issuer}&{moving_factor}"
    return f"otpauth://{policy.type}/{issuer}:{_encoded(username)}?{parameters}"


def _encoded(text: str) -> str:
    """Encode as Java's URLEncoder."""
    return quote_plus(text, safe="*").replace("~", "%7E")


def _applications(policy: OtpPolicy) -> list[str]:
    """Return the message keys of the apps that support the policy."""
    default = OtpPolicy()
    supported = {
        "totpAppGoogleName": policy.type == HOTP or policy.period == default.period,
        "totpAppFreeOTPName": True,
        "totpAppMicrosoftAuthenticatorName": (policy.type, policy.algorithm, policy.digits, policy.period)
        == (default.type, default.algorithm, default.digits, default.period),
    }
    return [name for name, is_supported in supported.items() if is_supported]


def _base32(secret: str) -> str:
    return base64.b32encode(secret.encode()).decode().rstrip("=")
