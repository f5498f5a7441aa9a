import pytest
from hypothesis import given
from hypothesis import strategies as st

from streams.offset_ledger import OffsetLedger

runs = st.lists(st.tuples(st.integers(0, 5), st.integers(1, 6_000)), min_size=1, max_size=40)
"""How many offsets are left out before a run, and how many records it has."""


def laid_out(sizes: list[tuple[int, int]], begin: int) -> list[tuple[int, int]]:
    spans = []
    for hole, size in sizes:
        first = begin + hole
        spans.append((first, first + size - 1))
        begin = first + size
    return spans


@given(sizes=runs, begin=st.integers(0, 10_000), data=st.data())
def test_what_may_be_committed_is_the_end_of_the_acknowledged_runs_from_the_first_on(
    sizes: list[tuple[int, int]], begin: int, data: st.DataObject
) -> None:
    """In whatever order runs are acknowledged, no unacknowledged record is ever passed and none is held back longer."""
    ledger = OffsetLedger()
    spans = laid_out(sizes, begin)
    deliveries = [ledger.deliver(first, last) for first, last in spans]
    acknowledged: set[int] = set()
    for number in data.draw(st.permutations(range(len(spans)))):
        assert ledger.acknowledge(deliveries[number])
        acknowledged.add(number)
        done = 0
        while done in acknowledged:
            done += 1
        assert ledger.committable == (spans[done - 1][1] + 1 if done else None)
        assert ledger.in_flight == len(spans) - done
    assert ledger.committable == spans[-1][1] + 1


@given(sizes=runs, data=st.data())
def test_runs_that_are_delivered_again_must_be_acknowledged_again(
    sizes: list[tuple[int, int]], data: st.DataObject
) -> None:
    """After the consumer is set back, acknowledgements of the runs before that count for nothing."""
    ledger = OffsetLedger()
    spans = laid_out(sizes, 0)
    before = [ledger.deliver(first, last) for first, last in spans]
    acknowledged = data.draw(st.integers(0, len(spans)))
    for delivery in before[:acknowledged]:
        ledger.acknowledge(delivery)
    back = data.draw(st.integers(0, len(spans) - 1))
    again = [ledger.deliver(first, last) for first, last in spans[back:]]
    for delivery in before[max(acknowledged, back) :]:
        assert not ledger.acknowledge(delivery)
    held_back = ledger.committable
    assert held_back is None or held_back <= spans[back][0]
    for delivery in again:
        assert ledger.acknowledge(delivery)
    if not ledger.in_flight:
        assert ledger.committable == spans[-1][1] + 1


def test_a_run_counts_once() -> None:
    """A second acknowledgement of the same run changes nothing."""
    ledger = OffsetLedger()
    first, second = ledger.deliver(0, 4_999), ledger.deliver(5_000, 9_999)
    assert ledger.acknowledge(first)
    assert not ledger.acknowledge(first)
    assert ledger.committable == 5_000
    assert ledger.acknowledge(second)
    assert ledger.committable == 10_000


@pytest.mark.parametrize("batches", [1, 24, 1_000])
def test_memory_does_not_grow_with_what_is_acknowledged(batches: int) -> None:
    """However many runs have passed, the ledger holds only those in flight."""
    ledger = OffsetLedger()
    for number in range(batches):
        ledger.acknowledge(ledger.deliver(number * 5_000, number * 5_000 + 4_999))
        assert ledger.in_flight == 0
    assert ledger.committable == batches * 5_000
