"""The codes of devices: made, looked up, asked about, and what people say to them (RFC 8628, DeviceGrantType)."""

import re
from collections.abc import Mapping
from dataclasses import replace

from mockauth.protocol import urls
from mockauth.protocol.context import Context
from mockauth.protocol.errors import InvalidRequest
from mockauth.realms.model import Client
from mockauth.state.devices import Device

_ALLOWED = "oauth2.device.authorization.grant.enabled"
_LIFESPAN, _INTERVAL = "oauth2.device.code.lifespan", "oauth2.device.polling.interval"
_SHORT_URL = "shortVerificationUri"
# How many seconds longer than it is good a code is known, so that the device can be told that it has expired.
_KNOWN_LONGER = 10
_INT = re.compile(r"[+-]?[0-9]{1,9}")
_LETTERS, _GROUP = 8, 4


def is_allowed(client: Client) -> bool:
    """Whether a client may be a device."""
    return client.is_on(_ALLOWED)


def issue_codes(ctx: Context, client: Client, asked: Mapping[str, str]) -> Mapping[str, object]:
    """Give a device its codes, for what it asked for. Raises InvalidRequest for a lifespan that cannot be read."""
    lifespan = _seconds(client, _LIFESPAN, ctx.realm.lifespans.device_code)
    interval = _seconds(client, _INTERVAL, ctx.realm.lifespans.device_interval)
    code, user_code = ctx.state.ids.secret(), ctx.state.ids.letters(_LETTERS)
    device = Device(
        client.client_id,
        user_code,
        ctx.now + lifespan,
        ctx.now + lifespan + interval + _KNOWN_LONGER,
        interval,
        asked.get("scope"),
        asked.get("nonce"),
        asked.get("code_challenge"),
        asked.get("code_challenge_method"),
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
    """Give the URL of the page where people type the code of a device."""
    return f"{urls.realm(ctx.base_url, ctx.realm.name)}/device"


def normalize_user_code(text: str) -> str:
    """Give a code as it is kept, of what somebody typed."""
    return text.replace("-", "").upper()


def find_by_user_code(ctx: Context, user_code: str) -> Device | None:
    """Give the device that shows a code."""
    code = ctx.sessions.user_codes.get(user_code)
    return ctx.sessions.devices.get(code) if code else None


def is_expired(ctx: Context, device: Device) -> bool:
    """Whether the codes of a device are no longer good."""
    return device.expires < ctx.now


def is_polling_allowed(ctx: Context, code: str, device: Device) -> bool:
    """Whether a device asks no sooner than it may; it does so from now on (isPollingAllowed)."""
    return ctx.sessions.polled.add(code, True, ctx.now + device.interval)


def approve(ctx: Context, user_code: str, session_id: str) -> bool:
    """Let a device in, as the person of a session; False where nothing is known of it any more."""
    found = _change(ctx, user_code, session_id=session_id, denied=False)
    if found:
        ctx.sessions.user_codes.take(user_code)
    return found


def deny(ctx: Context, user_code: str) -> bool:
    """Keep a device out; False where nothing is known of it any more."""
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
        why = f'client "{client.client_id}" has {attribute} "{text:.40}", not a number of seconds'
        raise InvalidRequest("Invalid lifespan of device codes", reason=why)
    return int(text)
