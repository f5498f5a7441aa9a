"""What grows with its input is stored, erased and repaired whatever its size.

A ClickHouse server takes no parameter of more than 131,072 bytes (`http_max_field_value_size`).
"""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pyarrow as pa
import pytest

from schemas.programmes import Programme
from streams.batch import ACCEPTED, DEAD_LETTER
from streams.erasure import MAX_DELETED, erase
from streams.errors import ActRefusedError, StoreRefusedError
from streams.repair.letters import Filters, Place, find, grouped
from streams.repair.rebuilding import Rebuilding, rebuild
from streams.roll_ups import ROLL_UPS
from streams.settings import StreamSettings
from streams.store import Store
from streams.traces import Person, traces_of
from tests.streams.record_of import FakeRecord
from tests.streams.repair.happenings import check_in, payload
from tests.streams.stored import Letters, book, store_batch

pytestmark = pytest.mark.engines

TOPIC = Programme.YOUTH_CENTRE.topic
LIMIT = 131_072


def test_the_server_has_the_limit(store: Store) -> None:
    """Else none of this would prove anything."""
    many = ["g" * 100] * 2_000
    with pytest.raises(StoreRefusedError):
        store.rows("repair/letters_by_reason", {**Filters().parameters, "sources": many})


def test_a_chaotic_batch_is_booked(store: Store) -> None:
    """Every other one of 20,000 messages refused: 20,000 ranges, each offset in its outcome."""
    bookings = [
        (TOPIC, 0, ACCEPTED if offset % 2 else f"{DEAD_LETTER}wrong-data", offset, offset) for offset in range(20_000)
    ]
    assert len(repr([booking[2] for booking in bookings])) > LIMIT
    for _ in range(2):
        book(store, *bookings)
    booked = store.query(
        "SELECT outcome, groupBitmapMerge(offsets) FROM engagement.books GROUP BY outcome ORDER BY outcome"
    )
    assert booked == [(ACCEPTED, 10_000), (f"{DEAD_LETTER}wrong-data", 10_000)]
    odd = "SELECT arrayAll(o -> o % 2 = 1, bitmapToArray(groupBitmapMergeState(offsets))) FROM engagement.books"
    assert store.query(f"{odd} WHERE outcome = '{ACCEPTED}'") == [(1,)]


def test_a_person_with_thousands_of_check_ins_is_erased(store: Store) -> None:
    """More than one statement deletes; nothing is left."""
    visitor, count = f"{7:032x}", 2 * MAX_DELETED + 1
    events = [check_in(f"g{n}", 6) for n in range(count)]
    store_batch(store, Letters(), [FakeRecord(payload(event), offset) for offset, event in enumerate(events)])
    found, left = erase(store, Person(Programme.YOUTH_CENTRE, visitor, datetime.now(UTC)))
    assert len(found.check_ins) == count
    assert not left.within_reach
    assert not traces_of(store, Person(Programme.YOUTH_CENTRE, visitor, datetime.now(UTC))).check_ins


def test_thousands_of_dead_letters_with_a_person_are_erased(store: Store) -> None:
    """By their places, in chunks."""
    visitor, count = f"{99:032x}", MAX_DELETED + 5
    now = datetime.now(UTC)
    letters = {
        "topic": [TOPIC] * count,
        "partition": pa.array([0] * count, pa.uint32()),
        "offset": pa.array(range(count), pa.uint64()),
        "appended": pa.array([now] * count, pa.timestamp("ms", "UTC")),
        "reason": ["wrong-data"] * count,
        "value": [visitor.encode()] * count,
    }
    store.insert("quarantine", pa.table(letters))
    found, left = erase(store, Person(Programme.YOUTH_CENTRE, visitor, now))
    assert (len(found.dead_letters), left.dead_letters) == (count, ())


def test_thousands_of_gatherings_are_rebuilt_by_name(store: Store, tables: StreamSettings) -> None:
    """All that are asked for; those that nobody knows come back in their order, each once."""
    store_batch(store, Letters(), [FakeRecord(payload(check_in("known", n)), n) for n in range(3)])
    store.run_text("TRUNCATE TABLE engagement.participation")
    unknown = [f"unknown-{'x' * 40}-{n}" for n in range(3_000)]
    assert len("".join(unknown)) > LIMIT
    asked = Rebuilding(gatherings=["known", *unknown])
    found = rebuild(tables, store, ROLL_UPS[0], asked, "tests", datetime.now(UTC))
    assert (found.missing, found.unknown, found.swapped) == (1, unknown, True)
    entries = "SELECT entries FROM engagement.participation FINAL WHERE gathering = 'known'"
    assert store.query(entries) == [(3,)]


def test_places_and_sources_are_asked_for_up_to_a_limit(store: Store) -> None:
    """What fits is answered; more is refused before ClickHouse is asked, with what to do."""
    places = [Place(TOPIC, 0, offset) for offset in range(2_000)]
    filters = Filters(places=places)
    assert find(store, filters, 10) is not None
    assert grouped(store, filters) is not None
    more: Sequence[Place] = [Place(TOPIC, 0, offset) for offset in range(5_000)]
    with pytest.raises(ActRefusedError, match="5000 values of the filter place are too many"):
        Filters(places=more)
    with pytest.raises(ActRefusedError, match="filter source are too many"):
        Filters(sources=["tablet:" + "x" * 60] * 2_000, until=datetime.now(UTC) + timedelta(days=1))
