"""The options for health endpoints and metrics, and for the port that serves them."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

import click

from mockauth.cli.configuration import Port, setting, url_path

if TYPE_CHECKING:
    from mockauth.state import State
    from mockauth.web.management import Observability
    from mockauth.web.metrics import Metrics
    from mockauth.web.request_log import Entry

_F = TypeVar("_F", bound=Callable[..., Any])
_DEFAULT_PORT = 9000


def management_options(command: _F) -> _F:
    """Add `--health`, `--metrics`, `--management-port`, `--management-host` and `--management-relative-path`."""
    for option in (_relative_path, _host, _port, _metrics, _health):
        command = option(command)
    return command


_PLACES = click.Choice(["main", "management", "off"])
_health = setting(
    "--health", type=_PLACES, default="main", show_default=True, help="Port that serves /health: main, or management."
)
_metrics = setting(
    "--metrics",
    type=_PLACES,
    default="off",
    show_default=True,
    help="Port that serves /metrics, in Prometheus's format: main, or management.",
)
_port = setting(
    "--management-port",
    metavar="PORT",
    type=Port(_DEFAULT_PORT),
    default=_DEFAULT_PORT,
    show_default=True,
    help="Management port, which is opened if --health or --metrics is management; 0 chooses a free port.",
)
_host = setting(
    "--management-host", metavar="HOST", help="Address for the management port.  [default: the value of --host]"
)
_relative_path = setting(
    "--management-relative-path",
    callback=url_path,
    metavar="PATH",
    help="Prefix for paths on the management port.  [default: the value of --http-relative-path]",
)


class Monitoring(NamedTuple):
    """The ports of health and metrics, which are "main", "management" or "off", and the metrics if they are on."""

    health: str
    metrics: str
    collected: "Metrics | None"

    @classmethod
    def chosen(cls, health: str, metrics: str, state: "State", root: str) -> "Monitoring":
        """Return what the options choose; `root` is the prefix of all paths."""
        if metrics == "off":
            return cls(health, metrics, None)
        from mockauth.web.metrics import Metrics

        def sessions() -> dict[str, int]:
            return {realm: len(state.sessions_of(realm).online) for realm in state.realms}

        return cls(health, metrics, Metrics(sessions, root))

    @property
    def needs_port(self) -> bool:
        """Tell whether the management port serves anything."""
        return "management" in (self.health, self.metrics)

    def on(self, port: str) -> "Observability":
        """Return what a port serves."""
        from mockauth.web.management import Observability

        collected = self.collected if self.metrics == port else None
        return Observability(self.health == port, collected, with_metrics=self.collected is not None)

    def counting(self, log: "Callable[[Entry], None]") -> "Callable[[Entry], None]":
        """Return a log that also counts requests, if there are metrics."""
        if not (collected := self.collected):
            return log

        def log_and_count(entry: "Entry") -> None:
            collected.observe(entry)
            log(entry)

        return log_and_count
