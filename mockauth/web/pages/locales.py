"""Which language a page is in, and which others it offers (DefaultLocaleSelectorProvider, LocaleBean)."""

import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from mockauth.protocol.java import hash_order
from mockauth.realms.appearance import Appearance
from mockauth.realms.model import Realm
from mockauth.web.pages.data_files import read_json

_RIGHT_TO_LEFT = {"ar", "fa"}


@dataclass(frozen=True, slots=True)
class Locale:
    """The language of a page; `tag` is also its Content-Language. `parents` are asked for texts that it lacks."""

    tag: str
    parents: tuple[str, ...] = ()

    @property
    def language(self) -> str:
        """The language without the country."""
        return self.tag.partition("-")[0]

    @property
    def direction(self) -> str:
        """The direction of writing, as HTML names it."""
        return "rtl" if self.tag in _RIGHT_TO_LEFT else "ltr"


ENGLISH = Locale("en")


@dataclass(frozen=True, slots=True)
class Choice:
    """A language that a page offers, and where to."""

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
    """Give the locale of a page, as DefaultLocaleSelectorProvider.resolveLocale: the first that the realm has.

    `chosen` is what the user picked (kc_locale, kept with the pending login), `user_attributes` are those of the user
    who has logged in, `ui_locales` is the parameter of the authorization request, `cookie` is KEYCLOAK_LOCALE.
    """
    if not realm.appearance.international:
        return ENGLISH
    of_user = next(iter((user_attributes or {}).get("locale", ())), None)
    for wished in ([chosen], [of_user], (ui_locales or "").split(" "), [cookie], _accepted(accept_language or "")):
        found = _best([tag for tag in wished if tag], realm.appearance.locales)
        if found:
            return _locale(found, realm.appearance)
    return _locale(realm.appearance.default_locale or "en", realm.appearance)


def choices(realm: Realm, locale: Locale, url: str) -> list[Choice]:
    """Give the languages that a page offers, sorted by name; the page itself is at `url`."""
    if not realm.appearance.international:
        return []
    found = [Choice(tag, _name(tag, locale), _with_locale(url, tag), tag == locale.tag) for tag in _tags(realm)]
    return sorted(found, key=lambda choice: _collated(choice.label))


def _tags(realm: Realm) -> list[str]:
    return hash_order(list(dict.fromkeys(realm.appearance.locales)))


def _locale(tag: str, appearance: Appearance) -> Locale:
    """Give a locale with its parents (LocaleUtil.getParentLocale): its language, the realm's default, English."""
    language = tag.partition("-")[0]
    parents = [language, appearance.default_locale, appearance.default_locale.partition("-")[0], "en"]
    return Locale(tag, tuple(dict.fromkeys(parent for parent in parents if parent and parent != tag)))


def _accepted(header: str) -> Iterator[str]:
    """Give the languages of an Accept-Language header, the most wanted first (RFC 9110 section 12.5.4)."""
    wanted = []
    for part in header.split(","):
        tag, _, weight = part.partition(";")
        try:
            wanted.append((-float(weight.strip().removeprefix("q=") or 1), tag.strip()))
        except ValueError:
            continue
    yield from (tag for _, tag in sorted(wanted, key=lambda it: it[0]))


def _best(wished: Iterable[str], supported: Sequence[str]) -> str | None:
    """Give the supported locale of the first wish that one fits; the one with the same country fits best."""
    for wish in wished:
        language, country = _parts(wish)
        fitting = [
            tag
            for tag in hash_order(list(dict.fromkeys(supported)))
            if _parts(tag)[0] == language and (not country or _parts(tag)[1] in {"", country})
        ]
        if fitting:
            return next((tag for tag in fitting if _parts(tag)[1] == country), fitting[0])
    return None


def _parts(tag: str) -> tuple[str, str]:
    """Give the language and the country of a language tag; a script in between counts for nothing, as in Keycloak."""
    language, *rest = tag.replace("_", "-").split("-")
    country = next((part.upper() for part in rest if len(part) == 2 or part.isdigit()), "")  # noqa: PLR2004
    return language.lower(), country


def _name(tag: str, locale: Locale) -> str:
    """Give the name of a language in the language of the page, followed by its own (DefaultThemeManager)."""
    names = _names()
    own = names["own"].get(tag)
    if not own or tag == locale.tag:
        return own or tag
    return f"{names.get(locale.language, names['en'])[tag]} ({own})"


@lru_cache(maxsize=1)
def _names() -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = read_json("languages")
    return found


def _collated(label: str) -> str:
    """Give what java.text.Collator at its primary strength compares: letters and digits, without case or accents."""
    return "".join(char for char in unicodedata.normalize("NFD", label.casefold()) if char.isalnum())


def _with_locale(url: str, tag: str) -> str:
    split = urlsplit(url)
    query = [(name, value) for name, value in parse_qsl(split.query, keep_blank_values=True) if name != "kc_locale"]
    return urlunsplit(split._replace(query=urlencode([*query, ("kc_locale", tag)])))
