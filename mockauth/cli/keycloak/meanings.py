"""The meaning of each option of Keycloak for mockauth: the option of `mockauth serve` that it becomes.

An option that is not in the table has no meaning here, because mockauth has no database, cache, cluster or JVM.
"""

import os
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from mockauth.cli.keycloak.realm_files import realm_files
from mockauth.cli.keycloak.sources import Configuration

Arguments = Sequence[str]


class Meaning(NamedTuple):
    """The meaning of an option: a sentence, and the arguments for `mockauth serve` that its value becomes."""

    sentence: str
    arguments: Callable[[str], Arguments] = lambda value: ()


def _same(option: str) -> Callable[[str], Arguments]:
    return lambda value: (option, value)


def _flag(option: str) -> Callable[[str], Arguments]:
    return lambda value: (option,) if value.lower() == "true" else ()


def _log_format(value: str) -> Arguments:
    return ("--log-format", "keycloak-json" if value == "json" else "keycloak")


def _log_level(value: str) -> Arguments:
    """Return the level of the root category: the word without a category in `info,org.keycloak:debug`."""
    root = next((word for word in value.lower().split(",") if ":" not in word), "info")
    return ("--log-level", _LEVELS.get(root, "info"))


_LEVELS = {"off": "error", "fatal": "error", "error": "error", "warn": "warning", "debug": "debug"}
_LEVELS |= {"trace": "debug", "all": "debug"}
MEANINGS: Mapping[str, Meaning] = {
    "import-realm": Meaning("import the realm files in data/import"),
    "http-enabled": Meaning("listen for HTTP; start-dev does by default, start does not"),
    "http-host": Meaning("address to listen on", _same("--host")),
    "http-port": Meaning("port to listen on, by default 8080", _same("--port")),
    "http-relative-path": Meaning("prefix for all paths", _same("--http-relative-path")),
    "hostname": Meaning("URL of the issuers, or its hostname", _same("--hostname")),
    "hostname-strict": Meaning("if it is true, start needs a hostname"),
    "hostname-backchannel-dynamic": Meaning(
        "backchannel URLs follow the request", _flag("--hostname-backchannel-dynamic")
    ),
    "proxy-headers": Meaning("trust the headers of a reverse proxy", _same("--proxy-headers")),
    "proxy-trusted-addresses": Meaning(
        "trust these headers from these addresses only", _same("--proxy-trusted-addresses")
    ),
    "spi-x509cert-lookup--provider": Meaning(
        "header of a proxy with client certificates", _same("--client-cert-lookup")
    ),
    "spi-x509cert-lookup-provider": Meaning("the same, as before Keycloak 26.3", _same("--client-cert-lookup")),
    "truststore-paths": Meaning("certificate authorities of client certificates", _same("--client-ca")),
    "health-enabled": Meaning("serve /health, /health/ready, /health/live and /health/started on the management port"),
    "metrics-enabled": Meaning("serve /metrics on the management port"),
    "http-management-health-enabled": Meaning("if it is false, health is on the main port"),
    "legacy-observability-interface": Meaning("if it is true, health and metrics are on the main port"),
    "http-management-port": Meaning("management port, by default 9000", _same("--management-port")),
    "http-management-host": Meaning("address of the management port", _same("--management-host")),
    "http-management-relative-path": Meaning(
        "prefix for paths on the management port", _same("--management-relative-path")
    ),
    "log-console-output": Meaning("text or JSON, one record per line, as Keycloak writes them", _log_format),
    "log-level": Meaning("level of the root category; refused requests are warnings", _log_level),
    "bootstrap-admin-username": Meaning("username of the admin in realm master", _same("--bootstrap-admin-username")),
    "bootstrap-admin-password": Meaning("password of that admin", _same("--bootstrap-admin-password")),
    "bootstrap-admin-client-id": Meaning(
        "client in realm master whose service account is an admin", _same("--bootstrap-admin-client-id")
    ),
    "bootstrap-admin-client-secret": Meaning("secret of that client", _same("--bootstrap-admin-client-secret")),
    "optimized": Meaning("mockauth has nothing to build"),
    "help": Meaning("list the options"),
    "help-all": Meaning("list the options"),
    "verbose": Meaning("nothing more is printed"),
}
# In a container, and with `start`, Keycloak listens on all addresses.
_ALL_ADDRESSES = "0.0.0.0"  # noqa: S104 - as Keycloak
_DEFAULT_PORT = "8080"


def serve_arguments(configuration: Configuration, home: Path, in_container: bool, is_production: bool) -> list[str]:
    """Return the arguments for `mockauth serve`."""
    is_open = in_container or is_production
    arguments = ["--port", _DEFAULT_PORT, "--host", _ALL_ADDRESSES if is_open else "localhost"]
    arguments += ["--log-format", "keycloak", "--keys", _keys(home)]
    for name, value in configuration.values.items():
        if meaning := MEANINGS.get(name):
            arguments += meaning.arguments(value.text)
    arguments += _monitoring(configuration)
    for path in realm_files(configuration, home):
        arguments += ["--import", str(path)]
    return [*arguments, *configuration.own]


def _monitoring(configuration: Configuration) -> Sequence[str]:
    """Return the ports of health and metrics: as in Keycloak, neither is enabled by default."""
    legacy = configuration.is_on("legacy-observability-interface")
    health = (
        "main" if legacy or not configuration.is_on("http-management-health-enabled", default=True) else "management"
    )
    return [
        *("--health", health if configuration.is_on("health-enabled") else "off"),
        *("--metrics", ("main" if legacy else "management") if configuration.is_on("metrics-enabled") else "off"),
    ]


def without_meaning(configuration: Configuration) -> list[str]:
    """Return the names of the options that mockauth accepts and ignores."""
    return sorted(name for name in configuration.values if name not in MEANINGS)


def _keys(home: Path) -> str:
    """Return the folder of the signing keys: they last as long as Keycloak's own, which are in its database."""
    data = home / "data"
    return str(data / "keys") if data.is_dir() and os.access(data, os.W_OK) else ":memory:"
