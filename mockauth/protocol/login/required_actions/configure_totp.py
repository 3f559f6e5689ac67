"""CONFIGURE_TOTP: set up an authenticator (UpdateTotp)."""

import base64
import secrets
import string
from urllib.parse import quote_plus

from mockauth.protocol import one_time_passwords, urls
from mockauth.protocol.errors import ErrorPage
from mockauth.protocol.login import end_session
from mockauth.protocol.login.pending_login import REQUIRED_ACTION, Pending
from mockauth.protocol.login.required_actions import kc_action
from mockauth.protocol.pages import Message, Page
from mockauth.realms.model import User
from mockauth.realms.one_time_passwords import ALGORITHMS, HOTP, OtpCredential, OtpPolicy

NAME = "CONFIGURE_TOTP"
# A note of the login: the secret that the action offers until it is done.
_SECRET = "TOTP_SECRET_KEY"
_CHARACTERS, _LENGTH = string.ascii_letters + string.digits, 20


def page(it: Pending) -> Page:
    """Give the page, with a new secret."""
    return _page(it, it.ctx.query.get("mode"), Message("warning", "configureTotpMessage"), {})


def process(it: Pending) -> Page | None:
    """Keep the authenticator, if its first code is right."""
    form, user = it.ctx.form, it.user
    error = _error(it, user) if user else None
    if error:
        return _page(it, form.get("mode"), None, error)
    return None


def _error(it: Pending, user: User) -> dict[str, Message] | None:
    """Keep the authenticator of the form, or say by field what is wrong with it."""
    form = it.ctx.form
    code, secret, label = (form.get("totp") or ""), form.get("totpSecret"), (form.get("userLabel") or "")
    if not code.strip():
        return {"totp": Message("error", "missingTotpMessage")}
    if not secret:
        raise ErrorPage("invalidRequestMessage", reason="the form has no totpSecret", client=it.client)
    made = _authenticator(it, secret, label)
    if made.matching_count(code, it.ctx.now, it.ctx.realm.otp.window) is None:
        return {"totp": Message("error", "invalidTotpMessage")}
    if user.otp_credentials and not label.strip():
        return {"userLabel": Message("error", "missingTotpDeviceNameMessage")}
    if form.get("logout-sessions") == "on":
        end_session.end_others(it.ctx, user, it.browser)
    if any(one.label and one.label.lower() == label.strip().lower() for one in user.otp_credentials):
        return {"userLabel": Message("error", "Device already exists with the same name")}
    one_time_passwords.keep(it.ctx, user, *user.otp_credentials, made)
    # As Keycloak: the code that proves it is used up by that.
    one_time_passwords.take(it.ctx, it.user or user, made, code)
    it.note(_SECRET, None)
    return None


def _authenticator(it: Pending, secret: str, label: str) -> OtpCredential:
    policy = it.ctx.realm.otp
    return OtpCredential(
        id=it.ctx.state.ids.uuid(),
        label=label,
        type=policy.type,
        secret=secret.encode("utf-8", "surrogatepass"),
        algorithm=policy.algorithm,
        digits=policy.digits,
        period=policy.period,
        counter=policy.counter,
    )


def _page(it: Pending, mode: str | None, message: Message | None, errors: dict[str, Message]) -> Page:
    secret = it.login.notes.get(_SECRET) or "".join(secrets.choice(_CHARACTERS) for _ in range(_LENGTH))
    it.note(_SECRET, secret)
    policy, user = it.ctx.realm.otp, it.user
    key = _base32(secret)
    values = {
        "action": it.form_url(REQUIRED_ACTION, NAME),
        "app_initiated": kc_action.may_be_cancelled(it, NAME),
        "mode": mode,
        "secret": secret,
        "key": " ".join(key[at : at + 4] for at in range(0, len(key), 4)),
        "uri": "" if mode == "manual" else _uri(it, user.username if user else "", key),
        "other_url": _other_url(it, mode),
        "applications": _applications(policy),
        "policy": policy,
        "algorithm": ALGORITHMS[policy.algorithm],
        "has_some": bool(user and user.otp_credentials),
    }
    return it.page("login-config-totp", message=message, errors=errors, values=values)


def _other_url(it: Pending, mode: str | None) -> str:
    """Give where the page shows the key as text, or the other way round: this URL but for its mode."""
    gone = {"session_code", "mode"} | (set() if mode == "manual" else {"execution"})
    kept = {name: values[0] for name, values in it.ctx.query.items() if name not in gone}
    other = {"mode": "qr"} if mode == "manual" else {"mode": "manual", "execution": NAME}
    return f"{it.ctx.issuer}/login-actions/{REQUIRED_ACTION}?{urls.query({**kept, **other})}"


def _uri(it: Pending, username: str, key: str) -> str:
    """Give what the barcode says (OTPPolicy.getKeyURI)."""
    policy, look = it.ctx.realm.otp, it.ctx.realm.appearance
    issuer = _encoded(look.display_name.replace(":", " ")).replace("+", "%20")
    counted = f"counter={policy.counter}" if policy.type == HOTP else f"period={policy.period}"
    algorithm = ALGORITHMS[policy.algorithm]
    parameters = f"secret={key}&digits={policy.digits}&algorithm={algorithm}&issuer={issuer}&{counted}"
    return f"otpauth://{policy.type}/{issuer}:{_encoded(username)}?{parameters}"


def _encoded(text: str) -> str:
    """Encode as Java's URLEncoder does."""
    return quote_plus(text, safe="*").replace("~", "%7E")


def _applications(policy: OtpPolicy) -> list[str]:
    """Give the applications that can do what the policy wants, as keys of their names."""
    usual = OtpPolicy()
    able = {
        "totpAppGoogleName": policy.type == HOTP or policy.period == usual.period,
        "totpAppFreeOTPName": True,
        "totpAppMicrosoftAuthenticatorName": (policy.type, policy.algorithm, policy.digits, policy.period)
        == (usual.type, usual.algorithm, usual.digits, usual.period),
    }
    return [name for name, is_able in able.items() if is_able]


def _base32(secret: str) -> str:
    return base64.b32encode(secret.encode()).decode().rstrip("=")
