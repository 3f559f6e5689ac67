"""Choose the language of a page, and list the others (DefaultLocaleSelectorProvider, LocaleBean)."""

import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from mockauth.protocol.java import hash_order
from mockauth.realms.model import Realm
from mockauth.realms.model.appearance import Appearance
from mockauth.web.pages.data_files import read_json


@dataclass(frozen=True, slots=True)
class Locale:
    """The locale of a page; `tag` is also its Content-Language. Missing texts come from the `parents`."""

    tag: str
    parents: tuple[str, ...] = ()

    @property
    def language(self) -> str:
        """The language without the country."""
        return self.tag.partition("-")[0]


ENGLISH = Locale("en")


@dataclass(frozen=True, slots=True)
class Choice:
    """An entry of the language switcher: a language and the URL of the page in it."""

    tag: str
    label: str
    url: str
    current: bool


def locale_of(
    realm: Realm,
    *,
    chosen: str | None = None,
    user_attributes: Mapping[str, Sequence[str]] | None = None,
    ui_locales: str | None = None,
    cookie: str | None = None,
    accept_language: str | None = None,
) -> Locale:
    """Return the locale of a page: the first preference that the realm supports.

    As DefaultLocaleSelectorProvider.resolveLocale. `chosen` is the user's choice (kc_locale, stored with the pending
    login), `user_attributes` belong to the logged-in user, `ui_locales` is the parameter of the authorization request,
    and `cookie` is KEYCLOAK_LOCALE.
    """
    if not realm.appearance.international:
        return ENGLISH
    own = next(iter((user_attributes or {}).get("locale", ())), None)
    for preferred in ([chosen], [own], (ui_locales or "").split(" "), [cookie], _accepted(accept_language or "")):
        found = _best([tag for tag in preferred if tag], realm.appearance.locales)
        if found:
            return _locale(found, realm.appearance)
    return _locale(realm.appearance.default_locale or "en", realm.appearance)


def choices(realm: Realm, locale: Locale, url: str) -> list[Choice]:
    """Return the entries of the language switcher, sorted by name; `url` is the URL of the page."""
    if not realm.appearance.international:
        return []
    found = [Choice(tag, _name(tag, locale), _with_locale(url, tag), tag == locale.tag) for tag in _tags(realm)]
    return sorted(found, key=lambda choice: _collated(choice.label))


def _tags(realm: Realm) -> list[str]:
    return hash_order(list(dict.fromkeys(realm.appearance.locales)))


def _locale(tag: str, appearance: Appearance) -> Locale:
    """Return a locale with its parents (LocaleUtil.getParentLocale): its language, the realm's default, English."""
    language = tag.partition("-")[0]
    parents = [language, appearance.default_locale, appearance.default_locale.partition("-")[0], "en"]
    return Locale(tag, tuple(dict.fromkeys(parent for parent in parents if parent and parent != tag)))


def _accepted(header: str) -> Iterator[str]:
    """Yield the languages of an Accept-Language header, the most preferred first (RFC 9110 section 12.5.4)."""
    ranges = []
    for part in header.split(","):
        tag, _, weight = part.partition(";")
        try:
            ranges.append((-float(weight.strip().removeprefix("q=") or 1), tag.strip()))
        except ValueError:
            continue
    yield from (tag for _, tag in sorted(ranges, key=lambda it: it[0]))


def _best(preferred: Iterable[str], supported: Sequence[str]) -> str | None:
    """Return the supported locale that matches the first possible preference, with the same country if possible."""
    for preference in preferred:
        language, country = _parts(preference)
        matching = [
            tag
            for tag in hash_order(list(dict.fromkeys(supported)))
            if _parts(tag)[0] == language and (not country or _parts(tag)[1] in {"", country})
        ]
        if matching:
            return next((tag for tag in matching if _parts(tag)[1] == country), matching[0])
    return None


def _parts(tag: str) -> tuple[str, str]:
    """Return the language and the country of a language tag; a script is ignored, as in Keycloak."""
    language, *rest = tag.replace("_", "-").split("-")
    country = next((part.upper() for part in rest if len(part) == 2 or part.isdigit()), "")  # noqa: PLR2004
    return language.lower(), country


def _name(tag: str, locale: Locale) -> str:
    """Return the name of a language in the page's language and in its own (DefaultThemeManager)."""
    names = _names()
    own = names["own"].get(tag)
    if not own or tag == locale.tag:
        return own or tag
    return f"{names.get(locale.language, names['en'])[tag]} ({own})"


@lru_cache(maxsize=1)
def _names() -> dict[str, dict[str, str]]:
    names: dict[str, dict[str, str]] = read_json("languages")
    return names


def _collated(label: str) -> str:
    """Return the sort key of java.text.Collator at primary strength: letters and digits without case and accents."""
    return "".join(char for char in unicodedata.normalize("NFD", label.casefold()) if char.isalnum())


def _with_locale(url: str, tag: str) -> str:
    split = urlsplit(url)
    query = [(name, value) for name, value in parse_qsl(split.query, keep_blank_values=True) if name != "kc_locale"]
    return urlunsplit(split._replace(query=urlencode([*query, ("kc_locale", tag)])))
