"""Is everything in order, and if not, what helps?"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from streams.books import balance
from streams.errors import Recoverable, StreamError
from streams.migrations import migrations
from streams.retention import overdue
from streams.settings import StreamSettings
from streams.store import Store
from streams.topics import offsets

__all__ = ["LIMITS", "Finding", "Limits", "examine"]


@dataclass(frozen=True, slots=True)
class Limits:
    """From where on something is amiss.

    `lag`: so many messages behind a worker counts as overwhelmed; some seconds of its work. `oldest_engine`: from
    ClickHouse 24.12 on `least` and `greatest` pass over NULL, which the roll-ups rely on.
    """

    lag: int = 100_000
    oldest_engine: tuple[int, int] = (24, 12)


LIMITS = Limits()

_NEED_KAFKA = frozenset({"backlog", "books"})


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


def examine(settings: StreamSettings, now: datetime, limits: Limits = LIMITS) -> Iterator[Finding]:
    """Look at Kafka, ClickHouse and what is between them, and give a finding each, as it is found."""
    with Store(settings) as store:
        checks: tuple[tuple[str, str, Callable[[], Iterable[Finding]]], ...] = (
            (
                "Kafka",
                "start it (`engage up` starts one here) or set ENGAGE_KAFKA_BOOTSTRAP",
                lambda: _topics(settings),
            ),
            (
                "ClickHouse",
                "start it (`engage up` starts one here) or set ENGAGE_CLICKHOUSE_URL",
                lambda: _engine(settings, store, limits),
            ),
            ("tables", "run `engage migrate`", lambda: _tables(store)),
            ("retention", "run `engage migrate`", lambda: _retention(store, now)),
            ("backlog", "start a worker with `engage worker`", lambda: _backlog(settings, limits)),
            ("books", "run `engage books`", lambda: _books(settings, store)),
        )
        kafka_answers = True
        for subject, remedy, check in checks:
            if subject in _NEED_KAFKA and not kafka_answers:
                yield Finding(subject, "not looked at, since Kafka does not answer", remedy)
                continue
            try:
                yield from check()
            except StreamError as error:
                if subject == "Kafka" and isinstance(error, Recoverable):
                    kafka_answers = False
                yield Finding(subject, str(error), remedy)


def _topics(settings: StreamSettings) -> Iterable[Finding]:
    partitions = offsets(settings)
    fewest = min(sum(1 for part in partitions if part.topic == topic) for topic in {part.topic for part in partitions})
    state = f"{settings.kafka_bootstrap}: the programmes' topics are there, {fewest} partitions or more each"
    if fewest < settings.partitions:
        return [Finding("Kafka", state, f"add partitions up to {settings.partitions}, or lower ENGAGE_PARTITIONS")]
    return [Finding("Kafka", state)]


def _engine(settings: StreamSettings, store: Store, limits: Limits) -> Iterable[Finding]:
    ((version,),) = store.rows("engine_version")
    state = f"{settings.clickhouse_url}: version {version}"
    if tuple(int(part) for part in version.split(".")[:2]) < limits.oldest_engine:
        return [Finding("ClickHouse", state, f"upgrade it to {'.'.join(map(str, limits.oldest_engine))} or newer")]
    return [Finding("ClickHouse", state)]


def _tables(store: Store) -> Iterable[Finding]:
    applied = {row[0] for row in store.rows("applied_migrations")}
    missing = [step for step in migrations() if step.version not in applied]
    state = f"at migration {max(applied, default=0):04d}"
    if missing:
        return [Finding("tables", f"{state}, {len(missing)} not applied", "run `engage migrate`")]
    return [Finding("tables", state)]


def _retention(store: Store, now: datetime) -> Iterable[Finding]:
    for found in overdue(store, now):
        days = found.ageing.period.days
        state = f"{found.ageing.table}: nothing older than {days} days"
        if found.oldest is not None:
            oldest = found.oldest.replace(tzinfo=UTC).isoformat(timespec="seconds")
            state = f"{found.ageing.table}: {found.rows} rows older than {days} days, the oldest of {oldest}"
        if not found.promised:
            state += f"; the table's TTL is not {days} days"
        yield Finding("retention", state, f"run in ClickHouse: {found.remedy}" if found.remedy else "")


def _backlog(settings: StreamSettings, limits: Limits) -> Iterable[Finding]:
    lag = sum(part.end - part.committed for part in offsets(settings))
    state = f"group {settings.consumer_group} is {lag} messages behind"
    if lag > limits.lag:
        return [Finding("backlog", state, "start another worker, or see the worker's log if the number does not fall")]
    return [Finding("backlog", state)]


def _books(settings: StreamSettings, store: Store) -> Iterable[Finding]:
    books = balance(settings, store)
    if not books.balanced:
        return [Finding("books", "they do not balance", "run `engage books` and look at what is missing or doubled")]
    return [Finding("books", f"they balance: {books.consumed} messages, {books.accepted} accepted")]
