"""Remarks on a realm that `serve` and `check` print: settings that mockauth does not use, and languages it lacks."""

from collections.abc import Iterator, Mapping
from typing import Any

from mockauth.protocol.claims import MAPPERS, ROLE_MAPPERS
from mockauth.realms.model import Realm
from mockauth.realms.problems.hints import listed
from mockauth.realms.problems.unused_settings import unused

# The languages of the message files in mockauth/web/pages/texts.
LANGUAGES = ("en", "de")
_MOST_LOCALES = 5


def remarks(realm: Realm, rep: Mapping[str, Any]) -> Iterator[str]:
    """Return one sentence for each setting that has no effect, or not the effect that its name promises."""
    yield from unused(realm, rep, {*MAPPERS, *ROLE_MAPPERS})
    if not realm.appearance.international:
        return
    locales = dict.fromkeys([realm.appearance.default_locale, *realm.appearance.locales])
    unknown = [tag for tag in locales if tag and tag.replace("_", "-").partition("-")[0].lower() not in LANGUAGES]
    if unknown:
        names = listed(unknown, _MOST_LOCALES)
        yield f"pages are in English and German only: mockauth has no messages for {names}"
