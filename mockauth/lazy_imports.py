"""Modules that are imported when one of their functions is first called, to start fast.

The tables in a package's `__init__` name every grant, mapper or endpoint, but a server imports only those that it uses.
"""

from collections.abc import Callable
from functools import cached_property
from importlib import import_module
from typing import Any


def lazy_submodules(package: str) -> Callable[[str], Any]:
    """Return a `__getattr__` (PEP 562) for a package: `from package import module` then imports nothing yet."""

    def submodule(name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(f"{package} has no {name}")
        return _LazyModule(f"{package}.{name}")

    return submodule


class _LazyModule:
    """A module by its name. Its functions stay lazy until they are called; any other name imports it."""

    def __init__(self, module: str) -> None:
        self._module = module

    def __getattr__(self, name: str) -> Any:
        found = _LazyFunction(self._module, name) if name.islower() else getattr(import_module(self._module), name)
        setattr(self, name, found)
        return found


class _LazyFunction:
    """A function by its name. The first call imports its module."""

    def __init__(self, module: str, name: str) -> None:
        self.__module__, self.__name__ = module, name

    @cached_property
    def function(self) -> Callable[..., Any]:
        """Import the module and return the function."""
        found: Callable[..., Any] = getattr(import_module(self.__module__), self.__name__)
        return found

    def __call__(self, *arguments: Any) -> Any:
        return self.function(*arguments)
