from typing import Any

from aiokafka.consumer.fetcher import READ_UNCOMMITTED, PartitionRecords
from aiokafka.record.default_records import DefaultRecordBatchBuilder
from aiokafka.record.memory_records import MemoryRecords
from aiokafka.structs import TopicPartition
from hypothesis import given
from hypothesis import strategies as st

from streams.records import Record, Run
from streams.transport import FetchedBytes, PackedRecords, PackedRun

HEADERS = [("content-type", b"application/cloudevents+json")]
_OFFSET_BYTES = 8


def batch(first: int, size: int) -> bytes:
    """Bytes of one batch of records as a broker sends them, from an offset on."""
    builder = DefaultRecordBatchBuilder(2, 0, False, -1, -1, -1, 1 << 20)
    for number in range(size):
        value = b"%0150d" % (first + number)  # as long as the shortest event
        assert builder.append(number, 1_700_000_000_000 + first + number, b"key", value, HEADERS) is not None
    built = bytes(builder.build())
    return first.to_bytes(_OFFSET_BYTES) + built[_OFFSET_BYTES:]


TP = TopicPartition("engagement.youth-centre.v1", 0)


def read_by(reader: Any, raw: bytes, wanted: int) -> Any:
    return PartitionRecords(TP, reader(raw), [], wanted, None, None, True, READ_UNCOMMITTED)


def packed(raw: bytes, wanted: int, damaged: dict[Any, int] | None = None) -> PackedRecords:
    return PackedRecords(read_by(FetchedBytes, raw, wanted), {} if damaged is None else damaged)


def unpacked(run: PackedRun) -> list[Run]:
    return list(run.unpack(TP.topic, TP.partition))


def records_in(run: PackedRun) -> list[Record]:
    return [record for part in unpacked(run) for record in part.records]


def batches(sizes: list[int]) -> bytes:
    starts = [sum(sizes[:i]) for i in range(len(sizes))]
    return b"".join(batch(first, size) for first, size in zip(starts, sizes, strict=True))


@given(sizes=st.lists(st.integers(1, 5), min_size=1, max_size=5), data=st.data())
def test_a_packed_run_is_what_aiokafka_would_have_read(sizes: list[int], data: st.DataObject) -> None:
    """The same records, from the offset that was asked for, and the same offset to ask for next."""
    raw = batches(sizes)
    wanted = data.draw(st.integers(0, sizes[0] - 1))
    theirs, ours = read_by(MemoryRecords, raw, wanted), packed(raw, wanted)
    expected = [(r.offset, r.timestamp, r.key, r.value, list(r.headers)) for r in theirs]
    (run,) = ours
    assert (run.first, run.last) == (wanted, sum(sizes) - 1)
    assert ours.next_fetch_offset == theirs.next_fetch_offset == sum(sizes)
    assert run.appended == expected[-1][1]
    assert [(r.offset, r.timestamp, r.key, r.value, r.headers) for r in records_in(run)] == expected


def test_a_damaged_batch_is_fetched_again_and_then_told_by_its_offsets() -> None:
    """One turned bit is found by the checksum. What is before it is given; the batches beside it are not lost."""
    good, bad = batch(0, 3), bytearray(batch(3, 4))
    bad[-1] ^= 1
    raw, damaged = good + bytes(bad) + batch(7, 2), dict[Any, int]()
    first = packed(raw, 0, damaged)
    (run,) = first
    assert (run.first, run.last, first.next_fetch_offset) == (0, 2, 3)
    again = packed(raw, 3, damaged)
    assert list(again) == []
    assert again.next_fetch_offset == 3
    (run,) = packed(raw, 3, damaged)
    assert (run.first, run.last) == (3, 8)
    damaged_records, *rest = records_in(run)
    assert (damaged_records.offset, damaged_records.last) == (3, 6)  # type: ignore[attr-defined]
    assert [record.offset for record in rest] == [7, 8]


def test_bytes_that_are_no_batch_hold_a_partition_up_for_one_offset_at_a_time() -> None:
    """What is fetched thrice and is no batch is one unreadable offset; the next fetch begins behind it."""
    damaged: dict[Any, int] = {}
    raw = b"\xff" * 200
    assert [list(packed(raw, 5, damaged)) for _ in range(2)] == [[], []]
    (run,) = packed(raw, 5, damaged)
    assert [(one.offset, one.value) for one in records_in(run)] == [(5, b"")]
    assert (run.first, run.last) == (5, 5)


def test_a_run_is_unpacked_once_and_keeps_nothing_then() -> None:
    """Its bytes go when its records are there; the offsets stay."""
    (run,) = packed(batch(7, 3), 7)
    assert isinstance(run, PackedRun)
    assert [record.offset for record in records_in(run)] == [7, 8, 9]
    assert [(part.first, part.last, list(part.records)) for part in unpacked(run)] == [(7, 9, [])]


def test_little_on_the_wire_is_unpacked_piece_by_piece() -> None:
    """Runs of some MiB that lie side by side, in the order of their offsets, cover all that the fetch moved past."""
    builder = DefaultRecordBatchBuilder(2, 1, False, -1, -1, -1, 1 << 30)
    for number in range(30):
        assert builder.append(number, 1_700_000_000_000, None, b" " * 1_000_000, []) is not None
    (run,) = packed(bytes(builder.build()), 0)
    parts = unpacked(run)
    assert len(parts) == 1  # one batch is unpacked at once; its bound is that of a batch
    assert sum(len(part.records) for part in parts) == 30
    many = b"".join(batch(first * 5_000, 5_000) for first in range(9))
    parts = [part for run in packed(many, 0) for part in unpacked(run)]
    assert len(parts) > 1
    assert [part.first for part in parts] == [0, *(part.last + 1 for part in parts[:-1])]
    assert sum(len(part.records) for part in parts) == 45_000
