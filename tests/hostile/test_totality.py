import json
import random
from typing import Any

import pytest
from aiokafka.consumer.fetcher import READ_UNCOMMITTED, PartitionRecords
from aiokafka.structs import TopicPartition
from hypothesis import given, settings
from hypothesis import strategies as st

from schemas.message_size import MAX_MESSAGE_BYTES, message_bytes
from schemas.programmes import Programme
from schemas.rejections import Rejection
from streams.batch import ACCEPTED, JudgedRun
from streams.compression import MAX_UNPACKED_BYTES
from streams.dead_letters import MAX_DETAIL_BYTES
from streams.judging import Rules, judge
from streams.records import EARLIEST, LATEST
from streams.transport import FetchedBytes, PackedRecords
from tests.hostile.generator import STRUCTURED, event, good, hostile
from tests.hostile.wire import CODECS, RawBatch, RawRecord, built, packed, varint

RULES = Rules()
APPEND_TIME = 0x08


def judged(raw: bytes, programme: Programme = Programme.YOUTH_CENTRE, begin: int = 0) -> list[JudgedRun]:
    """What a worker makes of the bytes of a fetch, from an offset on."""
    partition = TopicPartition(programme.topic, 0)
    fetched = PartitionRecords(partition, FetchedBytes(raw), [], begin, None, None, True, READ_UNCOMMITTED)
    damaged: dict[Any, int] = dict.fromkeys([(partition, offset) for offset in range(100)], 9)
    runs = [run for found in PackedRecords(fetched, damaged) for run in found.unpack(programme.topic, 0)]
    return [judge(RULES, run) for run in runs]


def outcomes(runs: list[JudgedRun]) -> dict[int, str]:
    """Each offset's outcome; fails where one has two."""
    found: dict[int, str] = {}
    for run in runs:
        for _, _, outcome, first, last in run.bookings():
            for offset in range(first, last + 1):
                assert offset not in found
                found[offset] = outcome
    return found


def require_fitting(runs: list[JudgedRun]) -> None:
    for run in runs:
        for letter in run.dead_letters:
            message = letter.message
            assert message_bytes(message.key, message.value, message.headers) <= MAX_MESSAGE_BYTES
            assert len(letter.detail.encode()) <= MAX_DETAIL_BYTES
            if letter.reason is not Rejection.MALFORMED and TOPIC_KEEPS[letter.topic]:
                assert letter.value


TOPIC_KEEPS = {programme.topic: programme.carries_persons for programme in Programme}


def test_each_record_that_the_wire_allows_has_the_outcome_that_is_right() -> None:
    """Some thousand of every kind, in every codec: accepted or refused as they should be, and their letters fit."""
    for programme, batch, kinds in hostile(7, 4_000, large_share=0.001):
        runs = judged(built(batch, attributes=APPEND_TIME), programme)
        found = outcomes(runs)
        wrong = [one.kind for i, one in enumerate(kinds) if (found[i] == ACCEPTED) != one.accepted]
        # The batch's own time is the append time here: a time of 1970 makes right events wrong ones.
        if batch.first_time is None:
            assert not wrong, wrong
        require_fitting(runs)


@pytest.mark.parametrize("codec", CODECS)
@pytest.mark.parametrize("first_time", [-(2**63), -1, 0, EARLIEST - 1, LATEST + 1, 2**62])
def test_a_time_that_no_clock_has_is_taken_for_the_nearest(codec: str, first_time: int) -> None:
    """On a topic that takes the producers' clock: the event is refused by its time, and nothing breaks."""
    batch = RawBatch([good(1, Programme.YOUTH_CENTRE), good(2, Programme.YOUTH_CENTRE)], codec, first_time)
    (run,) = judged(built(batch))
    expected = Rejection.IN_THE_FUTURE if first_time < LATEST else Rejection.TOO_LATE
    assert [letter.reason for letter in run.dead_letters] == [expected, expected]


@pytest.mark.parametrize("codec", [name for name in CODECS if name != "none"])
def test_a_batch_without_end_is_refused_by_its_offsets(codec: str) -> None:
    """What is small on the wire may be gigabytes once unpacked: there is a bound, and what lies beyond is told."""
    plain = b"\0" * (MAX_UNPACKED_BYTES + 1)
    batch = built(RawBatch([], codec), count=3)
    bomb = bytearray(batch[:61] + packed(codec, plain))
    bomb[8:12] = (len(bomb) - 12).to_bytes(4, "big")
    runs = judged(resealed(bytes(bomb)))
    assert outcomes(runs) == dict.fromkeys(range(3), "dead-letter:malformed")
    assert "larger than" in runs[0].dead_letters[0].detail


@pytest.mark.parametrize("headers", [2_000_000, 4_001])
def test_a_record_of_too_many_headers_is_refused_before_they_are_read(headers: int) -> None:
    """Two bytes on the wire are an object in memory: neither one record nor a batch may have any number of them."""
    plain = varint(0) * 2 * headers
    body = b"\0" + varint(0) + varint(1) + varint(-1) + varint(1) + b"{" + varint(headers) + plain
    batch = built(RawBatch([good(1, Programme.YOUTH_CENTRE)]))
    whole = bytearray(batch + varint(len(body)) + body)
    whole[8:12] = (len(whole) - 12).to_bytes(4, "big")
    whole[23:27], whole[57:61] = (1).to_bytes(4, "big"), (2).to_bytes(4, "big")
    runs = judged(resealed(bytes(whole)))
    assert outcomes(runs) == {0: ACCEPTED, 1: "dead-letter:malformed"}
    ((letter,),) = [run.dead_letters for run in runs if run.dead_letters]
    assert f"{headers} headers" in letter.detail
    assert letter.record.headers == ()


def test_records_too_small_for_an_event_are_told_of_as_one() -> None:
    """A hundred thousand of them take no more dead letters than one; events among them are accepted."""
    small = [RawRecord(None)] * 50_000
    runs = judged(built(RawBatch([*small, good(1, Programme.YOUTH_CENTRE), *small], "zstd")))
    found = outcomes(runs)
    assert len(found) == 100_001
    assert [offset for offset, outcome in found.items() if outcome == ACCEPTED] == [50_000]
    letters = [letter for run in runs for letter in run.dead_letters]
    assert len(letters) == 2
    assert "50,000 records, each too small for an event" in letters[0].detail


def test_a_batch_of_very_many_right_events_is_accepted_whole() -> None:
    """However many its events and their headers are together: each says what its content is."""
    records = [good(number, Programme.YOUTH_CENTRE) for number in range(60_000)]
    runs = judged(built(RawBatch(records, "zstd"), attributes=APPEND_TIME))
    assert outcomes(runs) == dict.fromkeys(range(60_000), ACCEPTED)


@pytest.mark.parametrize("programme", [Programme.YOUTH_CENTRE, Programme.POLICE_DIALOGUE])
@pytest.mark.parametrize("value", [b" " * 130, b'{"type":"x","source":"tablet:1"}' + b" " * 100])
def test_what_is_refused_of_a_crowd_is_told_of_together(programme: Programme, value: bytes) -> None:
    """Little on the wire costs no dead letter a record; the event among them is accepted, wherever reading begins."""
    refused = RawRecord(value, b"k", STRUCTURED)
    raw = built(RawBatch([*[refused] * 9_000, good(1, programme), *[refused] * 9_000], "zstd"), attributes=APPEND_TIME)
    runs = judged(raw, programme)
    found = outcomes(runs)
    assert found == dict.fromkeys(range(18001), "dead-letter:malformed") | {9_000: ACCEPTED}
    letters = [letter for run in runs for letter in run.dead_letters]
    assert len(letters) <= 102 * len(runs)
    assert max(letter.value.count(b"\n") for letter in letters) > 1_000 or not programme.carries_persons
    require_fitting(runs)
    later = outcomes(judged(raw, programme, 8_500))
    assert later == {offset: outcome for offset, outcome in found.items() if offset >= 8_500}


def test_as_many_refused_records_as_clients_put_into_a_batch_have_a_dead_letter_each() -> None:
    """With its own reason: they may be repaired."""
    refused = RawRecord(b'{"type":"x","source":"tablet:1"}' + b" " * 100, b"k", STRUCTURED)
    (run,) = judged(built(RawBatch([refused] * 10_000, "zstd"), attributes=APPEND_TIME))
    assert [letter.reason for letter in run.dead_letters] == [Rejection.UNKNOWN_TYPE] * 10_000


def resealed(batch: bytes) -> bytes:
    from aiokafka.record.util import calc_crc32c

    checksum: int = calc_crc32c(batch[21:])
    return batch[:17] + checksum.to_bytes(4, "big") + batch[21:]


def test_one_record_that_cannot_be_read_leaves_its_neighbours() -> None:
    """A field's length that is wrong breaks one record of three; a record's own breaks those behind it."""
    records = [good(number, Programme.YOUTH_CENTRE) for number in range(3)]
    plain = bytearray(built(RawBatch(records)))
    field = plain.index(b"application/cloudevents+json", plain.index(b"good-1")) - 1
    plain[field] = 0x7E
    assert outcomes(judged(resealed(bytes(plain)))) == {0: ACCEPTED, 1: "dead-letter:malformed", 2: ACCEPTED}


@settings(max_examples=300)
@given(seed=st.integers(0, 2**32), codec=st.sampled_from([*CODECS]), turned=st.integers(1, 12), resealing=st.booleans())
def test_whatever_the_bytes_are_each_offset_has_one_outcome(
    seed: int,
    codec: str,
    turned: int,
    resealing: bool,  # noqa: FBT001
) -> None:
    """Bytes of a batch turned at random, with a checksum that is wrong or made right: nothing raises."""
    rng = random.Random(seed)  # noqa: S311
    records = [good(number, Programme.YOUTH_CENTRE) for number in range(rng.randrange(1, 6))]
    raw = bytearray(built(RawBatch(records, codec), attributes=APPEND_TIME))
    for _ in range(turned):
        raw[rng.randrange(21, len(raw))] = rng.randrange(256)
    if resealing:  # the offsets and the count stay believable, as a broker would have it
        raw[23:27] = (len(records) - 1).to_bytes(4, "big")
        raw[57:61] = len(records).to_bytes(4, "big")
    runs = judged(resealed(bytes(raw)) if resealing else bytes(raw))
    found = outcomes(runs)
    if resealing:
        assert sorted(found) == list(range(len(records)))
    require_fitting(runs)


def test_a_fetch_of_markers_alone_moves_on() -> None:
    """Control records hold no message: their offsets are booked as without a record, so that the books balance."""
    control = built(RawBatch([RawRecord(b"\0\0\0\0\0\0", b"\0\0\0\1")]), attributes=0x30)
    (run,) = judged(control)
    assert outcomes([run]) == {0: "no-record"}
    both = built(RawBatch([good(1, Programme.YOUTH_CENTRE)])) + built(
        RawBatch([RawRecord(b"", b"")]), 1, attributes=0x30
    )
    assert outcomes(judged(both)) == {0: ACCEPTED, 1: "no-record"}


def test_offsets_that_were_compacted_away_are_without_a_record() -> None:
    """Between batches and within one."""
    first = built(RawBatch([good(1, Programme.YOUTH_CENTRE)]), 4)
    raw = bytearray(built(RawBatch([good(2, Programme.YOUTH_CENTRE)]), 9))
    raw[23:27] = (5).to_bytes(4, "big")  # the batch had six records once
    found = outcomes(judged(first + resealed(bytes(raw))))
    accepted = [offset for offset, outcome in found.items() if outcome == ACCEPTED]
    assert (accepted, sorted(found)) == ([4, 9], list(range(15)))


def test_what_a_person_is_called_is_in_no_detail_of_police_dialogue() -> None:
    """Neither as a type nor as the choice of a shape; the attributes that are kept hold no words."""
    name = "Matti Virtanen"
    for changes in ({"type": name}, {"time": {"name": name}}, {"revision": name}, {"specversion": name}):
        one = event(1, Programme.POLICE_DIALOGUE, **changes)
        record = RawRecord(
            json.dumps(one).encode(),
            name.encode(),
            ((b"ce_name", name.encode()), (b"content-type", b"application/cloudevents+json")),
        )
        (run,) = judged(built(RawBatch([record]), attributes=APPEND_TIME), Programme.POLICE_DIALOGUE)
        (letter,) = run.dead_letters
        assert name not in repr((letter.message, letter.detail, letter.value))
