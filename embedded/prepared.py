"""Engines that are ready for the product: running, with topics and tables."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from embedded.kafka_files import kafka_files
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

    def on_download(done: int, total: int | None, _label: str) -> None:
        stage("download Kafka (45 MB, once)", done, total)

    kafka_files(on_download)
    stage("start Kafka and ClickHouse", 0, None)
    with Engines(folder) as engines:
        settings = StreamSettings(kafka_bootstrap=engines.bootstrap, clickhouse_url=engines.clickhouse_url)
        create_topics(settings)
        with Store(settings) as store:
            migrate(store)
        yield settings
