"""Logs: one line an event on stderr, with names and values, and nothing personal in them."""

import logging
import sys
from typing import Any, Literal, Protocol, cast

import structlog

from streams.settings import LogFormat

__all__ = ["Log", "LogEvent", "configure_logs", "logger"]

LogEvent = Literal[
    "worker.started",  # it is about to consume
    "worker.watched",  # /live, /ready and /metrics are served
    "worker.stopping",  # a stop was requested; what is fetched is still stored
    "worker.stopped",  # it stopped in order
    "worker.stop_timed_out",  # Faust did not stop in time; the process ends all the same
    "store.waits",  # a storing step failed and is tried again; offsets wait
    "group.rejoins",  # the coordination of the consumer group failed; the worker joins it anew
    "commit.waits",  # Kafka did not take offsets; they are committed at the next occasion
    "batch.stale",  # ClickHouse was away for hours in the middle of a batch, which is read and judged again
    "batch.stored",  # a batch is stored and acknowledged
    "release.published",  # an edition of the published numbers is made
    "release.waits",  # ClickHouse was away, or another release was being made; it is tried again
    "fetch.damaged",  # bytes of a fetch are not as they were written; they are fetched again
]
"""Every event that the stream logs; docs/reference/logs.md has its values. There are no others."""


class Log(Protocol):
    """A logger that takes the events of the list only, and values that say nothing of a person."""

    def debug(self, event: LogEvent, /, **values: Any) -> None: ...  # noqa: D102
    def info(self, event: LogEvent, /, **values: Any) -> None: ...  # noqa: D102
    def warning(self, event: LogEvent, /, **values: Any) -> None: ...  # noqa: D102


def logger(part: str) -> Log:
    """Give the logger of a part of the stream."""
    return cast("Log", structlog.get_logger(f"engagement.{part}"))


def configure_logs(*, quiet: bool = False, verbose: bool = False, shape: LogFormat = "text") -> None:
    """Log our own events from level info, or warnings only, or all; and other libraries' from warnings.

    `shape` is `text` for people, or `json`: an object a line, with `timestamp`, `level` and `event`.
    """
    level = logging.WARNING if quiet else logging.DEBUG if verbose else logging.INFO
    shared: list[Any] = [
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    last = (
        structlog.processors.JSONRenderer()
        if shape == "json"
        else structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[*shared, structlog.stdlib.add_logger_name, structlog.processors.format_exc_info],
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, last],
        )
        if shape == "json"
        else logging.Formatter("%(levelname)s %(name)s: %(message)s")
    )
    logging.basicConfig(handlers=[handler], level=logging.WARNING)
    structlog.configure(
        processors=[*shared, last],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )
