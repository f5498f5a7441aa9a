from typing import Any

import pytest
from aiokafka.consumer.fetcher import READ_UNCOMMITTED, PartitionRecords
from aiokafka.errors import CorruptRecordException
from aiokafka.record.default_records import DefaultRecordBatchBuilder
from aiokafka.record.memory_records import MemoryRecords
from aiokafka.structs import TopicPartition
from hypothesis import given
from hypothesis import strategies as st

from streams.transport import PackedRecords, PackedRun

HEADERS = [("content-type", b"application/cloudevents+json")]
_OFFSET_BYTES = 8


def batch(first: int, size: int) -> bytes:
    """Bytes of one batch of records as a broker sends them, from an offset on."""
    builder = DefaultRecordBatchBuilder(2, 0, False, -1, -1, -1, 1 << 20)
    for number in range(size):
        value = b"%d" % (first + number)
        assert builder.append(number, 1_700_000_000_000 + first + number, b"key", value, HEADERS) is not None
    built = bytes(builder.build())
    return first.to_bytes(_OFFSET_BYTES) + built[_OFFSET_BYTES:]


def fetched(raw: bytes, wanted: int) -> Any:
    tp = TopicPartition("engagement.youth-centre.v1", 0)
    return PartitionRecords(tp, MemoryRecords(raw), [], wanted, None, None, True, READ_UNCOMMITTED)


def batches(sizes: list[int]) -> bytes:
    starts = [sum(sizes[:i]) for i in range(len(sizes))]
    return b"".join(batch(first, size) for first, size in zip(starts, sizes, strict=True))


@given(sizes=st.lists(st.integers(1, 5), min_size=1, max_size=5), data=st.data())
def test_a_packed_run_is_what_aiokafka_would_have_read(sizes: list[int], data: st.DataObject) -> None:
    """The same records, from the offset that was asked for, and the same offset to ask for next."""
    raw = batches(sizes)
    wanted = data.draw(st.integers(0, sizes[0] - 1))
    theirs, ours = fetched(raw, wanted), PackedRecords(fetched(raw, wanted))
    expected = [(r.offset, r.timestamp, r.key, r.value, list(r.headers)) for r in theirs]
    (run,) = ours
    assert (run.first, run.last) == (wanted, sum(sizes) - 1)
    assert ours.next_fetch_offset == theirs.next_fetch_offset == sum(sizes)
    assert [(r.offset, r.timestamp, r.key, r.value, r.headers) for r in run.unpack()] == expected
    assert run.appended == expected[-1][1]


def test_a_damaged_batch_gives_nothing_and_says_so() -> None:
    """One turned bit is found by the checksum; the fetch is made again."""
    raw = bytearray(batch(0, 3))
    raw[-1] ^= 1
    with pytest.raises(CorruptRecordException, match="wrong checksum"):
        list(PackedRecords(fetched(bytes(raw), 0)))


def test_a_run_is_unpacked_once_and_keeps_nothing_then() -> None:
    """Its bytes go when its records are there."""
    (run,) = PackedRecords(fetched(batch(7, 3), 7))
    assert isinstance(run, PackedRun)
    assert [record.offset for record in run.unpack()] == [7, 8, 9]
    assert run.unpack() == []
