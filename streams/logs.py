"""Logs: one line an event on stderr, with names and values, and nothing personal in them."""

import logging
import sys

import structlog

__all__ = ["configure_logs"]


def configure_logs(*, quiet: bool = False, verbose: bool = False) -> None:
    """Log our own events from level info, or warnings only, or all; and other libraries' from warnings."""
    level = logging.WARNING if quiet else logging.DEBUG if verbose else logging.INFO
    logging.basicConfig(stream=sys.stderr, level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s")
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty()),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )
