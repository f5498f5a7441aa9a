"""Engines that are ready for the product: running, with topics and tables."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from embedded.machine import Engines
from streams.migrations import migrate
from streams.settings import StreamSettings
from streams.store import Store
from streams.topics import create_topics

__all__ = ["Stage", "prepared_engines"]

Stage = Callable[[str, int, int | None], None]
"""Told what goes on: a stage's name, how much of it is done, and how much there is where that is known."""


@contextmanager
def prepared_engines(folder: Path, stage: Stage) -> Iterator[StreamSettings]:
    """Run both engines in a folder, make topics and tables, and give the settings that lead there.

    Raises:
        EmbeddedError: an engine did not start; the message shows its log.
        StreamError: topics or tables could not be made.
    """
    stage("start Kafka and ClickHouse", 0, None)

    def on_download(done: int, total: int | None, label: str) -> None:
        stage(f"download Kafka: {label}", done, total)

    with Engines(folder, on_progress=on_download) as engines:
        settings = StreamSettings(kafka_bootstrap=engines.bootstrap, clickhouse_url=engines.clickhouse_url)
        create_topics(settings)
        with Store(settings) as store:
            migrate(store)
        yield settings
