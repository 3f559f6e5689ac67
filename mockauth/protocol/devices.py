"""Device codes: issuing, lookup, polling, approval and denial (RFC 8628; Keycloak's DeviceGrantType)."""

import re
from collections.abc import Mapping
from dataclasses import replace

from mockauth.protocol import urls
from mockauth.protocol.context import Context
from mockauth.protocol.errors import InvalidRequest
from mockauth.realms.model import Client
from mockauth.state.devices import Device

ALLOWED = "oauth2.device.authorization.grant.enabled"
_LIFESPAN, _INTERVAL = "oauth2.device.code.lifespan", "oauth2.device.polling.interval"
_SHORT_URL = "shortVerificationUri"
# An expired code is kept for so many seconds, so that a device that polls learns that it has expired.
_KEPT_AFTER_EXPIRY = 10
_INT = re.compile(r"[+-]?[0-9]{1,9}")
_LETTERS, _GROUP = 8, 4


def is_allowed(client: Client) -> bool:
    """Return whether a client may use the device grant."""
    return client.is_on(ALLOWED)


def issue_codes(ctx: Context, client: Client, parameters: Mapping[str, str]) -> Mapping[str, object]:
    """Issue a device code and a user code for a request. Raises InvalidRequest for an invalid lifespan in the realm."""
    lifespan = _seconds(client, _LIFESPAN, ctx.realm.lifespans.device_code)
    interval = _seconds(client, _INTERVAL, ctx.realm.lifespans.device_interval)
    code, user_code = ctx.state.ids.secret(), ctx.state.ids.letters(_LETTERS)
    device = Device(
        client.client_id,
        user_code,
        ctx.now + lifespan,
        ctx.now + lifespan + interval + _KEPT_AFTER_EXPIRY,
        interval,
        parameters.get("scope"),
        parameters.get("nonce"),
        parameters.get("code_challenge"),
        parameters.get("code_challenge_method"),
    )
    ctx.sessions.devices.put(code, device, device.kept)
    ctx.sessions.user_codes.put(user_code, code, device.kept)
    url = ctx.realm.attributes.get(_SHORT_URL) or page_url(ctx)
    shown = f"{user_code[:_GROUP]}-{user_code[_GROUP:]}"
    return {
        "device_code": code,
        "user_code": shown,
        "verification_uri": url,
        "verification_uri_complete": f"{url}?user_code={shown}",
        "expires_in": lifespan,
        "interval": interval,
    }


def page_url(ctx: Context) -> str:
    """Return the URL of the page where users enter a user code."""
    return f"{urls.realm(ctx.base_url, ctx.realm.name)}/device"


def normalize_user_code(text: str) -> str:
    """Return a user code as it is stored: upper case, without hyphens."""
    return text.replace("-", "").upper()


def find_by_user_code(ctx: Context, user_code: str) -> Device | None:
    """Return the device that displays a user code, or None."""
    code = ctx.sessions.user_codes.get(user_code)
    return ctx.sessions.devices.get(code) if code else None


def is_expired(ctx: Context, device: Device) -> bool:
    """Return whether the codes of a device have expired."""
    return device.expires < ctx.now


def is_polling_allowed(ctx: Context, code: str, device: Device) -> bool:
    """Return whether a device polls no more often than allowed, and record the poll (isPollingAllowed)."""
    return ctx.sessions.polled.add(code, True, ctx.now + device.interval)


def approve(ctx: Context, user_code: str, session_id: str) -> bool:
    """Approve a device for the user of a session. Return False if its code is unknown or has expired."""
    found = _change(ctx, user_code, session_id=session_id, denied=False)
    if found:
        ctx.sessions.user_codes.take(user_code)
    return found


def deny(ctx: Context, user_code: str) -> bool:
    """Deny a device. Return False if its code is unknown or has expired."""
    return _change(ctx, user_code, session_id="", denied=True)


def _change(ctx: Context, user_code: str, *, session_id: str, denied: bool) -> bool:
    def changed(device: Device) -> tuple[Device, int]:
        return replace(device, session_id=session_id, denied=denied), device.kept

    code = ctx.sessions.user_codes.get(user_code)
    return bool(code and ctx.sessions.devices.update(code, changed))


def _seconds(client: Client, attribute: str, of_realm: int) -> int:
    text = client.attributes.get(attribute, "").strip()
    if not text:
        return of_realm
    if not _INT.fullmatch(text):
        reason = f'{attribute} of client "{client.client_id}" is "{text:.40}", not a number of seconds'
        raise InvalidRequest("Invalid lifespan of device codes", reason=reason)
    return int(text)
