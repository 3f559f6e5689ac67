"""Parse the JSON of a realm file as Keycloak does: any UTF encoding, with placeholders, without NaN."""

import json
import re
from collections.abc import Mapping
from typing import Any, NoReturn

from mockauth.realms.parsing.placeholders import replace_placeholders
from mockauth.realms.problems import ConfigError, Note, Problem

# Names that look like environment variables; Keycloak's message keys look like ${client_account}.
_VARIABLE = re.compile(r"[A-Z][A-Z0-9_]*")


def parse_realm_file(content: bytes, file: str, env: Mapping[str, str], notes: list[Note]) -> list[Any]:
    """Return the realm representations in a file. Raises ConfigError with the place of a syntax error."""
    text = _decode(content, file)
    if "${" in text:
        text = _replace(text, file, env, notes)
    found = _parse(text, file)
    if found == []:
        raise ConfigError(Problem(file, "", "this file contains no realm"))
    return found if isinstance(found, list) else [found]


def duplicate_keys(content: bytes, env: Mapping[str, str]) -> list[str]:
    """Return the keys that occur twice in one object of a valid file; the last one is used."""
    found: list[str] = []

    def collect(items: list[tuple[str, Any]]) -> dict[str, Any]:
        collected: dict[str, Any] = {}
        for key, value in items:
            if key in collected:
                found.append(key)
            collected[key] = value
        return collected

    json.loads(replace_placeholders(_decode(content, ""), env)[0], object_pairs_hook=collect)
    return list(dict.fromkeys(found))


def _decode(content: bytes, file: str) -> str:
    # PowerShell's `>` writes UTF-16, which Keycloak reads as well.
    encoding = json.detect_encoding(content)
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        name = "UTF-8" if encoding.startswith("utf-8") else encoding.upper()
        hint = "save it as UTF-8"
        raise ConfigError(Problem(file, f"byte {error.start}", f"the file is not {name} text", hint)) from error


def _replace(text: str, file: str, env: Mapping[str, str], notes: list[Note]) -> str:
    try:
        filled, missing = replace_placeholders(text, env)
    except RecursionError as error:
        raise ConfigError(Problem(file, "", "its placeholders refer to each other endlessly")) from error
    for name in sorted(missing):
        if _VARIABLE.fullmatch(name):
            what = f"{name} is not set, so ${{{name}}} is not replaced: set it, or add a default: ${{{name}:value}}"
            notes.append(Note(file, "", what))
    return filled


def _parse(text: str, file: str) -> Any:
    try:
        found = json.loads(text, parse_constant=_reject_constant)
        # An escape sequence can be a lone surrogate, which is not a character and cannot be encoded as UTF-8.
        if "\\ud" in text or "\\uD" in text:
            json.dumps(found, ensure_ascii=False).encode()
    except UnicodeEncodeError as error:
        raise ConfigError(Problem(file, "", "a string contains half a character (a lone surrogate)")) from error
    except json.JSONDecodeError as error:
        hint = "" if file.endswith(".json") else "the name of a registry ends in .toml, that of a realm file in .json"
        raise ConfigError(Problem(file, f"line {error.lineno}", _syntax_error(error), hint)) from error
    except ValueError as error:
        raise ConfigError(Problem(file, "", f"invalid JSON ({error})")) from error
    except RecursionError as error:
        raise ConfigError(Problem(file, "", "nested too deeply")) from error
    return found


def _syntax_error(error: json.JSONDecodeError) -> str:
    """Describe a syntax error; name the frequent mistakes: comments and trailing commas."""
    if not error.doc.strip():
        return "the file is empty"
    before, after = error.doc[: error.pos].rstrip(), error.doc[error.pos : error.pos + 2].lstrip()
    if after[:2] in ("//", "/*") or after[:1] == "#":
        return "invalid JSON (comments are not allowed)"
    if before.endswith(",") and after[:1] in ("}", "]"):
        return f'invalid JSON (trailing comma before "{after[0]}")'
    if error.doc[error.pos - 1 : error.pos] == "," and error.msg.startswith("Illegal trailing comma"):
        return "invalid JSON (trailing comma)"
    return f"invalid JSON ({error.msg})"


def _reject_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not a number in JSON")


def add_users(rep: Any, content: bytes, file: str, env: Mapping[str, str]) -> Any:
    """Return a realm with the users of a users file added. Other keys of that file are ignored."""
    notes: list[Note] = []
    [part, *_] = parse_realm_file(content, file, env, notes)
    if not isinstance(rep, dict) or not isinstance(part, dict):
        raise ConfigError(Problem(file, "", 'expected a users file: an object with "realm" and "users"'))
    users = part.get("users", [])
    if part.get("realm") != rep.get("realm"):
        raise ConfigError(Problem(file, "realm", f"these users belong to another realm, not to {rep.get('realm')}"))
    if not isinstance(users, list):
        raise ConfigError(Problem(file, "users", "expected a list"))
    return {**rep, "users": [*(rep.get("users") or []), *users]}
