"""Examples of a law that are stored and compared many at a time: a thousand of them take minutes."""

import os
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import count, pairwise
from typing import TypeVar

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from streams.store import Store
from tests.streams.record_of import FakeRecord
from tests.streams.stored import Letters, store_batch

__all__ = ["DELIVERIES", "Delivery", "deliver", "deliver_twice", "drawn", "law_examples", "together"]

T = TypeVar("T")

_TOGETHER = 50
_NUMBERS = count()


def law_examples(few: int) -> int:
    """Return how many examples a law is tried with: `few`, or what LAW_EXAMPLES says (`make laws`: a thousand)."""
    return int(os.environ.get("LAW_EXAMPLES", few))


def drawn(strategy: st.SearchStrategy[T], number: int) -> list[T]:
    """Return about so many examples of a strategy; fewer only where it has no more."""
    found: list[T] = []

    @settings(max_examples=number, phases=[Phase.generate], database=None, suppress_health_check=list(HealthCheck))
    @given(strategy)
    def keep(example: T) -> None:
        found.append(example)

    keep()
    return found


def together(examples: Sequence[T]) -> Iterator[tuple[str, Sequence[T]]]:
    """Yield fifty examples at a time, and a prefix for the names of their gatherings, which no others share."""
    for start in range(0, len(examples), _TOGETHER):
        yield f"law-{next(_NUMBERS)}-", examples[start : start + _TOGETHER]


@dataclass(frozen=True, slots=True)
class Delivery:
    """How an example's messages arrive: shuffled, in up to four batches, and some of them sent again."""

    seed: int
    batches: int
    repeated: float

    def parcels(self, records: Sequence[FakeRecord]) -> list[list[FakeRecord]]:
        """Return the records by batch; what is sent again is a record of its own."""
        chance = random.Random(self.seed)  # noqa: S311  a shuffle
        sent = [*records, *chance.sample(records, int(len(records) * self.repeated))]
        chance.shuffle(sent)
        inner = [chance.randrange(1, len(sent)) for _ in range(self.batches - 1) if sent[1:]]
        return [sent[start:end] for start, end in pairwise(sorted({0, len(sent), *inner}))]


DELIVERIES = st.builds(
    Delivery, seed=st.integers(0, 2**32), batches=st.integers(1, 4), repeated=st.floats(0, 1, allow_nan=False)
)


def deliver(store: Store, examples: Sequence[Sequence[Sequence[FakeRecord]]]) -> None:
    """Store the first batches of all examples, then their second ones, and so on. Each record must be accepted."""
    next(deliver_twice(store, examples))


def deliver_twice(store: Store, examples: Sequence[Sequence[Sequence[FakeRecord]]]) -> Iterator[None]:
    """Store as `deliver` does, and then all once more in one batch; yield after each. Each record must be accepted."""
    letters = Letters()
    offset = count()
    parcels: list[list[FakeRecord]] = []
    for parcel in range(max(map(len, examples))):
        records = [record for example in examples if parcel < len(example) for record in example[parcel]]
        parcels.append([replace(record, offset=next(offset)) for record in records])
        store_batch(store, letters, parcels[-1])
    assert letters.details == []
    yield
    store_batch(store, letters, [record for records in parcels for record in records])
    assert letters.details == []
    yield
