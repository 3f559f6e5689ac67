"""What the pages say: Keycloak's messages by key and language, filled in as java.text.MessageFormat does.

`texts/*.json` holds the messages that a login can show, for English and German; other languages say them in English.
"""

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

from mockauth.protocol.pages import Message, Page
from mockauth.web.pages.data_files import read_json
from mockauth.web.pages.locales import Locale

LANGUAGES = ("en", "de")
_VARIABLE = re.compile(r"\$\{([^}]*)\}")
# A quoted run, a placeholder (with one of a choice's formats nested in it), or a run of other characters.
_FORMAT = re.compile(r"''|'([^']*)'?|\{(\d+)(?:,(\w+),((?:[^{}]|\{[^{}]*\})*))?\}|([^'{]+|.)", re.DOTALL)


class Texts:
    """The messages of one language."""

    def __init__(self, locale: Locale) -> None:
        self.locale = locale
        languages = [tag for tag in ("en", *reversed(locale.parents), locale.tag) if tag in LANGUAGES]
        self.messages: Mapping[str, str] = {key: said for tag in languages for key, said in _bundle(tag).items()}

    def message(self, key: str, *arguments: object) -> str:
        """Give a message, or its key where there is none (MessageFormatterMethod); `${…}` in it are messages too."""
        pattern = self._resolved(self.messages.get(key, key))
        return self._formatted(
            pattern, [self._resolved(value) if isinstance(value, str) else value for value in arguments]
        )

    def advanced(self, text: str) -> str:
        """Give the message that a text such as `${email}` names, or the text (AdvancedMessageFormatterMethod)."""
        if text.startswith("${") and text.endswith("}"):
            return self._formatted(self.messages.get(text[2:-1], text[2:-1]), [])
        return text

    def said(self, message: Message) -> str:
        """Give what a message says, or its key where it is none (FreeMarkerLoginFormsProvider.formatMessage)."""
        pattern = self.messages.get(message.key)
        said = message.key if pattern is None else self._formatted(pattern, message.arguments)
        return f"{said} {self.said(message.also)}" if message.also else said

    def summary(self, page: Page) -> str:
        """Give all that is said on a page, its fields' errors too, in one line (MessageBean.appendSummaryLine)."""
        said = ([page.message] if page.message else []) + list(page.errors.values())
        return " ".join(self.said(message) for message in said)

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
            return _choice(style, value) if kind == "choice" else self._written(value)

        return _FORMAT.sub(piece, pattern)

    def _written(self, value: object) -> str:
        """Write an argument; a number in groups of three digits, as the language does."""
        if isinstance(value, int):
            return f"{value:,}".replace(",", "." if self.locale.language == "de" else ",")
        return str(value)


def texts(locale: Locale) -> Texts:
    """Give the messages in a language."""
    return _texts(locale)


def summary(page: Page, locale: Locale) -> str:
    """Give the message of a page as text: what Keycloak answers as JSON to who does not want HTML."""
    return _texts(locale).summary(page)


@lru_cache(maxsize=64)
def _texts(locale: Locale) -> Texts:
    return Texts(locale)


@lru_cache(maxsize=len(LANGUAGES))
def _bundle(language: str) -> Mapping[str, str]:
    found: Mapping[str, str] = read_json(language)
    return found


def _choice(style: str, value: object) -> str:
    """Give the format of a java.text.ChoiceFormat (`0#none|1#one|1<many`) that a number falls to."""
    number = float(str(value))
    chosen = ""
    for part in style.split("|"):
        limit, sign, text = re.split(r"([#<≤])", part, maxsplit=1)
        if not chosen or number > float(limit) or (sign != "<" and number == float(limit)):
            chosen = text
    return chosen
