"""The registry's keys for logout expand to Keycloak's representation."""

from typing import Any

from mockauth.realms.files import load_text

_REGISTRY = """
[realms.demo.clients.app]
redirect_uris = ["http://localhost:3000/cb"]
{more}
"""


def client(more: str) -> dict[str, Any]:
    """Return the representation of a client with these lines in its table."""
    loaded = load_text(_REGISTRY.format(more=more), "demo.toml", {})
    found: list[dict[str, Any]] = loaded.representations["demo"]["clients"]
    return next(it for it in found if it["clientId"] == "app")


def test_post_logout_redirect_uris_are_joined_in_one_attribute() -> None:
    attributes = client('post_logout_redirect_uris = ["+", "http://localhost:3000/bye"]')["attributes"]
    assert attributes == {"post.logout.redirect.uris": "+##http://localhost:3000/bye"}


def test_logout_tokens_contain_the_session_by_default() -> None:
    assert client('backchannel_logout_url = "http://localhost:3000/told"')["attributes"] == {
        "backchannel.logout.url": "http://localhost:3000/told",
        "backchannel.logout.session.required": "true",
    }


def test_logout_tokens_can_omit_the_session() -> None:
    lines = 'backchannel_logout_session_required = false\nbackchannel_logout_url = "http://localhost:3000/told"'
    assert client(lines)["attributes"]["backchannel.logout.session.required"] == "false"


def test_a_frontchannel_logout_url_enables_frontchannel_logout() -> None:
    found = client('frontchannel_logout_url = "http://localhost:3000/left"')
    assert found["frontchannelLogout"] is True
    assert found["attributes"] == {"frontchannel.logout.url": "http://localhost:3000/left"}


def test_frontchannel_logout_can_be_disabled_despite_its_url() -> None:
    found = client('frontchannel_logout = false\nfrontchannel_logout_url = "http://localhost:3000/left"')
    assert found["frontchannelLogout"] is False


def test_attributes_are_added_to_those_of_the_keys() -> None:
    lines = 'logout_confirmation_enabled = true\nattributes = { "access.token.lifespan" = "60" }'
    assert client(lines)["attributes"] == {"logout.confirmation.enabled": "true", "access.token.lifespan": "60"}
