"""The text of a realm file read as JSON, as Keycloak reads it: any UTF, placeholders, numbers that are numbers."""

import json
import re
from collections.abc import Mapping
from typing import Any, NoReturn

from mockauth.realms.placeholders import replaced
from mockauth.realms.problems import ConfigError, Note, Problem

# What is written like a variable of an environment; Keycloak's own texts have names such as ${client_account}.
_VARIABLE = re.compile(r"[A-Z][A-Z0-9_]*")


def realms_of(content: bytes, file: str, env: Mapping[str, str], notes: list[Note]) -> list[Any]:
    """Give what is to be realm representations; raises ConfigError with the place of what cannot be read."""
    text = _decoded(content, file)
    if "${" in text:
        text = _filled(text, file, env, notes)
    found = _parsed(text, file)
    if found == []:
        raise ConfigError(Problem(file, "", "there is no realm in this file"))
    return found if isinstance(found, list) else [found]


def twice(content: bytes, env: Mapping[str, str]) -> list[str]:
    """Give the keys that one object of a readable file has twice, of which the last one counts."""
    found: list[str] = []

    def pairs(items: list[tuple[str, Any]]) -> dict[str, Any]:
        made: dict[str, Any] = {}
        for key, value in items:
            if key in made:
                found.append(key)
            made[key] = value
        return made

    json.loads(replaced(_decoded(content, ""), env)[0], object_pairs_hook=pairs)
    return list(dict.fromkeys(found))


def _decoded(content: bytes, file: str) -> str:
    # PowerShell's `>` writes UTF-16, which Keycloak reads as well.
    encoding = json.detect_encoding(content)
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        name = "UTF-8" if encoding.startswith("utf-8") else encoding.upper()
        hint = "save it as UTF-8"
        raise ConfigError(Problem(file, f"byte {error.start}", f"this is not {name} text", hint)) from error


def _filled(text: str, file: str, env: Mapping[str, str], notes: list[Note]) -> str:
    try:
        filled, missing = replaced(text, env)
    except RecursionError as error:
        raise ConfigError(Problem(file, "", "its placeholders lead from one to another without end")) from error
    for name in sorted(missing):
        if _VARIABLE.fullmatch(name):
            what = f"${{{name}}} stays as it is written: set {name}, or give a default: ${{{name}:something}}"
            notes.append(Note(file, "", what))
    return filled


def _parsed(text: str, file: str) -> Any:
    try:
        found = json.loads(text, parse_constant=_no_number)
        # Half of a surrogate pair can be written as an escape, but it is no character and has no UTF-8.
        if "\\ud" in text or "\\uD" in text:
            json.dumps(found, ensure_ascii=False).encode()
    except UnicodeEncodeError as error:
        raise ConfigError(Problem(file, "", "this has half of a character in it (a lone surrogate)")) from error
    except json.JSONDecodeError as error:
        hint = "" if file.endswith(".json") else "a registry's name ends in .toml, a realm file's in .json"
        raise ConfigError(Problem(file, f"line {error.lineno}", _what(error), hint)) from error
    except ValueError as error:
        raise ConfigError(Problem(file, "", f"this is not JSON ({error})")) from error
    except RecursionError as error:
        raise ConfigError(Problem(file, "", "this is nested too deeply")) from error
    return found


def _what(error: json.JSONDecodeError) -> str:
    """Say what is wrong at a place; what people write most often, and JSON has not, by its name."""
    if not error.doc.strip():
        return "this file is empty"
    before, after = error.doc[: error.pos].rstrip(), error.doc[error.pos : error.pos + 2].lstrip()
    if after[:2] in ("//", "/*") or after[:1] == "#":
        return "this is not JSON (it has no comments)"
    if before.endswith(",") and after[:1] in ("}", "]"):
        return f'this is not JSON (a comma too many before "{after[0]}")'
    if error.doc[error.pos - 1 : error.pos] == "," and error.msg.startswith("Illegal trailing comma"):
        return "this is not JSON (a comma too many)"
    return f"this is not JSON ({error.msg})"


def _no_number(name: str) -> NoReturn:
    raise ValueError(f"{name} is no number")


def with_users(rep: Any, content: bytes, file: str, env: Mapping[str, str]) -> Any:
    """Give a realm with the users of a file that belongs to it; users of foreign providers are passed over."""
    notes: list[Note] = []
    [part, *_] = realms_of(content, file, env, notes)
    if not isinstance(rep, dict) or not isinstance(part, dict):
        raise ConfigError(Problem(file, "", 'a file of users is an object with "realm" and "users"'))
    users = part.get("users", [])
    if part.get("realm") != rep.get("realm"):
        raise ConfigError(Problem(file, "realm", f"these users are of another realm than {rep.get('realm')}"))
    if not isinstance(users, list):
        raise ConfigError(Problem(file, "users", "expected a list"))
    return {**rep, "users": [*(rep.get("users") or []), *users]}
