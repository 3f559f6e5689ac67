"""Login pages and redirects as values; `web/pages` renders a page as HTML."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from mockauth.realms.model import Client


@dataclass(frozen=True, slots=True)
class Message:
    """A message: its `kind` (error, warning, info or success) and its `key` in Keycloak's message bundles.

    `also` is a second message that follows it.
    """

    kind: str
    key: str
    arguments: Sequence[str | float | None] = ()
    also: "Message | None" = None


@dataclass(frozen=True, slots=True)
class Page:
    """A page, by the name of Keycloak's template ("login", "info", "error", "login-update-password" …).

    `errors` holds the messages of form fields by field name. Each template in web/pages/templates documents its
    `values`.
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
    """A redirect to `location` (302)."""

    location: str


Step = Page | Redirect
