"""One Kafka and one ClickHouse for all tests of a process, as good as new for each module that takes them."""

import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TypeVar

from kafka import KafkaAdminClient

from embedded.clickhouse import ClickHouse
from embedded.clickhouse_files import ServerFiles
from embedded.engine_process import EngineProcess
from embedded.kafka import Kafka
from streams.migrations import migrate, migrations
from streams.settings import StreamSettings
from streams.store import Store

__all__ = ["UNCOMPILED", "SharedEngines"]

_Engine = TypeVar("_Engine", bound=EngineProcess)

_LOADED = ("migrations", "views_put", "districts", "programmes")
"""Tables that `migrate` fills."""

UNCOMPILED = {"compile_expressions": 0, "compile_aggregate_expressions": 0, "compile_sort_description": 0}
"""With few rows, compiling was a quarter of the cost of reading published views; the demo compiles as any server."""

_DEFINITIONS = "SELECT name, create_table_query FROM system.tables WHERE database = 'engagement' ORDER BY name"


class SharedEngines:
    """Both engines, each started when somebody first asks for it; a context manager.

    Only one may work on them at a time: whoever does says so by `taken`. Tests that need an engine's whole life, its
    data directory or a second one start their own.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._stack = ExitStack()
        self._taken_by = ""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stack.close()

    @cached_property
    def kafka(self) -> Kafka:
        """The broker."""
        return self._started(Kafka(self._folder / "kafka"))

    @cached_property
    def clickhouse(self) -> ClickHouse:
        """The engine with every table and view."""
        files = ServerFiles(settings=UNCOMPILED)
        engine = self._started(ClickHouse(self._folder / "clickhouse", files=files))
        with Store(StreamSettings(clickhouse_url=engine.url)) as store:
            migrate(store)
            self._definitions = store.query(_DEFINITIONS)
        return engine

    def _started(self, engine: _Engine) -> _Engine:
        """Start an engine and kill it at the end: an orderly stop costs, the broker's makes an archive of its start."""
        engine.start()
        self._stack.callback(engine.kill)
        return engine

    @property
    def bootstrap(self) -> str:
        """Kafka's ``HOST:PORT``."""
        return self.kafka.bootstrap

    @property
    def clickhouse_url(self) -> str:
        """ClickHouse's ``http://HOST:PORT``."""
        return self.clickhouse.url

    @contextmanager
    def taken(self, who: str, *engines: EngineProcess) -> Iterator[None]:
        """Hold the engines; who comes meanwhile is told. Those that were left dead are started again."""
        assert not self._taken_by, f"{self._taken_by} holds the engines, so {who} cannot: use its tables, or let it end"
        self._taken_by = who
        try:
            yield
        finally:
            self._taken_by = ""
            for engine in engines:
                if not engine.running:
                    engine.start()

    def restore_tables(self, store: Store) -> None:
        """Empty every table, and make anew what somebody changed of tables, views and migrations."""
        store.run_text("SYSTEM START TTL MERGES")
        if store.query(_DEFINITIONS) != self._definitions:
            for database in ("candidates", "published", "releases", "engagement"):
                store.run_text(f"DROP DATABASE IF EXISTS {database}")
        else:
            known = [(step.version,) for step in migrations()]
            if store.query("SELECT version FROM engagement.migrations FINAL ORDER BY version") != known:
                store.run_text("TRUNCATE TABLE engagement.migrations")
            for (table,) in store.query(
                "SELECT concat(database, '.', name) FROM system.tables "  # noqa: S608
                "WHERE database IN ('engagement', 'published', 'releases') AND engine LIKE '%Tree' "
                f"AND name NOT IN {_LOADED} AND total_rows > 0"
            ):
                store.run_text(f"TRUNCATE TABLE {table}")
        migrate(store)

    def remove_topics(self) -> None:
        """Take away every topic, and with it what groups remember of it."""
        admin = KafkaAdminClient(bootstrap_servers=self.bootstrap)
        try:

            def topics() -> list[Any]:
                return [topic for topic in admin.list_topics() if not topic.startswith("__")]

            if there := topics():
                admin.delete_topics(there)
            # A topic on its way out is listed for a moment, and who then makes the missing ones would leave it out.
            deadline = time.monotonic() + 60
            while topics() and time.monotonic() < deadline:
                time.sleep(0.05)
        finally:
            admin.close()
