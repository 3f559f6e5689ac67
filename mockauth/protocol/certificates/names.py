"""Distinguished names of certificates: parse DER and text, compare and write them as Java does (X500Principal)."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple

_STRINGS: Mapping[int, str] = {
    0x0C: "utf-8",
    0x12: "ascii",
    0x13: "ascii",
    0x14: "latin-1",
    0x16: "ascii",
    0x1A: "ascii",
    0x1B: "latin-1",
    0x1C: "utf-32-be",
    0x1E: "utf-16-be",
}
_UTF8, _PRINTABLE, _IA5 = 0x0C, 0x13, 0x16
_NOT_PRINTABLE = re.compile(r"[^A-Za-z0-9 '()+,\-./:=?]")
_EMAIL, _COMPONENT = "1.2.840.113549.1.9.1", "0.9.2342.19200300.100.1.25"
# Keywords of RFC 2253, and those of Open Banking Brasil that X509ClientAuthenticator adds.
_COMPARED: Mapping[str, str] = {
    "CN": "2.5.4.3",
    "C": "2.5.4.6",
    "L": "2.5.4.7",
    "ST": "2.5.4.8",
    "STREET": "2.5.4.9",
    "O": "2.5.4.10",
    "OU": "2.5.4.11",
    "DC": _COMPONENT,
    "UID": "0.9.2342.19200300.100.1.1",
    "SERIALNUMBER": "2.5.4.5",
    "BUSINESSCATEGORY": "2.5.4.15",
    "JURISDICTIONCOUNTRYNAME": "1.3.6.1.4.1.311.60.2.1.3",
    "EMAILADDRESS": _EMAIL,
}
_BY_TEXT = frozenset(_COMPARED.values())
# All keywords that are accepted (sun.security.x509.AVAKeyword).
_WORDS: Mapping[str, str] = {
    **_COMPARED,
    "E": _EMAIL,
    "EMAIL": _EMAIL,
    "S": "2.5.4.8",
    "T": "2.5.4.12",
    "IP": "1.3.6.1.4.1.42.2.11.2.1",
    "DNQUALIFIER": "2.5.4.46",
    "DNQ": "2.5.4.46",
    "SURNAME": "2.5.4.4",
    "GIVENNAME": "2.5.4.42",
    "INITIALS": "2.5.4.43",
    "GENERATION": "2.5.4.44",
}
# Keywords in written names (org.bouncycastle.asn1.x509.X509Name.DefaultSymbols).
_WRITTEN: Mapping[str, str] = {
    **{oid: word for word, oid in _COMPARED.items() if word != "JURISDICTIONCOUNTRYNAME"},
    _EMAIL: "E",
    "2.5.4.4": "SURNAME",
    "2.5.4.12": "T",
    "2.5.4.15": "BusinessCategory",
    "2.5.4.16": "PostalAddress",
    "2.5.4.17": "PostalCode",
    "2.5.4.20": "TelephoneNumber",
    "2.5.4.41": "Name",
    "2.5.4.42": "GIVENNAME",
    "2.5.4.43": "INITIALS",
    "2.5.4.44": "GENERATION",
    "2.5.4.45": "UniqueIdentifier",
    "2.5.4.46": "DN",
    "2.5.4.65": "Pseudonym",
    "1.2.840.113549.1.9.2": "unstructuredName",
    "1.2.840.113549.1.9.8": "unstructuredAddress",
    "1.3.36.8.3.14": "NameAtBirth",
    "1.3.6.1.5.5.7.9.1": "DateOfBirth",
    "1.3.6.1.5.5.7.9.2": "PlaceOfBirth",
    "1.3.6.1.5.5.7.9.3": "Gender",
    "1.3.6.1.5.5.7.9.4": "CountryOfCitizenship",
    "1.3.6.1.5.5.7.9.5": "CountryOfResidence",
}
_OID = re.compile(r"[0-2](\.[0-9]{1,9})+")
# The lookbehind keeps the search for trailing spaces linear: a name may have thousands of spaces in a row.
_ESCAPED = re.compile(r'[,+=<>;\\"]|^#|^ +|(?<! ) +$')
_LONG, _HIGH, _LOW = 0x80, 0x7F, 0x1F
_TWO_ARCS = 40


class Attribute(NamedTuple):
    """One attribute of a name: its type, the tag of its value, and the value's bytes (X.690)."""

    oid: str
    tag: int
    value: bytes

    @property
    def text(self) -> str | None:
        """The value as text, or None if its type is not a string."""
        return self.value.decode(_STRINGS[self.tag], "replace") if self.tag in _STRINGS else None

    @property
    def compared(self) -> tuple[str, int, bytes | str]:
        """The key for comparison: well-known attributes compare by text, the others by bytes."""
        if self.oid in _BY_TEXT and self.text is not None:
            return self.oid, 0, self.text
        return self.oid, self.tag, self.value


# A sequence of relative distinguished names, from the most general one on, as in DER.
Name = Sequence[Sequence[Attribute]]


def parse_der(name: bytes) -> Name:
    """Parse a DER-encoded name. Raises ValueError."""
    [(_, whole)] = _fields(name)
    found = []
    for _, part in _fields(whole):
        attributes = []
        for _, attribute in _fields(part):
            (_, oid), (tag, value) = _fields(attribute)
            attributes.append(Attribute(_dotted(oid), tag, value))
        found.append(attributes)
    return found


def parse_text(text: str) -> Name:
    """Parse a name in text form, the most specific part first. Raises ValueError if Java would fail."""
    return [[_attribute(it) for it in _pieces(part, "+")] for part in reversed(_pieces(text, ",;"))]


def are_equal(one: Name, other: Name) -> bool:
    """Return whether two names are equal in the form of RFC 2253."""

    def compared(name: Name) -> object:
        return [[attribute.compared for attribute in part] for part in name]

    return compared(one) == compared(other)


def to_text(name: Name) -> str:
    """Write a name as text, in the order of its encoding (Bouncy Castle's X509Certificate.getSubjectDN)."""
    return ",".join("+".join(_written(it) for it in part) for part in name)


def _written(attribute: Attribute) -> str:
    text = attribute.text
    if text is None:
        size = len(attribute.value)
        value = f"#{bytes([attribute.tag, min(size, 0x7F)]).hex()}{attribute.value.hex()}"
    else:
        value = _ESCAPED.sub(lambda match: "".join(f"\\{letter}" for letter in match[0]), text)
    return f"{_WRITTEN.get(attribute.oid, attribute.oid)}={value}"


def _fields(der: bytes) -> Iterator[tuple[int, bytes]]:
    """Return the tags and contents of consecutive DER values. Raises ValueError."""
    while der:
        tag, size, begin = der[0], der[1] if len(der) > 1 else 0, 2
        if size & _LONG:
            count = size & _HIGH
            size, begin = int.from_bytes(der[2 : 2 + count], "big"), 2 + count
        if len(der) < begin + size or tag & _LOW == _LOW:
            raise ValueError("not DER")
        yield tag, der[begin : begin + size]
        der = der[begin + size :]


def _dotted(oid: bytes) -> str:
    arcs, arc = [], 0
    for byte in oid:
        arc = arc << 7 | byte & _HIGH
        if not byte & _LONG:
            arcs.append(arc)
            arc = 0
    first = min(arcs[0] // _TWO_ARCS, 2)
    return ".".join(str(it) for it in (first, arcs[0] - first * _TWO_ARCS, *arcs[1:]))


def _pieces(text: str, separators: str) -> list[str]:
    """Split a text at separators that are neither quoted nor escaped."""
    pieces, begin, quoted, at = [], 0, False, 0
    while at < len(text):
        if text[at] == "\\":
            at += 1
        elif text[at] == '"':
            quoted = not quoted
        elif text[at] in separators and not quoted:
            pieces.append(text[begin:at])
            begin = at + 1
        at += 1
    return [*pieces, text[begin:]]


def _attribute(text: str) -> Attribute:
    word, equals, value = text.partition("=")
    word = word.strip().upper()
    oid = _WORDS.get(word) or word.removeprefix("OID.")
    if not equals or not _OID.fullmatch(oid):
        raise ValueError(f'"{text:.80}" is not an attribute such as CN=name')
    value = value.lstrip(" \n")
    if value.startswith("#"):
        der = bytes.fromhex(value[1:].strip())
        [(tag, content)] = _fields(der)
        return Attribute(oid, tag, content)
    found = _in_quotes(value) if value.startswith('"') else _plain(value)
    if oid in (_EMAIL, _COMPONENT):
        return Attribute(oid, _IA5, found.encode("latin-1", "replace"))
    return Attribute(oid, _UTF8 if _NOT_PRINTABLE.search(found) else _PRINTABLE, found.encode())


def _in_quotes(value: str) -> str:
    match = re.fullmatch(r'"((?:\\.|[^"\\])*)"\s*', value, re.DOTALL)
    if match is None:
        raise ValueError(f"{value:.80} has no closing quote")
    # Java trims the value even inside quotes.
    return _unescaped(match[1]).strip()


def _plain(value: str) -> str:
    # An escaped space at the end is kept.
    value = re.sub(r"(?<!\\)((?:\\\\)*)[ \n]+$", r"\1", value)
    return _unescaped(value)


def _unescaped(value: str) -> str:
    def bytes_of(match: re.Match[str]) -> str:
        return bytes.fromhex(match[0].replace("\\", "")).decode("utf-8", "replace")

    def character(match: re.Match[str]) -> str:
        return match[2] if match[2] is not None else bytes_of(match)

    plain: Callable[[re.Match[str]], str] = character
    return re.sub(r"((?:\\[0-9A-Fa-f]{2})+)|\\(.)", plain, value, flags=re.DOTALL)
