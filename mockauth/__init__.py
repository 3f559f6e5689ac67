"""mockauth: a local stand-in for Keycloak. Same URLs, same answers, ready in a fraction of a second.

For tests in Python: `serve` starts a server in this process, `connect` uses one that is already running.
"""

from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"
__all__ = ["ConfigError", "Server", "Token", "TokenRefused", "__version__", "connect", "serve"]

if TYPE_CHECKING:
    from mockauth.realms.problems import ConfigError
    from mockauth.testing import connect, serve
    from mockauth.testing.server import Server
    from mockauth.testing.token import Token, TokenRefused

_MODULES = {
    "ConfigError": "mockauth.realms.problems",
    "Server": "mockauth.testing.server",
    "Token": "mockauth.testing.token",
    "TokenRefused": "mockauth.testing.token",
    "connect": "mockauth.testing",
    "serve": "mockauth.testing",
}


def __getattr__(name: str) -> Any:
    """Import a public name when it is first used, because the command line does without them (PEP 562)."""
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(_MODULES[name]), name)
