"""mockauth: a local stand-in for Keycloak. Same URLs, same answers, ready in a fraction of a second."""

__version__ = "0.1.0"
