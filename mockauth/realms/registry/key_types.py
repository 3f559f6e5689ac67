"""The types of registry keys, and what is recorded about each key."""

from typing import NamedTuple

FLAG, NUMBER, LONG, TEXT, TEXTS, OPTIONS, LISTS = "flag", "number", "long", "text", "texts", "options", "lists"
URL, ADDRESS, REDIRECTS, LOGOUTS, ORIGINS, BASE32 = "url", "address", "redirects", "logouts", "origins", "base32"
# A table in Keycloak's own spelling, laid over the representation.
RAW = "raw"
# Keys that Keycloak keeps as an attribute have a name that begins with this.
ATTRIBUTE = "attributes."


class Key(NamedTuple):
    """A registry key.

    `type` is a constant above or `tables of KIND`. `name` is Keycloak's name for the key, or empty if Keycloak has no
    such key. If there are `choices`, no other text is accepted.
    """

    type: str
    name: str
    means: str
    choices: tuple[str, ...] = ()

    @property
    def kind(self) -> str:
        """The kind of table that this key holds by name, for example `client`, or an empty string."""
        return self.type.removeprefix("tables of ") if self.type.startswith("tables of ") else ""


def tables_of(kind: str, means: str) -> Key:
    """Return a key that holds tables of a kind by name."""
    return Key(f"tables of {kind}", "", means)


def seconds(name: str, means: str) -> Key:
    """Return a key that holds a number of seconds; the part of the meaning after a semicolon is a remark."""
    meaning, semicolon, remark = means.partition(";")
    return Key(NUMBER, name, f"{meaning}, in seconds{semicolon}{remark}")
