"""Imports that wait for the first call: start-up counts.

A table in a package's `__init__` names all that there is, and whoever starts the server waits for what is asked of it.
"""

from collections.abc import Callable
from functools import cached_property
from importlib import import_module
from typing import Any


def lazy_submodules(package: str) -> Callable[[str], Any]:
    """Give a package the `__getattr__` (PEP 562) by which `from package import file` does not import the file yet."""

    def named(file: str) -> Any:
        if file.startswith("_"):
            raise AttributeError(f"{package} has no {file}")
        return _File(f"{package}.{file}")

    return named


class _File:
    """A module by its name. A function of it is imported when it is called, all else when it is named."""

    def __init__(self, module: str) -> None:
        self._module = module

    def __getattr__(self, name: str) -> Any:
        found = _Function(self._module, name) if name.islower() else getattr(import_module(self._module), name)
        setattr(self, name, found)
        return found


class _Function:
    """A function by its name."""

    def __init__(self, module: str, name: str) -> None:
        self.__module__, self.__name__ = module, name

    @cached_property
    def itself(self) -> Callable[..., Any]:
        """The function, imported."""
        found: Callable[..., Any] = getattr(import_module(self.__module__), self.__name__)
        return found

    def __call__(self, *arguments: Any) -> Any:
        return self.itself(*arguments)
