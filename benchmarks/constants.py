"""What capacity is reckoned with: bytes and processor time of facts and recomputes: `python -m benchmarks.constants`.

A job is done by the worker; then batches are stored by the worker's own steps, in this process, and ClickHouse's
processor time is counted by the kernel. First with the job alone, then beside many more facts of other gatherings: a
lookup reads whole granules of whatever lies beside what it looks for.
"""

import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Any

import typer

from benchmarks.arena import Arena
from benchmarks.contestants import CONTESTANTS, OURS
from benchmarks.load import Job, Load, Message
from benchmarks.resources import usage_of
from benchmarks.results import LATEST, record
from schemas.envelope import STRUCTURED_HEADERS
from schemas.programmes import TOPICS
from streams.batch import Batch
from streams.dead_letters import DeadLetter
from streams.judging import Rules, judge
from streams.records import Run
from streams.storing import STORING

__all__ = ["main"]

_FEW, _MANY = 1, 500
_TIMES_FEW, _TIMES_MANY = 40, 6
_MERGE_SECONDS = 180

_BESIDE = """
INSERT INTO engagement.check_ins
(
    programme, gathering, source, id, revision, time, recorded, appended, direction, visitor, age_band, home_district,
    method
)
SELECT
    'youth-centre', 'beside-' || toString(number % {gatherings}), 'tablet', toString(number), 1,
    now64(3), now64(3), now64(3), 'entry', sipHash128(number % 100000), '13-17', 'kallio', 'card'
FROM numbers({facts})
"""


@dataclass(frozen=True, slots=True)
class _Record:
    value: bytes
    offset: int
    timestamp: int
    key: bytes
    headers: Sequence[tuple[str, bytes]] = field(default_factory=lambda: list(STRUCTURED_HEADERS))


class _NoLetters:
    def publish(self, dead_letters: Sequence[DeadLetter]) -> None:
        raise AssertionError(f"{len(dead_letters)} messages of the job are refused: {dead_letters[0].detail}")


def main(
    *,
    events: Annotated[int, typer.Option(help="How many events the job has")] = 400_000,
    gatherings: Annotated[int, typer.Option(help="How many gatherings")] = 2_000,
    beside: Annotated[int, typer.Option(help="How many facts of other gatherings lie beside them later")] = 8_000_000,
    out: Annotated[Path, typer.Option(help="The results file")] = LATEST,
) -> None:
    """Measure; exit code 1 where the job comes out wrong."""
    job = Job(gatherings, events, int(time.time() * 1000) - 3_600_000)
    with Arena() as arena:
        run = arena.run(CONTESTANTS[OURS], arena.load(job))
        if not run.verified:
            sys.exit(f"the job came out wrong: {run.wrong}")
        messages = _check_ins(job)
        found: dict[str, Any] = {"events": events, "gatherings": gatherings, "beside": beside}
        found |= _bytes(arena, events)
        batch = _cpu(arena, messages[:_FEW], _TIMES_FEW)
        all_ = _cpu(arena, messages, 3)
        found["batch_milliseconds"] = round(batch * 1e3, 1)
        found["fact_microseconds"] = round((all_ - batch) / events * 1e6, 3)
        arena.store.run_text(_BESIDE.format(gatherings=beside // 150, facts=beside))
        _wait_for_merges(arena)
        few, many = _cpu(arena, messages[:_FEW], _TIMES_FEW), _cpu(arena, messages[:_MANY], _TIMES_MANY)
        facts = events / gatherings * found["fact_microseconds"]
        found["batch_milliseconds_beside"] = round(few * 1e3, 1)
        found["gathering_microseconds"] = round((many - few) / (_MANY - _FEW) * 1e6 - facts)
        found["parts"] = arena.store.query("SELECT count() FROM system.parts WHERE table = 'check_ins' AND active")[0][
            0
        ]
        found["clickhouse_peak_mb"] = round(usage_of(arena.engines.clickhouse.pid).peak_mb)
        found["worker_peak_mb"] = round(run.peak_mb)
    for name, value in found.items():
        typer.echo(f"{value:>14,}  {name}")
    record(out, {"constants": found})


def _bytes(arena: Arena, events: int) -> dict[str, Any]:
    """Bytes on disk: of an event in Kafka's logs, of a fact and of a roll-up's row in merged parts."""
    logs = arena.engines.kafka.data_dir.rglob("*.log")
    of_topics = sum(path.stat().st_size for path in logs if path.parent.name.rpartition("-")[0] in TOPICS)
    found = {"kafka_bytes_an_event": round(of_topics / events)}
    for name, table in (("fact_bytes", "check_ins"), ("roll_up_bytes", "participation")):
        arena.store.run_text(f"OPTIMIZE TABLE engagement.{table} FINAL")
        query = f"SELECT sum(bytes_on_disk) / sum(rows) FROM system.parts WHERE table = '{table}' AND active"  # noqa: S608
        found[name] = round(arena.store.query(query)[0][0])
    return found


def _wait_for_merges(arena: Arena) -> None:
    """Return when ClickHouse has nothing left to merge, which it would else compute while it is measured."""
    deadline = time.monotonic() + _MERGE_SECONDS
    while arena.store.query("SELECT count() FROM system.merges")[0][0]:
        if time.monotonic() > deadline:
            sys.exit(f"ClickHouse still merges after {_MERGE_SECONDS} s; run it on a machine with less to do")
        time.sleep(0.5)


def _check_ins(job: Job) -> Sequence[Message]:
    """Give a check-in of each gathering."""
    first: dict[str, Message] = {}
    for message in Load(job).messages():
        if ".check-in.v1" in message.value:
            first.setdefault(message.key, message)
    return list(first.values())


def _cpu(arena: Arena, messages: Sequence[Message], times: int) -> float:
    """Give the seconds that ClickHouse computes for a batch of these messages: one not counted, then the mean."""
    _store(arena, messages)
    before = usage_of(arena.engines.clickhouse.pid).cpu_seconds
    for _ in range(times):
        _store(arena, messages)
    return (usage_of(arena.engines.clickhouse.pid).cpu_seconds - before) / times


def _store(arena: Arena, messages: Sequence[Message]) -> None:
    now = int(time.time() * 1000)
    by_topic: dict[str, list[_Record]] = {}
    for offset, message in enumerate(messages):
        by_topic.setdefault(message.topic, []).append(
            _Record(message.value.encode(), offset, now, message.key.encode())
        )
    batch = Batch([judge(Rules(), Run(topic, 0, records)) for topic, records in by_topic.items()])
    for step in STORING:
        step(arena.store, _NoLetters(), batch)


if __name__ == "__main__":
    typer.run(main)
