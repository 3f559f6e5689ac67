"""Migration steps for the settings, headers, themes, and required actions of a realm."""

from collections.abc import Callable
from typing import Any

from mockauth.realms.importing.completion import OTP_POLICY
from mockauth.realms.importing.required_actions import add_required_action, reorder_required_actions

Rep = dict[str, Any]
Step = Callable[[Rep, Rep], None]

_FRAMES = "frame-src 'self'"
_RED_HAT = "rh-sso"
_HMAC = "hmac-generated"
# The iterations of the first versions, which are removed unless the policy names a hash.
_OLD_ITERATIONS = "20000"


def reset_otp_policy(rep: Rep, new: Rep) -> None:
    """Replace the OTP policy by the default one (MigrateTo1_5_0)."""
    rep.update({key: new[key] for key in OTP_POLICY})


def reset_offline_session_idle(rep: Rep, new: Rep) -> None:
    """Reset the idle time of offline sessions (MigrateTo1_6_0)."""
    rep["offlineSessionIdleTimeout"] = new["offlineSessionIdleTimeout"]


def reset_implicit_lifespan(rep: Rep, new: Rep) -> None:
    """Reset the lifespan of access tokens of the implicit flow (MigrateTo1_7_0)."""
    rep["accessTokenLifespanForImplicitFlow"] = new["accessTokenLifespanForImplicitFlow"]


def header(name: str, value: str) -> Step:
    """Return a step that sets a security header (MigrateTo1_9_2, MigrateTo3_1_0, MigrateTo3_4_0)."""

    def step(rep: Rep, _new: Rep) -> None:
        rep["browserSecurityHeaders"][name] = value

    return step


def extend_frame_policy(rep: Rep, _new: Rep) -> None:
    """Extend the old default of the Content-Security-Policy (MigrateTo3_4_1)."""
    headers = rep["browserSecurityHeaders"]
    extended = f"{_FRAMES}; frame-ancestors 'self'; object-src 'none';"
    headers.update({name: extended for name, value in headers.items() if value == _FRAMES})


def remove_old_hash_iterations(rep: Rep, _new: Rep) -> None:
    """Remove the iterations of the first versions from the password policy (MigrateTo3_2_0)."""
    parts = [part.strip() for part in (rep.get("passwordPolicy") or "").split(" and ")]
    if not any(part.split("(")[0] == "hashAlgorithm" for part in parts):
        rep["passwordPolicy"] = " and ".join(part for part in parts if part != f"hashIterations({_OLD_ITERATIONS})")


def sort_required_actions(rep: Rep, _new: Rep) -> None:
    """Sort the required actions by their names (MigrateTo4_2_0)."""
    for number, action in enumerate(sorted(rep["requiredActions"], key=lambda it: str(it.get("name"))), 1):
        action["priority"] = 10 * number


def replace_admin_theme(rep: Rep, _new: Rep) -> None:
    """Replace the old theme of the admin console (MigrateTo21_0_0)."""
    if rep.get("adminTheme") in ("keycloak", _RED_HAT):
        rep["adminTheme"] = "keycloak.v2"


def replace_themes(rep: Rep, _new: Rep) -> None:
    """Replace the themes of Red Hat SSO, and the old theme of the account console (MigrateTo22_0_0)."""
    if rep.get("accountTheme") in ("keycloak", _RED_HAT, f"{_RED_HAT}.v2"):
        rep["accountTheme"] = "keycloak.v2"
    for key in ("loginTheme", "emailTheme"):
        if rep.get(key) == _RED_HAT:
            del rep[key]
    for client in rep["clients"]:
        if client["attributes"].get("login_theme") == _RED_HAT:
            del client["attributes"]["login_theme"]


def join_user_profile(rep: Rep, _new: Rep) -> None:
    """Join the pieces of the user profile (MigrateTo23_0_0)."""
    if str((rep.get("attributes") or {}).get("userProfileEnabled")).lower() != "true":
        return
    components = rep.get("components") or {}
    for component in components.get("org.keycloak.userprofile.UserProfileProvider") or ():
        config = component.get("config") or {}
        count = int((config.get("config-pieces-count") or ["0"])[0])
        pieces = [piece for number in range(count) for piece in config.get(f"config-piece-{number}") or ()]
        component["config"] = {"kc.user.profile.config": ["".join(pieces)]} if pieces else {}


def add_hs512_key(rep: Rep, _new: Rep) -> None:
    """Add a key for HS512 to the realm's own keys (MigrateTo24_0_0; a realm without keys gets new ones anyway)."""
    providers = (rep.get("components") or {}).get("org.keycloak.keys.KeyProvider") or []
    algorithms = [(it.get("config") or {}).get("algorithm") for it in providers if it.get("providerId") == _HMAC]
    if providers and ["HS512"] not in algorithms:
        config = {"priority": ["100"], "algorithm": ["HS512"]}
        providers.append({"name": f"{_HMAC}-hs512", "providerId": _HMAC, "config": config})


def required_action(alias: str) -> Step:
    """Return a step that adds a required action (MigrateTo24_0_3, MigrateTo26_3_0)."""
    return lambda rep, new: add_required_action(rep, new, alias)


def reorder_actions(rep: Rep, _new: Rep) -> None:
    """Move CONFIGURE_TOTP and UPDATE_PASSWORD after VERIFY_EMAIL (MigrateTo26_7_0)."""
    reorder_required_actions(rep["requiredActions"])
