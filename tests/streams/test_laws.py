"""What must hold whatever the order, the repetition and the grouping of messages: on the real engine."""

import random
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from embedded.demo.numbers import Numbers, stored_numbers, true_numbers
from producers.simulator import City, simulate
from schemas.programmes import TOPICS
from streams.errors import Recoverable
from streams.facts import FAMILIES
from streams.roll_ups import ROLL_UPS
from streams.settings import StreamSettings
from streams.store import Store
from tests.streams.many_examples import law_examples
from tests.streams.record_of import NOW, FakeRecord
from tests.streams.stored import Letters, store_batch

pytestmark = pytest.mark.engines

CITY = City(seed=5, days=2, people=150, until=datetime.fromtimestamp(NOW / 1000 - 60, UTC), chaos=True)
TABLES = (
    *(family.table for family in FAMILIES),
    *(roll_up.name for roll_up in ROLL_UPS),
    "amendments",
    "books",
    "quarantine",
)


@pytest.fixture(scope="module")
def stores(tables: StreamSettings) -> Iterator[tuple[Store, Store]]:
    """Two workers' connections to one engine."""
    with Store(tables) as one, Store(tables) as other:
        yield one, other


_ATTEMPTS = 5
DAY = 24 * 3600 * 1000


def instant(days_ago: int) -> str:
    return datetime.fromtimestamp((NOW - days_ago * DAY) / 1000, UTC).isoformat()


class Lived:
    """A city's messages as records, what must come of them, and how many are refused."""

    def __init__(self, records: list[FakeRecord], truth: dict[str, Numbers], refused: int) -> None:
        self.records = records
        self.truth = truth
        self.refused = refused


@pytest.fixture(scope="module")
def city() -> Lived:
    simulation = simulate(CITY)
    truth = simulation.truth()
    records = [
        FakeRecord(message.value, topic=message.topic, key=message.key, headers=tuple(message.headers))
        for message in simulation.messages()
    ]
    return Lived(records, true_numbers(truth), sum(truth.dead_letters.values()))


def _appended(records: Sequence[FakeRecord]) -> list[FakeRecord]:
    """Return records with the offsets that they have when they come in this order."""
    ends = dict.fromkeys(TOPICS, 0)
    appended = []
    for record in records:
        appended.append(replace(record, offset=ends[record.topic]))
        ends[record.topic] += 1
    return appended


def stored_in_the_end(store: Store, letters: Letters, records: Sequence[FakeRecord]) -> None:
    """Store a batch; where ClickHouse does not answer in time it comes again, as a worker's does."""
    for _ in range(_ATTEMPTS - 1):
        with suppress(Recoverable):
            return store_batch(store, letters, records)
    return store_batch(store, letters, records)


@settings(max_examples=law_examples(3), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 2**32), batches=st.integers(1, 7), repeated=st.floats(0, 1), whole=st.booleans())
def test_order_repetition_and_grouping_change_nothing(
    stores: tuple[Store, Store],
    city: Lived,
    seed: int,
    batches: int,
    repeated: float,
    whole: bool,  # noqa: FBT001  drawn by hypothesis
) -> None:
    """However messages are shuffled, delivered again and shared out between workers, every roll-up equals the truth.

    As Kafka does it: offsets are in the order in which messages came, and stretches of them are delivered again.
    """
    chance = random.Random(seed)  # noqa: S311  a shuffle
    for table in TABLES:
        stores[0].run_text(f"TRUNCATE TABLE engagement.{table}")
    shuffled = _appended(chance.sample(city.records, len(city.records)))
    cuts = sorted({0, len(shuffled), *(chance.randrange(1, len(shuffled)) for _ in range(batches - 1))})
    deliveries = list(pairwise(cuts))
    for start, end in list(deliveries):
        if chance.random() < repeated:
            begin = chance.randrange(start, end)
            deliveries.append((begin, chance.randrange(begin, len(shuffled)) + 1))
    if whole:
        deliveries.append((0, len(shuffled)))
    chance.shuffle(deliveries)
    letters = Letters()
    for start, end in deliveries:
        stored_in_the_end(chance.choice(stores), letters, shuffled[start:end])
    assert stored_numbers(stores[0]) == city.truth
    assert len(letters.origins) == city.refused
    ((kept,),) = stores[0].query("SELECT count() FROM engagement.quarantine FINAL")
    ((booked,),) = stores[0].query(
        "SELECT sum(n) FROM (SELECT bitmapCardinality(groupBitmapMergeState(offsets)) AS n FROM engagement.books "
        "GROUP BY topic, outcome)"
    )
    assert (kept, booked) == (city.refused, len(city.records))


def test_a_late_slow_worker_cannot_put_an_older_roll_up_in_place_of_a_newer(stores: tuple[Store, Store]) -> None:
    """The row that saw more facts wins, whichever is written last."""
    store = stores[0]
    for table in TABLES:
        store.run_text(f"TRUNCATE TABLE engagement.{table}")
    template = (
        '{"specversion":"1.0","id":"%d","source":"tablet:1","type":"fi.hel.engagement.youth-centre.check-in.v1",'
        '"subject":"slow","time":"%s","data":{"direction":"entry"}}'
    )
    first, second = (FakeRecord((template % (number, instant(0))).encode(), offset=number) for number in range(2))
    store_batch(store, Letters(), [first])
    store.run_text("CREATE TABLE engagement.older AS engagement.participation")
    store.run_text("INSERT INTO engagement.older SELECT * FROM engagement.participation FINAL")
    store_batch(store, Letters(), [second])
    store.run_text("INSERT INTO engagement.participation SELECT * FROM engagement.older")
    store.run_text("DROP TABLE engagement.older")
    assert store.query("SELECT visits FROM engagement.participation FINAL") == [(2,)]


def test_what_comes_for_a_gathering_whose_first_facts_may_be_gone_is_refused(stores: tuple[Store, Store]) -> None:
    """Its roll-up is final: it is not recomputed from what is left of its facts."""
    store = stores[0]
    for table in TABLES:
        store.run_text(f"TRUNCATE TABLE engagement.{table}")
    template = (
        '{"specversion":"1.0","id":"%s","source":"tablet:1","type":"fi.hel.engagement.youth-centre.check-in.v1",'
        '"subject":"final","time":"%s","data":{"direction":"entry"}}'
    )
    first = FakeRecord((template % ("a", instant(80))).encode(), offset=0)
    store_batch(store, Letters(), [first])
    store.run_text(  # as if time had gone on since: the engine's clock judges
        "INSERT INTO engagement.participation "
        "SELECT * REPLACE (oldest_fact - INTERVAL 9 DAY - INTERVAL 1 HOUR AS oldest_fact) "
        "FROM engagement.participation FINAL"
    )
    letters = Letters()
    late = FakeRecord((template % ("b", instant(0))).encode(), offset=1)
    store_batch(store, letters, [late])
    assert store.query("SELECT visits FROM engagement.participation FINAL") == [(1,)]
    assert store.query("SELECT reason, offset FROM engagement.quarantine FINAL") == [("too-late", 1)]
    assert len(letters.origins) == 1
