"""The consumer group: who is in it, and whether each partition moves."""

from collections.abc import Iterable
from datetime import UTC

from streams.append_times import waiting_by_partition
from streams.doctor.examination import Examination, Finding
from streams.group_members import members_of
from streams.topics import offsets

__all__ = ["look_at_members", "look_at_partitions"]


def look_at_members(given: Examination) -> Iterable[Finding]:
    """Whether the group still has each worker that stored something lately, where messages wait."""
    group = given.settings.consumer_group
    members = members_of(given.settings)
    names = {member.client for member in members}
    state = f"group {group} has {len(members)} members"
    waiting = sum(waiting_by_partition(given.settings, given.now() - given.limits.waiting).values())
    since = given.now() - given.limits.seen
    lost = [
        (worker, stored.replace(tzinfo=UTC))
        for worker, stored in given.store.rows("workers_since", {"since": since.strftime("%Y-%m-%d %H:%M:%S.%f")})
        if worker not in names
    ]
    if not waiting or not lost:
        return [Finding("group", state)]
    return [
        Finding(
            "group",
            f"{state}; worker {worker} stored a batch at {stored:%H:%M:%S} UTC and is no member any more, and "
            f"{waiting} messages have waited for more than {given.limits.waiting.total_seconds():.0f} s",
            f"if process {worker} still runs, start it anew; its `/live` (ENGAGE_METRICS_PORT) says why it is out",
        )
        for worker, stored in lost
    ]


def look_at_partitions(given: Examination) -> Iterable[Finding]:
    """Whether the committed offset of each partition that has messages waiting moves, where a member has it."""
    limit = given.limits.waiting
    late = waiting_by_partition(given.settings, given.now() - limit)
    owners = {part: member.client for member in members_of(given.settings) for part in member.partitions}
    candidates = {part: count for part, count in late.items() if part in owners}
    fine = [Finding("partitions", "each moves that has messages waiting")]
    if not candidates:
        return fine
    before = {(part.topic, part.partition): part.committed for part in offsets(given.settings)}
    given.wait(given.limits.watch.total_seconds())
    after = {(part.topic, part.partition): part for part in offsets(given.settings)}
    stuck = [part for part in candidates if after[part].committed == before[part] < after[part].end]
    return [
        Finding(
            "partitions",
            f"{topic}/{partition}: the committed offset {before[topic, partition]} does not move, and "
            f"{candidates[topic, partition]} messages have waited for more than {limit.total_seconds():.0f} s",
            f"see the log and `/ready` of worker {owners[topic, partition]}, which has it, and start it anew: it "
            "reads on from there",
        )
        for topic, partition in stuck
    ] or fine
