"""Crowds: batches of more records than any client sends, unless it is told to or means harm.

Little on the wire may be a quarter of a million records once it is unpacked. To refuse one costs more than to accept it
(a message, a row), so that a single request of 750 KB kept everybody waiting.
"""

from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import replace

from schemas.rejections import Rejection
from streams.batch import JudgedRun
from streams.dead_letters import DeadLetter
from streams.records import Record, UnreadableRecords

__all__ = ["tell_crowds_together"]

_ONE_BY_ONE = 100
"""So many refused records of a crowd have a dead letter each, in one run: they show what is wrong."""


def tell_crowds_together(judged: JudgedRun) -> None:
    """Make one dead letter of neighbours in a crowd that are refused; events among them stay what they are.

    Each refused record of a crowd is `malformed`, whatever is wrong with it: its outcome hangs on its batch and itself
    alone, also where the batch is read again from another offset on. The value of such a dead letter is those of its
    records, a line each, so far as they may be kept.
    """
    run = judged.run
    if not run.crowds or not judged.dead_letters:
        return
    letters = {letter.record.offset: letter for letter in judged.dead_letters}
    in_crowd = _within(run.crowds)
    records: list[Record] = []
    neighbours: list[DeadLetter] = []
    alone = 0
    judged.dead_letters = []
    for record in run.records:
        letter = letters.get(record.offset)
        if letter is None or not in_crowd(record.offset):
            _tell(judged, neighbours, records)
            records.append(record)
            judged.dead_letters += [letter] if letter else []
            continue
        follows = neighbours and _last_of(neighbours[-1].record) + 1 == record.offset
        if not follows or alone < _ONE_BY_ONE:
            _tell(judged, neighbours, records)
            alone += 1
        neighbours.append(letter)
    _tell(judged, neighbours, records)
    judged.run = replace(run, records=records)


def _tell(judged: JudgedRun, neighbours: list[DeadLetter], records: list[Record]) -> None:
    """Add what the neighbours have become to the dead letters and the records, and begin anew."""
    if not neighbours:
        return
    begin, end = neighbours[0], neighbours[-1]
    if begin is end:
        told = begin.record
        letter = replace(begin, reason=Rejection.MALFORMED)
    else:
        first, last = begin.record.offset, _last_of(end.record)
        detail = f"offsets {first} to {last}: {len(neighbours):,} records of one batch; the first: {begin.detail}"
        value = b"\n".join(letter.value for letter in neighbours if letter.value)
        told = UnreadableRecords(first, last, end.record.timestamp, value, detail)
        letter = DeadLetter.of(judged.run, told, Rejection.MALFORMED, detail, source=begin.source)
    records.append(told)
    judged.dead_letters.append(letter)
    neighbours.clear()


def _last_of(record: Record) -> int:
    return record.last if isinstance(record, UnreadableRecords) else record.offset


def _within(spans: Sequence[tuple[int, int]]) -> Callable[[int], bool]:
    firsts = [first for first, _ in spans]

    def holds(offset: int) -> bool:
        place = bisect_right(firsts, offset) - 1
        return place >= 0 and offset <= spans[place][1]

    return holds
