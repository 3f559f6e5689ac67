"""Text from requests and files, made safe to show in a log line or on a page."""

_LONGEST = 1000


def printable(text: str) -> str:
    """Return text as one line of limited length, with control characters escaped."""
    return escaped(text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…")


def escaped(text: str) -> str:
    """Return text with control characters escaped, because they could steer a terminal."""
    return text if text.isprintable() else "".join(it if it.isprintable() else f"\\x{ord(it):02x}" for it in text)
