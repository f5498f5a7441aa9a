"""Records stored as a worker would, without one."""

from collections.abc import Iterable, Sequence

from streams.batch import Batch, Booking
from streams.dead_letters import DeadLetter
from streams.judging import Rules, judge
from streams.records import Run
from streams.store import Store
from streams.storing import STORING, book_outcomes
from tests.streams.record_of import FakeRecord

__all__ = ["Letters", "book", "store_batch"]


class Letters:
    """Takes dead letters and keeps their origins and what was wrong with them."""

    def __init__(self) -> None:
        self.origins: set[tuple[str, int]] = set()
        self.details: list[str] = []

    def publish(self, dead_letters: Sequence[DeadLetter]) -> None:
        self.origins.update((letter.topic, letter.record.offset) for letter in dead_letters)
        self.details += [letter.detail for letter in dead_letters]


def book(store: Store, *bookings: Booking) -> None:
    """Book ranges of offsets, each with its topic, partition and outcome, as a batch does."""
    book_outcomes(store, Letters(), Batch(bookings=list(bookings)))


def store_batch(store: Store, letters: Letters, records: Iterable[FakeRecord]) -> None:
    by_topic: dict[str, dict[int, FakeRecord]] = {}
    for record in records:
        by_topic.setdefault(record.topic, {})[record.offset] = record
    runs = [Run(topic, 0, [found[offset] for offset in sorted(found)]) for topic, found in by_topic.items()]
    batch = Batch([judge(Rules(), run) for run in runs])
    for step in STORING:
        step(store, letters, batch)
