"""Keycloak's messages by key and language, formatted as java.text.MessageFormat does.

`texts/*.json` contains the messages of login pages in English and German. Other languages fall back to the realm's
default language or to English.
"""

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

from mockauth.protocol.pages import Message, Page
from mockauth.web.pages.data_files import read_json
from mockauth.web.pages.locales import Locale

LANGUAGES = ("en", "de")
_VARIABLE = re.compile(r"\$\{([^}]*)\}")
# A quoted run, a placeholder (a choice may have nested placeholders), or a run of other characters.
_FORMAT = re.compile(r"''|'([^']*)'?|\{(\d+)(?:,(\w+),((?:[^{}]|\{[^{}]*\})*))?\}|([^'{]+|.)", re.DOTALL)


class Texts:
    """The messages of one language."""

    def __init__(self, locale: Locale) -> None:
        self.locale = locale
        languages = [tag for tag in ("en", *reversed(locale.parents), locale.tag) if tag in LANGUAGES]
        self.messages: Mapping[str, str] = {key: text for tag in languages for key, text in _bundle(tag).items()}
        # The true language of the texts, with the country of the locale if it has one.
        self.language = locale.tag if locale.language == languages[-1] else languages[-1]

    def message(self, key: str, *arguments: object) -> str:
        """Return a message, or the key if it is unknown (MessageFormatterMethod); `${…}` in it refers to messages."""
        pattern = self._resolved(self.messages.get(key, key))
        return self._formatted(
            pattern, [self._resolved(value) if isinstance(value, str) else value for value in arguments]
        )

    def advanced(self, text: str) -> str:
        """Return the message for a text such as `${email}`, or the text itself (AdvancedMessageFormatterMethod)."""
        if text.startswith("${") and text.endswith("}"):
            return self._formatted(self.messages.get(text[2:-1], text[2:-1]), [])
        return text

    def text(self, message: Message) -> str:
        """Return the text of a message, or its key if it is unknown (FreeMarkerLoginFormsProvider.formatMessage)."""
        pattern = self.messages.get(message.key)
        text = message.key if pattern is None else self._formatted(pattern, message.arguments)
        return f"{text} {self.text(message.also)}" if message.also else text

    def summary(self, page: Page) -> str:
        """Return the message and all field errors of a page in one line (MessageBean.appendSummaryLine)."""
        messages = ([page.message] if page.message else []) + list(page.errors.values())
        return " ".join(self.text(message) for message in messages)

    def _resolved(self, text: str) -> str:
        return _VARIABLE.sub(lambda found: self.messages.get(found[1], found[1]), text)

    def _formatted(self, pattern: str, arguments: Sequence[object]) -> str:
        def piece(found: re.Match[str]) -> str:
            quoted, index, kind, style, plain = found.groups()
            if index is None:
                return plain if plain is not None else quoted if quoted is not None else "'"
            if int(index) >= len(arguments):
                return f"{{{index}}}"
            value = arguments[int(index)]
            return _choice(style, value) if kind == "choice" else self._argument(value)

        return _FORMAT.sub(piece, pattern)

    def _argument(self, value: object) -> str:
        """Format an argument; numbers are grouped in thousands, as usual in the language."""
        if isinstance(value, int):
            return f"{value:,}".replace(",", "." if self.locale.language == "de" else ",")
        return str(value)


def texts(locale: Locale) -> Texts:
    """Return the messages for a locale."""
    return _texts(locale)


def summary(page: Page, locale: Locale) -> str:
    """Return the message of a page as text, for the JSON response that Keycloak sends instead of the page."""
    return _texts(locale).summary(page)


@lru_cache(maxsize=64)
def _texts(locale: Locale) -> Texts:
    return Texts(locale)


@lru_cache(maxsize=len(LANGUAGES))
def _bundle(language: str) -> Mapping[str, str]:
    found: Mapping[str, str] = read_json(language)
    return found


def _choice(style: str, value: object) -> str:
    """Return the part of a java.text.ChoiceFormat (`0#none|1#one|1<many`) that applies to a number."""
    number = float(str(value))
    chosen = ""
    for part in style.split("|"):
        limit, sign, text = re.split(r"([#<≤])", part, maxsplit=1)
        if not chosen or number > float(limit) or (sign != "<" and number == float(limit)):
            chosen = text
    return chosen
