"""Is everything in order, and if not, what helps?"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from streams.books import balance
from streams.errors import StreamError
from streams.migrations import migrations
from streams.settings import StreamSettings
from streams.store import Store
from streams.topics import offsets

__all__ = ["Finding", "examine"]

LAG_LIMIT = 100_000
"""Messages behind from which a worker counts as overwhelmed: some seconds of its work."""

OLDEST_ENGINE = (24, 12)
"""`least` and `greatest` pass over NULL from ClickHouse 24.12 on, which the roll-ups rely on."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at. `remedy` is empty where it is in order."""

    subject: str
    state: str
    remedy: str = ""

    @property
    def healthy(self) -> bool:
        """Whether nothing is to be done."""
        return not self.remedy


def examine(settings: StreamSettings) -> Iterator[Finding]:
    """Look at Kafka, ClickHouse and what is between them, and give a finding each, as it is found."""
    with Store(settings) as store:
        checks: tuple[tuple[str, str, Callable[[StreamSettings, Store], Finding]], ...] = (
            ("Kafka", "start it (`engage up` starts one here) or set ENGAGE_KAFKA_BOOTSTRAP", _topics),
            ("ClickHouse", "start it (`engage up` starts one here) or set ENGAGE_CLICKHOUSE_URL", _engine),
            ("tables", "run `engage migrate`", _tables),
            ("backlog", "start a worker with `engage worker`", _backlog),
            ("books", "run `engage books`", _books),
        )
        for subject, remedy, check in checks:
            try:
                yield check(settings, store)
            except StreamError as error:
                yield Finding(subject, str(error), remedy)


def _topics(settings: StreamSettings, _store: Store) -> Finding:
    partitions = offsets(settings)
    fewest = min(sum(1 for part in partitions if part.topic == topic) for topic in {part.topic for part in partitions})
    state = f"{settings.kafka_bootstrap}: the programmes' topics are there, {fewest} partitions or more each"
    if fewest < settings.partitions:
        return Finding("Kafka", state, f"add partitions up to {settings.partitions}, or lower ENGAGE_PARTITIONS")
    return Finding("Kafka", state)


def _engine(settings: StreamSettings, store: Store) -> Finding:
    ((version,),) = store.rows("engine_version")
    state = f"{settings.clickhouse_url}: version {version}"
    if tuple(int(part) for part in version.split(".")[:2]) < OLDEST_ENGINE:
        return Finding("ClickHouse", state, f"upgrade it to {'.'.join(map(str, OLDEST_ENGINE))} or newer")
    return Finding("ClickHouse", state)


def _tables(_settings: StreamSettings, store: Store) -> Finding:
    applied = {row[0] for row in store.rows("applied_migrations")}
    missing = [step for step in migrations() if step.version not in applied]
    state = f"at migration {max(applied, default=0):04d}"
    if missing:
        return Finding("tables", f"{state}, {len(missing)} not applied", "run `engage migrate`")
    return Finding("tables", state)


def _backlog(settings: StreamSettings, _store: Store) -> Finding:
    lag = sum(part.end - part.committed for part in offsets(settings))
    state = f"group {settings.consumer_group} is {lag} messages behind"
    if lag > LAG_LIMIT:
        return Finding("backlog", state, "start another worker, or see the worker's log if the number does not fall")
    return Finding("backlog", state)


def _books(settings: StreamSettings, store: Store) -> Finding:
    books = balance(settings, store)
    if not books.balanced:
        return Finding("books", "they do not balance", "run `engage books` and look at what is missing or doubled")
    return Finding("books", f"they balance: {books.consumed} messages, {books.accepted} accepted")
