"""A page as a value: which one, what it says, and what it shows. `web/pages` makes HTML of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from mockauth.realms.model import Client


@dataclass(frozen=True, slots=True)
class Message:
    """A sentence of the message bundles: `kind` is error, warning, info or success, `key` Keycloak's name of it.

    `also` is a second one behind it.
    """

    kind: str
    key: str
    arguments: Sequence[str | float | None] = ()
    also: "Message | None" = None


@dataclass(frozen=True, slots=True)
class Page:
    """A page by the name of Keycloak's template ("login", "info", "error", "login-update-password" …).

    `errors` are messages that belong to a field of its form, by the field's name. What `values` holds for each
    template is said in web/pages/templates.
    """

    template: str
    status: int = 200
    message: Message | None = None
    errors: Mapping[str, Message] = field(default_factory=dict)
    values: Mapping[str, Any] = field(default_factory=dict)
    client: Client | None = None
    user_id: str = ""
    chosen_locale: str | None = None
    ui_locales: str | None = None


@dataclass(frozen=True, slots=True)
class Redirect:
    """The browser is sent elsewhere (302)."""

    location: str


Step = Page | Redirect
