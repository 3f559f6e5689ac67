"""Documentation, messages, docstrings and comments are written in plain English.

codespell finds misspellings (`make check`). These tests find phrases without a misspelling that read as if they were
translated. docs/decisions/0010-prose-linter.md explains why no general prose linter does it.
"""

import ast
import io
import re
import tokenize
from collections.abc import Iterator
from pathlib import Path

import pytest

TOP = Path(__file__).parent.parent
PAGES = [*TOP.glob("*.md"), *(TOP / "docs").rglob("*.md"), TOP / "Makefile", *TOP.glob("*.toml")]
MODULES = sorted((TOP / "mockauth").rglob("*.py"))
SAMPLES = sorted((TOP / "mockauth").rglob("*.toml"))
# What not to write, and what to write instead.
PHRASES = {
    r"here as there|as there(?! (?:is|are|was|were)\b)": "as in Keycloak",
    r"as by": "as in",
    r"likewise": "repeat the noun or the verb",
    r"[;,] (?:and )?so (?:is|are|does|do|has|have)": "repeat the noun or the verb",
    r"the same goes": "repeat the noun or the verb",
    r"(?<!there )(?:is|are|that|which) none(?! of\b)": "is not a …, does not exist, is invalid",
    r"that there (?:is|are) not": "that does not exist",
    r"(?:has|have) not(?=[.,;:)])": "does not have",
    r"not there yet|does not have .{1,40} yet": "not implemented",
    r"(?:and|because|but|here|that|where|which) nobody": "negate the verb: the client cannot …",
    r"whoever": "name the subject: anyone who …, the client that …",
    r"where there (?:is|are)": "if there is",
    r"all the same(?= ?[.:;])|as ever": "anyway, as usual",
    r"(?:is|are) meant(?! (?:for|to)\b)": "say what is expected",
    r"(?:is|are) due": "is expected, is required",
    r"anew": "again",
    r"hold(?:s|ing)? (?:it|nothing|anything) up": "delay",
    r"comes? to pass|what it comes to": "say what results",
    r"in the place of": "instead of",
    r"of old": "old",
}
OPENINGS = r"(?:What|Who|Whom|Whose|Whether|Gives?)\b"


def findings(text: str) -> Iterator[str]:
    """Find the phrases in a text, across line breaks."""
    flat = " ".join(re.sub(r"^\s*#", " ", line) for line in text.splitlines())
    flat = " ".join(flat.split())
    for pattern, instead in PHRASES.items():
        for found in re.finditer(rf"\b(?:{pattern})\b", flat):
            context = flat[max(0, found.start() - 40) : found.end() + 30]
            yield f'"{found[0]}" in "…{context}…": {instead}'


def docstrings(tree: ast.Module) -> Iterator[tuple[str, str]]:
    """Return the name and the docstring of everything that has one."""
    for node in ast.walk(tree):
        if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)):
            text = ast.get_docstring(node)
            if text:
                yield getattr(node, "name", "module"), text


def prose(source: str) -> str:
    """Return the comments and the string literals of a module."""
    kinds = {tokenize.COMMENT, tokenize.STRING, *filter(None, [getattr(tokenize, "FSTRING_MIDDLE", None)])}
    tokens = tokenize.generate_tokens(io.StringIO(source).readline)
    return "\n".join(token.string for token in tokens if token.type in kinds)


def pages() -> Iterator[object]:
    """Return the pages and the samples."""
    for file in [*PAGES, *SAMPLES]:
        name = file.relative_to(TOP).as_posix()
        if name != "docs/decisions/0010-prose-linter.md":  # quotes the phrases
            yield pytest.param(file, id=name)


@pytest.mark.parametrize("file", list(pages()))
def test_page_is_plain_english(file: Path) -> None:
    assert list(findings(file.read_text(encoding="utf-8"))) == []


@pytest.mark.parametrize("file", MODULES, ids=lambda file: str(file.relative_to(TOP)))
def test_module_is_plain_english(file: Path) -> None:
    assert list(findings(prose(file.read_text(encoding="utf-8")))) == []


@pytest.mark.parametrize("file", MODULES, ids=lambda file: str(file.relative_to(TOP)))
def test_docstring_says_what_to_do_and_not_what_it_is(file: Path) -> None:
    found = docstrings(ast.parse(file.read_text(encoding="utf-8")))
    assert [f"{name}: {text:.60}" for name, text in found if re.match(OPENINGS, text)] == []


def test_phrases_are_found_across_lines() -> None:
    assert list(findings("A user has to wait, here\n    # as there, for a minute."))
    assert not list(findings("As in Keycloak, the user is locked for a minute, as there are too many failures."))
