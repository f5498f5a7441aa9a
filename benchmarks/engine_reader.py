"""A reader that takes an engine's own processor time for how long a statement takes."""

from dataclasses import replace

from benchmarks.resources import usage_of
from dashboards.reader import Answer, Reader
from dashboards.settings import DashboardSettings
from embedded.clickhouse import ClickHouse

__all__ = ["EngineReader"]


class EngineReader(Reader):
    """Reads as a dashboard does; an answer's `milliseconds` are what the engine's process used, to 10 ms.

    Other work on the machine does not lengthen them; where the machine is free, a statement takes no longer. Only one
    statement may run at a time.
    """

    def __init__(self, engine: ClickHouse) -> None:
        super().__init__(DashboardSettings(clickhouse_url=engine.url))
        self._engine = engine

    def answer(self, sql: str) -> Answer:
        """Run a statement; see `Reader.answer`."""
        before = usage_of(self._engine.pid).cpu_seconds
        found = super().answer(sql)
        return replace(found, milliseconds=(usage_of(self._engine.pid).cpu_seconds - before) * 1000)
