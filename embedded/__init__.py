"""The engines on one machine: a real Apache Kafka broker and the real ClickHouse engine, as local processes.

They listen on the loopback address only. ``Engines(data_dir)`` starts both into one directory and stops both;
``Kafka`` and ``ClickHouse`` do it for one. The processes end with the process that started them, however that ends.
Nothing is started, imported or written when this package is imported; the names below load on first use.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from embedded.clickhouse import ClickHouse
    from embedded.errors import DataDirBusyError, EmbeddedError, EngineDownloadError, EngineStartError
    from embedded.kafka import Kafka
    from embedded.machine import Engines, Running, read_running

__all__ = [
    "ClickHouse",
    "DataDirBusyError",
    "EmbeddedError",
    "EngineDownloadError",
    "EngineStartError",
    "Engines",
    "Kafka",
    "Running",
    "read_running",
]

_HOMES = {
    "ClickHouse": "embedded.clickhouse",
    "DataDirBusyError": "embedded.errors",
    "EmbeddedError": "embedded.errors",
    "EngineDownloadError": "embedded.errors",
    "EngineStartError": "embedded.errors",
    "Engines": "embedded.machine",
    "Kafka": "embedded.kafka",
    "Running": "embedded.machine",
    "read_running": "embedded.machine",
}


def __getattr__(name: str) -> object:
    if name in _HOMES:
        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(f"module 'embedded' has no attribute {name!r}")
